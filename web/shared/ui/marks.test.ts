// SPDX-License-Identifier: Apache-2.0
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import MarkedText from './MarkedText.vue';
import { marksOf, piecesOf } from './marks.ts';

const shown = (text: string, typed: string): string =>
  piecesOf(text, marksOf(text, typed))
    .map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
    .join('');

describe('marks of a search', () => {
  it('stand where the text holds a word, whatever its width, case and accents', () => {
    expect(shown('西门的路灯不亮', '路灯 西门')).toBe('[西门]的[路灯]不亮');
    expect(shown('The CAFÉ', 'cafe')).toBe('The [CAFÉ]');
    expect(shown('１２号楼', '12号')).toBe('[１２号]楼');
    expect(shown('🔥路灯🔥', '路灯')).toBe('🔥[路灯]🔥');
    expect(shown('路灯路灯', '灯')).toBe('路[灯]路[灯]');
  });

  it('are none where nothing was typed or nothing fits', () => {
    for (const typed of ['', '  ', '()', '井盖']) expect(shown('路灯', typed)).toBe('路灯');
    expect(shown('', '路灯')).toBe('');
  });

  it('never overlap and never leave the text, whoever sent them', () => {
    const marks = [
      { from: 2, to: 4 },
      { from: 0, to: 3 },
      { from: -1, to: 1 },
      { from: 3, to: 99 },
    ];
    const pieces = piecesOf('abcdef', marks);
    expect(pieces.map((piece) => piece.text).join('')).toBe('abcdef');
  });

  it('are elements, and the text around them is never markup', () => {
    const text = '<b>lamp</b>';
    const wrapper = mount(MarkedText, { props: { text, marks: marksOf(text, 'lamp') } });
    expect(wrapper.text()).toBe(text);
    expect(wrapper.findAll('mark').map((mark) => mark.text())).toEqual(['lamp']);
    expect(wrapper.find('b').exists()).toBe(false);
  });
});
