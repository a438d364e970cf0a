// SPDX-License-Identifier: Apache-2.0
// A phone's clock may be wrong or be set while nobody looks. The server's time is measured at each
// contact; the time of a deed is the phone's time put right by the last measurement.

export interface Clock {
  /** Server minus phone, milliseconds. */
  offset_ms: number;
  /** The server's time at the last contact; 0: never. */
  server_ms: number;
  /** The phone's time then. */
  local_ms: number;
  /** The latest the phone's clock was ever seen at: it may be set back, time is not. */
  seen_ms: number;
}

export const NEVER: Clock = { offset_ms: 0, server_ms: 0, local_ms: 0, seen_ms: 0 };
export const HOUR_MS = 3_600_000;
/** Below this nobody needs to be told; the Date header has whole seconds. */
const TOLD_MS = 2 * 60_000;

/** Half of the way there and back is the server's age of its own answer. */
export function measured(server: number, sent: number, received: number): Clock {
  const local = received;
  const travel = Math.max(0, Math.min(received - sent, 30_000)) / 2;
  return {
    offset_ms: server + travel - received,
    server_ms: server,
    local_ms: local,
    seen_ms: local,
  };
}

/** Notes that time went on: a clock that is set back does not make what is kept younger. */
export function seen(clock: Clock, local: number): Clock {
  return local > clock.seen_ms ? { ...clock, seen_ms: local } : clock;
}

export function correct(clock: Clock, local: number): number {
  return local + clock.offset_ms;
}

/** Minutes that the phone is fast (positive) or slow, when it is worth saying. */
export function wrongBy(clock: Clock): number {
  if (clock.server_ms === 0 || Math.abs(clock.offset_ms) < TOLD_MS) return 0;
  return Math.round(-clock.offset_ms / 60_000);
}

/** When a deed was noted: the phone's time, and what was known of its error then. */
export interface Noted {
  local_ms: number;
  offset_ms: number;
  /** The server's time at the contact before: the deed cannot be older than that by much. */
  after_ms: number;
}

export function note(clock: Clock, local: number): Noted {
  return { local_ms: local, offset_ms: clock.offset_ms, after_ms: clock.server_ms };
}

/**
 * The server's time of a deed, decided when it is sent. The error known when it was noted counts;
 * if that puts the deed before the contact preceding it or into the future, the clock was set in
 * between, and the error known now is the better one. Whatever remains impossible is cut off.
 */
export function deedTime(noted: Noted, clock: Clock, now: number): number {
  const latest = correct(clock, now);
  const earliest = Math.min(noted.after_ms === 0 ? -Infinity : noted.after_ms - TOLD_MS, latest);
  const fits = (at: number): boolean => at >= earliest && at <= latest + TOLD_MS;
  const then = noted.local_ms + noted.offset_ms;
  const since = noted.local_ms + clock.offset_ms;
  const at = fits(then) ? then : fits(since) ? since : then;
  return Math.min(Math.max(at, earliest), latest);
}
