// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Figures } from '@shared/api/types.ts';
import { areasBelow } from '../areas.ts';
import { commonZh } from '@shared/i18n/common.zh.ts';
import { consoleZh } from '../messages.zh.ts';
import { faultsOf, type Board, type BlockOf } from './board.ts';
import { queueAsk, rowsAsk } from './links.ts';
import { boardOf, BOARDS, firstBoard } from './shipped.ts';
import type { Standing } from '@shared/api/types.ts';
import { questionsOf, type Asked } from './sources.ts';
import { sortFrom, sortRows, sortText, tableRows, valueOf } from './table.ts';

const asked: Asked = {
  area: '7',
  period: 'month',
  now: new Date('2026-03-10T12:00:00Z'),
  offset: 0,
};
const counts = (open: number, overdue = 0): object => ({ open, overdue, warned: 0, emergency: 0 });
const area = (id: string, name: string): object => ({ id, code: `c${id}`, name, level: 'grid' });
const standing = {
  ...counts(7, 2),
  unlocated: 1,
  parts: [
    { ...counts(1), area: area('7', 'town'), own_only: true },
    { ...counts(4, 2), area: area('8', 'east'), own_only: false },
    { ...counts(2), area: area('9', 'west'), own_only: false },
  ],
  categories: [
    { ...counts(6), category: { id: '3', code: 'lamp', name_zh: '灯', name_en: 'Lamp' } },
    { ...counts(1), category: { id: '0', code: '', name_zh: '', name_en: '' } },
  ],
} as unknown as Standing;
const figures = {
  total: { reported: 30 },
  rates: [],
  rows: [
    {
      key: { area: '9', name: 'west' },
      values: { reported: 20 },
      rates: [{ code: 'on_time_rate', value: 0.9, numerator: 9, denominator: 10 }],
    },
    { key: { area: '7', name: 'town', own_only: true }, values: { reported: 10 }, rates: [] },
  ],
} as unknown as Figures;

describe('the boards that are shipped', () => {
  it('are whole', () => {
    for (const board of BOARDS) expect(faultsOf(board), board.code).toEqual([]);
    expect(new Set(BOARDS.map((board) => board.code)).size).toBe(BOARDS.length);
  });

  it('are plain data, so that an office can store its own', () => {
    for (const board of BOARDS) expect(JSON.parse(JSON.stringify(board))).toEqual(board);
  });

  it('name metrics and rates that have words', () => {
    const words: Record<string, string> = { ...commonZh, ...consoleZh };
    const text = JSON.stringify(BOARDS);
    for (const [, metric] of text.matchAll(/"metric":"(\w+)"/g)) {
      expect(words[`metric.${metric}`], metric).toBeDefined();
    }
    for (const [, rate] of text.matchAll(/"rate":"(\w+)"/g)) {
      expect(words[`rate.${rate}`], rate).toBeDefined();
    }
  });

  it('begin where the reader answers', () => {
    const of = (role: string, area_level: string): string =>
      firstBoard([{ role, area_level }]).code;
    expect(of('leader', 'district')).toBe('today');
    expect(of('grid_lead', 'grid')).toBe('grid');
    expect(of('community_desk', 'community')).toBe('grid');
    expect(of('dispatcher', 'street')).toBe('today');
  });
});

describe('a description that somebody wrote', () => {
  it('is told what is wrong with it, by path', () => {
    const bad = {
      code: 'Bad Code',
      title: { zh: '坏', en: '' },
      lead: { zh: '', en: '' },
      levels: [],
      first_for: [],
      blocks: [
        { kind: 'pie', wide: 6 },
        { kind: 'rates', wide: 1, rates: [], span: 'chosen' },
        { kind: 'days', wide: 6, span: 'week' },
      ],
    } as unknown as Board;
    expect(faultsOf(bad)).toEqual([
      'code: small letters, digits and _',
      'title: needs both languages',
      'blocks/0/kind: unknown',
      'blocks/1/wide: 3 to 12',
      'blocks/1/span: the board lets nobody choose a period',
      'blocks/2/metrics: missing',
    ]);
  });
});

