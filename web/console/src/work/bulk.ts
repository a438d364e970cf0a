// SPDX-License-Identifier: Apache-2.0
// The same deed on many cases: one after the other, each with its own key and version, each with
// its own outcome. Nothing is hidden and nothing is all-or-nothing; it can be stopped in between.
import { shallowReactive, ref, type Ref } from 'vue';
import { newKey, type Client } from '@shared/api/client.ts';
import type { Allowed, CaseDetail } from '@shared/api/types.ts';

/** Fields that say something about one case only: nobody means them for twenty. */
const SINGLE = new Set(['photo_after', 'main_case', 'place', 'until', 'solved', 'satisfied']);

/** Actions that every one of the cases allows, needing the same of each. */
export function commonActions(cases: readonly Pick<CaseDetail, 'allowed'>[]): Allowed[] {
  const [first, ...others] = cases;
  return (first?.allowed ?? []).flatMap((allowed): Allowed[] => {
    if (allowed.needs.some((field) => SINGLE.has(field))) return [];
    const same = others.map((held) => held.allowed.find((a) => a.action === allowed.action));
    if (same.some((other) => other === undefined)) return [];
    const optional = allowed.optional.filter(
      (field) => !SINGLE.has(field) && same.every((other) => other?.optional.includes(field)),
    );
    return [{ ...allowed, optional }];
  });
}

export type ItemState = 'waiting' | 'running' | 'done' | 'refused' | 'unknown' | 'stopped';

export interface BulkItem {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly body: Record<string, unknown>;
  readonly key: string;
  readonly state: ItemState;
  readonly error: unknown;
}

export interface Bulk {
  readonly items: readonly BulkItem[];
  readonly running: Ref<boolean>;
  readonly finished: Ref<boolean>;
  run(): Promise<void>;
  stop(): void;
  /** Those whose answer was lost, with the same keys. */
  again(): Promise<void>;
}

export interface BulkPart {
  held: Pick<CaseDetail, 'id' | 'number' | 'title' | 'version'>;
  body: Record<string, unknown>;
}

export function createBulk(
  client: Pick<Client, 'post'>,
  parts: readonly BulkPart[],
  onDone: (detail: CaseDetail) => void = () => undefined,
): Bulk {
  const items = shallowReactive<BulkItem[]>(
    parts.map(({ held, body }) => ({
      id: held.id,
      number: held.number,
      title: held.title,
      body: { ...body, version: held.version },
      key: newKey(),
      state: 'waiting' as const,
      error: null,
    })),
  );
  const running = ref(false);
  const finished = ref(false);
  let stopped = false;
  const put = (index: number, change: Partial<BulkItem>): void => {
    const item = items[index];
    if (item !== undefined) items.splice(index, 1, { ...item, ...change });
  };

  async function one(index: number): Promise<void> {
    const item = items[index];
    if (item === undefined) return;
    put(index, { state: 'running', error: null });
    try {
      const path = `/cases/${item.id}/actions`;
      onDone(await client.post<CaseDetail>(path, item.body, { key: item.key }));
      put(index, { state: 'done' });
    } catch (error) {
      const lost = [0, 401, 429, 502, 503, 504].includes(
        (error as { status?: number }).status ?? 0,
      );
      put(index, { state: lost ? 'unknown' : 'refused', error });
      // Without a line or a login the rest would fail alike.
      if (lost) stopped = true;
    }
  }

  async function runAll(which: readonly ItemState[]): Promise<void> {
    if (running.value) return;
    running.value = true;
    finished.value = false;
    stopped = false;
    for (let index = 0; index < items.length && !stopped; index += 1) {
      if (which.includes(items[index]?.state ?? 'done')) await one(index);
    }
    items.forEach((item, index) => {
      if (item.state === 'waiting') put(index, { state: 'stopped' });
    });
    running.value = false;
    finished.value = true;
  }
  return {
    items,
    running,
    finished,
    run: () => runAll(['waiting']),
    again: () => runAll(['unknown', 'stopped', 'waiting']),
    stop: () => {
      stopped = true;
    },
  };
}
