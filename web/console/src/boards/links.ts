// SPDX-License-Identifier: Apache-2.0
// Every number opens: to the queue that lists exactly those cases, or to the rows of a figure.
import type { RouteLocationRaw } from 'vue-router';
import type { FigureRow } from '@shared/api/types.ts';
import { monthEnd } from '../figures.ts';
import type { StandingMeasure } from './board.ts';

export interface Holding {
  kind: string;
  id: string;
}

export interface OpenOf {
  area: string;
  measure: StandingMeasure;
  state?: string | undefined;
  category?: string | undefined;
  holder?: Holding | undefined;
  /** Of `area` itself: what lies in none of its parts. */
  ownOnly?: boolean | undefined;
}

const MEASURES: Record<StandingMeasure, Record<string, string>> = {
  open: { queue: 'all' },
  overdue: { queue: 'overdue' },
  unlocated: { queue: 'unlocated' },
  warned: { queue: 'all', alarm: 'warned' },
  emergency: { queue: 'all', emergency: 'true' },
};

/** The queue's question for a number of what is open now. */
export function queueAsk(of: OpenOf): Record<string, string> {
  const ask: Record<string, string> = { ...MEASURES[of.measure] };
  // The tray lies in no area below the district.
  if (of.measure !== 'unlocated') ask.area = of.area;
  if (of.ownOnly) ask.own_only = 'true';
  if (of.state) ask.state = of.state;
  if (of.category) ask.category = of.category;
  if (of.holder) ask.holder = `${of.holder.kind}:${of.holder.id}`;
  return ask;
}

export function queueLink(district: string, of: OpenOf): RouteLocationRaw {
  return { name: 'queue', params: { district }, query: queueAsk(of) };
}

export interface FigureAsk {
  area: string;
  from: string;
  to: string;
  lens?: string;
  by: string;
}

/** The rows behind a figure: the same question, narrowed to the row it stands in. */
export function rowsAsk(
  ask: FigureAsk,
  metric: string,
  count: number,
  row?: FigureRow,
): Record<string, string> {
  const out: Record<string, string> = {
    metric,
    area: ask.area,
    from: ask.from,
    to: ask.to,
    lens: ask.lens ?? 'as_was',
    n: String(count),
  };
  if (row === undefined) return out;
  if (ask.by === 'area') out.area = row.key.area ?? ask.area;
  if (row.key.own_only) out.own_only = 'true';
  if (row.key.no_category) out.no_category = 'true';
  if (row.key.category) out.category = row.key.category;
  const day = row.key.day;
  if (day && ask.by === 'day') out.from = out.to = day;
  if (day && ask.by === 'month') {
    const first = `${day.slice(0, 7)}-01`;
    out.from = first > ask.from ? first : ask.from;
    out.to = monthEnd(day) < ask.to ? monthEnd(day) : ask.to;
  }
  return out;
}

export function rowsLink(
  district: string,
  ask: FigureAsk,
  metric: string,
  count: number,
  row?: FigureRow,
): RouteLocationRaw {
  return { name: 'rows', params: { district }, query: rowsAsk(ask, metric, count, row) };
}
