// SPDX-License-Identifier: Apache-2.0
// How the server counts and cleans what people type. A paste of ten thousand characters stays in
// the field with a word on how much is too much: a browser's own maxlength would cut it in silence.

/** Characters as people count them: an emoji outside the first plane is one. */
export function pointsOf(text: string): number {
  let points = 0;
  for (const point of text) points += point === '' ? 0 : 1;
  return points;
}

/** Control characters, marks that reorder text, non-characters and halves of a character. */
const HIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\p{Cs}\u{e0000}-\u{e007f}]|[\ufffe\uffff]/gu;

/** What the server would refuse is taken out: nobody can see it, so nobody can remove it. */
export function cleaned(text: string, manyLines: boolean): string {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\t/g, ' ').replace(HIDDEN, '');
  return (manyLines ? lines : lines.replace(/\n+/g, ' ')).trim();
}

export function tooLong(text: string, max: number, manyLines = true): number {
  return Math.max(0, pointsOf(cleaned(text, manyLines)) - max);
}
