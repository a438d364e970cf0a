// SPDX-License-Identifier: Apache-2.0
// The worker's own areas and today's work, fetched as changes since the last time. All pages of a
// round are written at once: a line cut in the middle leaves the phone with what it had.
import type { KitOut } from '@shared/api/field.ts';
import { correct, HOUR_MS, type Clock } from './clock.ts';
import type { Vault, Write } from './vault.ts';

export interface KitMeta {
  token: string;
  server_time: string;
  wipe_after_hours: number;
  me: KitOut['me'];
  usual: string[];
  pulled_ms: number;
}

export const KIT = 'kit';
export const CLOCK = 'clock';
const PAGES_MAX = 500;
const WIPE_AFTER_HOURS = 72;

export type Fetch = (since: string) => Promise<KitOut>;

async function pages(fetch: Fetch, since: string): Promise<KitOut[]> {
  const all: KitOut[] = [];
  let token = since;
  for (let n = 0; n < PAGES_MAX; n += 1) {
    const page = await fetch(token);
    all.push(page);
    if (!page.more) return all;
    token = page.token;
  }
  return all;
}

/** Last word wins: a page may bring again what an earlier one took away. */
export function merged(round: readonly KitOut[]): {
  areas: Map<string, unknown>;
  cases: Map<string, unknown>;
} {
  const areas = new Map<string, unknown>();
  const cases = new Map<string, unknown>();
  for (const page of round) {
    for (const id of page.areas.removed) areas.set(id, undefined);
    for (const area of page.areas.changed) areas.set(area.id, area);
    for (const id of page.cases.removed) cases.set(id, undefined);
    for (const held of page.cases.changed) cases.set(held.id, held);
  }
  return { areas, cases };
}

export async function pullKit(vault: Vault, fetch: Fetch, now: number): Promise<KitMeta> {
  const before = await vault.get<KitMeta>('meta', KIT);
  const all = await pages(fetch, before?.token ?? '');
  const last = all[all.length - 1] as KitOut;
  // "Forget all that was kept" concerns the pages before it, too.
  const full = all.map((page) => page.full).lastIndexOf(true);
  const { areas, cases } = merged(full < 0 ? all : all.slice(full));
  const writes: Write[] = [];
  if (full >= 0) {
    // What a full answer does not name is no longer mine.
    for (const { id } of await vault.all<{ id: string }>('area')) {
      if (!areas.has(id)) areas.set(id, undefined);
    }
    for (const { id } of await vault.all<{ id: string }>('case')) {
      if (!cases.has(id)) cases.set(id, undefined);
    }
  }
  for (const [id, value] of areas) writes.push({ kind: 'area', id, value });
  for (const [id, value] of cases) writes.push({ kind: 'case', id, value });
  const { token, server_time, wipe_after_hours, me, usual } = last;
  const meta: KitMeta = { token, server_time, wipe_after_hours, me, usual, pulled_ms: now };
  await vault.write([...writes, { kind: 'meta', id: KIT, value: meta }]);
  return meta;
}

/**
 * Other people's data must not lie on a phone that nobody answers for any more. Counted from the
 * last kit: an answer to a login that has ended is no contact. A clock set back does not help.
 */
export function mustForget(meta: KitMeta | undefined, clock: Clock, now: number): boolean {
  if (meta === undefined) return false;
  const hours = meta.wipe_after_hours || WIPE_AFTER_HOURS;
  const latest = correct(clock, Math.max(now, clock.seen_ms));
  return latest - Date.parse(meta.server_time) > hours * HOUR_MS;
}

/** What came from the server goes; what the worker noted herself stays for the next login. */
export async function forgetKit(vault: Vault): Promise<void> {
  await vault.clear(['area', 'case', 'sent', 'meta']);
}
