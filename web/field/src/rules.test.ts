// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { FieldCase, KitArea } from '@shared/api/field.ts';
import type { Allowed, CategoryClass } from '@shared/api/types.ts';
import { deedItem, doable, emptyValues, fieldsHere, missingHere, photoKinds } from './deed.ts';
import { collectionOf } from './map.ts';
import { nextPath } from './next.ts';
import { emptyNote, findCategories, noteItem, noteNeeds, usualCategories } from './note.ts';
import type { Item } from './offline/queue.ts';
import { asNote, shownState, stillAllowed, typedWords } from './outbox.ts';
import { typeOf } from './recorder.ts';
import { searchCases } from './search.ts';
import { sizeText } from './sizes.ts';

const allowed = (action: string, needs: string[] = [], optional: string[] = []): Allowed => ({
  action,
  needs,
  optional,
});
const place = { lat: 22.75, lon: 113.9, accuracy_m: 12, by: 'gps' as const };

describe('what a worker types', () => {
  const note = { ...emptyNote(), category: 'a', address: '3 栋' };

  it('is never cut: too much is a fault that stands until it is shortened', () => {
    expect(noteNeeds({ ...note, words: '字'.repeat(10_000) })).toEqual(['long']);
    expect(noteNeeds({ ...note, words: '😀'.repeat(2_000) })).toEqual([]);
    expect(noteNeeds({ ...note, address: '字'.repeat(121) })).toEqual(['long']);
    expect(noteNeeds({ ...note, answer: '字'.repeat(10_000) })).toEqual([]);
  });

  it('loses what nobody can see and the server would refuse', () => {
    const words = '井盖\u202e松了\u0007 👩\u200d🚒';
    const { body } = noteItem({ ...note, words, address: '东门\ufeff\n旁' }, 'x', 'zh-CN');
    expect(body).toMatchObject({ words: '井盖松了 👩\u200d🚒', address: '东门 旁' });
  });
});

describe('a quick note', () => {
  it('needs a photo’s worth of sense only: what and where', () => {
    expect(noteNeeds(emptyNote())).toEqual(['what', 'place']);
    expect(noteNeeds({ ...emptyNote(), category: 'a', place })).toEqual([]);
    expect(noteNeeds({ ...emptyNote(), words: '灯坏', address: '东门' })).toEqual([]);
    expect(noteNeeds({ ...emptyNote(), category: 'a', place, self: true })).toEqual(['answer']);
  });

  it('speaks by its category where no words were typed', () => {
    const item = noteItem({ ...emptyNote(), category: 'a', place }, '路灯不亮', 'zh-CN');
    expect(item.body).toEqual({
      words: '路灯不亮',
      channel: 'worker_note',
      language: 'zh-CN',
      category: 'a',
      place: { lat: 22.75, lon: 113.9, accuracy_m: 12 },
    });
  });

  it('fixed on the spot brings how', () => {
    const note = {
      ...emptyNote(),
      words: '小广告',
      address: '3栋',
      self: true,
      answer: ' 已铲除 ',
    };
    const item = noteItem(note, '', 'zh-CN');
    expect(item.action).toBe('report_self_handled');
    expect(item.body).toMatchObject({ self_handled: true, answer: '已铲除', address: '3栋' });
  });
});

describe('categories', () => {
  const one = (code: string, usual: number | null, active = true) => ({
    id: code,
    code,
    name_zh: `类${code}`,
    name_en: `Kind ${code}`,
    usual,
    limits: [],
    limit: '',
    self_handling: true,
    active,
  });
  const many = Array.from({ length: 12 }, (_, i) => one(`c${i}`, i < 9 ? i : null));
  const classes: CategoryClass[] = [
    {
      code: 'x',
      domain: '',
      name_zh: '',
      name_en: '',
      categories: [...many, one('old', 0, false)],
    },
  ];
  const codes = (mine: string[], chosen = ''): string[] =>
    usualCategories(classes, mine, chosen).map(({ code }) => code);

  it('are mine first, then everybody’s, eight in all, none retired', () => {
    expect(codes(['c11', 'old', 'gone'])).toEqual([
      'c11',
      'c0',
      'c1',
      'c2',
      'c3',
      'c4',
      'c5',
      'c6',
    ]);
  });

  it('always show the chosen one', () => {
    expect(codes([], 'c10').at(-1)).toBe('c10');
    expect(codes([], 'c10')).toHaveLength(8);
  });

  it('are found in either language', () => {
    expect(findCategories(classes, 'kind C11')[0]?.categories).toHaveLength(1);
    expect(findCategories(classes, '类c1')[0]?.categories).toHaveLength(3);
    expect(findCategories(classes, '没有')).toEqual([]);
  });
});

