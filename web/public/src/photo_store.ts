// SPDX-License-Identifier: Apache-2.0
// Photos of the unsent draft in IndexedDB. Every failure means only "not kept": private windows
// have no storage, and a report must work there too.

export interface KeptPhoto {
  id: string;
  kind: string;
  blob: Blob;
}

const STORE = 'draft_photos';

function open(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const request = indexedDB.open('gewu', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error as Error);
    request.onblocked = () => failed(new Error('blocked'));
  });
}

async function run<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  try {
    const database = await open();
    try {
      return await new Promise<T>((done, failed) => {
        const request = work(database.transaction(STORE, mode).objectStore(STORE));
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error as Error);
      });
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}

export async function keepPhotos(district: string, photos: KeptPhoto[]): Promise<boolean> {
  return (await run('readwrite', (store) => store.put(photos, district))) !== undefined;
}

export async function keptPhotos(district: string): Promise<KeptPhoto[]> {
  const held = await run<unknown>('readonly', (store) => store.get(district));
  return Array.isArray(held) ? (held as KeptPhoto[]).filter((p) => p.blob instanceof Blob) : [];
}

export async function dropPhotos(district: string): Promise<void> {
  await run('readwrite', (store) => store.delete(district));
}
