// SPDX-License-Identifier: Apache-2.0
import { actionZh } from '@shared/i18n/action.zh.ts';
import { commonZh } from '@shared/i18n/common.zh.ts';
import { prefixed } from '@shared/i18n/context.ts';
import { createI18n, type I18n } from '@shared/i18n/core.ts';
import { errorsZh } from '@shared/i18n/errors.zh.ts';
import { staffErrorsZh } from '@shared/i18n/errors_staff.zh.ts';
import { fieldZh } from './messages.zh.ts';
import { localStore } from './remembered.ts';

const zh = {
  ...commonZh,
  ...actionZh,
  ...fieldZh,
  ...prefixed(errorsZh),
  ...prefixed(staffErrorsZh),
};
export type Key = keyof typeof zh;

export const i18n: I18n<Key> = createI18n<Key>({
  zh,
  english: () => import('./english.ts').then((module) => module.english),
  storage: localStore(),
});

/** The text of a code with a prefix; the code itself when it is newer than this page. */
export function wordOf(prefix: string, code: string | null | undefined): string {
  return code ? (i18n.find(`${prefix}.${code}`) ?? code) : '';
}
