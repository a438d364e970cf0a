// SPDX-License-Identifier: Apache-2.0
import { commonZh } from '@shared/i18n/common.zh.ts';
import { createI18n, type I18n } from '@shared/i18n/core.ts';
import { prefixed } from '@shared/i18n/context.ts';
import { errorsZh } from '@shared/i18n/errors.zh.ts';
import { publicZh } from './messages.zh.ts';

const zh = { ...commonZh, ...publicZh, ...prefixed(errorsZh) };
export type Key = keyof typeof zh;

export const i18n: I18n<Key> = createI18n<Key>({
  zh,
  english: () => import('./english.ts').then((module) => module.english),
  storage: typeof localStorage === 'undefined' ? undefined : localStorage,
});
