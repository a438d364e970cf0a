// SPDX-License-Identifier: Apache-2.0
// The one list of a day, made on the phone: the same order with and without a line.
import { sortActions } from '@shared/actions/fields.ts';
import type { FieldCase, Reason } from '@shared/api/field.ts';
import type { Allowed } from '@shared/api/types.ts';
import type { Item } from './queue.ts';

export interface Line {
  held: FieldCase;
  /** The one clear next step; none: only to look at. */
  next: Allowed | null;
  /** Deeds of this case that wait to be sent. */
  waiting: Item[];
  distance_m: number | null;
}

/** Not the way on, whatever else is allowed. */
const NEVER_NEXT = new Set(['note', 'reveal', 'merge', 'recategorise', 'locate', 'return']);
const REASON_RANK: Record<Reason, number> = { handle: 0, verify: 1, near: 2, reported: 3 };

/** What may be done now: what the server allowed, unless an unsent deed has moved the case on. */
export function allowedNow(held: FieldCase, waiting: readonly Item[]): Allowed[] {
  const last = waiting.at(-1);
  if (last === undefined) return held.allowed;
  const then = held.then?.find((next) => next.action === last.action)?.allowed ?? [];
  // Further deeds are noted on top of the unsent one and sent after it.
  return waiting.length === 1 ? then : [];
}

export function nextStep(allowed: readonly Allowed[]): Allowed | null {
  return sortActions([...allowed]).find(({ action }) => !NEVER_NEXT.has(action)) ?? null;
}

export function metresBetween(
  a: { lat: number; lon: number },
  b: { lat: number; lon: number },
): number {
  const metresPerDegree = 111_320;
  const north = (a.lat - b.lat) * metresPerDegree;
  const east = (a.lon - b.lon) * metresPerDegree * Math.cos(((a.lat + b.lat) * Math.PI) / 360);
  return Math.hypot(north, east);
}

/** Lower comes first. What waits to be sent is done as far as the worker is concerned. */
function rankOf({ held, next, waiting }: Line): number {
  if (waiting.length > 0 && next === null) return 100;
  if (held.reason === 'near' || held.reason === 'reported') return 50 + REASON_RANK[held.reason];
  if (held.emergency) return 0;
  const alarm = held.alarm === 'overdue' ? 0 : held.alarm === 'warned' ? 1 : 2;
  return 1 + alarm * 10 + REASON_RANK[held.reason];
}

const dueOf = (line: Line): number => (line.held.due_at ? Date.parse(line.held.due_at) : Infinity);

export function todayOf(
  cases: readonly FieldCase[],
  items: readonly Item[],
  here: { lat: number; lon: number } | null,
): Line[] {
  const lines = cases.map((held): Line => {
    const waiting = items.filter((item) => item.kind === 'deed' && item.lane === held.id);
    const distance = here && held.place ? metresBetween(here, held.place) : null;
    return { held, waiting, distance_m: distance, next: nextStep(allowedNow(held, waiting)) };
  });
  const by = (a: Line, b: Line): number =>
    rankOf(a) - rankOf(b) ||
    (a.held.reason === 'near' ? (a.distance_m ?? Infinity) - (b.distance_m ?? Infinity) || 0 : 0) ||
    dueOf(a) - dueOf(b) ||
    (a.held.id < b.held.id ? -1 : 1);
  return lines.sort(by);
}
