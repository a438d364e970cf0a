// SPDX-License-Identifier: Apache-2.0
import type { Catalogue } from '@shared/i18n/core.ts';
import type { fieldZh } from './messages.zh.ts';
import { keepEn } from './messages/keep.en.ts';
import { noteEn } from './messages/note.en.ts';
import { shellEn } from './messages/shell.en.ts';
import { workEn } from './messages/work.en.ts';

export const fieldEn: Catalogue<keyof typeof fieldZh> = {
  ...shellEn,
  ...workEn,
  ...noteEn,
  ...keepEn,
};
