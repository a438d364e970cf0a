// SPDX-License-Identifier: Apache-2.0
// What a figure is made of, so that every number can be opened.
import type { Figures, Metrics } from '@shared/api/types.ts';
import { addDays, dayOf } from '@shared/i18n/format.ts';

/** The order of a case's life; metrics newer than this page follow by name. */
export const METRIC_ORDER = [
  'reported',
  'registered',
  'declined',
  'dispatched',
  'right_first_time',
  'returned',
  'accepted',
  'handled',
  'handled_on_time',
  'overdue',
  'reworked',
  'self_handled',
  'closed',
  'closed_on_time',
  'escalated',
  'extended',
  'shelved',
  'followed_up',
  'reached',
  'solved',
  'satisfied',
  'reopened',
];

export function sortMetrics(names: Iterable<string>): string[] {
  const rank = (name: string): number => {
    const index = METRIC_ORDER.indexOf(name);
    return index < 0 ? METRIC_ORDER.length : index;
  };
  return [...new Set(names)].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

export function metricsOf(figures: Figures): string[] {
  const names = new Set(Object.keys(figures.total));
  for (const row of figures.rows) for (const name of Object.keys(row.values)) names.add(name);
  return sortMetrics([...names].filter((name) => anyOf(figures, name)));
}

function anyOf(figures: Figures, metric: string): boolean {
  const has = (values: Metrics): boolean => (values[metric] ?? 0) !== 0;
  return has(figures.total) || figures.rows.some((row) => has(row.values));
}

export const PERIODS = { today: 0, week: 6, month: 29, year: 364 } as const;
export type Period = keyof typeof PERIODS;

export function periodOf(period: Period, now: Date, offset: number): { from: string; to: string } {
  const to = dayOf(now, offset);
  return { from: addDays(to, -PERIODS[period]), to };
}

/** Last day of a month given as YYYY-MM or any of its days. */
export function monthEnd(day: string): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
