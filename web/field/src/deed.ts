// SPDX-License-Identifier: Apache-2.0
// A deed on a case, drawn from what the server allows. What needs lists that only the server has
// (whom to dispatch to, which case to merge into) is the workbench's. Pure.
import {
  fieldsOf,
  missingOf,
  payloadOf,
  sortActions,
  type FieldSpec,
} from '@shared/actions/fields.ts';
import { cleaned } from '@shared/text/limit.ts';
import { emptyValues, type Values } from '@shared/actions/fields.ts';
import type { Allowed } from '@shared/api/types.ts';
import type { Attachment, NewItem } from './offline/queue.ts';

const DESK_ONLY = new Set(['holder', 'case', 'category', 'limit', 'place']);
const NOT_HERE = new Set(['reveal']);

/** What can be done on the phone, the way on first. */
export function doable(allowed: readonly Allowed[]): Allowed[] {
  return sortActions([...allowed]).filter(
    (one) =>
      !NOT_HERE.has(one.action) &&
      !fieldsOf(one).some((field) => field.required && DESK_ONLY.has(field.shape)),
  );
}

export function fieldsHere(allowed: Allowed): FieldSpec[] {
  return fieldsOf(allowed).filter((field) => !DESK_ONLY.has(field.shape));
}

/** Kinds of photo that the action asks for; a repair is shown before and after. */
export function photoKinds(allowed: Allowed): string[] {
  if (allowed.needs.includes('photo_after')) return ['before', 'after'];
  return ['near'];
}

export function missingHere(
  allowed: Allowed,
  values: Values,
  attachments: readonly Attachment[],
): string[] {
  const kinds = attachments.filter((held) => held.medium === 'photo').map((held) => held.kind);
  return missingOf(fieldsHere(allowed), values, kinds);
}

export function deedItem(
  allowed: Allowed,
  values: Values,
  held: { id: string; title: string; number: number; version: number },
  utcOffsetMinutes: number,
): Omit<NewItem, 'key' | 'attachments'> {
  const texts = Object.fromEntries(
    Object.entries(values.texts).map(([name, text]) => [name, cleaned(text ?? '', true)]),
  );
  const plain = { ...values, texts, done_at: '' };
  const { version, ...body } = payloadOf(allowed, held.version, plain, [], utcOffsetMinutes);
  void version;
  return {
    kind: 'deed',
    lane: held.id,
    action: allowed.action,
    title: held.title,
    number: held.number,
    body,
    version: held.version,
  };
}

export { emptyValues, type Values };
