// SPDX-License-Identifier: Apache-2.0
// Words in what the phone holds. Every word must occur somewhere; a number finds its case first.
import type { FieldCase } from '@shared/api/field.ts';

const textOf = (held: FieldCase): string =>
  [
    held.number,
    held.title,
    held.words,
    held.address,
    held.answer,
    held.category?.name_zh,
    held.category?.name_en,
    ...held.area_names,
  ]
    .join('\n')
    .toLowerCase();

export function searchCases(cases: readonly FieldCase[], typed: string): FieldCase[] {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found = cases.filter((held) => {
    const text = textOf(held);
    return words.every((word) => text.includes(word));
  });
  const isNumber = (held: FieldCase): number => (String(held.number) === words[0] ? 0 : 1);
  return found.sort(
    (a, b) => isNumber(a) - isNumber(b) || Date.parse(b.reported_at) - Date.parse(a.reported_at),
  );
}
