// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, type EffectScope } from 'vue';
import { useWatch } from './watch.ts';

const half = { first: 30_000, most: 90_000, chance: () => 0.5 };
let scope: EffectScope;

function look(state: DocumentVisibilityState): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  document.dispatchEvent(new Event('visibilitychange'));
}

describe('an open page', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    scope = effectScope();
  });
  afterEach(() => {
    scope.stop();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it('asks again, ever less often while nothing changes', async () => {
    const asked: number[] = [];
    const begin = Date.now();
    scope.run(() =>
      useWatch(async () => {
        asked.push((Date.now() - begin) / 1000);
        return false;
      }, half),
    );
    await vi.advanceTimersByTimeAsync(400_000);
    expect(asked).toEqual([30, 75, 142.5, 232.5, 322.5]);
  });

  it('asks often again after a change, and a failure is no change', async () => {
    const answers = [false, true, 'lost', false] as const;
    const asked: number[] = [];
    const begin = Date.now();
    scope.run(() =>
      useWatch(async () => {
        asked.push((Date.now() - begin) / 1000);
        const answer = answers[asked.length - 1];
        if (answer === 'lost') throw new Error('network');
        return answer ?? false;
      }, half),
    );
    await vi.advanceTimersByTimeAsync(160_000);
    expect(asked).toEqual([30, 75, 105, 150]);
  });

  it('asks nothing while nobody looks, at once when somebody does, never after it was left', async () => {
    const ask = vi.fn().mockResolvedValue(false);
    scope.run(() => useWatch(ask, half));
    look('hidden');
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(ask).not.toHaveBeenCalled();
    look('visible');
    await vi.advanceTimersByTimeAsync(0);
    expect(ask).toHaveBeenCalledTimes(1);
    scope.stop();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(ask).toHaveBeenCalledTimes(1);
  });
});
