// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
// Nothing lost, nothing doubled: rules first, then thousands of random lives of a phone.
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { ApiError } from '@shared/api/client.ts';
import { measured } from './clock.ts';
import { attach, attachmentOf, discard, enqueue, newDraft } from './drafts.ts';
import { FakeServer, Killed, lineTo, type Fate } from './fake_server.ts';
import { reapplied, type Item } from './queue.ts';
import { Sender, type Flushed } from './sender.ts';
import { MemoryVault, openVault, type Vault } from './vault.ts';

const CLOCK = measured(1_000_000, 1_000_000, 1_000_000);
let server: FakeServer;
let vault: Vault;
let now: number;

beforeEach(() => {
  server = new FakeServer();
  vault = new MemoryVault('440311/1');
  now = 1_000_000;
});

function flush(fate: Fate | (() => Fate) = 'arrives', force = true): Promise<Flushed> {
  const wire = lineTo(server, typeof fate === 'function' ? fate : () => fate);
  const sender = new Sender({ vault, wire, clock: () => CLOCK, now: () => now, chance: () => 0.5 });
  return sender.flush(force);
}

async function report(words: string, photos = 0): Promise<Item> {
  let draft = newDraft('note', {});
  for (let n = 0; n < photos; n += 1) {
    const blob = new Blob([`${words}${n}`], { type: 'image/jpeg' });
    draft = await attach(vault, draft, attachmentOf(blob, 'photo', 'near'), blob);
  }
  const made = { kind: 'report' as const, lane: '', action: 'report', title: words, number: null };
  return await enqueue(vault, draft, { ...made, body: { words }, version: null }, CLOCK, now);
}

async function deed(id: string, action: string): Promise<Item> {
  const version = (await vault.get<{ version: number }>('case', id))?.version ?? 1;
  const made = { kind: 'deed' as const, lane: id, action, title: id, number: 1, version };
  const draft = newDraft(`${id}/${action}`, {});
  return await enqueue(vault, draft, { ...made, body: { action } }, CLOCK, now);
}

const items = (): Promise<Item[]> => vault.all<Item>('item');
const done = (): string[] => server.deeds.map(({ body }) => String(body.action ?? body.words));

describe('sending', () => {
  it('empties the queue and remembers what arrived', async () => {
    await report('路灯', 2);
    const { stop, sent } = await flush();
    expect([stop, sent.length, server.deeds.length]).toEqual(['done', 1, 1]);
    expect(server.deeds[0]?.body.photos).toHaveLength(2);
    expect(await items()).toEqual([]);
    expect(await vault.all('blob')).toEqual([]);
    expect(await vault.all('sent')).toHaveLength(1);
  });

  it('repeats byte for byte under the same key where the answer was lost', async () => {
    const { key } = await report('路灯', 1);
    await flush('cut_after');
    await flush('cut_after');
    await flush('cut_after');
    await flush();
    expect(server.deeds.map((made) => made.key)).toEqual([key]);
    expect(await items()).toEqual([]);
  });

  it('goes on where a killed tab was', async () => {
    await report('路灯', 2);
    const killedAt = (nth: number): (() => Fate) => {
      let asked = 0;
      return () => ((asked += 1) === nth ? 'killed_after' : 'arrives');
    };
    // Within each of the three requests, its answer lost with the tab.
    for (const nth of [1, 2, 2]) await expect(flush(killedAt(nth))).rejects.toThrow(Killed);
    expect(server.deeds).toHaveLength(1);
    expect(await items()).toHaveLength(1);
    await flush();
    expect([server.deeds.length, server.uploads.size]).toEqual([1, 2]);
    expect(await items()).toEqual([]);
  });

  it('gives the deed that follows the version its predecessor made', async () => {
    server.open('7');
    await deed('7', 'accept');
    await deed('7', 'report_done');
    await flush();
    expect(done()).toEqual(['accept', 'report_done']);
    expect(server.deeds.map(({ body }) => body.version)).toEqual([1, 2]);
  });

  it('keeps everything when the login has expired, and sends it after the next', async () => {
    await report('甲');
    await report('乙');
    server.signedIn = false;
    expect((await flush()).stop).toBe('login');
    expect(await items()).toHaveLength(2);
    server.signedIn = true;
    await flush();
    expect(done()).toEqual(['甲', '乙']);
  });

  it('stops for good when the account is disabled', async () => {
    await report('甲');
    server.refuse = new ApiError({ status: 401, code: 'account_disabled', detail: '' });
    expect((await flush()).stop).toBe('wipe');
  });

  it('does not try the rest of the queue on a dead line', async () => {
    await report('甲');
    await report('乙');
    let asked = 0;
    const { stop } = await flush(() => ((asked += 1), 'cut_before'));
    expect([stop, asked]).toEqual(['network', 1]);
  });

  it('keeps what is refused, with the reason, and lets others pass', async () => {
    await deed('404', 'accept');
    await report('乙');
    await flush();
    expect(done()).toEqual(['乙']);
    expect((await items())[0]).toMatchObject({ state: 'refused', fault: { code: 'case_unknown' } });
  });

  it('sends the photos again, with new keys, when the server has forgotten them', async () => {
    await report('路灯', 2);
    let asked = 0;
    await flush(() => ((asked += 1) < 3 ? 'arrives' : 'cut_before'));
    server.forgetUploads();
    await flush();
    await flush();
    expect(server.deeds).toHaveLength(1);
    expect(server.deeds[0]?.body.photos).toHaveLength(2);
  });

  it('says once it is first that another tab is at it', async () => {
    const wire = lineTo(server, () => 'arrives');
    const alone = (): Promise<undefined> => Promise.resolve(undefined);
    const sender = new Sender({ vault, wire, clock: () => CLOCK, now: () => now, alone });
    expect((await sender.flush()).stop).toBe('busy');
  });
});

