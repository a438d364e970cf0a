// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { chooseLocale, createI18n, fill } from './core.ts';
import { errorText } from './context.ts';
import type { I18n } from './core.ts';
import type { CommonKey } from './context.ts';
import {
  addDays,
  createFormats,
  dayOf,
  instantOfLocal,
  localOfInstant,
  placeNames,
  spanParts,
} from './format.ts';

const make = (storage?: Pick<Storage, 'getItem' | 'setItem'>): I18n<'hello' | 'n'> =>
  createI18n<'hello' | 'n'>({
    zh: { hello: '您好 {name}', n: '{n} 件 | {n} 件' },
    english: () => Promise.resolve({ hello: 'Hello {name}', n: '{n} case | {n} cases' }),
    storage,
  });

describe('texts', () => {
  it('fill in what is given and leave what is not', () => {
    expect(fill('{a} {b}', { a: 1 })).toBe('1 {b}');
  });

  it('begin in Chinese and switch when asked', async () => {
    const kept: Record<string, string> = {};
    const i18n = make({ getItem: () => null, setItem: (k, v) => void (kept[k] = v) });
    expect(i18n.t('hello', { name: '甲' })).toBe('您好 甲');
    await i18n.setLocale('en');
    expect(i18n.t('hello', { name: 'A' })).toBe('Hello A');
    expect(document.documentElement.lang).toBe('en-GB');
    expect(Object.values(kept)).toEqual(['en']);
  });

  it('choose the English plural and write big numbers by locale', async () => {
    const i18n = make();
    expect(i18n.tn('n', 1200)).toBe('1,200 件');
    await i18n.setLocale('en');
    expect(i18n.tn('n', 1)).toBe('1 case');
    expect(i18n.tn('n', 0)).toBe('0 cases');
  });

  it('survive a storage that is denied', async () => {
    const denied = (): never => {
      throw new Error('denied');
    };
    await expect(
      make({ getItem: denied, setItem: denied }).setLocale('en'),
    ).resolves.toBeUndefined();
  });

  it('follow the choice, then the browser, then Chinese', () => {
    expect(chooseLocale('en', ['zh-CN'])).toBe('en');
    expect(chooseLocale(null, ['fr', 'en-US'])).toBe('en');
    expect(chooseLocale(null, ['fr'])).toBe('zh');
    expect(chooseLocale('nonsense', ['zh-TW', 'en'])).toBe('zh');
  });
});

describe('the text of a refusal', () => {
  const i18n = (locale: 'zh' | 'en'): I18n<CommonKey> => {
    const made = createI18n<string>({
      zh: {
        'code.known': '已知',
        'code.page_outdated': '刷新',
        'error.unknown': '未知 {code}',
        'error.missing': '缺 {field}',
        'field.reason': '原因',
      },
      english: () => Promise.reject(new Error('not needed')),
    });
    made.locale.value = locale;
    return made as unknown as I18n<CommonKey>;
  };

  it('is ours where we have one', () => {
    expect(errorText(i18n('zh'), { code: 'known', detail: 'x' })).toBe('已知');
    expect(errorText(i18n('zh'), { code: 'json_malformed', detail: 'x' })).toBe('刷新');
    expect(errorText(i18n('zh'), { code: 'reason_missing', detail: 'x' })).toBe('缺 原因');
  });

  it('is the server’s own English for a newer code, and general in Chinese', () => {
    expect(errorText(i18n('en'), { code: 'brand_new', detail: 'Do that.' })).toBe('Do that.');
    expect(errorText(i18n('zh'), { code: 'brand_new', detail: 'Do that.' })).toBe('未知 brand_new');
  });
});

describe('times and numbers', () => {
  const zh = createFormats('zh', 480);
  const en = createFormats('en', -300);

  it('are told in the district’s own time', () => {
    expect(zh.instant('2026-03-01T16:05:00Z')).toContain('00:05');
    expect(zh.instant('2026-03-01T16:05:00Z')).toContain('3/2');
    expect(en.instant('2026-03-01T02:05:00Z')).toContain('28 Feb');
    expect(dayOf(new Date('2026-03-01T16:05:00Z'), 480)).toBe('2026-03-02');
  });

  it('name at most two units of a span', () => {
    expect(spanParts(59_000)).toEqual([{ value: 0, unit: 'minute' }]);
    expect(spanParts(-(26 * 60 + 5) * 60_000).map((p) => p.unit)).toEqual(['day', 'hour']);
    expect(en.span(3 * 3_600_000)).toBe('3 hrs');
    expect(zh.span(90 * 60_000)).toBe('1小时30分钟');
  });

  it('turn a wall clock into an instant and back', () => {
    expect(instantOfLocal('2026-03-02T00:05', 480)).toBe('2026-03-01T16:05:00.000Z');
    expect(localOfInstant(new Date('2026-03-01T16:05:00Z'), 480)).toBe('2026-03-02T00:05');
  });

  it('step over months and leap days', () => {
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  });

  it('write distances and percentages', () => {
    expect(zh.distance(14.6)).toBe('15 米');
    expect(en.distance(1840)).toBe('1.8 km');
    expect(en.percent(0.9123)).toBe('91.2%');
  });

  it('drop area names that the next one repeats', () => {
    expect(placeNames(['光明街道', '石围第4网格', '石围第4网格3号微网格'])).toEqual([
      '光明街道',
      '石围第4网格3号微网格',
    ]);
  });
});

describe('texts that come with a page', () => {
  const base = { zh: { a: '甲' }, english: () => Promise.resolve({ a: 'A' }) };
  const part = {
    zh: () => Promise.resolve({ b: '乙' }),
    english: () => Promise.resolve({ b: 'B' }),
  };

  it('are there in the language shown, also when it is switched before or after', async () => {
    const after = createI18n<string>(base);
    await after.add(part);
    expect([after.t('a'), after.t('b')]).toEqual(['甲', '乙']);
    await after.setLocale('en');
    expect([after.t('a'), after.t('b')]).toEqual(['A', 'B']);
    const during = createI18n<string>(base);
    await Promise.all([during.setLocale('en'), during.add(part)]);
    expect([during.t('a'), during.t('b')]).toEqual(['A', 'B']);
  });

  it('leave the language as it was when they do not come', async () => {
    const i18n = createI18n<string>(base);
    await i18n.add({ ...part, english: () => Promise.reject(new Error('offline')) });
    await expect(i18n.setLocale('en')).rejects.toThrow('offline');
    expect(i18n.locale.value).toBe('zh');
    expect(i18n.t('b')).toBe('乙');
  });
});
