// SPDX-License-Identifier: Apache-2.0
// Server-sent events with a state that the page can show. EventSource repeats by itself after a
// broken line, but gives up for good on an error answer; then we begin anew, ever more slowly.
import { shallowRef, type Ref } from 'vue';

export type LiveState = 'connecting' | 'live' | 'waiting' | 'stopped';

export interface Live {
  readonly state: Ref<LiveState>;
  stop(): void;
}

export interface LiveOptions {
  url: string;
  on: Record<string, (data: unknown) => void>;
  /** After a gap nobody knows what was missed: the page reads again. */
  onGap?: () => void;
  /** Hints may be lost, and where several servers share a database each tells only what it did or
   * delivered itself: after this long a page that is looked at reads again in any case. */
  againMs?: number;
  source?: (url: string) => EventSource;
  later?: (run: () => void, milliseconds: number) => () => void;
}

const later = (run: () => void, milliseconds: number): (() => void) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};

export function backoff(failures: number): number {
  return Math.min(60_000, 1_000 * 2 ** Math.min(failures, 6));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function openLive(options: LiveOptions): Live {
  const state = shallowRef<LiveState>('connecting');
  const wait = options.later ?? later;
  const make = options.source ?? ((url: string) => new EventSource(url));
  let source: EventSource | null = null;
  let cancel: (() => void) | null = null;
  let failures = 0;
  let gap = false;
  let stopAgain: (() => void) | null = null;

  function readAgain(after: number): void {
    stopAgain = wait(() => {
      if (!document.hidden && state.value === 'live') options.onGap?.();
      readAgain(after);
    }, after);
  }
  const failed = (): void => {
    gap = true;
    state.value = 'waiting';
    if (source !== null && source.readyState !== EventSource.CLOSED) return;
    failures += 1;
    cancel = wait(connect, backoff(failures - 1));
  };
  function connect(): void {
    source?.close();
    source = make(options.url);
    source.onopen = () => {
      failures = 0;
      state.value = 'live';
      if (gap) options.onGap?.();
      gap = false;
    };
    source.onerror = failed;
    for (const [name, handler] of Object.entries(options.on)) {
      source.addEventListener(name, (event) => handler(parsed((event as MessageEvent).data)));
    }
  }
  connect();
  if (options.againMs !== undefined) readAgain(options.againMs);
  return {
    state,
    stop: () => {
      cancel?.();
      stopAgain?.();
      source?.close();
      state.value = 'stopped';
    },
  };
}
