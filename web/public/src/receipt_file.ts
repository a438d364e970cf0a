// SPDX-License-Identifier: Apache-2.0
// The receipt as a file the resident keeps: what the office cannot take back.
import type { ReceiptProof } from '@shared/api/types.ts';

const KIND = 'gewu-receipt';

export function receiptFile(district: string, proof: ReceiptProof): Blob {
  const { receipt, day, root, leaf_index, leaf_count, path } = proof;
  const body = { kind: KIND, district, receipt, day, root, leaf_index, leaf_count, path };
  return new Blob([JSON.stringify(body, null, 2)], { type: 'application/json' });
}

export function parseReceiptFile(text: string): ReceiptProof | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const file = value as Partial<ReceiptProof> & { kind?: string };
  const good =
    file.kind === KIND &&
    typeof file.receipt === 'string' &&
    typeof file.day === 'string' &&
    Array.isArray(file.path);
  return good ? (file as ReceiptProof) : null;
}
