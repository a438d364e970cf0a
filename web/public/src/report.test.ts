// SPDX-License-Identifier: Apache-2.0
import 'fake-indexeddb/auto';
import { Blob as NodeBlob } from 'node:buffer';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, nextTick } from 'vue';
import { ApiError, type Client } from '@shared/api/client.ts';
import { createPhotoSet } from '@shared/photo/photos.ts';
import { emptyDraft, isEmpty, needsOf, reportOf, useDraft } from './draft.ts';
import { readMine, remember } from './mine.ts';
import { dropPhotos, keepPhotos, keptPhotos } from './photo_store.ts';
import { parseReceiptFile, receiptFile } from './receipt_file.ts';
import { parseRoute } from './router.ts';
import { sendDraft } from './send.ts';

const noPhotos = (): ReturnType<typeof createPhotoSet> =>
  createPhotoSet({ max: 2, kinds: ['near'], prepare: (b) => Promise.resolve(b) });

type Call = { path: string; body: unknown; key: string };

function server(answers: unknown[]): { client: Client; calls: Call[] } {
  const calls: Call[] = [];
  const answer = async (
    path: string,
    body: unknown,
    options: { key: string },
  ): Promise<unknown> => {
    calls.push({ path, body, key: options.key });
    const next = answers.shift();
    if (next instanceof Error) throw next;
    return next;
  };
  const client = {
    post: answer,
    upload: (_: string, __: Blob, options: { key: string }) => answer('/photos', null, options),
  };
  return { client: client as unknown as Client, calls };
}

const problem = (code: string, status = 409): ApiError =>
  new ApiError({ code, status, detail: '' });
const lost = (): ApiError => problem('network', 0);

describe('a draft', () => {
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
  });

  it('needs words or a category, and a place or an address', () => {
    const draft = emptyDraft();
    expect(needsOf(draft)).toEqual(['place', 'words']);
    expect(needsOf({ ...draft, address: '东门', category: 'demand-01-01' })).toEqual([]);
    expect(needsOf({ ...draft, address: ' ', words: ' ' })).toEqual(['place', 'words']);
    expect(needsOf({ ...draft, address: 'x', words: 'x', phone: '12' })).toEqual(['phone']);
  });

  it('sends only what was given', () => {
    const draft = {
      ...emptyDraft(),
      words: ' 灯坏了 ',
      phone: ' 139 0000 0000 ',
      place: { lat: 1, lon: 2, by: 'map' as const },
    };
    expect(reportOf(draft, '', 'zh-CN')).toEqual({
      words: '灯坏了',
      channel: 'resident_page',
      language: 'zh-CN',
      place: { lat: 1, lon: 2 },
      contact: { phone: '139 0000 0000' },
    });
    expect(reportOf({ ...emptyDraft(), category: 'c' }, '路灯不亮', 'zh-CN').words).toBe(
      '路灯不亮',
    );
  });

  it('survives a reload with its key; name and phone only in this tab', async () => {
    const scope = effectScope();
    const first = scope.run(() => useDraft('440311'))!;
    Object.assign(first.draft, { words: '灯坏了', phone: '13900000000', name: '某人' });
    await nextTick();
    const again = scope.run(() => useDraft('440311'))!;
    expect(again.draft).toMatchObject({
      words: '灯坏了',
      phone: '13900000000',
      key: first.draft.key,
    });
    expect(JSON.stringify(localStorage)).not.toContain('13900000000');
    expect(JSON.stringify(localStorage)).not.toContain('某人');
    sessionStorage.clear();
    expect(scope.run(() => useDraft('440311'))!.draft).toMatchObject({
      words: '灯坏了',
      phone: '',
    });
    scope.stop();
  });

  it('starts anew with another key, and can be taken back', async () => {
    const scope = effectScope();
    const { draft, reset, restore } = scope.run(() => useDraft('440311'))!;
    draft.words = '灯坏了';
    const key = draft.key;
    const before = reset();
    expect(isEmpty(draft)).toBe(true);
    expect(draft.key).not.toBe(key);
    restore(before);
    expect(draft).toMatchObject({ words: '灯坏了', key });
    scope.stop();
  });
});

describe('sending', () => {
  const stage = (): void => undefined;

  it('repeats with the same key after a lost answer', async () => {
    const draft = { ...emptyDraft(), words: 'a' };
    const body = reportOf(draft, '', 'zh-CN');
    const { client, calls } = server([lost(), { follow_code: 'X' }]);
    await expect(sendDraft(client, draft, noPhotos(), body, stage)).rejects.toMatchObject({
      code: 'network',
    });
    const sent = await sendDraft(client, draft, noPhotos(), body, stage);
    expect(sent.first).toBe(false);
    expect(calls.map((call) => call.key)).toEqual([draft.key, draft.key]);
  });

  it('fetches the first answer when the words changed after a lost one', async () => {
    const draft = { ...emptyDraft(), words: 'first' };
    const { client, calls } = server([
      lost(),
      problem('idempotency_key_reused'),
      { follow_code: 'X' },
    ]);
    const first = reportOf(draft, '', 'zh-CN');
    await sendDraft(client, draft, noPhotos(), first, stage).catch(() => undefined);
    const changed = reportOf({ ...draft, words: 'second' }, '', 'zh-CN');
    const sent = await sendDraft(client, draft, noPhotos(), changed, stage);
    expect(sent.first).toBe(true);
    expect(calls.map((call) => (call.body as { words: string }).words)).toEqual([
      'first',
      'second',
      'first',
    ]);
  });

  it('sends photos again that waited too long', async () => {
    const draft = { ...emptyDraft(), words: 'a' };
    const photos = noPhotos();
    await photos.add([new Blob(['x'], { type: 'image/jpeg' })]);
    const ticket = (n: number): unknown => ({ photo: `${n}`, token: `t${n}` });
    const { client, calls } = server([
      ticket(1),
      problem('photo_expired'),
      ticket(2),
      { follow_code: 'X' },
    ]);
    await sendDraft(client, draft, photos, reportOf(draft, '', 'zh-CN'), stage);
    expect(calls.map((call) => call.path)).toEqual(['/photos', '/reports', '/photos', '/reports']);
    expect(calls[3]?.body).toMatchObject({ photos: [{ photo: '2' }] });
  });

  it('hands on any other refusal', async () => {
    const draft = emptyDraft();
    const { client } = server([problem('text_too_long', 422)]);
    await expect(
      sendDraft(client, draft, noPhotos(), reportOf(draft, 'x', 'zh-CN'), stage),
    ).rejects.toMatchObject({ code: 'text_too_long' });
  });
});

