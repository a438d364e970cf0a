// SPDX-License-Identifier: Apache-2.0
// What the phone keeps, per owner (district and account): records by kind and id, each sealed.
// Where the browser refuses storage the same interface works from memory, and says so.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { bytesOf, canSeal, newKey, seal, unseal, valueOf, type Sealed } from './crypto.ts';

/** `item`: to be sent; `sent`: what arrived, for a few days. */
export type Kind = 'meta' | 'area' | 'case' | 'item' | 'sent' | 'blob' | 'draft';
const KINDS: readonly Kind[] = ['meta', 'area', 'case', 'item', 'sent', 'blob', 'draft'];

export interface Write {
  kind: Kind;
  id: string;
  /** Undefined removes. */
  value: unknown;
}

export class VaultError extends Error {
  constructor(
    readonly code: 'storage_refused' | 'storage_full',
    detail: string,
  ) {
    super(detail);
    this.name = 'VaultError';
  }
}

/** All writes of a call happen or none. Blobs are values like any other. */
export interface Vault {
  readonly owner: string;
  /** False: gone when the tab closes. */
  readonly kept: boolean;
  get<T>(kind: Kind, id: string): Promise<T | undefined>;
  all<T>(kind: Kind): Promise<T[]>;
  write(writes: Write[]): Promise<void>;
  /** Removes every record of these kinds. */
  clear(kinds: readonly Kind[]): Promise<void>;
  /** Removes everything, the key first: what a crash leaves behind cannot be opened. */
  destroy(): Promise<void>;
  close(): void;
}

interface Row extends Sealed {
  owner: string;
  kind: Kind;
  id: string;
  /** Media type of a blob; absent: JSON. */
  type?: string;
}

interface Schema extends DBSchema {
  keys: { key: string; value: { owner: string; key: CryptoKey } };
  rows: {
    key: [string, string, string];
    value: Row;
    indexes: { kind: [string, string] };
  };
}

const NAME = 'gewu-field';
type Database = IDBPDatabase<Schema>;

function faultOf(error: unknown): VaultError {
  if (error instanceof VaultError) return error;
  const name = error instanceof Error ? error.name : '';
  const code = name === 'QuotaExceededError' ? 'storage_full' : 'storage_refused';
  return new VaultError(code, String(error));
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw faultOf(error);
  }
}

function openDatabase(): Promise<Database> {
  return openDB<Schema>(NAME, 1, {
    upgrade: (database) => {
      database.createObjectStore('keys', { keyPath: 'owner' });
      const rows = database.createObjectStore('rows', { keyPath: ['owner', 'kind', 'id'] });
      rows.createIndex('kind', ['owner', 'kind']);
    },
  });
}

/** Two tabs may both find no key: the first to write wins, and both use that one. */
async function keyOf(database: Database, owner: string): Promise<CryptoKey> {
  const held = await database.get('keys', owner);
  if (held !== undefined) return held.key;
  const made = await newKey();
  const tx = database.transaction('keys', 'readwrite');
  const first = await tx.store.get(owner);
  if (first === undefined) await tx.store.put({ owner, key: made });
  await tx.done;
  return first?.key ?? made;
}

const nameOf = (owner: string, kind: Kind, id: string): string => `${owner}|${kind}|${id}`;

class SealedVault implements Vault {
  readonly kept = true;

  constructor(
    readonly owner: string,
    private readonly database: Database,
    private readonly key: CryptoKey,
  ) {}

  get<T>(kind: Kind, id: string): Promise<T | undefined> {
    return guarded(async () => {
      const row = await this.database.get('rows', [this.owner, kind, id]);
      return row === undefined ? undefined : await this.open<T>(row);
    });
  }

  all<T>(kind: Kind): Promise<T[]> {
    return guarded(async () => {
      const rows = await this.database.getAllFromIndex('rows', 'kind', [this.owner, kind]);
      return await Promise.all(rows.map((row) => this.open<T>(row)));
    });
  }

