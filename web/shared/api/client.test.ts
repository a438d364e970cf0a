// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from 'vitest';
import { ApiError, Client, newKey, queryString } from './client.ts';

type Answer = Response | Error;

function clientOf(answers: Answer[]): {
  client: Client;
  calls: [string, RequestInit][];
  waits: number[];
} {
  const calls: [string, RequestInit][] = [];
  const waits: number[] = [];
  const fetcher = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    calls.push([String(input), init ?? {}]);
    const answer = answers.shift();
    if (answer === undefined) throw new Error('no answer prepared');
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const wait = async (ms: number): Promise<void> => void waits.push(ms);
  return { client: new Client('440311', { fetch: fetcher as typeof fetch, wait }), calls, waits };
}

const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
const header = (init: RequestInit, name: string): string | undefined =>
  (init.headers as Record<string, string>)[name];

describe('the client', () => {
  it('leaves out empty parts of a query', () => {
    expect(queryString({ a: 1, b: '', c: null, d: undefined, e: false })).toBe('?a=1&e=false');
    expect(queryString({})).toBe('');
  });

  it('makes keys of 128 bits that never repeat', () => {
    const keys = new Set(Array.from({ length: 50 }, newKey));
    expect(keys.size).toBe(50);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/);
  });

  it('asks within its district', async () => {
    const { client, calls } = clientOf([json({ ok: true })]);
    await client.get('/cases', { queue: 'desk' });
    expect(calls[0]?.[0]).toBe('/api/v1/440311/cases?queue=desk');
    expect(header(calls[0]![1], 'Idempotency-Key')).toBeUndefined();
  });

  it('repeats a write after a lost answer with the same key', async () => {
    const { client, calls, waits } = clientOf([new TypeError('offline'), json({ n: 1 })]);
    await expect(client.post('/reports', { words: 'x' }, { key: 'k'.repeat(32) })).resolves.toEqual(
      { n: 1 },
    );
    expect(calls.map(([, init]) => header(init, 'Idempotency-Key'))).toEqual([
      'k'.repeat(32),
      'k'.repeat(32),
    ]);
    expect(calls[0]![1].body).toBe(calls[1]![1].body);
    expect(waits).toEqual([500]);
  });

  it('repeats when the server is busy, but not for ever', async () => {
    const busy = (): Response => json({ code: 'server_busy', detail: '' }, 503);
    const { client, calls } = clientOf([busy(), busy(), busy()]);
    await expect(client.get('/cases')).rejects.toMatchObject({ code: 'server_busy', status: 503 });
    expect(calls).toHaveLength(3);
  });

  it('never repeats a refusal', async () => {
    const { client, calls } = clientOf([
      json({ code: 'version_stale', detail: 'x', field: '/version' }, 409),
    ]);
    const error = await client.post('/cases/1/actions', {}).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 'version_stale', field: '/version', status: 409 });
    expect(calls).toHaveLength(1);
  });

  it('treats an answer that breaks off as a lost one', async () => {
    const { client } = clientOf([new Response('{"number":', { status: 200 }), json({ number: 7 })]);
    await expect(client.post('/reports', {})).resolves.toEqual({ number: 7 });
  });

  it('gives a code to answers of somebody in between', async () => {
    const page = (status: number): Response => new Response('<html>', { status });
    const { client } = clientOf([page(413), page(429), page(404)]);
    await expect(client.get('/a')).rejects.toMatchObject({ code: 'body_too_large' });
    await expect(client.get('/a')).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(client.get('/a')).rejects.toMatchObject({ code: 'unexpected_answer' });
  });

  it('sends the CSRF token with writes only', async () => {
    const { client, calls } = clientOf([json({}), json({})]);
    client.setCsrf('token');
    await client.get('/a');
    await client.del('/session');
    expect(calls.map(([, init]) => header(init, 'X-CSRF-Token'))).toEqual([undefined, 'token']);
  });

  it('of a resident never carries a login', async () => {
    const credentials: unknown[] = [];
    const fetcher = async (_: unknown, init?: RequestInit): Promise<Response> => {
      credentials.push(init?.credentials);
      return json({});
    };
    for (const anonymous of [true, false]) {
      await new Client('440311', { fetch: fetcher as typeof fetch, anonymous }).get('/a');
    }
    expect(credentials).toEqual(['omit', 'same-origin']);
  });

  it('says when nobody is signed in any more', async () => {
    const { client } = clientOf([json({ code: 'login_needed', detail: '' }, 401)]);
    client.onSignedOut = vi.fn();
    await expect(client.get('/cases')).rejects.toMatchObject({ code: 'login_needed' });
    expect(client.onSignedOut).toHaveBeenCalledOnce();
  });

  it('does not repeat what was given up', async () => {
    const abort = new AbortController();
    const { client, calls } = clientOf([new DOMException('gone', 'AbortError'), json({})]);
    abort.abort();
    await expect(client.get('/a', {}, { signal: abort.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(calls).toHaveLength(1);
  });
});
