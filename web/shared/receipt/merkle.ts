// SPDX-License-Identifier: Apache-2.0
// Checks in the reader's own browser that a receipt is under a published daily root. Hashing as in
// RFC 6962: a leaf is SHA-256(0x00 || receipt), a parent SHA-256(0x01 || left || right), so that a
// parent can never be passed off as a leaf.
import type { PathItem } from '../api/types.ts';

export function bytesOfHex(hex: string): Uint8Array | null {
  if (hex.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(hex)) return null;
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

export function hexOfBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function hash(prefix: number, ...parts: Uint8Array[]): Promise<Uint8Array> {
  const whole = new Uint8Array(1 + parts.reduce((sum, part) => sum + part.length, 0));
  whole[0] = prefix;
  let at = 1;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
}

export interface MerkleStep {
  side: 'left' | 'right';
  sibling: string;
  result: string;
}

export interface MerkleCheck {
  leaf: string;
  steps: MerkleStep[];
  root: string;
}

/** The root that follows from a receipt and its path; null when something is not a hash. */
export async function rootOf(receipt: string, path: PathItem[]): Promise<MerkleCheck | null> {
  const bytes = bytesOfHex(receipt);
  if (bytes === null || bytes.length === 0) return null;
  let current = await hash(0, bytes);
  const leaf = hexOfBytes(current);
  const steps: MerkleStep[] = [];
  for (const item of path) {
    const sibling = bytesOfHex(item.hash);
    if (sibling === null || sibling.length !== 32) return null;
    if (item.side !== 'left' && item.side !== 'right') return null;
    current =
      item.side === 'left' ? await hash(1, sibling, current) : await hash(1, current, sibling);
    steps.push({ side: item.side, sibling: item.hash, result: hexOfBytes(current) });
  }
  return { leaf, steps, root: hexOfBytes(current) };
}

export function sameHash(a: string | null | undefined, b: string | null | undefined): boolean {
  return !!a && !!b && a.toLowerCase() === b.toLowerCase();
}

/** crypto.subtle exists only on https and localhost; the page must say so instead of failing. */
export function canVerify(): boolean {
  return typeof crypto !== 'undefined' && crypto.subtle !== undefined;
}
