// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openVault, VaultError, waitingByOwner, type Vault } from './vault.ts';

const open: Vault[] = [];
async function vaultOf(owner: string): Promise<Vault> {
  const vault = await openVault(owner);
  open.push(vault);
  return vault;
}
afterEach(async () => {
  for (const vault of open.splice(0)) {
    await vault.destroy();
    vault.close();
  }
});

/** Everything the browser has on its disk, as text. */
async function disk(): Promise<string> {
  const database = await new Promise<IDBDatabase>((done) => {
    const request = indexedDB.open('gewu-field');
    request.onsuccess = () => done(request.result);
  });
  const rows = await new Promise<{ data: ArrayBuffer }[]>((done) => {
    const request = database.transaction('rows').objectStore('rows').getAll();
    request.onsuccess = () => done(request.result as { data: ArrayBuffer }[]);
  });
  database.close();
  return rows.map((row) => new TextDecoder().decode(row.data)).join('\n');
}

describe('the vault', () => {
  it('gives back what was written, words and pictures', async () => {
    const vault = await vaultOf('440311/1');
    const blob = new Blob(['jpeg'], { type: 'image/jpeg' });
    await vault.write([
      { kind: 'case', id: '7', value: { title: '东门路灯' } },
      { kind: 'blob', id: 'b', value: blob },
    ]);
    expect(await vault.get('case', '7')).toEqual({ title: '东门路灯' });
    const back = (await vault.get<Blob>('blob', 'b')) as Blob;
    expect([back.type, await back.text()]).toEqual(['image/jpeg', 'jpeg']);
    expect(await vault.all('case')).toHaveLength(1);
  });

  it('leaves nothing readable on the phone', async () => {
    const vault = await vaultOf('440311/1');
    await vault.write([{ kind: 'case', id: '7', value: { words: '张奶奶' } }]);
    expect(await disk()).not.toContain('张奶奶');
  });

  it('keeps people apart, and opens the same for two tabs', async () => {
    const [first, second] = await Promise.all([vaultOf('440311/1'), vaultOf('440311/1')]);
    const other = await vaultOf('440311/2');
    await first.write([{ kind: 'item', id: 'k', value: { words: 'mine' } }]);
    expect(await second.get('item', 'k')).toEqual({ words: 'mine' });
    expect(await other.all('item')).toEqual([]);
    expect(Object.fromEntries(await waitingByOwner())).toMatchObject({
      '440311/1': 1,
      '440311/2': 0,
    });
  });

  it('uses a key that cannot be taken out', async () => {
    const vault = await vaultOf('440311/1');
    const { key } = vault as unknown as { key: CryptoKey };
    expect(key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
  });

  it('has nothing left when it is destroyed', async () => {
    const vault = await vaultOf('440311/3');
    await vault.write([{ kind: 'draft', id: 'note', value: 1 }]);
    await vault.destroy();
    expect(await disk()).toBe('');
    expect(await vault.all('draft')).toEqual([]);
  });

  it('writes all or nothing', async () => {
    const vault = await vaultOf('440311/1');
    const bad = { kind: 'case' as const, id: '2', value: 10n };
    await expect(vault.write([{ kind: 'case', id: '1', value: 1 }, bad])).rejects.toBeInstanceOf(
      VaultError,
    );
    expect(await vault.all('case')).toEqual([]);
  });

  it('says that the phone is full or refuses', async () => {
    const vault = await vaultOf('440311/1');
    const { database } = vault as unknown as { database: IDBDatabase };
    const full = new DOMException('', 'QuotaExceededError');
    vi.spyOn(database, 'transaction').mockImplementation(() => {
      throw full;
    });
    await expect(vault.write([{ kind: 'case', id: '1', value: 1 }])).rejects.toMatchObject({
      code: 'storage_full',
    });
    vi.restoreAllMocks();
    vi.stubGlobal('indexedDB', undefined);
    await expect(openVault('440311/1')).rejects.toMatchObject({ code: 'storage_refused' });
    vi.unstubAllGlobals();
  });
});
