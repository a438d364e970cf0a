// SPDX-License-Identifier: Apache-2.0
// The line of the queue to the server. No repeats in here: the queue has its own patience.
import { Client, type ClientOptions } from '@shared/api/client.ts';
import type { Session } from '@shared/api/types.ts';
import type { Wire } from './sender.ts';

export type Contact = (server: number, sent: number, received: number) => void;

/** As fetch, telling the server's time from each answer. */
export function timedFetch(contact: Contact, inner?: typeof fetch): typeof fetch {
  return async (input, init) => {
    const sent = Date.now();
    const response = await (inner ?? fetch)(input, init);
    const server = Date.parse(response.headers?.get('date') ?? '');
    if (!Number.isNaN(server)) contact(server, sent, Date.now());
    return response;
  };
}

export function clientOf(code: string, contact: Contact, options: ClientOptions = {}): Client {
  return new Client(code, { repeats: 0, ...options, fetch: timedFetch(contact, options.fetch) });
}

export function wireOf(client: Client, began: (session: Session) => void): Wire {
  return {
    post: (path, body, key) => client.post(path, JSON.parse(body), { key }),
    upload: (path, blob, key) => client.upload(path, blob, { key }),
    get: (path) => client.get(path),
    renew: async () => began(await client.get<Session>('/session')),
  };
}

/** One tab at a time where the browser can tell; elsewhere the keys have to do. */
export async function alone<T>(
  name: string,
  work: () => Promise<T>,
  locks = typeof navigator === 'undefined' ? undefined : navigator.locks,
): Promise<T | undefined> {
  if (locks === undefined) return await work();
  return (await locks.request(name, { ifAvailable: true }, async (lock) =>
    lock === null ? undefined : await work(),
  )) as T | undefined;
}