describe('a board’s questions', () => {
  it('are asked once, however many blocks show the answer', () => {
    const keys = questionsOf(boardOf('today') as Board, asked).map((question) => question.key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => key.startsWith('/cases/standing')).length).toBe(1);
  });

  it('follow the period where the reader picks one', () => {
    const days = questionsOf(boardOf('street') as Board, { ...asked, period: 'week' }).find(
      (question) => question.query.by === 'day',
    );
    expect(days?.query).toMatchObject({ from: '2026-03-04', to: '2026-03-10', area: '7' });
  });
});

describe('a number opens', () => {
  it('to the queue that lists exactly those cases', () => {
    expect(queueAsk({ area: '7', measure: 'overdue', state: 'handling' })).toEqual({
      queue: 'overdue',
      area: '7',
      state: 'handling',
    });
    expect(queueAsk({ area: '7', measure: 'open', holder: { kind: 'account', id: '5' } })).toEqual({
      queue: 'all',
      area: '7',
      holder: 'account:5',
    });
    expect(queueAsk({ area: '7', measure: 'unlocated' })).toEqual({ queue: 'unlocated' });
    expect(queueAsk({ area: '7', measure: 'overdue', ownOnly: true })).toEqual({
      queue: 'overdue',
      area: '7',
      own_only: 'true',
    });
  });

  it('to its rows, narrowed to where it stands', () => {
    const ask = { area: '7', from: '2026-02-01', to: '2026-03-10', by: 'month' };
    const row = { key: { day: '2026-03-01' }, values: {} };
    expect(rowsAsk(ask, 'closed', 4, row)).toMatchObject({ from: '2026-03-01', to: '2026-03-10' });
    const own = { key: { area: '7', own_only: true }, values: {} };
    expect(rowsAsk({ ...ask, by: 'area' }, 'closed', 4, own)).toMatchObject({
      area: '7',
      own_only: 'true',
      n: '4',
    });
  });
});

describe('a table', () => {
  const block = {
    kind: 'table',
    by: 'area',
    wide: 12,
    span: 'chosen',
    columns: [{ metric: 'reported' }, { standing: 'open' }, { rate: 'on_time_rate' }],
  } as BlockOf<'table'>;
  const rows = tableRows('area', standing, figures);
  const sorted = (text: string): string[] =>
    sortRows(rows, block.columns, sortFrom(text, block), (row) => row.name).map((row) => row.name);

  it('puts what is open beside what was counted, part by part', () => {
    expect(rows.map((row) => block.columns.map((column) => valueOf(row, column)))).toEqual([
      [10, 1, null],
      [0, 4, null],
      [20, 2, 0.9],
    ]);
  });

  it('sums up to what stands above it', () => {
    const open = rows.reduce((sum, row) => sum + (valueOf(row, { standing: 'open' }) ?? 0), 0);
    expect(open).toBe(standing.open);
  });

  it('is sorted as the address says, what lies in no part always last', () => {
    expect(sorted('')).toEqual(['east', 'west', 'town']);
    expect(sorted('0-down')).toEqual(['west', 'east', 'town']);
    expect(sorted('1-up')).toEqual(['west', 'east', 'town']);
    expect(sorted('2-down')).toEqual(['west', 'east', 'town']);
    expect(sorted('9-down')).toEqual(['east', 'west', 'town']);
    expect(sortText(sortFrom('1-down', block))).toBe('1-down');
  });

  it('by category keeps what has none as a row of its own', () => {
    expect(tableRows('category', standing, null).map((row) => row.key)).toEqual(['3', 'none']);
  });
});

describe('the areas of a reader', () => {
  it('are his own and what lies below them', () => {
    const held = [
      { id: '1', parent: null },
      { id: '2', parent: '1' },
      { id: '3', parent: '2' },
      { id: '4', parent: '1' },
    ].map((one) => ({ ...one, code: one.id, name: one.id, level: 'grid' }));
    expect(areasBelow(held, ['2']).map((one) => one.id)).toEqual(['2', '3']);
  });
});
