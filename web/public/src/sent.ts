// SPDX-License-Identifier: Apache-2.0
// The answer to a report, for the page that shows it: kept in this tab so that a reload still
// shows the code.
import { readStored, writeStored } from '@shared/i18n/core.ts';
import type { ReportOut } from '@shared/api/types.ts';

export interface Sent {
  report: ReportOut;
  /** An earlier attempt had arrived; later changes are not in it. */
  first: boolean;
  /** Title of the released report that was joined. */
  joined?: string;
}

const nameOf = (district: string): string => `gewu.sent.${district}`;
let last: { district: string; sent: Sent } | null = null;

export function keepSent(district: string, sent: Sent): void {
  last = { district, sent };
  writeStored(sessionStorage, nameOf(district), JSON.stringify(sent));
}

export function keptSent(district: string): Sent | null {
  if (last?.district === district) return last.sent;
  try {
    return JSON.parse(readStored(sessionStorage, nameOf(district)) ?? 'null') as Sent | null;
  } catch {
    return null;
  }
}
