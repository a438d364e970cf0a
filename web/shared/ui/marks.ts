// SPDX-License-Identifier: Apache-2.0
// Where a text holds what was searched for, on this side of the line: width, case and accents do
// not matter. What the server found in traditional characters it marks itself.
import type { TextMark } from '../api/types.ts';

export interface MarkedPiece {
  text: string;
  marked: boolean;
}

/** The text in pieces, marked and not; marks that make no sense are left out. */
export function piecesOf(text: string, marks: readonly TextMark[]): MarkedPiece[] {
  const pieces: MarkedPiece[] = [];
  let at = 0;
  for (const { from, to } of [...marks].sort((a, b) => a.from - b.from)) {
    if (from < at || to <= from || to > text.length) continue;
    if (from > at) pieces.push({ text: text.slice(at, from), marked: false });
    pieces.push({ text: text.slice(from, to), marked: true });
    at = to;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), marked: false });
  return pieces;
}

const fold = (text: string): string =>
  text.normalize('NFKC').toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

/** Folded, with the place in the text that each folded unit came from. */
function folded(text: string): { text: string; from: number[]; to: number[] } {
  let out = '';
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  for (const character of text) {
    const plain = fold(character);
    for (let i = 0; i < plain.length; i += 1) {
      from.push(at);
      to.push(at + character.length);
    }
    out += plain;
    at += character.length;
  }
  return { text: out, from, to };
}

/** Each word that was typed, wherever the text holds it. */
export function marksOf(text: string, typed: string): TextMark[] {
  const words = fold(typed)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  if (words.length === 0 || text === '') return [];
  const plain = folded(text);
  const marks: TextMark[] = [];
  for (const word of words) {
    for (let i = plain.text.indexOf(word); i >= 0; i = plain.text.indexOf(word, i + word.length)) {
      marks.push({ from: plain.from[i] ?? 0, to: plain.to[i + word.length - 1] ?? 0 });
    }
  }
  return marks;
}
