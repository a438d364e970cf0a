// SPDX-License-Identifier: Apache-2.0
import type { Catalogue } from '@shared/i18n/core.ts';
import type { queueZh } from './queue.zh.ts';

export const queueEn: Catalogue<keyof typeof queueZh> = {
  'queue.title': 'Cases',
  'queue.list': 'List of cases',
  'queue.mine': 'Mine',
  'queue.desk': 'To register or dispatch',
  'queue.to_check': 'To check',
  'queue.overdue': 'Overdue',
  'queue.unlocated': 'Unlocated',
  'queue.all': 'All open',
  'queue.search': 'Find a case by number',
  'queue.filter': 'Filters',
  'queue.state': 'State',
  'queue.area': 'Area',
  'queue.category': 'Category',
  'queue.any': 'Any',
  'queue.clear': 'Clear filters',
  'queue.more': 'Load more',
  'queue.shown': '{n} case shown | {n} cases shown',
  'queue.emergency': 'emergency',
  'queue.empty': 'No cases here',
  'queue.empty.filtered': 'No case fits these filters. Loosen or clear them.',
  'queue.empty.mine':
    'Everything given to you is done. See what waits under “To register or dispatch”.',
  'queue.empty.desk':
    'Nothing waits to be registered or dispatched. New reports appear here by themselves.',
  'queue.empty.to_check': 'Nothing waits to be checked.',
  'queue.empty.overdue': 'Nothing is overdue.',
  'queue.empty.unlocated': 'No case lacks a place.',
  'queue.empty.all': 'No cases yet. They appear once a resident reports or you enter one.',
  'queue.choose': 'Choose a case on the left to work on it here.',
  'queue.photos': '{n} photo | {n} photos',
  'queue.co': '+{n} reporter | +{n} reporters',
  'queue.capped': '{n}+',

  'channel.resident_page': 'Residents’ page',
  'channel.door_card': 'Door card',
  'channel.paper': 'Paper form',
  'channel.walk_in': 'Walk-in',
  'channel.phone': 'Phone',
  'channel.hotline': 'Hotline',
  'channel.worker_note': 'Quick note',
  'channel.file_import': 'File import',
};