  /** Sealing waits for the browser, during which a transaction would end: so it comes first. */
  write(writes: Write[]): Promise<void> {
    return guarded(async () => {
      const rows = await Promise.all(writes.map((write) => this.rowOf(write)));
      const tx = this.database.transaction('rows', 'readwrite', { durability: 'strict' });
      for (const [i, row] of rows.entries()) {
        const { kind, id } = writes[i] as Write;
        void (row ? tx.store.put(row) : tx.store.delete([this.owner, kind, id]));
      }
      await tx.done;
    });
  }

  clear(kinds: readonly Kind[]): Promise<void> {
    return guarded(async () => {
      const tx = this.database.transaction('rows', 'readwrite');
      for (const kind of kinds) {
        const keys = await tx.store.index('kind').getAllKeys([this.owner, kind]);
        for (const key of keys) void tx.store.delete(key);
      }
      await tx.done;
    });
  }

  destroy(): Promise<void> {
    return guarded(async () => {
      await this.database.delete('keys', this.owner);
      await this.clear(KINDS);
    });
  }

  close(): void {
    this.database.close();
  }

  private async rowOf({ kind, id, value }: Write): Promise<Row | null> {
    if (value === undefined) return null;
    const isBlob = value instanceof Blob;
    const bytes = isBlob ? new Uint8Array(await value.arrayBuffer()) : bytesOf(value);
    const sealed = await seal(this.key, nameOf(this.owner, kind, id), bytes);
    const row: Row = { owner: this.owner, kind, id, ...sealed };
    return isBlob ? { ...row, type: value.type } : row;
  }

  private async open<T>(row: Row): Promise<T> {
    const bytes = await unseal(this.key, nameOf(this.owner, row.kind, row.id), row);
    if (row.type === undefined) return valueOf<T>(bytes);
    return new Blob([bytes], { type: row.type }) as T;
  }
}

/** As if it had been written and read: nobody changes a record by holding on to it. */
function copyOf(value: unknown): unknown {
  return value instanceof Blob ? value : JSON.parse(JSON.stringify(value));
}

export class MemoryVault implements Vault {
  readonly kept = false;
  private readonly rows = new Map<string, { kind: Kind; id: string; value: unknown }>();

  constructor(readonly owner: string) {}

  get<T>(kind: Kind, id: string): Promise<T | undefined> {
    return Promise.resolve(this.rows.get(nameOf('', kind, id))?.value as T | undefined);
  }

  all<T>(kind: Kind): Promise<T[]> {
    const found = [...this.rows.values()].filter((row) => row.kind === kind);
    return Promise.resolve(found.map((row) => row.value as T));
  }

  write(writes: Write[]): Promise<void> {
    for (const { kind, id, value } of writes) {
      if (value === undefined) this.rows.delete(nameOf('', kind, id));
      else this.rows.set(nameOf('', kind, id), { kind, id, value: copyOf(value) });
    }
    return Promise.resolve();
  }

  keysOf(kind: Kind): string[] {
    return [...this.rows.values()].filter((row) => row.kind === kind).map((row) => row.id);
  }

  clear(kinds: readonly Kind[]): Promise<void> {
    for (const [name, row] of this.rows) if (kinds.includes(row.kind)) this.rows.delete(name);
    return Promise.resolve();
  }

  destroy(): Promise<void> {
    this.rows.clear();
    return Promise.resolve();
  }

  close(): void {}
}

/** Throws where the browser refuses; the caller then goes on with a MemoryVault. */
export async function openVault(owner: string): Promise<Vault> {
  if (!canSeal() || typeof indexedDB === 'undefined') {
    throw new VaultError('storage_refused', 'no secure context');
  }
  return await guarded(async () => {
    const database = await openDatabase();
    return new SealedVault(owner, database, await keyOf(database, owner));
  });
}

/** Of everybody who used this phone: how much of theirs waits to be sent. */
export async function waitingByOwner(): Promise<Map<string, number>> {
  return await guarded(async () => {
    const database = await openDatabase();
    try {
      const counts = new Map<string, number>();
      for (const owner of await database.getAllKeys('keys')) {
        counts.set(owner, await database.countFromIndex('rows', 'kind', [owner, 'item']));
      }
      return counts;
    } finally {
      database.close();
    }
  });
}
