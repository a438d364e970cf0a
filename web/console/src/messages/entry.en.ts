// SPDX-License-Identifier: Apache-2.0
import type { Catalogue } from '@shared/i18n/core.ts';
import type { entryZh } from './entry.zh.ts';

export const entryEn: Catalogue<keyof typeof entryZh> = {
  'entry.title': 'Enter a report for somebody',
  'entry.lead': 'Somebody at the counter, on the phone, or something you saw yourself.',
  'entry.channel': 'Channel',
  'entry.words': 'What it is about',
  'entry.words.hint': 'In their own words where you can',
  'entry.place': 'Place',
  'entry.place.map': 'Choose on the map',
  'entry.address': 'Address or landmark',
  'entry.contact': 'Reporter',
  'entry.name': 'Name',
  'entry.phone': 'Phone',
  'entry.contact.why': 'Only used about this matter; kept encrypted, masked in lists.',
  'entry.self': 'Already handled on the spot',
  'entry.self.hint': 'Goes to sampling without dispatch. Add a photo taken afterwards.',
  'entry.answer': 'How it was handled',
  'entry.need.answer': 'Write how it was handled.',
  'entry.about': 'It is about the person who answers for the place',
  'entry.send': 'Send',
  'entry.sending': 'Sending…',
  'entry.done': 'Entered. Give the reporter this follow code',
  'entry.open': 'Open the case',
  'entry.another': 'Enter another',
  'entry.need.words': 'Write what it is about.',
  'entry.need.place': 'Choose the place on the map or write the address.',
  'entry.located': 'In {name}',
  'entry.outside': 'Outside every grid: it goes to “Unlocated”.',
  'entry.emergency': 'Emergency: ask them to call {numbers} first.',

  'entry.address.hint':
    'A few letters of a building, grid or community; choose with the arrow keys, or point on the map.',
  'entry.places': 'Places',
  'entry.places.n':
    '{n} place, choose with the arrow keys | {n} places, choose with the arrow keys',
  'entry.tooLong': '{n} characters, at most {max}. Shorten it and send again; nothing is lost.',
  'entry.number': 'Case number {n}',
  'entry.readOut': 'Read it out sign by sign',
  'entry.merging':
    'The caller joins the earlier case and is answered with it; this can be undone for 5 seconds.',
  'near.title': 'Perhaps reported nearby already',
  'near.words': 'similar words',
  'near.ago': 'reported {span} ago',
  'near.look': 'Look',
  'near.hint':
    'Tick it if it is the same: it is merged after sending, and the caller still gets a code and an answer.',
  'near.willMerge': 'It will be merged into the ticked case.',
};
