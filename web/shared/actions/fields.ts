// SPDX-License-Identifier: Apache-2.0
// A form drawn from what the server says an action needs and may take. The lifecycle table lives
// there; here is only how each field looks and what it becomes in the request.
import type { Allowed, HolderChoice, PhotoRef } from '../api/types.ts';
import { instantOfLocal } from '../i18n/format.ts';

export type Shape =
  | 'text'
  | 'line'
  | 'choice'
  | 'holder'
  | 'holders'
  | 'photos'
  | 'case'
  | 'category'
  | 'limit'
  | 'date'
  | 'place'
  | 'stars';

const SHAPES: Record<string, Shape> = {
  reason: 'text',
  answer: 'text',
  note: 'text',
  responsible: 'line',
  ground: 'line',
  holder: 'holder',
  assistants: 'holders',
  photo_after: 'photos',
  photos: 'photos',
  main_case: 'case',
  category: 'category',
  limit: 'limit',
  until: 'date',
  granted: 'choice',
  solved: 'choice',
  satisfied: 'choice',
  reached: 'choice',
  place: 'place',
  stars: 'stars',
};

export interface FieldSpec {
  name: string;
  shape: Shape;
  required: boolean;
}

export interface Values {
  texts: Record<string, string | undefined>;
  choices: Record<string, boolean | null>;
  holder: HolderChoice | null;
  assistants: HolderChoice[];
  place: { lat: number; lon: number } | null;
  stars: number;
  /** Wall clock of the district, as a datetime-local input gives it; empty: now. */
  done_at: string;
}

export function emptyValues(): Values {
  return {
    texts: {},
    choices: {},
    holder: null,
    assistants: [],
    place: null,
    stars: 0,
    done_at: '',
  };
}

/** Needed fields first, in the server's order; a name newer than this page becomes a text. */
export function fieldsOf(allowed: Allowed): FieldSpec[] {
  const shapeOf = (name: string): Shape => SHAPES[name] ?? 'line';
  const needed = allowed.needs.map((name) => ({ name, shape: shapeOf(name), required: true }));
  const needsPhotos = needed.some((field) => field.shape === 'photos');
  const optional = allowed.optional
    .filter((name) => !allowed.needs.includes(name) && name !== 'done_at')
    .map((name) => ({ name, shape: shapeOf(name), required: false }))
    // One row of photos is enough; each says itself what it shows.
    .filter((field) => field.shape !== 'photos' || !needsPhotos);
  return [...needed.filter((field) => field.name !== 'done_at'), ...optional];
}

function filled(field: FieldSpec, values: Values, photoKinds: string[]): boolean {
  switch (field.shape) {
    case 'choice':
      return typeof values.choices[field.name] === 'boolean';
    case 'holder':
      return values.holder !== null;
    case 'holders':
      return values.assistants.length > 0;
    case 'photos':
      return field.name === 'photo_after' ? photoKinds.includes('after') : photoKinds.length > 0;
    case 'place':
      return values.place !== null;
    case 'stars':
      return values.stars > 0;
    default:
      return (values.texts[field.name] ?? '').trim() !== '';
  }
}

/** Names of needed fields that are still empty. */
export function missingOf(fields: FieldSpec[], values: Values, photoKinds: string[]): string[] {
  return fields
    .filter((field) => field.required && !filled(field, values, photoKinds))
    .map((field) => field.name);
}

const holderRef = ({ kind, id }: HolderChoice): { kind: string; id: string } => ({ kind, id });

function valueOf(field: FieldSpec, values: Values, offset: number): unknown {
  switch (field.shape) {
    case 'choice':
      return values.choices[field.name] ?? undefined;
    case 'holder':
      return values.holder === null ? undefined : holderRef(values.holder);
    case 'holders':
      return values.assistants.length === 0 ? undefined : values.assistants.map(holderRef);
    case 'place':
      return values.place ?? undefined;
    case 'stars':
      return values.stars === 0 ? undefined : values.stars;
    case 'date': {
      const day = values.texts[field.name] ?? '';
      // Until the end of that day, in the district's own time.
      return day === '' ? undefined : instantOfLocal(`${day}T23:59`, offset);
    }
    default:
      return (values.texts[field.name] ?? '').trim() || undefined;
  }
}

/** The request of an action. Fields left empty are left out. */
export function payloadOf(
  allowed: Allowed,
  version: number,
  values: Values,
  photos: PhotoRef[],
  utcOffsetMinutes: number,
): Record<string, unknown> {
  const body: Record<string, unknown> = { action: allowed.action, version };
  for (const field of fieldsOf(allowed)) {
    if (field.shape === 'photos') continue;
    const value = valueOf(field, values, utcOffsetMinutes);
    if (value !== undefined) body[field.name] = value;
  }
  if (photos.length > 0) body.photos = photos;
  if (values.done_at !== '') body.done_at = instantOfLocal(values.done_at, utcOffsetMinutes);
  return body;
}

/** What was typed, for somebody whose action no longer applies. */
export function typedText(values: Values): string {
  return Object.values(values.texts)
    .map((text) => (text ?? '').trim())
    .filter((text) => text !== '')
    .join('\n');
}

/** The way on comes first, what undoes or refuses comes last. */
const ORDER = [
  'register',
  'dispatch',
  'rule',
  'accept',
  'report_done',
  'pass',
  'confirm',
  'decide_extension',
  'decide_shelving',
  'resume',
  'rate',
  'verify_first',
  'recategorise',
  'locate',
  'escalate',
  'ask_help',
  'request_extension',
  'request_shelving',
  'merge',
  'unmerge',
  'fail',
  'cannot_reach',
  'refute',
  'return',
  'recall',
  'reopen',
  'decline',
  'reveal',
  'note',
];
const DANGER = new Set(['decline', 'refute', 'fail', 'return', 'recall']);

export function sortActions(allowed: Allowed[]): Allowed[] {
  const rank = (action: string): number => {
    const index = ORDER.indexOf(action);
    return index < 0 ? ORDER.length : index;
  };
  return [...allowed].sort((a, b) => rank(a.action) - rank(b.action));
}

export function isDanger(action: string): boolean {
  return DANGER.has(action);
}
