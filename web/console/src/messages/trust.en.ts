// SPDX-License-Identifier: Apache-2.0
import type { Catalogue } from '@shared/i18n/core.ts';
import type { trustZh } from './trust.zh.ts';

export const trustEn: Catalogue<keyof typeof trustZh> = {
  'chain.title': 'Check of the history chain',
  'chain.lead':
    'Every step carries the fingerprint of the one before. Change, remove or insert one, and every later fingerprint stops fitting.',
  'chain.intact': 'Intact',
  'chain.intact.text': '{n} step, unbroken and unaltered. | {n} steps, unbroken and unaltered.',
  'chain.broken': 'Not intact',
  'chain.broken.text':
    'A step does not fit its fingerprint. Tell the auditor at once and keep this page.',
  'chain.head': 'Fingerprint of the last step',
  'chain.receipt': 'Receipt',
  'chain.root': 'Root of {day}',
  'chain.path.yes': 'The receipt is part of the root (worked out by your browser)',
  'chain.path.no': 'The receipt does not fit the root',
  'chain.path.wait': 'The root of that day is not published yet',
  'chain.steps': 'Fingerprint of each step',
  'chain.back': 'Back to the case',

  'roots.title': 'Published roots',
  'roots.lead':
    'One a day, made of all receipts of that day; residents check with it that their report was not altered.',
  'roots.day': 'Day',
  'roots.root': 'Root',
  'roots.count': 'Receipts',
  'roots.previous': 'Day before',
  'roots.empty': 'No root was published in this period.',
  'roots.check': 'Residents’ checking page',
};