describe('a deed on the phone', () => {
  const done = allowed('report_done', ['photo_after', 'answer'], ['note', 'photos']);

  it('is offered unless it needs lists that only the server has', () => {
    const all = [allowed('dispatch', ['holder']), done, allowed('accept'), allowed('reveal')];
    expect(doable(all).map(({ action }) => action)).toEqual(['accept', 'report_done']);
    const help = allowed('ask_help', ['reason'], ['assistants', 'category']);
    expect(fieldsHere(help).map(({ name }) => name)).toEqual(['reason', 'assistants']);
  });

  it('asks for photos before and after where the server wants the one after', () => {
    expect(photoKinds(done)).toEqual(['before', 'after']);
    const before = {
      id: '1',
      medium: 'photo' as const,
      kind: 'before',
      bytes: 1,
      key: 'k',
      sent: null,
    };
    const values = { ...emptyValues(), texts: { answer: '好了' } };
    expect(missingHere(done, values, [before])).toEqual(['photo_after']);
    expect(missingHere(done, values, [{ ...before, kind: 'after' }])).toEqual([]);
  });

  it('carries the version that was seen beside its body', () => {
    const held = { id: '7', title: '灯', number: 12, version: 4 };
    const values = { ...emptyValues(), texts: { reason: '缺件' } };
    const item = deedItem(allowed('return', ['reason']), values, held, 480);
    expect(item).toMatchObject({
      lane: '7',
      version: 4,
      body: { action: 'return', reason: '缺件' },
    });
    expect('version' in item.body).toBe(false);
  });
});

describe('the outbox', () => {
  const item = {
    key: 'k',
    kind: 'deed',
    lane: '7',
    order: 1,
    action: 'report_done',
    state: 'conflict',
    next_ms: 0,
    body: { action: 'report_done', answer: '已换灯泡' },
    attachments: [],
  } as unknown as Item;

  it('keeps what was typed, also as a note when the deed is no longer possible', () => {
    expect(typedWords(item)).toBe('已换灯泡');
    const held = { allowed: [allowed('note', ['note'])] } as unknown as FieldCase;
    expect(stillAllowed(item, held)).toBe(false);
    expect(asNote(item, 9)).toMatchObject({
      key: 'k',
      version: 9,
      state: 'waiting',
      body: { action: 'note', note: '已换灯泡' },
    });
  });

  it('says why something waits', () => {
    const after = { ...item, key: 'l', order: 2, state: 'waiting' } as Item;
    expect(shownState(after, [item, after], 0)).toBe('heldUp');
    expect(shownState(after, [after], 0)).toBe('waiting');
    expect(shownState({ ...after, next_ms: 5 }, [after], 0)).toBe('due');
  });
});

describe('the search on the phone', () => {
  const held = (number: number, title: string, words = ''): FieldCase =>
    ({
      id: String(number),
      number,
      title,
      words,
      address: '',
      answer: '',
      area_names: ['金桂社区'],
      reported_at: `2026-01-${String(number).padStart(2, '0')}T00:00:00Z`,
    }) as unknown as FieldCase;
  const all = [held(10, '路灯不亮', '东门 12 号'), held(12, '积水', '路灯旁'), held(13, '垃圾')];
  const found = (typed: string): number[] => searchCases(all, typed).map(({ number }) => number);

  it('finds every word wherever it stands, newest first', () => {
    expect(found('路灯')).toEqual([12, 10]);
    expect(found('路灯 东门')).toEqual([10]);
    expect(found('金桂')).toEqual([13, 12, 10]);
    expect(found('  ')).toEqual([]);
  });

  it('puts the case of that number first', () => {
    expect(found('12')).toEqual([12, 10]);
  });
});

describe('small things', () => {
  const area = (id: string, parent: string | null, level = 'grid'): KitArea => ({
    id,
    code: id,
    name: id,
    level,
    parent,
    outline: [
      [0, 0],
      [1, 0],
      [1, 1],
    ],
  });

  it('the map draws the smallest areas and outlines the largest', () => {
    const areas = [area('1', '9'), area('2', '1'), area('3', '1'), area('4', '3', 'building')];
    const ids = (which: 'leaves' | 'tops'): unknown[] =>
      collectionOf(areas, which).features.map(({ properties }) => properties.id);
    expect(ids('leaves')).toEqual(['2', '3']);
    expect(ids('tops')).toEqual(['1']);
  });

  it('sizes are short', () => {
    expect([0, 999, 1_500, 250_000, 12_345_678].map(sizeText)).toEqual([
      '0 B',
      '999 B',
      '1.5 kB',
      '250 kB',
      '12 MB',
    ]);
  });

  it('a voice note is named without its codecs', () => {
    expect(typeOf('audio/webm;codecs=opus')).toBe('audio/webm');
    expect(typeOf('')).toBe('audio/webm');
  });

  it('a login leads on within this app and district only', () => {
    expect(nextPath('/440311/outbox', '440311')).toBe('/440311/outbox');
    expect(nextPath('//evil.example/440311/', '440311')).toBe('/440311');
    expect(nextPath('/990000/me', '440311')).toBe('/440311');
  });
});
