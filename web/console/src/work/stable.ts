// SPDX-License-Identifier: Apache-2.0
// A live list that does not move under the hand: while somebody points at it, rows change in
// place; what left stays, dimmed, and what came waits above until the reader wants it.
import type { CaseRow } from '@shared/api/types.ts';

export interface ShownRow {
  row: CaseRow;
  /** It has left this list since. */
  gone: boolean;
}

export interface Merged {
  rows: ShownRow[];
  /** How many rows a fresh list would bring. */
  arrived: number;
  left: number;
}

export const freshRows = (rows: readonly CaseRow[]): ShownRow[] =>
  rows.map((row) => ({ row, gone: false }));

/**
 * `complete`: fresh holds the whole list. Else what lies behind its last row is simply not known,
 * and rows beyond it keep standing as they are.
 */
export function mergeRows(
  shown: readonly ShownRow[],
  fresh: readonly CaseRow[],
  complete: boolean,
): Merged {
  const byId = new Map(fresh.map((row) => [row.id, row]));
  const lastKnown = complete ? shown.length - 1 : lastIndexIn(shown, byId);
  const rows = shown.map(({ row, gone }, index): ShownRow => {
    const now = byId.get(row.id);
    if (now !== undefined) return { row: now, gone: false };
    return { row, gone: gone || index <= lastKnown };
  });
  const had = new Set(shown.map(({ row }) => row.id));
  return {
    rows,
    arrived: fresh.filter((row) => !had.has(row.id)).length,
    left: rows.filter((shownRow) => shownRow.gone).length,
  };
}

function lastIndexIn(shown: readonly ShownRow[], byId: ReadonlyMap<string, CaseRow>): number {
  for (let i = shown.length - 1; i >= 0; i -= 1) {
    if (byId.has(shown[i]?.row.id ?? '')) return i;
  }
  return -1;
}

/** The list as it is now, with what lies beyond the part that was read kept behind it. */
export function settleRows(
  shown: readonly ShownRow[],
  fresh: readonly CaseRow[],
  complete: boolean,
): ShownRow[] {
  const byId = new Map(fresh.map((row) => [row.id, row]));
  const lastKnown = complete ? shown.length - 1 : lastIndexIn(shown, byId);
  const beyond = shown
    .slice(lastKnown + 1)
    .filter(({ row, gone }) => !gone && !byId.has(row.id))
    .map(({ row }) => row);
  // Nothing of the old list is left in the new part: nobody can say what lies behind it.
  return freshRows(lastKnown < 0 ? fresh : [...fresh, ...beyond]);
}
