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
  /** More texts, for pages that few people open; done when they are there in the language shown. */
  add(part: TextPart): Promise<void>;
}

/** Texts in files of their own, in both languages. */
export interface TextPart {
  zh: () => Promise<Catalogue<string>>;
  english: () => Promise<Catalogue<string>>;
}

export interface I18nOptions<K extends string> {
  /** What every page needs; the rest comes by add(). */
  zh: Partial<Catalogue<K>>;
  english: () => Promise<Partial<Catalogue<K>>>;
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

/** The texts that have arrived, by language. */
class Held {
  private readonly texts = { zh: shallowRef<Catalogue<string>>({}), en: shallowRef({}) };
  private readonly parts = new Set<TextPart>();
  /** The language being switched to, while its texts are on the way. */
  wanted: Locale = 'zh';

  find(locale: Locale, key: string): string | undefined {
    return (this.texts[locale].value as Catalogue<string>)[key];
  }

  merge(locale: Locale, more: Catalogue<string>): void {
    this.texts[locale].value = { ...this.texts[locale].value, ...more };
  }

  async add(part: TextPart): Promise<void> {
    this.parts.add(part);
    const locale = this.wanted;
    this.merge(locale, await (locale === 'zh' ? part.zh() : part.english()));
  }

  async switchTo(locale: Locale, now: Locale): Promise<void> {
    this.wanted = locale;
    try {
      await Promise.all([...this.parts].map((part) => this.add(part)));
    } catch (error) {
      this.wanted = now;
      throw error;
    }
  }
}

export function createI18n<K extends string>(options: I18nOptions<K>): I18n<K> {
  const locale = shallowRef<Locale>('zh');
  const held = new Held();
  held.merge('zh', options.zh as Catalogue<string>);
  const base: TextPart = {
    zh: () => Promise.resolve(options.zh as Catalogue<string>),
    english: options.english as TextPart['english'],
  };
  void held.add(base);
  const rules = new Intl.PluralRules('en');
  const find = (key: string, params: Params = {}): string | undefined => {
    const text = held.find(locale.value, key);
    return text === undefined ? undefined : fill(text, params);
  };
  const tn = (key: K, n: number, params: Params = {}): string => {
    const text = held.find(locale.value, key) ?? key;
    const forms = text.split(' | ');
    const index = locale.value === 'en' && rules.select(n) !== 'one' ? forms.length - 1 : 0;
    return fill(forms[index] ?? text, { n: n.toLocaleString(tagOf(locale.value)), ...params });
  };
  const setLocale = async (next: Locale): Promise<void> => {
    await held.switchTo(next, locale.value);
    locale.value = next;
    writeStored(options.storage, STORED, next);
    if (typeof document !== 'undefined') document.documentElement.lang = tagOf(next);
  };
  const add = (part: TextPart): Promise<void> => held.add(part);
  return { locale, find, tn, setLocale, add, t: (key, params) => find(key, params) ?? key };
}

export function tagOf(locale: Locale): string {
  return locale === 'zh' ? 'zh-CN' : 'en-GB';
}

export function initialLocale(storage: Pick<Storage, 'getItem'> | undefined): Locale {
  return chooseLocale(readStored(storage, STORED), navigator.languages ?? [navigator.language]);
}
