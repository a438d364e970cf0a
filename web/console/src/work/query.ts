// SPDX-License-Identifier: Apache-2.0
// What the queue page shows stands in its address and nowhere else: it can be shared, saved,
// reloaded. Only names listed here are ever sent on.
import { QUEUES, STATES, type Queue } from '@shared/api/types.ts';
import { addDays, dayOf, instantOfLocal } from '@shared/i18n/format.ts';

export const FILTERS = [
  'state',
  'area',
  'own_only',
  'category',
  'channel',
  'emergency',
  'alarm',
  'holder',
  'since',
  'until',
  'q',
] as const;
export type FilterName = (typeof FILTERS)[number];
export type QueueQuery = Partial<Record<FilterName | 'queue', string | undefined>>;

export const CHANNELS = [
  'resident_page',
  'door_card',
  'paper',
  'walk_in',
  'phone',
  'hotline',
  'worker_note',
  'file_import',
] as const;
export const ALARMS = ['warned', 'overdue'] as const;

const CHECKS: Partial<Record<FilterName | 'queue', (value: string) => boolean>> = {
  queue: (value) => (QUEUES as readonly string[]).includes(value),
  state: (value) => (STATES as readonly string[]).includes(value),
  channel: (value) => (CHANNELS as readonly string[]).includes(value),
  alarm: (value) => (ALARMS as readonly string[]).includes(value),
  emergency: (value) => value === 'true',
  area: (value) => /^\d{1,20}$/.test(value),
  own_only: (value) => value === 'true',
  holder: (value) => /^[a-z]{1,20}(:\d{1,20})?$/.test(value),
  since: (value) => /^\d{4}-\d\d-\d\d$/.test(value),
  until: (value) => /^\d{4}-\d\d-\d\d$/.test(value),
};

/** The known names of an address; what makes no sense is left out, so an old link still opens. */
export function queryOf(address: Record<string, unknown>): QueueQuery {
  const found: QueueQuery = {};
  for (const name of ['queue', ...FILTERS] as const) {
    const value = address[name];
    if (typeof value !== 'string' || value.trim() === '') continue;
    if (CHECKS[name]?.(value) ?? true) found[name] = value.trim();
  }
  // It says something of an area and nothing without one.
  if (found.area === undefined) delete found.own_only;
  return found;
}

export function filtersIn(query: QueueQuery): FilterName[] {
  return FILTERS.filter((name) => query[name] !== undefined);
}

/** What the server is asked: days become instants of the district, the last day included. */
export function askOf(query: QueueQuery, offset: number): QueueQuery {
  const { since, until, ...ask } = query;
  const start = (day: string): string => instantOfLocal(`${day}T00:00`, offset);
  return {
    ...ask,
    ...(since && { since: start(since) }),
    ...(until && { until: start(addDays(until, 1)) }),
  };
}

/** And back: a saved filter keeps what the server is asked. */
export function savedText(query: QueueQuery, offset: number): string {
  return queryText(askOf(query, offset));
}

export function querySaved(text: string, offset: number): QueueQuery {
  const found = Object.fromEntries(new URLSearchParams(text));
  const { since, until } = found;
  // The end is the first moment that no longer counts.
  if (since) found.since = dayOf(new Date(since), offset);
  if (until) found.until = dayOf(new Date(Date.parse(until) - 1), offset);
  return queryOf(found);
}

/** In a fixed order, so that the same choice is always the same text. */
export function queryText(query: QueueQuery): string {
  const pairs = (['queue', ...FILTERS] as const).flatMap((name): [string, string][] => {
    const value = query[name];
    return value === undefined ? [] : [[name, value]];
  });
  return new URLSearchParams(pairs).toString();
}

export function sameQuery(a: QueueQuery, b: QueueQuery): boolean {
  return savedText(a, 0) === savedText(b, 0);
}

/** Whoever searches without having chosen a list means every case he may see. */
export function queueIn(query: QueueQuery, first: Queue): Queue {
  return (query.queue as Queue | undefined) ?? (query.q === undefined ? first : 'all');
}
