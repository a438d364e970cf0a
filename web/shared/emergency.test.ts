// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { emergencyHints } from './emergency.ts';

const gas = { code: 'gas', number: '119', advice_zh: '先到室外', advice_en: 'Go outside' };
const injury = { code: 'injury', number: '120', advice_zh: '别搬动', advice_en: 'Do not move' };
const numbers = (words: string): string[] => emergencyHints(words, null, []).map((h) => h.number);

describe('the emergency hint', () => {
  it.each([
    ['三楼着火了，有人被困', ['119']],
    ['楼道里燃气味很重', ['119']],
    ['老人晕倒，头上流血', ['120']],
    ['楼下有人持刀打架', ['110']],
    ['There is a gas leak and someone is injured', ['119', '120']],
    ['A fire on the second floor', ['119']],
  ])('%s', (words, expected) => {
    expect(numbers(words)).toEqual(expected);
  });

  it.each([
    '消防通道被堵',
    '灭火器过期了',
    '小区路灯不亮',
    'The fire lane is blocked',
    'fired worker',
    '',
  ])('stays quiet for: %s', (words) => {
    expect(numbers(words)).toEqual([]);
  });

  it('puts the category first and brings its advice', () => {
    const hints = emergencyHints('有人受伤', { emergency: 'gas' }, [gas, injury]);
    expect(hints.map((h) => h.emergency)).toEqual([gas, injury]);
  });

  it('names a number even when the catalogue could not be read', () => {
    expect(emergencyHints('', { emergency: 'unheard_of' }, [])).toEqual([
      { number: '110', emergency: null },
    ]);
  });
});
