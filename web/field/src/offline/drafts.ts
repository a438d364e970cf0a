// SPDX-License-Identifier: Apache-2.0
// Something being written: kept with its photos as it is typed, so that back, reload, a killed tab
// and an empty battery lose nothing. Its key becomes the key of what is sent.
import { newKey } from '@shared/api/client.ts';
import { note, type Clock } from './clock.ts';
import { makeItem, type Attachment, type Item, type NewItem } from './queue.ts';
import type { Vault, Write } from './vault.ts';

export interface Draft<T> {
  /** 'note', or the deed: case and action. */
  id: string;
  key: string;
  values: T;
  attachments: Attachment[];
}

export function newDraft<T>(id: string, values: T): Draft<T> {
  return { id, key: newKey(), values, attachments: [] };
}

export function attachmentOf(blob: Blob, medium: Attachment['medium'], kind: string): Attachment {
  return { id: newKey(), medium, kind, bytes: blob.size, key: newKey(), sent: null };
}

export async function keepDraft<T>(vault: Vault, draft: Draft<T>): Promise<void> {
  await vault.write([{ kind: 'draft', id: draft.id, value: draft }]);
}

export async function attach<T>(
  vault: Vault,
  draft: Draft<T>,
  held: Attachment,
  blob: Blob,
): Promise<Draft<T>> {
  const next = { ...draft, attachments: [...draft.attachments, held] };
  await vault.write([
    { kind: 'blob', id: held.id, value: blob },
    { kind: 'draft', id: draft.id, value: next },
  ]);
  return next;
}

export async function detach<T>(vault: Vault, draft: Draft<T>, id: string): Promise<Draft<T>> {
  const next = { ...draft, attachments: draft.attachments.filter((held) => held.id !== id) };
  await vault.write([
    { kind: 'blob', id, value: undefined },
    { kind: 'draft', id: draft.id, value: next },
  ]);
  return next;
}

export async function dropDraft<T>(vault: Vault, draft: Draft<T>): Promise<void> {
  const blobs = draft.attachments.map(({ id }): Write => ({ kind: 'blob', id, value: undefined }));
  await vault.write([{ kind: 'draft', id: draft.id, value: undefined }, ...blobs]);
}

/** From the draft to the queue in one step. Sending twice (a double tap) finds the same key. */
export async function enqueue<T>(
  vault: Vault,
  draft: Draft<T>,
  made: Omit<NewItem, 'key' | 'attachments'>,
  clock: Clock,
  now: number,
): Promise<Item> {
  const items = await vault.all<Item>('item');
  const held = items.find((item) => item.key === draft.key);
  if (held !== undefined) return held;
  const { key, attachments } = draft;
  const lane = made.kind === 'report' ? key : made.lane;
  const item = makeItem({ ...made, lane, key, attachments }, note(clock, now), items);
  await vault.write([
    { kind: 'item', id: key, value: item },
    { kind: 'draft', id: draft.id, value: undefined },
  ]);
  return item;
}

/** A person gave it up. Deeds noted on top of it stand on their own again. */
export async function discard(vault: Vault, item: Item): Promise<void> {
  const items = await vault.all<Item>('item');
  const after = items
    .filter((other) => other.follows === item.key)
    .map((other): Write => ({ kind: 'item', id: other.key, value: { ...other, follows: null } }));
  const blobs = item.attachments.map(({ id }): Write => ({ kind: 'blob', id, value: undefined }));
  await vault.write([{ kind: 'item', id: item.key, value: undefined }, ...after, ...blobs]);
}
