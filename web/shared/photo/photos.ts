// SPDX-License-Identifier: Apache-2.0
// Photos of one form: prepared on the device at once, sent when the form is sent, each with its
// own key so that a repeated form repeats nothing that arrived.
import { onScopeDispose, shallowReactive, type ShallowReactive } from 'vue';
import { newKey, type Client } from '../api/client.ts';
import type { PhotoRef } from '../api/types.ts';
import { PhotoError, preparePhoto } from './prepare.ts';

export interface HeldPhoto {
  id: string;
  kind: string;
  blob: Blob | null;
  url: string;
  fault: PhotoError | null;
  sent: { photo: string; token: string } | null;
}

export interface PhotoSet {
  readonly items: ShallowReactive<HeldPhoto[]>;
  add(files: Iterable<Blob>, kind?: string): Promise<void>;
  restore(photo: { id: string; kind: string; blob: Blob }): void;
  remove(id: string): void;
  setKind(id: string, kind: string): void;
  upload(client: Client, signal?: AbortSignal): Promise<PhotoRef[]>;
  forgetSent(): void;
  clear(): void;
}

export interface PhotoSetOptions {
  max: number;
  kinds: readonly string[];
  prepare?: (file: Blob) => Promise<Blob>;
}

function urlOf(blob: Blob): string {
  return typeof URL.createObjectURL === 'function' ? URL.createObjectURL(blob) : '';
}

export function createPhotoSet(options: PhotoSetOptions): PhotoSet {
  const items = shallowReactive<HeldPhoto[]>([]);
  const prepare = options.prepare ?? preparePhoto;
  const replace = (id: string, change: Partial<HeldPhoto>): void => {
    const index = items.findIndex((item) => item.id === id);
    const item = items[index];
    if (item !== undefined) items.splice(index, 1, { ...item, ...change });
  };
  const nextKind = (): string =>
    options.kinds[Math.min(items.length, options.kinds.length - 1)] ?? 'near';
  async function addOne(file: Blob, kind: string): Promise<void> {
    const id = newKey();
    items.push({ id, kind, blob: null, url: '', fault: null, sent: null });
    try {
      const blob = await prepare(file);
      replace(id, { blob, url: urlOf(blob) });
    } catch (error) {
      const fault = error instanceof PhotoError ? error : new PhotoError('photo_unreadable');
      replace(id, { fault });
    }
  }
  async function uploadOne(item: HeldPhoto, client: Client, signal?: AbortSignal): Promise<void> {
    if (item.blob === null || item.sent !== null) return;
    const sent = await client.upload<{ photo: string; token: string }>('/photos', item.blob, {
      key: item.id,
      signal,
    });
    replace(item.id, { sent: { photo: sent.photo, token: sent.token } });
  }
  const set: PhotoSet = {
    items,
    add: async (files, kind) => {
      for (const file of files) {
        if (items.length < options.max) await addOne(file, kind ?? nextKind());
      }
    },
    restore: ({ id, kind, blob }) =>
      void items.push({ id, kind, blob, url: urlOf(blob), fault: null, sent: null }),
    remove: (id) => {
      const index = items.findIndex((item) => item.id === id);
      const [gone] = index < 0 ? [] : items.splice(index, 1);
      if (gone?.url) URL.revokeObjectURL(gone.url);
    },
    setKind: (id, kind) => replace(id, { kind }),
    upload: async (client, signal) => {
      for (const item of [...items]) await uploadOne(item, client, signal);
      return items.flatMap((item) => (item.sent ? [{ ...item.sent, kind: item.kind }] : []));
    },
    forgetSent: () => {
      // New names too: the old key would only return the stale answer.
      for (const item of [...items]) replace(item.id, { sent: null, id: newKey() });
    },
    clear: () => {
      for (const item of [...items]) set.remove(item.id);
    },
  };
  onScopeDispose(set.clear, true);
  return set;
}
