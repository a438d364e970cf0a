// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest';
import type { FieldCase, KitArea, KitOut } from '@shared/api/field.ts';
import { measured, seen } from './clock.ts';
import { forgetKit, KIT, mustForget, pullKit, type KitMeta } from './kit.ts';
import { areaAt, namesOf } from './places.ts';
import { allowedNow, todayOf } from './today.ts';
import type { Item } from './queue.ts';
import { MemoryVault } from './vault.ts';

const HOUR = 3_600_000;
const held = (id: string, change: Partial<FieldCase> = {}): FieldCase =>
  ({ id, reason: 'handle', alarm: 'none', allowed: [], ...change }) as FieldCase;
function page(change: Partial<KitOut>): KitOut {
  return {
    token: 't1',
    full: false,
    server_time: '2026-11-22T09:00:00Z',
    wipe_after_hours: 72,
    me: { account: '1', name: '李建国', roles: ['grid_worker'] },
    areas: { changed: [], removed: [] },
    cases: { changed: [], removed: [] },
    usual: [],
    more: false,
    ...change,
  };
}

let vault: MemoryVault;
beforeEach(() => (vault = new MemoryVault('440311/1')));
const ids = async (): Promise<string[]> =>
  (await vault.all<FieldCase>('case')).map(({ id }) => id).sort();

describe('the kit', () => {
  it('comes in pages and asks on from where it was', async () => {
    const asked: string[] = [];
    const answers = [
      page({ token: 'a', full: true, more: true, cases: { changed: [held('1')], removed: [] } }),
      page({ token: 'b', cases: { changed: [held('2')], removed: [] } }),
      page({ token: 'c', cases: { changed: [], removed: ['1'] } }),
    ];
    const fetch = (since: string): Promise<KitOut> => {
      asked.push(since);
      return Promise.resolve(answers.shift() as KitOut);
    };
    await pullKit(vault, fetch, 1);
    expect(await ids()).toEqual(['1', '2']);
    await pullKit(vault, fetch, 2);
    expect([await ids(), asked]).toEqual([['2'], ['', 'a', 'b']]);
  });

  it('drops what a full answer no longer names: areas lost are wiped', async () => {
    await vault.write([{ kind: 'case', id: '9', value: held('9') }]);
    await pullKit(vault, () => Promise.resolve(page({ full: true })), 1);
    expect(await ids()).toEqual([]);
  });

  it('begins anew where the server says so in the middle', async () => {
    const answers = [
      page({ token: 'a', more: true, cases: { changed: [held('1')], removed: [] } }),
      page({ token: 'b', full: true, cases: { changed: [held('2')], removed: [] } }),
    ];
    await pullKit(vault, () => Promise.resolve(answers.shift() as KitOut), 1);
    expect(await ids()).toEqual(['2']);
  });

  it('cut in the middle leaves what was there', async () => {
    await vault.write([{ kind: 'case', id: '9', value: held('9') }]);
    let n = 0;
    const fetch = (): Promise<KitOut> => {
      n += 1;
      if (n > 1) return Promise.reject(new Error('cut'));
      return Promise.resolve(page({ full: true, more: true }));
    };
    await expect(pullKit(vault, fetch, 1)).rejects.toThrow('cut');
    expect(await ids()).toEqual(['9']);
    expect(await vault.get('meta', KIT)).toBeUndefined();
  });

  it('is forgotten after 72 hours without contact; what was noted here stays', async () => {
    const noon = Date.parse('2026-11-22T12:00:00Z');
    const clock = measured(noon, noon, noon);
    const meta = { server_time: '2026-11-22T12:00:00Z', wipe_after_hours: 72 } as KitMeta;
    expect(mustForget(undefined, clock, noon + 100 * HOUR)).toBe(false);
    expect(mustForget(meta, clock, noon + 72 * HOUR)).toBe(false);
    expect(mustForget(meta, clock, noon + 73 * HOUR)).toBe(true);
    expect(mustForget({ ...meta, wipe_after_hours: 24 }, clock, noon + 25 * HOUR)).toBe(true);
    // A clock set back does not help, nor does an answer that the login has ended.
    expect(mustForget(meta, seen(clock, noon + 73 * HOUR), noon)).toBe(true);
    const later = noon + 80 * HOUR;
    expect(mustForget(meta, measured(later, later, later), later)).toBe(true);
    await vault.write([
      { kind: 'case', id: '9', value: held('9') },
      { kind: 'item', id: 'k', value: { key: 'k' } },
    ]);
    await forgetKit(vault);
    expect([await ids(), (await vault.all('item')).length]).toEqual([[], 1]);
  });
});

describe('today', () => {
  const step = (action: string) => ({ action, needs: [], optional: [] });
  const deed = (lane: string, action: string): Item => ({ kind: 'deed', lane, action }) as Item;

  it('begins with what burns, then what is late, then what is due first', () => {
    const list = todayOf(
      [
        held('near', { reason: 'near' }),
        held('later', { due_at: '2026-11-23T00:00:00Z' }),
        held('check', { reason: 'verify', alarm: 'overdue' }),
        held('soon', { due_at: '2026-11-22T12:00:00Z' }),
        held('fire', { emergency: true }),
      ],
      [],
      null,
    );
    expect(list.map((line) => line.held.id)).toEqual(['fire', 'check', 'soon', 'later', 'near']);
  });

  it('names one next step, never a step back', () => {
    const allowed = [step('return'), step('note'), step('report_done'), step('ask_help')];
    expect(todayOf([held('1', { allowed })], [], null)[0]?.next?.action).toBe('report_done');
  });

  it('goes on after an unsent deed only as the server foresaw', () => {
    const then = [{ action: 'accept', allowed: [step('report_done')] }];
    const one = held('1', { allowed: [step('accept')], then });
    expect(allowedNow(one, [deed('1', 'accept')])).toEqual([step('report_done')]);
    expect(allowedNow(one, [deed('1', 'return')])).toEqual([]);
    expect(allowedNow(one, [deed('1', 'accept'), deed('1', 'report_done')])).toEqual([]);
  });

  it('puts to the end what only waits to be sent', () => {
    const list = todayOf([held('1'), held('2', { reason: 'near' })], [deed('1', 'accept')], null);
    expect(list.map((line) => line.held.id)).toEqual(['2', '1']);
  });
});

describe('a place', () => {
  const box = (x: number, y: number, size: number): [number, number][] => [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
    [x, y],
  ];
  const areas: KitArea[] = [
    { id: '1', code: '1', name: '金桂社区', level: 'community', outline: box(0, 0, 10) },
    { id: '2', code: '2', name: '第1网格', level: 'grid', parent: '1', outline: box(0, 0, 5) },
    { id: '3', code: '3', name: '甲', level: 'micro_grid', parent: '2', outline: box(0, 0, 2) },
  ];

  it('lies in the deepest of my areas', () => {
    const found = areaAt(areas, { lat: 1, lon: 1 });
    expect(namesOf(areas, found)).toEqual(['金桂社区', '第1网格', '甲']);
    expect(areaAt(areas, { lat: 8, lon: 8 })?.id).toBe('1');
    expect(areaAt(areas, { lat: 50, lon: 8 })).toBeNull();
  });
});
