// SPDX-License-Identifier: Apache-2.0
import type { Catalogue } from '@shared/i18n/core.ts';
import type { peopleZh } from './people.zh.ts';

export const peopleEn: Catalogue<keyof typeof peopleZh> = {
  'people.title': 'People and roles',
  'people.name': 'Name',
  'people.roles': 'Roles and areas',
  'people.state.active': 'active',
  'people.state.disabled': 'disabled',

  'role.part_time_worker': 'Part-time worker',
  'role.micro_grid_lead': 'Micro-grid lead',
  'role.grid_worker': 'Grid worker',
  'role.grid_lead': 'Grid lead',
  'role.community_desk': 'Community desk',
  'role.dispatcher': 'Dispatcher',
  'role.department': 'Department',
  'role.verifier': 'Verifier',
  'role.leader': 'Leader',
  'role.system_administrator': 'System administrator',
  'role.security_administrator': 'Security administrator',
  'role.auditor': 'Auditor',
};
