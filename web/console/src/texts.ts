// SPDX-License-Identifier: Apache-2.0
import { commonZh } from '@shared/i18n/common.zh.ts';
import { createI18n, type I18n } from '@shared/i18n/core.ts';
import { prefixed } from '@shared/i18n/context.ts';
import { errorsZh } from '@shared/i18n/errors.zh.ts';
import { staffErrorsZh } from '@shared/i18n/errors_staff.zh.ts';
import { consoleZh } from './messages.zh.ts';

const zh = { ...commonZh, ...consoleZh, ...prefixed(errorsZh), ...prefixed(staffErrorsZh) };
export type Key = keyof typeof zh;

export const i18n: I18n<Key> = createI18n<Key>({
  zh,
  english: () => import('./english.ts').then((module) => module.english),
  storage: typeof localStorage === 'undefined' ? undefined : localStorage,
});

/** "work_hour:4" in words. */
export function limitText(limit: string): string {
  const [unit, amount] = limit.split(':');
  const key = `unit.${unit}` as Key;
  return i18n.find(key) === undefined ? limit : i18n.tn(key, Number(amount));
}

/** The text of a code with a prefix; the code itself when it is newer than this page. */
export function wordOf(prefix: string, code: string | null | undefined): string {
  return code ? (i18n.find(`${prefix}.${code}`) ?? code) : '';
}
