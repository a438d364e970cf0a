// SPDX-License-Identifier: Apache-2.0
// What shared components need from the app around them: its texts and its way to write numbers.
import { inject, type ComputedRef, type InjectionKey } from 'vue';
import type { ApiError } from '../api/client.ts';
import type { commonZh } from './common.zh.ts';
import { shownCode } from './error_groups.ts';
import type { Catalogue, I18n } from './core.ts';
import type { Formats } from './format.ts';

export type CommonKey = keyof typeof commonZh;

export interface Texts {
  i18n: I18n<CommonKey>;
  formats: ComputedRef<Formats>;
}

export const textsKey: InjectionKey<Texts> = Symbol('texts');

export function useTexts(): Texts {
  const texts = inject(textsKey);
  if (texts === undefined) throw new Error('The app must provide textsKey.');
  return texts;
}

export const ERROR_PREFIX = 'code.';

/** Error codes as keys of the catalogue, beside all other texts. */
export function prefixed<K extends string>(texts: Record<K, string>): Catalogue<`code.${K}`> {
  const entries = Object.entries(texts).map(([code, text]) => [ERROR_PREFIX + code, text]);
  return Object.fromEntries(entries) as Catalogue<`code.${K}`>;
}

/** A sentence for a refusal; for a code this page does not know, the server's own if English. */
export function errorText(i18n: I18n<CommonKey>, error: Pick<ApiError, 'code' | 'detail'>): string {
  const known = i18n.find(ERROR_PREFIX + shownCode(error.code));
  if (known !== undefined) return known;
  // The case's fields have each their own pair of codes: reason_missing, reason_not_taken, …
  const [, field = '', fault = ''] = /^(\w+)_(missing|not_taken)$/.exec(error.code) ?? [];
  const label = i18n.find(`field.${field}`);
  if (label !== undefined) return i18n.t(`error.${fault as 'missing'}`, { field: label });
  if (i18n.locale.value === 'en' && error.detail !== '') return error.detail;
  return i18n.t('error.unknown', { code: error.code });
}

export function categoryName(
  category: { name_zh: string; name_en: string } | null | undefined,
  locale: string,
): string {
  if (!category) return '';
  return locale === 'en' && category.name_en !== '' ? category.name_en : category.name_zh;
}

/** Teams are named by the area they belong to. */
export function holderName(i18n: I18n<CommonKey>, holder: { kind: string; name: string }): string {
  return i18n.find(`holderName.${holder.kind}`, { name: holder.name }) ?? holder.name;
}

export function deskName(i18n: I18n<CommonKey>, desk: { name: string }): string {
  return holderName(i18n, { kind: 'desk', name: desk.name });
}

export function districtName(
  district: { name: string; name_en: string } | null | undefined,
  locale: string,
): string {
  if (!district) return '';
  return locale === 'en' && district.name_en !== '' ? district.name_en : district.name;
}
