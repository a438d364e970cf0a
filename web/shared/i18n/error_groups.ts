// SPDX-License-Identifier: Apache-2.0
// Codes that mean the same to a reader: code → the code whose text is shown.
const GROUPS: Record<string, readonly string[]> = {
  server_unavailable: [
    'database_busy',
    'database_contended',
    'database_unavailable',
    'connections_exhausted',
    'server_busy',
    'unhealthy',
  ],
  server_failed: [
    'internal_error',
    'master_key_unreadable',
    'master_key_wrong',
    'sealed_text_unreadable',
    'person_key_unknown',
    'shape_broken',
  ],
  page_outdated: [
    'json_array_too_long',
    'json_key_missing',
    'json_key_repeated',
    'json_key_unknown',
    'json_malformed',
    'json_number_out_of_range',
    'json_too_deep',
    'json_type_wrong',
    'id_invalid',
    'tile_unknown',
    'cursor_invalid',
    'query_invalid',
    'path_invalid',
    'idempotency_key_invalid',
    'media_unsupported',
    'method_not_allowed',
    'method_unknown',
    'length_ambiguous',
    'length_missing',
    'body_unexpected',
    'expectation_unknown',
    'header_too_large',
    'host_missing',
    'request_malformed',
    'date_invalid',
    'time_invalid',
    'text_not_utf8',
    'tolerance_out_of_range',
    'too_many_areas',
    'coordinate_missing',
    'own_only_of_what',
    'radius_out_of_range',
    'view_invalid',
    'form_malformed',
  ],
  body_too_large: ['json_too_large'],
  photo_damaged: ['photo_empty', 'photo_truncated'],
  photo_bytes_too_many: ['photo_pixels_too_many'],
  place_not_on_earth: ['coordinate_off_earth'],
};

const SHOWN = new Map(
  Object.entries(GROUPS).flatMap(([shown, codes]) => codes.map((code) => [code, shown] as const)),
);

export function shownCode(code: string): string {
  return SHOWN.get(code) ?? code;
}
