// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Area } from '@shared/api/types.ts';
import { classesOf, frameOf, partValues, stepOf } from './classes.ts';
import { levelsBelow, usualLevel } from './levels.ts';
import type { Rate, Standing } from '@shared/api/types.ts';

describe('colours of counts', () => {
  it('keep zero apart and leave no value without a class', () => {
    for (const most of [0, 1, 2, 3, 4, 5, 7, 28, 1000]) {
      const classes = classesOf('open', [most]);
      expect(classes[0]).toEqual({ step: 0, from: 0, to: 0 });
      for (let value = 0; value <= most; value += 1) {
        const held = classes.filter((one) => one.from <= value && value <= one.to);
        expect(held.length, `${value} of ${most}`).toBe(1);
        expect(stepOf(classes, value)).toBe(held[0]?.step);
      }
    }
  });

  it('end with the alarming colour where there is anything', () => {
    for (const most of [1, 2, 3, 9]) expect(stepOf(classesOf('open', [most]), most)).toBe(5);
  });
});

describe('colours of rates', () => {
  const classes = classesOf('on_time_rate', []);
  it('are the same everywhere, low rates alarming', () => {
    expect([1, 0.95, 0.93, 0.85, 0.7, 0.2].map((rate) => stepOf(classes, rate))).toEqual([
      0, 0, 1, 2, 3, 5,
    ]);
  });
  it('leave what cannot be counted uncoloured', () => {
    expect(stepOf(classes, null)).toBe(-1);
    expect(stepOf(classes, undefined)).toBe(-1);
  });
});

describe('the frame of a map', () => {
  it('holds all points with room around them', () => {
    const [[west, south], [east, north]] = frameOf([
      { lat: 22, lon: 113 },
      { lat: 22.1, lon: 113.2 },
    ]) as [[number, number], [number, number]];
    expect(west < 113 && east > 113.2 && south < 22 && north > 22.1).toBe(true);
    expect(frameOf([])).toBeNull();
  });
});

describe('levels', () => {
  const area = (id: string, parent: string | null, level: string): Area => ({
    id,
    parent,
    level,
    code: id,
    name: id,
  });
  const areas = [
    area('1', null, 'district'),
    area('2', '1', 'street'),
    area('3', '2', 'community'),
    area('4', '3', 'grid'),
    area('5', '3', 'grid'),
  ];
  it('are those that lie below, grids first chosen', () => {
    expect(levelsBelow(areas, '1')).toEqual(['street', 'community', 'grid']);
    expect(usualLevel(levelsBelow(areas, '1'))).toBe('grid');
    expect(levelsBelow(areas, '4')).toEqual([]);
    expect(usualLevel([])).toBe('');
  });
});

describe('the values of parts', () => {
  it('leave out what lies in no part', () => {
    const standing = {
      parts: [
        { area: { id: '1' }, own_only: true, open: 4, overdue: 0 },
        { area: { id: '2' }, own_only: false, open: 3, overdue: 1 },
      ],
    } as unknown as Standing;
    expect([...partValues(standing, 'overdue', null)]).toEqual([['2', 1]]);
    expect([...partValues(standing, 'on_time_rate', null)]).toEqual([['2', null]]);
    const rate = { value: 0.9, numerator: 9, denominator: 10 } as Rate;
    const rates = { from: '', to: '', of: new Map([['2', rate]]) };
    expect([...partValues(standing, 'on_time_rate', rates)]).toEqual([['2', 0.9]]);
  });
});
