// SPDX-License-Identifier: Apache-2.0
// Pages of administration: who has a use for which, and the small things they share.
import type { SessionGrant } from '@shared/api/types.ts';

export type AdminPage =
  | 'areas'
  | 'doorCards'
  | 'people'
  | 'organisations'
  | 'categories'
  | 'stages'
  | 'calendar'
  | 'security';

interface AdminLink {
  name: AdminPage;
  /** Roles that have a use for it; none: everybody. */
  only?: readonly string[];
}

const PAGES: readonly AdminLink[] = [
  { name: 'people', only: ['security_administrator'] },
  { name: 'areas' },
  { name: 'doorCards', only: ['grid_lead', 'community_desk', 'dispatcher', 'leader'] },
  { name: 'organisations' },
  { name: 'categories' },
  { name: 'stages' },
  { name: 'calendar' },
  { name: 'security', only: ['auditor'] },
];

type Grants = readonly Pick<SessionGrant, 'role'>[];

export function hasRole(grants: Grants, ...roles: string[]): boolean {
  return grants.some((grant) => roles.includes(grant.role));
}

export function adminPages(grants: Grants): AdminPage[] {
  return PAGES.filter((page) => !page.only || hasRole(grants, ...page.only)).map(
    (page) => page.name,
  );
}

const LETTERS = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '-+_='];

/** A first password to be told on the phone: four kinds of characters, none easily mistaken. */
export function firstPassword(random: (below: number) => number = secureRandom): string {
  const all = LETTERS.join('');
  const pick = (from: string): string => from[random(from.length)] ?? '';
  const out = [...LETTERS.map(pick), ...Array.from({ length: 12 }, () => pick(all))];
  // Symbols at an end are lost when somebody copies by hand.
  out.sort(() => random(2) - 0.5);
  const inner = out.join('').replace(/^[^a-zA-Z2-9]+|[^a-zA-Z2-9]+$/g, '');
  return `${pick(LETTERS[0] ?? '')}${inner}${pick(LETTERS[2] ?? '')}`;
}

function secureRandom(below: number): number {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
  return value % below;
}

/** Every word must turn up somewhere, in any order and case. */
export function matches(search: string, ...texts: string[]): boolean {
  const held = texts.join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => held.includes(word));
}
