// SPDX-License-Identifier: Apache-2.0
import { commonZh } from '@shared/i18n/common.zh.ts';
import { createI18n, type I18n, type TextPart } from '@shared/i18n/core.ts';
import { prefixed } from '@shared/i18n/context.ts';
import { errorsZh } from '@shared/i18n/errors.zh.ts';
import type { afterZh } from './messages_after.zh.ts';
import type { aroundZh } from './messages_around.zh.ts';
import { publicZh } from './messages.zh.ts';

const zh = { ...commonZh, ...publicZh, ...prefixed(errorsZh) };
export type Key = keyof typeof zh | keyof typeof afterZh | keyof typeof aroundZh;

export const i18n: I18n<Key> = createI18n<Key>({
  zh,
  english: () => import('./english.ts').then((module) => module.english),
  storage: typeof localStorage === 'undefined' ? undefined : localStorage,
});

/** Texts that only some pages need: what comes before a page's own first line would be late. */
export const TEXT_PARTS = {
  after: {
    zh: () => import('./messages_after.zh.ts').then((module) => module.afterZh),
    english: () => import('./messages_after.en.ts').then((module) => module.afterEn),
  },
  around: {
    zh: () => import('./messages_around.zh.ts').then((module) => module.aroundZh),
    english: () => import('./messages_around.en.ts').then((module) => module.aroundEn),
  },
} satisfies Record<string, TextPart>;
