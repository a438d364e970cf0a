// SPDX-License-Identifier: Apache-2.0
import type { Catalogue } from '@shared/i18n/core.ts';
import type { consoleZh } from './messages.zh.ts';
import { actionEn } from '@shared/i18n/action.en.ts';
import { adminEn } from './messages/admin.en.ts';
import { boardEn } from './messages/board.en.ts';
import { caseEn } from './messages/case.en.ts';
import { entryEn } from './messages/entry.en.ts';
import { figuresEn } from './messages/figures.en.ts';
import { mapEn } from './messages/map.en.ts';
import { paperEn } from './messages/paper.en.ts';
import { peopleEn } from './messages/people.en.ts';
import { placeEn } from './messages/place.en.ts';
import { queueEn } from './messages/queue.en.ts';
import { shellEn } from './messages/shell.en.ts';
import { stagesEn } from './messages/stages.en.ts';
import { trustEn } from './messages/trust.en.ts';

export const consoleEn: Catalogue<keyof typeof consoleZh> = {
  ...actionEn,
  ...adminEn,
  ...boardEn,
  ...caseEn,
  ...entryEn,
  ...figuresEn,
  ...mapEn,
  ...paperEn,
  ...peopleEn,
  ...placeEn,
  ...queueEn,
  ...shellEn,
  ...stagesEn,
  ...trustEn,
};