describe('what stays on the device', () => {
  beforeEach(() => localStorage.clear());

  it('keeps photos of a draft until they are dropped', async () => {
    // The stand-in for a browser cannot clone its own Blob; Node's can be cloned.
    vi.stubGlobal('Blob', NodeBlob);
    const photo = { id: 'a', kind: 'near', blob: new Blob(['x'], { type: 'image/jpeg' }) };
    await keepPhotos('440311', [photo]);
    expect((await keptPhotos('440311')).map((kept) => kept.id)).toEqual(['a']);
    expect(await keptPhotos('370203')).toEqual([]);
    await dropPhotos('440311');
    expect(await keptPhotos('440311')).toEqual([]);
  });

  it('remembers codes, newest first, each once, no more than twenty', () => {
    for (let i = 0; i < 25; i += 1)
      remember('440311', { code: `C${i}`, number: String(i), at: '' });
    remember('440311', { code: 'C10', number: '10', at: '' });
    const codes = readMine('440311').map((mine) => mine.code);
    expect(codes).toHaveLength(20);
    expect(codes.slice(0, 2)).toEqual(['C10', 'C24']);
    localStorage.setItem('gewu.mine.440311', '{broken');
    expect(readMine('440311')).toEqual([]);
  });

  it('reads back its own receipt files and no others', async () => {
    const proof = {
      receipt: 'ab',
      day: '2026-03-01',
      root: null,
      leaf_index: 0,
      leaf_count: 1,
      path: [],
    };
    expect(parseReceiptFile(await receiptFile('440311', proof).text())).toMatchObject(proof);
    for (const text of ['', '[]', '{"kind":"other"}', '{"kind":"gewu-receipt"}']) {
      expect(parseReceiptFile(text)).toBeNull();
    }
  });
});

describe('addresses', () => {
  it.each([
    ['/', { page: 'welcome' }],
    ['/440311', { page: 'home', district: '440311' }],
    ['/440311/', { page: 'home', district: '440311' }],
    ['/440311/report', { page: 'report', district: '440311' }],
    ['/440311/report/more', { page: 'missing', district: '440311' }],
    ['/440311/map', { page: 'map', district: '440311' }],
    ['/440311/released/123', { page: 'released', district: '440311', id: '123' }],
    ['/440311/released/1a', { page: 'missing', district: '440311' }],
    ['/440311/released', { page: 'missing', district: '440311' }],
    ['/440311/sent', { page: 'sent', district: '440311' }],
    ['/440311/follow/AB-1', { page: 'follow', district: '440311', code: 'AB-1' }],
    ['/440311/follow', { page: 'follow', district: '440311', code: '' }],
    ['/440311/receipts', { page: 'receipts', district: '440311', code: '' }],
    ['/440311/receipts/AB', { page: 'receipts', district: '440311', code: 'AB' }],
    ['/440311/follow/%E0%A4%A', { page: 'missing', district: '440311' }],
    ['/a/b/c/d', { page: 'missing' }],
    ['/<script>', { page: 'missing' }],
  ])('%s', (path, route) => {
    expect(parseRoute(path)).toEqual(route);
  });
});

describe('two tabs with one draft', () => {
  const name = 'gewu.draft.440311';
  const told = (was: object, now: object): void => {
    const event = new StorageEvent('storage', {
      key: name,
      oldValue: JSON.stringify(was),
      newValue: JSON.stringify(now),
    });
    dispatchEvent(event);
  };
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
  });

  it('let go of what the other one sent', () => {
    const scope = effectScope();
    const { draft, gone } = scope.run(() => useDraft('440311'))!;
    draft.words = '灯坏了';
    const fresh = emptyDraft();
    told({ ...draft }, fresh);
    expect(gone.value).toBe(true);
    expect(draft).toMatchObject({ words: '', key: fresh.key });
    scope.stop();
  });

  it('keep what was typed here only, as a report of its own', () => {
    const scope = effectScope();
    const { draft, gone } = scope.run(() => useDraft('440311'))!;
    draft.words = '灯坏了';
    const was = { ...draft };
    draft.words = '灯坏了，还有井盖';
    told(was, emptyDraft());
    expect(gone.value).toBe(false);
    expect(draft.words).toBe('灯坏了，还有井盖');
    expect(draft.key).not.toBe(was.key);
    scope.stop();
  });
});
