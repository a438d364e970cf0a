// SPDX-License-Identifier: Apache-2.0
// For tests: the server's promises on which the queue relies (a key answers once and for ever, a
// version is compared and set, an upload belongs to one report), behind a line that may cut before
// or after, answer that it is busy, or lose the phone altogether.
import { ApiError } from '@shared/api/client.ts';
import type { Wire } from './sender.ts';

/** The tab is gone in this instant; nothing after it runs. */
export class Killed extends Error {}

export type Fate =
  'arrives' | 'cut_before' | 'cut_after' | 'busy' | 'killed_before' | 'killed_after';

export interface Deed {
  key: string;
  path: string;
  body: Record<string, unknown>;
}

interface Held {
  version: number;
  events: { action: string; at: string; actor: { kind: string; name: string } }[];
}

const network = (): ApiError => new ApiError({ status: 0, code: 'network', detail: '' });
const refusal = (status: number, code: string): ApiError =>
  new ApiError({ status, code, detail: '' });

export class FakeServer {
  /** What was done, in order: the truth that tests look at. */
  readonly deeds: Deed[] = [];
  readonly cases = new Map<string, Held>();
  readonly uploads = new Map<string, { token: string; used: boolean }>();
  /** Answers by key, with the request they belong to. */
  private readonly answers = new Map<string, { request: string; answer: unknown }>();
  private made = 0;
  signedIn = true;
  refuse: ApiError | null = null;

  open(id: string): void {
    this.cases.set(id, { version: 1, events: [] });
  }

  /** Somebody else acts on the case. */
  otherwise(id: string, name: string, action: string): void {
    const held = this.cases.get(id) as Held;
    held.version += 1;
    held.events.push({ action, at: '2026-01-01T00:00:00Z', actor: { kind: 'account', name } });
  }

  post(path: string, body: string, key: string): unknown {
    if (!this.signedIn) throw refusal(401, 'session_expired');
    if (this.refuse !== null) throw this.refuse;
    const before = this.answers.get(key);
    if (before !== undefined) {
      if (before.request !== path + body) throw refusal(409, 'idempotency_key_reused');
      return before.answer;
    }
    const sent = JSON.parse(body) as Record<string, unknown>;
    const answer = this.apply(path, sent);
    for (const photo of (sent.photos ?? []) as { photo: string }[]) this.use(photo.photo);
    this.deeds.push({ key, path, body: sent });
    this.answers.set(key, { request: path + body, answer });
    return answer;
  }

  upload(path: string, blob: Blob, key: string): unknown {
    if (!this.signedIn) throw refusal(401, 'session_expired');
    const before = this.answers.get(key);
    if (before !== undefined) return before.answer;
    const id = String((this.made += 1));
    this.uploads.set(id, { token: `token${id}`, used: false });
    const answer = {
      [path === '/photos' ? 'photo' : 'voice']: id,
      token: `token${id}`,
      n: blob.size,
    };
    this.answers.set(key, { request: path, answer });
    return answer;
  }

  forgetUploads(): void {
    this.uploads.clear();
  }

  private apply(path: string, sent: Record<string, unknown>): Record<string, unknown> {
    const id = /^\/cases\/(\w+)\/actions$/.exec(path)?.[1];
    if (id === undefined) return { id: `case${(this.made += 1)}`, number: this.made };
    const held = this.cases.get(id);
    if (held === undefined) throw refusal(404, 'case_unknown');
    if (held.version !== sent.version) throw refusal(409, 'version_stale');
    held.version += 1;
    return { id, number: 1, version: held.version, events: held.events };
  }

  private use(photo: string): void {
    const held = this.uploads.get(photo);
    if (held === undefined) throw refusal(409, 'photo_expired');
    if (held.used) throw refusal(409, 'photo_attached_already');
    held.used = true;
  }
}

/** The line of one tab. `fate` is asked before each request. */
export function lineTo(server: FakeServer, fate: () => Fate): Wire {
  const carry = async <T>(work: () => unknown): Promise<T> => {
    await Promise.resolve();
    const now = fate();
    if (now === 'killed_before') throw new Killed();
    if (now === 'cut_before') throw network();
    if (now === 'busy') throw refusal(503, 'server_busy');
    const answer = work() as T;
    if (now === 'killed_after') throw new Killed();
    if (now === 'cut_after') throw network();
    return answer;
  };
  return {
    post: (path, body, key) => carry(() => server.post(path, body, key)),
    upload: (path, blob, key) => carry(() => server.upload(path, blob, key)),
    get: (path) =>
      carry(() => {
        const held = server.cases.get(path.split('/')[2] ?? '') as Held;
        return { version: held.version, events: held.events };
      }),
    renew: () => carry(() => undefined),
  };
}
