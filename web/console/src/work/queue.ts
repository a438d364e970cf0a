// SPDX-License-Identifier: Apache-2.0
// The rows of the queue page: read page by page, kept fresh by the live line, still under the hand.
import { computed, onScopeDispose, ref, shallowRef, type ComputedRef, type Ref } from 'vue';
import { isAbort, type Client } from '@shared/api/client.ts';
import type { CasePage, CaseRow, FoundPlace, SearchInfo } from '@shared/api/types.ts';
import { freshRows, mergeRows, settleRows, type ShownRow } from './stable.ts';

/** The most that one request may ask for. */
const PAGE_MAX = 100;
export const PAGE = 50;

export interface QueueRows {
  readonly rows: Ref<ShownRow[] | null>;
  readonly error: Ref<unknown>;
  readonly busy: Ref<boolean>;
  /** More rows lie on the server. */
  readonly more: ComputedRef<boolean>;
  readonly arrived: Ref<number>;
  readonly left: Ref<number>;
  /** What was understood of the words that were typed; null without any. */
  readonly search: Ref<SearchInfo | null>;
  /** Why each row is here, by its id. */
  readonly found: Ref<ReadonlyMap<string, FoundPlace[]>>;
  /** From the beginning, for another question. */
  start(): Promise<void>;
  next(): Promise<void>;
  /** `still`: somebody points at the list; nothing may move. */
  refresh(still: boolean): Promise<void>;
  /** Shows what waits. */
  settle(): void;
}

interface Reader {
  error: Ref<unknown>;
  busy: Ref<boolean>;
  /** Null: failed, or a newer reading took its place. */
  read(query: Record<string, string | number | null | undefined>): Promise<CasePage | null>;
}

function useReader(client: Pick<Client, 'get'>): Reader {
  const error = shallowRef<unknown>(null);
  const busy = ref(false);
  let abort: AbortController | null = null;
  const read: Reader['read'] = async (query) => {
    abort?.abort();
    const mine = new AbortController();
    abort = mine;
    busy.value = true;
    try {
      const page = await client.get<CasePage>('/cases', query, { signal: mine.signal });
      if (abort !== mine) return null;
      error.value = null;
      return page;
    } catch (problem) {
      if (abort === mine && !isAbort(problem)) error.value = problem;
      return null;
    } finally {
      if (abort === mine) busy.value = false;
    }
  };
  onScopeDispose(() => abort?.abort());
  return { error, busy, read };
}

/** With what earlier pages said of their rows. */
function foundIn(page: CasePage, before: ReadonlyMap<string, FoundPlace[]>): typeof before {
  const now = new Map(before);
  for (const row of page.items) now.delete(row.id);
  for (const place of page.search?.found ?? []) {
    now.set(place.id, [...(now.get(place.id) ?? []), place]);
  }
  return now;
}

export function useQueueRows(
  client: Pick<Client, 'get'>,
  query: () => Record<string, string | undefined>,
): QueueRows {
  const { error, busy, read } = useReader(client);
  const rows = shallowRef<ShownRow[] | null>(null);
  const arrived = ref(0);
  const left = ref(0);
  const cursor = ref<string | null>(null);
  const search = shallowRef<SearchInfo | null>(null);
  const found = shallowRef<ReadonlyMap<string, FoundPlace[]>>(new Map());
  let paging = false;
  let latest: { items: CaseRow[]; complete: boolean } | null = null;
  const ask = (limit: number, from: string | null): Promise<CasePage | null> =>
    read({ ...query(), limit, cursor: from });

  function put(next: ShownRow[]): void {
    rows.value = next;
    arrived.value = 0;
    left.value = 0;
    latest = null;
  }

  async function start(): Promise<void> {
    rows.value = null;
    cursor.value = null;
    const page = await ask(PAGE, null);
    if (page === null) return;
    put(freshRows(page.items));
    cursor.value = page.next ?? null;
    search.value = page.search ?? null;
    found.value = foundIn(page, new Map());
  }

  async function next(): Promise<void> {
    if (cursor.value === null || busy.value) return;
    paging = true;
    const page = await ask(PAGE, cursor.value).finally(() => (paging = false));
    if (page === null || rows.value === null) return;
    const had = new Set(rows.value.map(({ row }) => row.id));
    const added = page.items.filter((row) => !had.has(row.id));
    rows.value = [...rows.value, ...freshRows(added)];
    found.value = foundIn(page, found.value);
    cursor.value = page.next ?? null;
  }

  function settle(): void {
    if (latest === null || rows.value === null) return;
    put(settleRows(rows.value, latest.items, latest.complete));
  }

  async function refresh(still: boolean): Promise<void> {
    if (rows.value === null) return start();
    // Somebody is reading on at the end of the list; the next change will ask again.
    if (paging) return;
    const before = rows.value.length;
    const page = await ask(Math.min(PAGE_MAX, Math.max(PAGE, before)), null);
    if (page === null || rows.value === null) return;
    const complete = page.next == null;
    if (before <= PAGE_MAX) cursor.value = page.next ?? null;
    latest = { items: page.items, complete };
    search.value = page.search ?? null;
    found.value = foundIn(page, found.value);
    const merged = mergeRows(rows.value, page.items, complete);
    rows.value = merged.rows;
    arrived.value = merged.arrived;
    left.value = merged.left;
    if (!still) settle();
  }

  const more = computed(() => cursor.value !== null);
  return { rows, error, busy, more, arrived, left, search, found, start, next, refresh, settle };
}
