// SPDX-License-Identifier: Apache-2.0
// Reading all accounts and organisations, and what of a grant holds today.
import type { Client } from '@shared/api/client.ts';
import type { Account, AccountPage } from '@shared/api/types.ts';

export interface Organisation {
  organisation: string;
  name: string;
  kind: string;
  area: string;
  active: boolean;
}

export type HeldAccount = Account & { version: number };
export type Grant = Account['grants'][number] & { organisation?: string | null };

export const ROLES = [
  'part_time_worker',
  'micro_grid_lead',
  'grid_worker',
  'grid_lead',
  'community_desk',
  'dispatcher',
  'department',
  'verifier',
  'leader',
  'system_administrator',
  'security_administrator',
  'auditor',
] as const;

/** Page by page; `told` hears of each, so that the page shows who is there already. */
export async function readAccounts(
  client: Client,
  signal: AbortSignal,
  told: (accounts: HeldAccount[]) => void,
): Promise<HeldAccount[]> {
  const all: HeldAccount[] = [];
  let after: string | null | undefined = null;
  do {
    const page: AccountPage = await client.get<AccountPage>(
      '/accounts',
      { after, limit: 200 },
      { signal },
    );
    all.push(...(page.accounts as HeldAccount[]));
    told([...all]);
    after = page.next;
  } while (after);
  return all;
}

export async function readOrganisations(
  client: Client,
  signal: AbortSignal,
): Promise<Organisation[]> {
  const all: Organisation[] = [];
  let after: string | null | undefined = null;
  do {
    const page: { organisations: Organisation[]; next?: string | null } = await client.get(
      '/organisations',
      { after, limit: 200 },
      { signal },
    );
    all.push(...page.organisations);
    after = page.next;
  } while (after);
  return all.sort((a, b) => a.name.localeCompare(b.name));
}

export type GrantState = 'running' | 'coming' | 'over';

export function grantState(grant: Grant, now: Date): GrantState {
  if (Date.parse(grant.valid_from) > now.getTime()) return 'coming';
  if (grant.valid_to && Date.parse(grant.valid_to) <= now.getTime()) return 'over';
  return 'running';
}

/** The last moment of a day in the district: a role "until 5 May" holds on 5 May. */
export function endOfDay(day: string, utcOffsetMinutes: number): string {
  const next = Date.parse(`${day}T00:00:00Z`) + 86_400_000 - utcOffsetMinutes * 60_000;
  return new Date(next).toISOString();
}
