// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { CaseRow, HolderChoice } from '@shared/api/types.ts';
import { forgetDrafts, readDraft, writeDraft } from './drafts.ts';
import {
  askOf,
  filtersIn,
  queryOf,
  querySaved,
  queryText,
  sameQuery,
  savedText,
  queueIn,
} from './query.ts';
import { likeness, nearest } from './similar.ts';
import { spell } from './spell.ts';
import { freshRows, mergeRows, settleRows, type ShownRow } from './stable.ts';
import { suggestHolder } from './suggest.ts';

const row = (id: string, change: Partial<CaseRow> = {}): CaseRow =>
  ({ id, title: `案件 ${id}`, version: 1, category: { code: 'a' }, ...change }) as CaseRow;
const rows = (text: string): CaseRow[] => [...text].map((id) => row(id));
const told = (shown: ShownRow[]): string =>
  shown.map(({ row: { id }, gone }) => (gone ? `(${id})` : id)).join('');

describe('a live list under the hand', () => {
  it('keeps every row where it is: what left is dimmed, what came waits', () => {
    const merged = mergeRows(freshRows(rows('abcd')), rows('xacd'), true);
    expect(told(merged.rows)).toBe('a(b)cd');
    expect(merged).toMatchObject({ arrived: 1, left: 1 });
  });

  it('shows the newest state of a row that stayed', () => {
    const merged = mergeRows(freshRows(rows('a')), [row('a', { version: 9 })], true);
    expect(merged.rows[0]?.row.version).toBe(9);
  });

  it('says nothing about rows beyond the part that was read', () => {
    const merged = mergeRows(freshRows(rows('abcdef')), rows('abc'), false);
    expect(told(merged.rows)).toBe('abcdef');
    expect(told(mergeRows(freshRows(rows('abcd')), rows('ad'), false).rows)).toBe('a(b)(c)d');
  });

  it('takes over the fresh order when nobody points, and keeps the tail', () => {
    expect(told(settleRows(freshRows(rows('abcd')), rows('xacd'), true))).toBe('xacd');
    expect(told(settleRows(freshRows(rows('abcdef')), rows('xac'), false))).toBe('xacdef');
    expect(told(settleRows(freshRows(rows('ab')), rows('xy'), false))).toBe('xy');
  });
});

describe('the address of the queue', () => {
  it('keeps what makes sense and drops the rest, so that old links open', () => {
    expect(
      queryOf({
        queue: 'desk',
        state: 'flying',
        area: '12',
        since: '2026-01-01',
        until: 'soon',
        emergency: 'yes',
        page: '3',
        q: ' 路灯 ',
        channel: ['phone', 'paper'],
      }),
    ).toEqual({ queue: 'desk', area: '12', since: '2026-01-01', q: '路灯' });
  });

  it('is the same text for the same choice, whatever the order', () => {
    const one = querySaved('alarm=overdue&queue=all', 480);
    expect(queryText(one)).toBe('queue=all&alarm=overdue');
    expect(sameQuery(one, { queue: 'all', alarm: 'overdue' })).toBe(true);
    expect(filtersIn(one)).toEqual(['alarm']);
  });

  it('asks for whole days of the district, the last one included, and comes back the same', () => {
    const days = { since: '2026-03-01', until: '2026-03-01' };
    expect(askOf(days, 480)).toEqual({
      since: '2026-02-28T16:00:00.000Z',
      until: '2026-03-01T16:00:00.000Z',
    });
    expect(querySaved(savedText(days, 480), 480)).toEqual(days);
  });

  it('saves a list together with the words that were searched in it', () => {
    const text = savedText({ alarm: 'overdue', q: '路灯 西门' }, 480);
    expect(querySaved(text, 480)).toEqual({ alarm: 'overdue', q: '路灯 西门' });
    expect(sameQuery({ alarm: 'overdue', q: '路灯' }, { alarm: 'overdue' })).toBe(false);
  });

  it('means every case where words are searched and no list was chosen', () => {
    expect(queueIn({ q: '路灯' }, 'desk')).toBe('all');
    expect(queueIn({ q: '路灯', queue: 'mine' }, 'desk')).toBe('mine');
    expect(queueIn({}, 'desk')).toBe('desk');
  });
});

