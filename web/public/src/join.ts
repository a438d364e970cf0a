// SPDX-License-Identifier: Apache-2.0
// Joining a released report instead of writing a second one. The key is kept for the tab, so that a
// reload after a lost answer does not join twice.
import { newKey, type Client } from '@shared/api/client.ts';
import type { JoinIn, ReportOut } from '@shared/api/types.ts';
import { readStored, writeStored } from '@shared/i18n/core.ts';

const storage = (): Storage | undefined => {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
};
const nameOf = (district: string, id: string): string => `gewu.join.${district}.${id}`;

export function joinKey(district: string, id: string): string {
  const name = nameOf(district, id);
  const kept = readStored(storage(), name);
  if (kept) return kept;
  const key = newKey();
  writeStored(storage(), name, key);
  return key;
}

export function forgetJoin(district: string, id: string): void {
  try {
    storage()?.removeItem(nameOf(district, id));
  } catch {
    // Nothing was kept then.
  }
}

export function join(client: Client, id: string, body: JoinIn, key: string): Promise<ReportOut> {
  return client.post<ReportOut>(`/released/${id}/follow`, body, { key });
}
