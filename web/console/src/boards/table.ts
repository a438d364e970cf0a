// SPDX-License-Identifier: Apache-2.0
// A table of a board: what is open now and what was counted in a period, side by side per area or
// category. Pure, so that sorting and sums are tested without a page.
import type { FigureRow, Figures, Rate } from '@shared/api/types.ts';
import type { BlockOf, Column } from './board.ts';
import type { Standing, StandingCounts } from '@shared/api/types.ts';

export interface TableRow {
  key: string;
  /** Of the area or category; empty for what has none. */
  id: string;
  code: string;
  ownOnly: boolean;
  counts: StandingCounts | null;
  figure: FigureRow | null;
  category?: { code: string; name_zh: string; name_en: string };
  name: string;
}

const NONE: StandingCounts = { open: 0, warned: 0, overdue: 0, emergency: 0 };

export function tableRows(
  by: 'area' | 'category',
  standing: Standing | null,
  figures: Figures | null,
): TableRow[] {
  const rows = new Map<string, TableRow>();
  const row = (key: string, first: Partial<TableRow>): TableRow => {
    const held = rows.get(key) ?? {
      key,
      id: '',
      code: '',
      name: '',
      ownOnly: false,
      counts: standing === null ? null : NONE,
      figure: null,
      ...first,
    };
    rows.set(key, held);
    return held;
  };
  if (by === 'area') {
    for (const part of standing?.parts ?? []) {
      const key = part.own_only ? 'own' : part.area.id;
      const { id, code, name } = part.area;
      row(key, { id, code, name, ownOnly: part.own_only }).counts = part;
    }
  } else {
    for (const one of standing?.categories ?? []) {
      const { id, code } = one.category;
      row(code === '' ? 'none' : id, {
        id: code === '' ? '' : id,
        code,
        category: one.category,
      }).counts = one;
    }
  }
  for (const figure of figures?.rows ?? []) {
    const { area, category, own_only, no_category, name, code } = figure.key;
    const id = (by === 'area' ? area : category) ?? '';
    const key = own_only ? 'own' : no_category ? 'none' : id;
    row(key, { id, name: name ?? '', code: code ?? '', ownOnly: own_only === true }).figure =
      figure;
  }
  return [...rows.values()];
}

/** What a column shows of a row; null: there is nothing to say, which is not zero. */
export function valueOf(row: TableRow, column: Column): number | null {
  if ('standing' in column) return row.counts?.[column.standing] ?? null;
  if ('metric' in column) return row.figure?.values[column.metric] ?? 0;
  return rateOf(row.figure, column.rate)?.value ?? null;
}

export function rateOf(from: FigureRow | Figures | null, code: string): Rate | null {
  return from?.rates?.find((rate) => rate.code === code) ?? null;
}

export interface Sort {
  /** -1: by name. */
  column: number;
  down: boolean;
}

export function sortRows(
  rows: TableRow[],
  columns: Column[],
  sort: Sort,
  nameOf: (row: TableRow) => string,
): TableRow[] {
  const column = columns[sort.column];
  const sign = sort.down ? -1 : 1;
  return [...rows].sort((a, b) => {
    // What lies in no part is no competitor: always last.
    if (a.ownOnly !== b.ownOnly) return a.ownOnly ? 1 : -1;
    if (column === undefined) {
      return sign * (a.code || nameOf(a)).localeCompare(b.code || nameOf(b));
    }
    const x = valueOf(a, column);
    const y = valueOf(b, column);
    if (x === null || y === null)
      return x === y ? a.code.localeCompare(b.code) : x === null ? 1 : -1;
    return sign * (x - y) || a.code.localeCompare(b.code);
  });
}

/** "2-down" or "name-up" in the address. */
export function sortFrom(text: string, block: BlockOf<'table'>): Sort {
  const [, column = '', way = ''] = /^(name|\d+)-(up|down)$/.exec(text) ?? [];
  const index = column === 'name' ? -1 : Number(column);
  if (way !== '' && index < block.columns.length) return { column: index, down: way === 'down' };
  return block.by === 'area' ? { column: -1, down: false } : { column: 0, down: true };
}

export function sortText(sort: Sort): string {
  return `${sort.column < 0 ? 'name' : sort.column}-${sort.down ? 'down' : 'up'}`;
}
