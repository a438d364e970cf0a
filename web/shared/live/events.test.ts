// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { backoff, openLive } from './events.ts';

class FakeSource {
  static CLOSED = 2;
  static made: FakeSource[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  handlers = new Map<string, (event: { data: string }) => void>();
  constructor(readonly url: string) {
    FakeSource.made.push(this);
  }
  addEventListener(name: string, handler: (event: { data: string }) => void): void {
    this.handlers.set(name, handler);
  }
  close(): void {
    this.readyState = 2;
  }
}

describe('the live line', () => {
  beforeEach(() => {
    FakeSource.made = [];
    vi.stubGlobal('EventSource', FakeSource);
  });

  it('waits longer after each failure, but not for ever', () => {
    expect([0, 1, 2, 99].map(backoff)).toEqual([1000, 2000, 4000, 60000]);
  });

  it('hands on what it hears', () => {
    const heard: unknown[] = [];
    const live = openLive({ url: '/events', on: { case: (data) => heard.push(data) } });
    const source = FakeSource.made[0]!;
    source.onopen?.();
    expect(live.state.value).toBe('live');
    source.handlers.get('case')?.({ data: '{"case":"7"}' });
    source.handlers.get('case')?.({ data: 'not json' });
    expect(heard).toEqual([{ case: '7' }, null]);
  });

  it('tells of a gap once it is back, because nobody knows what was missed', () => {
    const onGap = vi.fn();
    const live = openLive({ url: '/events', on: {}, onGap });
    const source = FakeSource.made[0]!;
    source.onopen?.();
    expect(onGap).not.toHaveBeenCalled();
    source.onerror?.();
    expect(live.state.value).toBe('waiting');
    source.onopen?.();
    expect(onGap).toHaveBeenCalledOnce();
  });

  it('reads again after a while even if nothing was heard, but only while it is looked at', () => {
    const onGap = vi.fn();
    let run = (): void => undefined;
    const later = (next: () => void, ms: number): (() => void) => {
      expect(ms).toBe(60_000);
      run = next;
      return () => (run = () => undefined);
    };
    const live = openLive({ url: '/events', on: {}, onGap, againMs: 60_000, later });
    run();
    expect(onGap).not.toHaveBeenCalled();
    FakeSource.made[0]!.onopen?.();
    run();
    run();
    expect(onGap).toHaveBeenCalledTimes(2);
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    run();
    hidden.mockRestore();
    live.stop();
    run();
    expect(onGap).toHaveBeenCalledTimes(2);
  });

  it('begins anew when the browser has given up, and stops when told', () => {
    const waits: number[] = [];
    let run: (() => void) | null = null;
    const later = (next: () => void, ms: number): (() => void) => {
      waits.push(ms);
      run = next;
      return () => (run = null);
    };
    const live = openLive({ url: '/events', on: {}, later });
    FakeSource.made[0]!.readyState = 2;
    FakeSource.made[0]!.onerror?.();
    (run as (() => void) | null)?.();
    expect(FakeSource.made).toHaveLength(2);
    FakeSource.made[1]!.readyState = 2;
    FakeSource.made[1]!.onerror?.();
    expect(waits).toEqual([1000, 2000]);
    live.stop();
    expect(run).toBeNull();
    expect(live.state.value).toBe('stopped');
  });
});