describe('a deed that another was faster than', () => {
  beforeEach(async () => {
    server.open('7');
    await vault.write([{ kind: 'case', id: '7', value: { id: '7', version: 1, events: [] } }]);
  });

  it('waits for a person, says who was first, and holds up those after it', async () => {
    await deed('7', 'report_done');
    await deed('7', 'note');
    server.otherwise('7', '王芳', 'recall');
    await flush();
    const [first, second] = await items();
    expect(first).toMatchObject({ state: 'conflict', lost_to: { name: '王芳', action: 'recall' } });
    expect(second?.state).toBe('waiting');
    expect(server.deeds).toEqual([]);
    expect(await vault.get('case', '7')).toMatchObject({ version: 2 });
  });

  it('can be applied again with what was typed, once', async () => {
    const lost = await deed('7', 'report_done');
    server.otherwise('7', '王芳', 'note');
    await flush();
    const [held] = (await items()) as [Item];
    await vault.write([{ kind: 'item', id: held.key, value: reapplied(held, 2) }]);
    await flush('cut_after');
    await flush();
    expect(server.deeds).toMatchObject([
      { key: lost.key, body: { action: 'report_done', version: 2 } },
    ]);
  });

  it('can be given up; what came after it is judged by itself', async () => {
    await deed('7', 'report_done');
    await deed('7', 'note');
    server.otherwise('7', '王芳', 'recall');
    await flush();
    await discard(vault, (await items())[0] as Item);
    await flush();
    expect(await items()).toMatchObject([{ action: 'note', state: 'conflict' }]);
  });
});

describe('a double tap', () => {
  it('makes one item', async () => {
    const draft = newDraft('note', {});
    const made = { kind: 'report' as const, lane: '', action: 'report', title: '', number: null };
    const twice = { ...made, body: { words: '路灯' }, version: null };
    await enqueue(vault, draft, twice, CLOCK, now);
    await enqueue(vault, draft, twice, CLOCK, now);
    expect(await items()).toHaveLength(1);
  });
});

/** mulberry32: the same life for the same seed. */
function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const FATES: Fate[] = ['cut_before', 'cut_after', 'busy', 'killed_before', 'killed_after'];
const ACTIONS = ['accept', 'ask_help', 'report_done'];

/** Days of random work on a bad line, then a good one; returns the keys that were noted. */
async function life(seed: number, luck: number): Promise<string[]> {
  const chance = chanceOf(seed);
  const fate = (): Fate =>
    chance() < luck ? 'arrives' : (FATES[Math.floor(chance() * FATES.length)] as Fate);
  const noted: string[] = [];
  for (const id of ['1', '2', '3']) {
    server.open(id);
    await vault.write([{ kind: 'case', id, value: { id, version: 1, events: [] } }]);
  }
  const done: Record<string, number> = {};
  for (let step = 0; step < 40; step += 1) {
    now += Math.floor(chance() * 120_000);
    const what = chance();
    if (what < 0.25) noted.push((await report(`报${step}`, Math.floor(chance() * 3))).key);
    else if (what < 0.5) {
      const id = String(1 + Math.floor(chance() * 3));
      const n = done[id] ?? 0;
      if (n < ACTIONS.length) noted.push((await deed(id, ACTIONS[n] as string)).key);
      done[id] = n + 1;
    } else if (what < 0.6) {
      server.signedIn = !server.signedIn;
    } else {
      // Two tabs at once, without a lock: the keys alone must do.
      const tabs = chance() < 0.3 ? 2 : 1;
      const runs = Array.from({ length: tabs }, () => flush(fate, chance() < 0.5));
      for (const ran of await Promise.allSettled(runs)) {
        if (ran.status === 'rejected' && !(ran.reason instanceof Killed)) throw ran.reason;
      }
    }
  }
  server.signedIn = true;
  for (let n = 0; n < 12 && (await items()).length > 0; n += 1) await flush('arrives', true);
  return noted;
}

describe('whatever the line and the phone do', () => {
  it.each([0.9, 0.6, 0.3, 0.1])(
    'each deed is done exactly once, in order (luck %d)',
    async (luck) => {
      for (let seed = 1; seed <= 60; seed += 1) {
        server = new FakeServer();
        vault = new MemoryVault('440311/1');
        const noted = await life(seed * 7919, luck);
        const left = await items();
        expect(left, `seed ${seed}: left`).toEqual([]);
        const keys = server.deeds.map((made) => made.key);
        expect([...keys].sort(), `seed ${seed}`).toEqual([...noted].sort());
        for (const id of ['1', '2', '3']) {
          const path = `/cases/${id}/actions`;
          const order = server.deeds.filter((d) => d.path === path).map((d) => d.body.action);
          expect(order, `seed ${seed}`).toEqual(ACTIONS.slice(0, order.length));
        }
        expect(await vault.all('blob'), `seed ${seed}: photos`).toEqual([]);
      }
    },
  );

  it('holds for what is written to the phone, too', async () => {
    vault = await openVault('440311/9');
    const noted = await life(4711, 0.5);
    expect(server.deeds.map((made) => made.key).sort()).toEqual([...noted].sort());
    await vault.destroy();
    vault.close();
  });
});
