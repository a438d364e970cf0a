// SPDX-License-Identifier: Apache-2.0
// A board's answers, kept while newer ones are fetched: what is shown never goes away or jumps
// while cases change; only numbers do.
import { computed, onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { isAbort } from '@shared/api/client.ts';
import type { Desk } from '../session.ts';
import type { Board } from './board.ts';
import { questionsOf, type Answer, type Asked, type Source } from './sources.ts';

export interface BoardState {
  readonly error: ShallowRef<unknown>;
  readonly at: ShallowRef<Date | null>;
  answer<T extends Answer>(source: Source): T | null;
  /** What the answer failed with, where this one failed. */
  failed(source: Source): unknown;
  run(): Promise<void>;
}

/** At most one read in this time, however many cases change. */
const QUIET_MS = 4_000;

export function useBoard(desk: Desk, board: Ref<Board>, asked: Ref<Asked>): BoardState {
  const answers = shallowRef(new Map<string, Answer>());
  const faults = shallowRef(new Map<string, unknown>());
  const at = shallowRef<Date | null>(null);
  let abort: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function run(): Promise<void> {
    abort?.abort();
    const mine = new AbortController();
    abort = mine;
    const questions = questionsOf(board.value, asked.value);
    const found = new Map<string, Answer>();
    const wrong = new Map<string, unknown>();
    await Promise.all(
      questions.map(async ({ key, path, query }) => {
        try {
          found.set(key, await desk.client.get<Answer>(path, query, { signal: mine.signal }));
        } catch (problem) {
          if (!isAbort(problem)) wrong.set(key, problem);
          const held = answers.value.get(key);
          if (held !== undefined) found.set(key, held);
        }
      }),
    );
    if (abort !== mine) return;
    answers.value = found;
    faults.value = wrong;
    if (wrong.size < questions.length) at.value = new Date();
  }

  watch([board, asked], () => void run(), { immediate: true });
  const stop = desk.onChange(() => {
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      void run();
    }, QUIET_MS);
  });
  onScopeDispose(() => {
    stop();
    clearTimeout(timer);
    abort?.abort();
  });
  return {
    at,
    error: computed(() => [...faults.value.values()][0] ?? null) as unknown as ShallowRef<unknown>,
    answer: <T extends Answer>(source: Source) =>
      (answers.value.get(source.key) as T | undefined) ?? null,
    failed: (source) => faults.value.get(source.key) ?? null,
    run,
  };
}