describe('the suggested holder', () => {
  const choice = (id: string, role: string, area_name: string): HolderChoice => ({
    kind: 'account',
    id,
    name: id,
    role,
    area_name,
  });
  const held = {
    area_names: ['云桥区', '北街', '和平社区', '第4网格', '第4网格3号微网格'],
    holder: { kind: 'desk', id: '1', name: '' },
  };

  it('is the worker of the smallest area around the place, with that area as the reason', () => {
    const found = suggestHolder(held, [
      choice('desk', 'community_desk', '和平社区'),
      choice('near', 'grid_worker', '第4网格'),
      choice('lead', 'micro_grid_lead', '第4网格3号微网格'),
      choice('far', 'grid_worker', '和平社区'),
    ]);
    expect(found).toMatchObject({ holder: { id: 'near' }, area: '第4网格' });
  });

  it('is nobody when only those of elsewhere or of the whole district are there', () => {
    expect(suggestHolder(held, [choice('x', 'grid_worker', '第9网格')])).toBeNull();
    expect(suggestHolder(held, [choice('x', 'department', '云桥区')])).toBeNull();
    expect(suggestHolder(held, [choice('x', 'leader', '北街')])).toBeNull();
  });
});

describe('what is like what was said', () => {
  it('is told by shared pairs of signs, without spaces and stops', () => {
    expect(likeness('东门的路灯不亮', '小区东门路灯不亮三天了')).toBeGreaterThan(0.6);
    expect(likeness('东门的路灯不亮', '楼道堆了旧沙发')).toBe(0);
    expect(likeness('灯', '灯')).toBe(0);
    expect(likeness('Street light, broken!', 'broken street light')).toBeGreaterThan(0.8);
  });

  it('lists likely ones first, the same category next, others not at all', () => {
    const found = nearest(
      [
        row('1', { title: '楼道堆物' }),
        row('2', { title: '路灯全灭' }),
        row('3', { title: '东门路灯不亮', category: { code: 'b' } as never }),
      ],
      '东门的路灯不亮了',
      'a',
    );
    expect(found.map((near) => near.row.id)).toEqual(['3', '2', '1']);
    expect(nearest([row('1', { title: '楼道堆物' })], '路灯', 'x')).toEqual([]);
  });
});

describe('a follow code read out', () => {
  it('goes group by group, sign by sign', () => {
    expect(spell('K7-B', 'zh')).toEqual([
      [
        { sign: 'K', word: 'Kilo' },
        { sign: '7', word: '七' },
      ],
      [{ sign: 'B', word: 'Bravo' }],
    ]);
    expect(spell('1', 'en')[0]?.[0]?.word).toBe('one');
  });
});

describe('what was typed', () => {
  beforeEach(() => sessionStorage.clear());

  it('is kept in the tab, and forgotten at sign-out', () => {
    writeDraft('entry', { words: '灯😀' });
    sessionStorage.setItem('other', '1');
    expect(readDraft('entry')).toEqual({ words: '灯😀' });
    forgetDrafts();
    expect(readDraft('entry')).toBeNull();
    expect(sessionStorage.getItem('other')).toBe('1');
  });

  it('breaks nothing where the browser keeps nothing or holds rubbish', () => {
    const full = {
      ...sessionStorage,
      length: 0,
      key: () => null,
      removeItem: () => undefined,
      getItem: () => '{',
      setItem: () => {
        throw new Error('full');
      },
    };
    expect(writeDraft('x', {}, full)).toBe(false);
    expect(readDraft('x', full)).toBeNull();
  });
});
