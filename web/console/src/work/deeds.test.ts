// SPDX-License-Identifier: Apache-2.0
import { flushPromises } from '@vue/test-utils';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@shared/api/client.ts';
import type { FormDraft } from '../actions/draft.ts';
import { createDeeds, HOLD_MS, type DeedOf, type Deeds } from './deeds.ts';

const get = vi.fn();
const post = vi.fn();
let due: { run: () => void; ms: number; stopped: boolean }[] = [];

const deed = (caseId = '7'): DeedOf => ({
  caseId,
  number: 100007,
  title: '井盖松动',
  action: 'register',
  body: { action: 'register', version: 2 },
  seen: 3,
});
const refusal = (status: number, code: string): ApiError =>
  new ApiError({ status, code, detail: '' });

function make(): Deeds {
  const deeds = createDeeds({
    client: { get, post },
    storage: sessionStorage,
    name: 'deeds',
    now: () => 0,
    later: (run, ms) => {
      const timer = { run, ms, stopped: false };
      due.push(timer);
      return () => (timer.stopped = true);
    },
  });
  deeds.resume('1');
  return deeds;
}
async function fiveSecondsPass(): Promise<void> {
  for (const timer of due.splice(0)) if (!timer.stopped) timer.run();
  await flushPromises();
}

beforeEach(() => {
  get.mockReset();
  post.mockReset();
  sessionStorage.clear();
  due = [];
});

describe('a deed', () => {
  it('is held back for five seconds and then sent once, with the key it was born with', async () => {
    post.mockResolvedValue({ id: '7' });
    const deeds = make();
    const done = vi.fn();
    deeds.listen({ done });
    const made = deeds.hold(deed());
    expect(due[0]?.ms).toBe(HOLD_MS);
    expect(post).not.toHaveBeenCalled();
    await fiveSecondsPass();
    expect(post).toHaveBeenCalledTimes(1);
    expect(post).toHaveBeenCalledWith(
      '/cases/7/actions',
      { action: 'register', version: 2 },
      { key: made.id, keepalive: false },
    );
    expect(done).toHaveBeenCalledTimes(1);
    expect(deeds.list).toEqual([]);
    expect(sessionStorage.length).toBe(0);
  });

  it('that is undone never leaves the page, and gives back what was typed', async () => {
    const deeds = make();
    const undone = vi.fn();
    deeds.listen({ undone });
    const draft = { action: 'return', values: {}, photos: [] } as unknown as FormDraft;
    deeds.hold(deed(), draft);
    expect(deeds.undo()?.draft).toBe(draft);
    await fiveSecondsPass();
    expect(post).not.toHaveBeenCalled();
    expect(undone).toHaveBeenCalledTimes(1);
    expect(sessionStorage.length).toBe(0);
    expect(deeds.undo()).toBeUndefined();
  });

  it('cannot be undone once it is on its way', async () => {
    post.mockReturnValue(new Promise(() => undefined));
    const deeds = make();
    const { id } = deeds.hold(deed());
    void deeds.sendNow(id);
    expect(deeds.undo(id)).toBeUndefined();
    expect(deeds.list[0]?.state).toBe('sending');
  });

  it('goes out when the page is left, in a request that outlives it', async () => {
    post.mockResolvedValue({});
    const deeds = make();
    deeds.hold(deed());
    await deeds.sendAll(true);
    expect(post.mock.calls[0]?.[2]).toMatchObject({ keepalive: true });
    await fiveSecondsPass();
    expect(post).toHaveBeenCalledTimes(1);
  });

  it('survives a reload and is sent again with the same key', async () => {
    post.mockReturnValueOnce(new Promise(() => undefined)).mockResolvedValue({});
    const { id } = make().hold(deed());
    make();
    await flushPromises();
    expect(post.mock.calls.at(-1)?.[2]).toMatchObject({ key: id });
  });

  it('is never sent for somebody else who signs in at the same desk', async () => {
    const deeds = make();
    deeds.hold(deed());
    deeds.resume('2');
    await fiveSecondsPass();
    expect(post).not.toHaveBeenCalled();
    expect(deeds.list).toEqual([]);
  });

  it.each([0, 401, 503])(
    'waits when the answer was %d, and is tried with the same key',
    async (s) => {
      post.mockRejectedValueOnce(refusal(s, 'network')).mockResolvedValueOnce({});
      const deeds = make();
      const { id } = deeds.hold(deed());
      await fiveSecondsPass();
      expect(deeds.of('7')?.state).toBe('waiting');
      deeds.resume('1');
      await flushPromises();
      expect(post.mock.calls.map((call) => (call[2] as { key: string }).key)).toEqual([id, id]);
      expect(deeds.list).toEqual([]);
    },
  );

  it('that came too late says who did what meanwhile', async () => {
    post.mockRejectedValue(refusal(409, 'version_stale'));
    const event = (seq: number): unknown => ({ seq, action: 'decline', actor: { name: '王五' } });
    get.mockResolvedValue({ events: [event(3), event(4)] });
    const deeds = make();
    const refused = vi.fn();
    deeds.listen({ refused });
    deeds.hold(deed());
    await fiveSecondsPass();
    expect(deeds.list[0]).toMatchObject({ state: 'refused', meanwhile: [{ seq: 4 }] });
    expect(refused).toHaveBeenCalledTimes(1);
    // A refusal is an answer: nothing is sent again by itself.
    await deeds.sendAll();
    expect(post).toHaveBeenCalledTimes(1);
    deeds.dismiss(deeds.list[0]?.id ?? '');
    expect(deeds.list).toEqual([]);
  });

  it('on the same case waits for the one before', async () => {
    let answer: (value: unknown) => void = () => undefined;
    post.mockReturnValueOnce(new Promise((done) => (answer = done)));
    const deeds = make();
    const { id } = deeds.hold(deed());
    void deeds.sendNow(id);
    let settled = false;
    void deeds.flush('7').then(() => (settled = true));
    await flushPromises();
    expect(settled).toBe(false);
    answer({});
    await flushPromises();
    expect(settled).toBe(true);
    expect(post).toHaveBeenCalledTimes(1);
  });
});
