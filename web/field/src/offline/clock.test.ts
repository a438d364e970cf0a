// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { correct, deedTime, measured, NEVER, note, seen, wrongBy } from './clock.ts';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 22, 12);

describe('the time of a deed', () => {
  it('is put right by the error that was measured, three hours or more', () => {
    const clock = measured(NOON, NOON + 3 * HOUR, NOON + 3 * HOUR);
    expect(wrongBy(clock)).toBe(180);
    const noted = note(clock, NOON + 4 * HOUR);
    expect(deedTime(noted, clock, NOON + 5 * HOUR)).toBe(NOON + HOUR);
  });

  it('takes the error known now where the clock was set before the deed', () => {
    const before = measured(NOON, NOON, NOON);
    // Set three hours fast, then a deed one hour after the last contact, sent half an hour later.
    const noted = note(before, NOON + 4 * HOUR);
    const now = measured(NOON + 1.5 * HOUR, NOON + 4.5 * HOUR, NOON + 4.5 * HOUR);
    expect(deedTime(noted, now, NOON + 4.5 * HOUR)).toBe(NOON + HOUR);
  });

  it('takes the error known then where the clock was set after the deed', () => {
    const before = measured(NOON, NOON + 3 * HOUR, NOON + 3 * HOUR);
    const noted = note(before, NOON + 4 * HOUR);
    const now = measured(NOON + 2 * HOUR, NOON + 2 * HOUR, NOON + 2 * HOUR);
    expect(deedTime(noted, now, NOON + 2 * HOUR)).toBe(NOON + HOUR);
  });

  it('never lies in the future, nor long before the contact that preceded it', () => {
    const clock = measured(NOON, NOON, NOON);
    expect(deedTime(note(clock, NOON + 9 * HOUR), clock, NOON + HOUR)).toBe(NOON + HOUR);
    const early = deedTime(note(clock, NOON - 9 * HOUR), clock, NOON + HOUR);
    expect(early).toBeGreaterThan(NOON - HOUR);
  });

  it('counts half of the way there and back, but not a minute of waiting', () => {
    expect(measured(NOON, NOON - 500, NOON + 500).offset_ms).toBe(0);
    expect(Math.abs(measured(NOON, NOON - 90_000, NOON).offset_ms)).toBeLessThan(16_000);
  });

  it('is not said to be wrong for a second or two', () => {
    const clock = measured(NOON, NOON + 1_500, NOON + 1_500);
    expect(wrongBy(clock)).toBe(0);
    expect(correct(clock, NOON)).toBe(NOON - 1_500);
    expect(wrongBy(NEVER)).toBe(0);
  });
});

describe('the latest time seen', () => {
  it('does not shrink when the clock is set back', () => {
    let clock = measured(NOON, NOON, NOON);
    clock = seen(clock, NOON + 80 * HOUR);
    expect(seen(clock, NOON + HOUR).seen_ms).toBe(NOON + 80 * HOUR);
  });
});
