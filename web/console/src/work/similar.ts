// SPDX-License-Identifier: Apache-2.0
// Does somebody describe what is already in the list? Shared pairs of characters tell, in Chinese
// as well as in English; the reader decides.
import type { CaseRow } from '@shared/api/types.ts';

function pairs(text: string): Set<string> {
  const plain = text.toLowerCase().replace(/[\s\p{P}\p{S}]+/gu, '');
  const found = new Set<string>();
  for (let i = 0; i + 1 < plain.length; i += 1) found.add(plain.slice(i, i + 2));
  return found;
}

/** 0 nothing in common – 1 the shorter text lies within the other. */
export function likeness(a: string, b: string): number {
  const first = pairs(a);
  const second = pairs(b);
  const smaller = Math.min(first.size, second.size);
  if (smaller < 2) return 0;
  let shared = 0;
  for (const pair of first) if (second.has(pair)) shared += 1;
  return shared / smaller;
}

export interface Near {
  row: CaseRow;
  likeness: number;
  sameCategory: boolean;
}

/** Likely the same matter first; at most `limit`. */
export function nearest(
  rows: readonly CaseRow[],
  words: string,
  category: string | undefined,
  limit = 4,
): Near[] {
  return rows
    .map((row) => ({
      row,
      likeness: likeness(words, row.title),
      sameCategory: category !== undefined && row.category?.code === category,
    }))
    .filter((near) => near.likeness >= 0.2 || near.sameCategory)
    .sort((a, b) => score(b) - score(a))
    .slice(0, limit);
}

const score = (near: Near): number => near.likeness + (near.sameCategory ? 0.35 : 0);
