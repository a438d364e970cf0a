// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PathItem } from '../api/types.ts';
import { bytesOfHex, rootOf, sameHash } from './merkle.ts';

const sha = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const receipts = Array.from({ length: 7 }, (_, i) => sha(Buffer.from(`report ${i}`)));

/** The same tree, written once more the slow way. */
function proof(index: number): { root: string; path: PathItem[] } {
  let level = receipts.map((receipt) => sha(Buffer.from([0]), receipt));
  const path: PathItem[] = [];
  for (let at = index; level.length > 1; at = Math.floor(at / 2)) {
    const sibling = level[at % 2 === 0 ? at + 1 : at - 1];
    if (sibling)
      path.push({ side: at % 2 === 0 ? 'right' : 'left', hash: sibling.toString('hex') });
    const up: Buffer[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const [a, b] = [level[i] as Buffer, level[i + 1]];
      up.push(b ? sha(Buffer.from([1]), a, b) : a);
    }
    level = up;
  }
  return { root: (level[0] as Buffer).toString('hex'), path };
}

describe('a receipt', () => {
  it('leads to the published root from every place in the tree', async () => {
    for (let i = 0; i < receipts.length; i += 1) {
      const { root, path } = proof(i);
      const check = await rootOf(receipts[i]!.toString('hex'), path);
      expect(sameHash(check?.root, root)).toBe(true);
      expect(check?.steps).toHaveLength(path.length);
    }
  });

  it('matches the shortest case by hand: one report, its leaf is the root', async () => {
    const check = await rootOf('00', []);
    expect(check?.root).toBe(
      createHash('sha256')
        .update(Buffer.from([0, 0]))
        .digest('hex'),
    );
  });

  it('stops fitting when one bit of it, of its path or of a side changes', async () => {
    const { root, path } = proof(2);
    const bent = Buffer.from(receipts[2]!);
    bent[0] = bent[0]! ^ 1;
    expect((await rootOf(bent.toString('hex'), path))?.root).not.toBe(root);
    const sides = path.map((item, i) => (i === 0 ? { ...item, side: 'left' as const } : item));
    const swapped = path[0]?.side === 'left' ? path : sides;
    if (swapped !== path)
      expect((await rootOf(receipts[2]!.toString('hex'), swapped))?.root).not.toBe(root);
    expect((await rootOf(receipts[2]!.toString('hex'), path.slice(1)))?.root).not.toBe(root);
  });

  it('cannot be a parent in disguise', async () => {
    const { root, path } = proof(0);
    const leaf = sha(Buffer.from([0]), receipts[0]!);
    const forged = Buffer.concat([leaf, Buffer.from(path[0]!.hash, 'hex')]).toString('hex');
    expect((await rootOf(forged, path.slice(1)))?.root).not.toBe(root);
  });

  it('is refused when something is not a hash', async () => {
    expect(await rootOf('xyz', [])).toBeNull();
    expect(await rootOf('', [])).toBeNull();
    expect(await rootOf('00', [{ side: 'left', hash: 'abcd' }])).toBeNull();
    expect(await rootOf('00', [{ side: 'up', hash: 'a'.repeat(64) }])).toBeNull();
    expect(bytesOfHex('abc')).toBeNull();
    expect(sameHash(null, null)).toBe(false);
  });
});
