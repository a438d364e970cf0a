// SPDX-License-Identifier: Apache-2.0
// Texts in two languages without a library: the public page has 60 kB for everything. Chinese is
// part of the bundle; English is fetched when somebody chooses it. Keys are typed by the Chinese
// catalogue, so a missing English text does not compile.
import { shallowRef, type Ref } from 'vue';

export type Locale = 'zh' | 'en';
export type Catalogue<K extends string> = Record<K, string>;
export type Params = Record<string, string | number>;

export interface I18n<K extends string> {
  readonly locale: Ref<Locale>;
  /** The text of a key; {name} is replaced by a parameter. */
  t(key: K, params?: Params): string;
  /** As t, choosing "one | many" by the English plural; {n} is the number, written by locale. */
  tn(key: K, n: number, params?: Params): string;
  /** A text that may not exist: codes from the server newer than this page. */
  find(key: string, params?: Params): string | undefined;
  setLocale(locale: Locale): Promise<void>;
}

export interface I18nOptions<K extends string> {
  zh: Catalogue<K>;
  english: () => Promise<Catalogue<K>>;
  storage?: Pick<Storage, 'getItem' | 'setItem'> | undefined;
  languages?: readonly string[];
}

const STORED = 'gewu.language';

export function fill(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in params ? String(params[name]) : whole,
  );
}

export function chooseLocale(stored: string | null, languages: readonly string[]): Locale {
  if (stored === 'zh' || stored === 'en') return stored;
  const first = languages.find((tag) => /^(zh|en)\b/i.test(tag));
  return first !== undefined && /^en/i.test(first) ? 'en' : 'zh';
}

/** Storage may be denied (private windows); then nothing is remembered and nothing breaks. */
export function readStored(
  storage: Pick<Storage, 'getItem'> | undefined,
  name: string,
): string | null {
  try {
    return storage?.getItem(name) ?? null;
  } catch {
    return null;
  }
}

export function writeStored(
  storage: Pick<Storage, 'setItem'> | undefined,
  name: string,
  value: string,
): boolean {
  try {
    storage?.setItem(name, value);
    return storage !== undefined;
  } catch {
    return false;
  }
}

export function createI18n<K extends string>(options: I18nOptions<K>): I18n<K> {
  const locale = shallowRef<Locale>('zh');
  const texts = shallowRef<Catalogue<string>>(options.zh);
  const rules = new Intl.PluralRules('en');
  const find = (key: string, params: Params = {}): string | undefined => {
    const text = texts.value[key];
    return text === undefined ? undefined : fill(text, params);
  };
  const tn = (key: K, n: number, params: Params = {}): string => {
    const text = texts.value[key] ?? key;
    const forms = text.split(' | ');
    const index = locale.value === 'en' && rules.select(n) !== 'one' ? forms.length - 1 : 0;
    return fill(forms[index] ?? text, { n: n.toLocaleString(tagOf(locale.value)), ...params });
  };
  const setLocale = async (next: Locale): Promise<void> => {
    texts.value = next === 'zh' ? options.zh : await options.english();
    locale.value = next;
    writeStored(options.storage, STORED, next);
    if (typeof document !== 'undefined') document.documentElement.lang = tagOf(next);
  };
  return { locale, find, tn, setLocale, t: (key, params) => find(key, params) ?? key };
}

export function tagOf(locale: Locale): string {
  return locale === 'zh' ? 'zh-CN' : 'en-GB';
}

export function initialLocale(storage: Pick<Storage, 'getItem'> | undefined): Locale {
  return chooseLocale(readStored(storage, STORED), navigator.languages ?? [navigator.language]);
}
