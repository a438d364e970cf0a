// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Area } from '@shared/api/types.ts';
import { adminPages, firstPassword, matches } from './admin.ts';
import { monthsOf, spansAreFine } from './calendar.ts';
import { settingFault, type StageSetting } from './stages.ts';
import { endOfDay, grantState, type Grant } from './people.ts';
import { treeRows } from './tree.ts';

describe('the pages of administration', () => {
  const of = (role: string): string[] => adminPages([{ role }]);
  it('show each administrator his own', () => {
    expect(of('security_administrator')[0]).toBe('people');
    expect(of('system_administrator')).not.toContain('people');
    expect(of('system_administrator')).not.toContain('security');
    expect(of('auditor')).toContain('security');
    expect(of('dispatcher')).toContain('doorCards');
  });
});

describe('a first password', () => {
  it('has four kinds of characters, letters or digits at its ends, and twelve at least', () => {
    for (let i = 0; i < 200; i += 1) {
      const password = firstPassword();
      expect(password.length).toBeGreaterThanOrEqual(12);
      expect(password).toMatch(/^[a-zA-Z2-9].*[a-zA-Z2-9]$/);
      const kinds = [/[a-z]/, /[A-Z]/, /[2-9]/].filter((kind) => kind.test(password));
      expect(kinds.length, password).toBe(3);
      expect(password).not.toMatch(/[lIO01]/);
    }
  });
});

describe('a search', () => {
  it('wants every word, anywhere', () => {
    expect(matches('王 网格', '王丽', '网格员')).toBe(true);
    expect(matches('王 街道', '王丽', '网格员')).toBe(false);
    expect(matches('', 'x')).toBe(true);
  });
});

describe('a limit of a stage', () => {
  const limit: StageSetting = {
    name: 'check',
    value: 'urgent_minute:30',
    typical: 'urgent_minute:30',
    own: false,
  };
  const share: StageSetting = {
    ...limit,
    name: 'sample_percent',
    value: '10',
    least: 0,
    most: 100,
  };
  it('is a whole number within its bounds', () => {
    expect(['1', '30', '10000'].map((text) => settingFault(limit, text))).toEqual(
      Array(3).fill(false),
    );
    expect(
      ['', '0', '10001', '1.5', '-1', '1e3', '三十'].map((text) => settingFault(limit, text)),
    ).toEqual(Array(7).fill(true));
    expect(['0', '100'].map((text) => settingFault(share, text))).toEqual([false, false]);
    expect(settingFault(share, '101')).toBe(true);
  });
});

describe('the tree', () => {
  const area = (id: string, parent: string | null, name: string): Area => ({
    id,
    parent,
    name,
    code: id,
    level: 'grid',
  });
  const areas = [area('1', null, '区'), area('2', '1', '东街'), area('3', '2', '东街一社区')];
  it('shows what is open', () => {
    expect(treeRows(areas, new Set(), '').map((row) => row.area.id)).toEqual(['1']);
    expect(treeRows(areas, new Set(['1']), '').map((row) => row.depth)).toEqual([0, 1]);
  });
  it('shows what is found with the way to it', () => {
    const found = treeRows(areas, new Set(), '一社区');
    expect(found.map((row) => row.area.id)).toEqual(['1', '2', '3']);
    expect(treeRows(areas, new Set(), 'nowhere')).toEqual([]);
  });
});

describe('a year', () => {
  const days = [
    { date: '2026-10-01', kind: 'off', name: '国庆节' },
    { date: '2026-10-10', kind: 'work', name: '国庆节' },
  ];
  const october = monthsOf(2026, [1, 2, 3, 4, 5], days)[9];
  it('begins its weeks on Monday', () => {
    // 1 October 2026 was a Thursday.
    expect(october?.before).toBe(3);
    expect(october?.days.length).toBe(31);
  });
  it('tells holidays and make-up workdays from usual days', () => {
    const tones = [1, 2, 3, 10].map((day) => october?.days[day - 1]?.tone);
    expect(tones).toEqual(['holiday', 'work', 'rest', 'makeup']);
  });
});

describe('working hours', () => {
  it.each([
    ['09:00-12:00,14:00-18:00', true],
    ['09:00-12:00, 12:30-18:00', true],
    ['09:00-12:00,11:00-18:00', false],
    ['09:00-08:00', false],
    ['9-12', false],
    ['00:00-24:00', true],
    ['', false],
  ])('%s', (spans, fine) => {
    expect(spansAreFine(spans)).toBe(fine);
  });
});

describe('a role', () => {
  const now = new Date('2026-05-05T12:00:00Z');
  const grant = (valid_from: string, valid_to: string | null): Grant =>
    ({ grant: '1', role: 'leader', area: '1', valid_from, valid_to }) as Grant;
  it('runs between its dates', () => {
    expect(grantState(grant('2026-01-01T00:00:00Z', null), now)).toBe('running');
    expect(grantState(grant('2026-06-01T00:00:00Z', null), now)).toBe('coming');
    expect(grantState(grant('2026-01-01T00:00:00Z', '2026-05-05T12:00:00Z'), now)).toBe('over');
  });
  it('until a day holds on that day, in the district’s time', () => {
    expect(endOfDay('2026-05-05', 480)).toBe('2026-05-05T16:00:00.000Z');
  });
});
