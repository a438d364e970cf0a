// SPDX-License-Identifier: Apache-2.0
// Which pages a role has a use for. The server decides what anybody may see; this only spares
// people doors that do not open for them.
import type { Queue, SessionGrant } from '@shared/api/types.ts';
import type { IconName } from '@shared/ui/icons.ts';

export type PageName =
  'queue' | 'board' | 'map' | 'entry' | 'figures' | 'roots' | 'people' | 'areas' | 'place';

export interface PageLink {
  name: PageName;
  text:
    | 'nav.cases'
    | 'nav.board'
    | 'nav.map'
    | 'nav.entry'
    | 'nav.place'
    | 'nav.figures'
    | 'nav.roots'
    | 'nav.people'
    | 'nav.admin';
  icon: IconName;
  /** Pages that belong to it. */
  also: readonly string[];
  /** Roles that have no use for it, or the only ones that have. */
  without?: readonly string[];
  only?: readonly string[];
}

const ADMINISTRATORS = ['system_administrator', 'security_administrator'];
const ADMIN_PAGES = [
  'areas',
  'organisations',
  'categories',
  'stages',
  'calendar',
  'security',
  'doorCards',
  'paper',
];
const LINKS: readonly PageLink[] = [
  { name: 'queue', text: 'nav.cases', icon: 'list', also: ['chain'], without: ADMINISTRATORS },
  {
    name: 'entry',
    text: 'nav.entry',
    icon: 'plus',
    also: [],
    without: [...ADMINISTRATORS, 'leader', 'auditor'],
  },
  {
    name: 'place',
    text: 'nav.place',
    icon: 'pin',
    also: [],
    without: [...ADMINISTRATORS, 'part_time_worker', 'department', 'auditor'],
  },
  {
    name: 'board',
    text: 'nav.board',
    icon: 'board',
    also: [],
    without: [...ADMINISTRATORS, 'part_time_worker', 'department', 'verifier'],
  },
  {
    name: 'map',
    text: 'nav.map',
    icon: 'map',
    also: [],
    without: [...ADMINISTRATORS, 'part_time_worker', 'department', 'verifier'],
  },
  {
    name: 'people',
    text: 'nav.people',
    icon: 'people',
    also: ADMIN_PAGES,
    only: ['security_administrator'],
  },
  {
    name: 'figures',
    text: 'nav.figures',
    icon: 'chart',
    also: ['rows'],
    without: ['part_time_worker'],
  },
  {
    name: 'areas',
    text: 'nav.admin',
    icon: 'tree',
    also: ADMIN_PAGES,
    only: [
      'system_administrator',
      'auditor',
      'leader',
      'dispatcher',
      'community_desk',
      'grid_lead',
    ],
  },
  { name: 'roots', text: 'nav.roots', icon: 'shield', also: [] },
];

export function linksFor(grants: readonly Pick<SessionGrant, 'role'>[]): PageLink[] {
  const roles = grants.map((grant) => grant.role);
  return LINKS.filter((link) => {
    if (link.only) return roles.some((role) => link.only?.includes(role));
    return roles.length === 0 || roles.some((role) => !link.without?.includes(role));
  });
}

export function homeOf(grants: readonly Pick<SessionGrant, 'role'>[]): PageName {
  // Who only looks on begins with the whole.
  if (grants.some((grant) => grant.role === 'leader')) return 'board';
  if (grants.some((grant) => grant.role === 'system_administrator')) return 'areas';
  return linksFor(grants)[0]?.name ?? 'queue';
}

/** Desks begin with what waits for them, who only looks on with everything, others with their own. */
export function firstQueue(grants: readonly Pick<SessionGrant, 'role'>[]): Queue {
  const has = (...roles: string[]): boolean => grants.some((grant) => roles.includes(grant.role));
  if (has('grid_lead', 'community_desk', 'dispatcher')) return 'desk';
  return has('leader', 'auditor') ? 'all' : 'mine';
}
