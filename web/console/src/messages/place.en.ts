// SPDX-License-Identifier: Apache-2.0
import type { Catalogue } from '@shared/i18n/core.ts';
import type { placeZh } from './place.zh.ts';

export const placeEn: Catalogue<keyof typeof placeZh> = {
  'page.place': 'Place',
  'nav.place': 'Places',
  'place.title': 'Look up a place',
  'place.lead': 'By address or name: who answers for it, and what is open there.',
  'place.find': 'Address or name',
  'place.find.hint':
    'Estate and building are enough, or road and number. Arrow keys choose, Enter opens.',
  'place.empty':
    'Type an address, and this shows who answers on each level, what is open and which buildings belong to it.',
  'place.sure': 'This is it',
  'place.unsure': 'Perhaps',
  'place.also': 'Also called: {names}',
  'place.open': 'Open cases',
  'place.none': 'Nothing is open here that you may see.',
  'place.people': 'Who answers',
  'place.nobody': 'Nobody holds a post on any level yet; tell the administrator.',
  'place.closed': 'Settled lately',
  'place.parts': 'Below it',
  'entry.here': 'Who answers here, and what else is open',

  'posts.title': 'Shown to everybody',
  'posts.lead':
    'With the holder’s consent a post shows a name and an office telephone. It comes off by itself when the post ends or the account is disabled.',
  'posts.not': 'Not shown',
  'posts.show': 'Show',
  'posts.change': 'Change',
  'posts.withdraw': 'Take off',
  'posts.name': 'Name to show (may be empty)',
  'posts.phone': 'Office telephone (may be empty)',
  'posts.phone.hint': 'An office number, never a private mobile.',
  'posts.hours': 'Hours (may be empty)',
  'posts.consent': 'How the holder agreed',
  'posts.consent.hint': 'Such as: signed on 20 November. Seen by administrators only.',
  'posts.consent.was': 'Consent: {how}',
  'posts.go': 'Show to everybody',
  'posts.done': 'Shown: residents see it now.',
  'posts.off': 'Taken off: residents no longer see it.',
};
