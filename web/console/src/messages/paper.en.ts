// SPDX-License-Identifier: Apache-2.0
import type { Catalogue } from '@shared/i18n/core.ts';
import type { paperZh } from './paper.zh.ts';

export const paperEn: Catalogue<keyof typeof paperZh> = {
  'page.paper': 'Enter a paper form',

  'cards.lead':
    'One per building: scan it to report; the lower half is a paper form that can be torn off.',
  'cards.scope': 'For',
  'cards.one': 'This area only',
  'cards.all': 'Every building in it',
  'cards.paper': 'Paper',
  'cards.a4': 'A4 (card and form)',
  'cards.a5': 'A5 (card only)',
  'cards.language': 'Language',
  'cards.language.zh': 'Chinese',
  'cards.language.en': 'English',
  'cards.form': 'With the form',
  'cards.make': 'Make them',
  'cards.stop': 'Stop',
  'cards.reading': 'Being made, {n} so far…',
  'cards.stopped': 'Stopped; this card can be printed. | Stopped; these {n} can be printed.',
  'cards.ready': '{n} card, ready to print. | {n} cards, ready to print.',
  'cards.empty': 'Choose an area and press “Make them”: this is how they will be printed.',

  'paper.toUpload': 'Enter a paper form',
  'paper.lead':
    'Photograph a filled form with all four black corners. Check the building and the ticks that were read, then add the words under Entry and send it.',
  'paper.take': 'Take or choose a photo',
  'paper.again': 'Another photo',
  'paper.reading': 'Being read…',
  'paper.photo': 'The photographed form',
  'paper.read': 'What was read',
  'paper.code': 'Card code',
  'paper.ticked': 'Ticked',
  'paper.several': 'More than one is ticked: choose the main one.',
  'paper.nothingTicked': 'No tick was read; choose the category in the next step.',
  'paper.noArea': 'The building was not read',
  'paper.unsure': 'This may not be right: check it against the photo.',
  'paper.attached': 'The photo of the form is attached.',
  'paper.why.no_form':
    'No form of this district is seen. Photograph the whole form, or enter it by hand.',
  'paper.why.card_unknown':
    'The code on the form does not fit, or the place is no more. Choose the place yourself.',
  'paper.why.form_incomplete':
    'The form is cut off: all four black squares must be in the picture.',
  'paper.why.form_bent':
    'The form is creased or seen too much from the side. Lay it flat and photograph it from above.',
  'paper.why.photo_too_faint':
    'Too dark or too pale to tell ink from paper. Photograph it in better light.',
  'paper.why.tick_unclear': 'One box may be ticked or not. Choose yourself, by the photo.',
  'paper.why.nothing_ticked': 'No box is ticked. Choose the category from the words.',
  'paper.goOn': 'It is right, add the words',
};
