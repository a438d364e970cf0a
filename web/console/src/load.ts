// SPDX-License-Identifier: Apache-2.0
// One read of the server with its three faces: waiting, failed, there. A newer read ends the older.
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue';
import { isAbort } from '@shared/api/client.ts';

export interface Load<T> {
  readonly data: ShallowRef<T | null>;
  readonly error: ShallowRef<unknown>;
  readonly busy: ShallowRef<boolean>;
  /** Quietly keeps what is shown until the new answer is there. */
  run(): Promise<void>;
  clear(): void;
}

export function useLoad<T>(read: (signal: AbortSignal) => Promise<T>): Load<T> {
  const data = shallowRef<T | null>(null);
  const error = shallowRef<unknown>(null);
  const busy = shallowRef(false);
  let abort: AbortController | null = null;
  const run = async (): Promise<void> => {
    abort?.abort();
    const mine = new AbortController();
    abort = mine;
    busy.value = true;
    try {
      const found = await read(mine.signal);
      if (abort !== mine) return;
      data.value = found;
      error.value = null;
    } catch (problem) {
      if (abort === mine && !isAbort(problem)) error.value = problem;
    } finally {
      if (abort === mine) busy.value = false;
    }
  };
  const clear = (): void => {
    abort?.abort();
    abort = null;
    data.value = null;
    error.value = null;
    busy.value = false;
  };
  onScopeDispose(() => abort?.abort());
  return { data, error, busy, run, clear };
}
