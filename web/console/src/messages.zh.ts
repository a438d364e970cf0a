// SPDX-License-Identifier: Apache-2.0
// All texts of the console; each area of pages has its own file, here it takes two lines.
import { actionZh } from '@shared/i18n/action.zh.ts';
import { adminZh } from './messages/admin.zh.ts';
import { boardZh } from './messages/board.zh.ts';
import { caseZh } from './messages/case.zh.ts';
import { entryZh } from './messages/entry.zh.ts';
import { figuresZh } from './messages/figures.zh.ts';
import { mapZh } from './messages/map.zh.ts';
import { paperZh } from './messages/paper.zh.ts';
import { peopleZh } from './messages/people.zh.ts';
import { placeZh } from './messages/place.zh.ts';
import { queueZh } from './messages/queue.zh.ts';
import { shellZh } from './messages/shell.zh.ts';
import { stagesZh } from './messages/stages.zh.ts';
import { trustZh } from './messages/trust.zh.ts';

export const consoleZh = {
  ...actionZh,
  ...adminZh,
  ...boardZh,
  ...caseZh,
  ...entryZh,
  ...figuresZh,
  ...mapZh,
  ...paperZh,
  ...peopleZh,
  ...placeZh,
  ...queueZh,
  ...shellZh,
  ...stagesZh,
  ...trustZh,
} as const;
