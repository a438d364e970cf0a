// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it } from 'vitest';
import { noteServerDate, serverNow } from './clock.ts';

const LOCAL = Date.parse('2026-03-01T08:00:00Z');

describe('the server’s time', () => {
  afterEach(() => noteServerDate(new Date(LOCAL).toUTCString(), LOCAL));

  it('corrects a clock that is days wrong', () => {
    noteServerDate('Wed, 04 Mar 2026 08:00:00 GMT', LOCAL);
    expect(new Date(serverNow(LOCAL)).toISOString()).toBe('2026-03-04T08:00:00.000Z');
  });

  it('leaves a good clock alone: a second is the way, not the clock', () => {
    noteServerDate('Sun, 01 Mar 2026 08:00:20 GMT', LOCAL);
    expect(serverNow(LOCAL)).toBe(LOCAL);
  });

  it('takes no notice of an answer without a date', () => {
    noteServerDate('Wed, 04 Mar 2026 08:00:00 GMT', LOCAL);
    for (const nothing of [null, undefined, '', 'yesterday']) noteServerDate(nothing, LOCAL);
    expect(serverNow(LOCAL)).toBeGreaterThan(LOCAL);
  });
});
