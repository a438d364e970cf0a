// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '@shared/api/client.ts';
import type { Allowed } from '@shared/api/types.ts';
import { commonActions, createBulk, type BulkPart } from './bulk.ts';

const allowed = (action: string, needs: string[] = [], optional: string[] = []): Allowed => ({
  action,
  needs,
  optional,
});
const part = (id: string): BulkPart => ({
  held: { id, number: Number(id), title: `案件 ${id}`, version: Number(id) * 10 },
  body: { action: 'register' },
});
const refusal = (status: number, code: string): ApiError =>
  new ApiError({ status, code, detail: '' });

describe('what several cases allow in common', () => {
  it('is what each of them allows, with the fields that each takes', () => {
    const common = commonActions([
      { allowed: [allowed('register', [], ['note', 'category']), allowed('decline', ['reason'])] },
      { allowed: [allowed('note', ['note']), allowed('register', [], ['note'])] },
    ]);
    expect(common).toEqual([allowed('register', [], ['note'])]);
  });

  it('leaves out what is said of one case only', () => {
    const one = {
      allowed: [allowed('merge', ['main_case']), allowed('report_done', ['photo_after'])],
    };
    expect(commonActions([one, one])).toEqual([]);
    expect(commonActions([])).toEqual([]);
  });
});

describe('a bulk action', () => {
  it('goes one by one, each with its own key and the version of that case', async () => {
    const at: string[] = [];
    const post = vi.fn(async (path: string) => {
      at.push(`begin ${path}`);
      await Promise.resolve();
      at.push(`end ${path}`);
      return {};
    });
    const bulk = createBulk({ post } as never, [part('1'), part('2')]);
    await bulk.run();
    expect(at).toEqual([
      'begin /cases/1/actions',
      'end /cases/1/actions',
      'begin /cases/2/actions',
      'end /cases/2/actions',
    ]);
    const calls = post.mock.calls as unknown as [string, unknown, { key: string }][];
    expect(calls.map((call) => call[1])).toEqual([
      { action: 'register', version: 10 },
      { action: 'register', version: 20 },
    ]);
    expect(new Set(calls.map((call) => call[2].key)).size).toBe(2);
    expect(bulk.items.map((item) => item.state)).toEqual(['done', 'done']);
  });

  it('goes on after a refusal and says which one and why', async () => {
    const post = vi
      .fn()
      .mockResolvedValueOnce({})
      .mockRejectedValueOnce(refusal(409, 'version_stale'))
      .mockResolvedValueOnce({});
    const bulk = createBulk({ post } as never, [part('1'), part('2'), part('3')]);
    await bulk.run();
    expect(bulk.items.map((item) => item.state)).toEqual(['done', 'refused', 'done']);
    expect(bulk.items[1]?.error).toMatchObject({ code: 'version_stale' });
  });

  it('stops after the one under way, and can go on with the rest', async () => {
    const post = vi.fn().mockResolvedValue({});
    const bulk = createBulk({ post } as never, [part('1'), part('2')], () => bulk.stop());
    await bulk.run();
    expect(bulk.items.map((item) => item.state)).toEqual(['done', 'stopped']);
    await bulk.again();
    expect(bulk.items.map((item) => item.state)).toEqual(['done', 'done']);
    expect(post).toHaveBeenCalledTimes(2);
  });

  it('does not run into a dead line: the rest waits, the lost one keeps its key', async () => {
    const post = vi.fn().mockRejectedValueOnce(refusal(0, 'network')).mockResolvedValue({});
    const bulk = createBulk({ post } as never, [part('1'), part('2')]);
    await bulk.run();
    expect(bulk.items.map((item) => item.state)).toEqual(['unknown', 'stopped']);
    await bulk.again();
    const keys = post.mock.calls.map((call) => (call[2] as { key: string }).key);
    expect(keys[0]).toBe(keys[1]);
    expect(bulk.items.map((item) => item.state)).toEqual(['done', 'done']);
  });
});
