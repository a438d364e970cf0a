// SPDX-License-Identifier: Apache-2.0
// A follow code as it is read out on the phone: sign by sign, with the word that tells B from D.
const WORDS: Record<string, string> = {
  A: 'Alfa',
  B: 'Bravo',
  C: 'Charlie',
  D: 'Delta',
  E: 'Echo',
  F: 'Foxtrot',
  G: 'Golf',
  H: 'Hotel',
  I: 'India',
  J: 'Juliett',
  K: 'Kilo',
  L: 'Lima',
  M: 'Mike',
  N: 'November',
  O: 'Oscar',
  P: 'Papa',
  Q: 'Quebec',
  R: 'Romeo',
  S: 'Sierra',
  T: 'Tango',
  U: 'Uniform',
  V: 'Victor',
  W: 'Whiskey',
  X: 'X-ray',
  Y: 'Yankee',
  Z: 'Zulu',
};
const DIGITS = {
  zh: ['零', '幺', '二', '三', '四', '五', '六', '七', '八', '九'],
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
} as const;

export interface Spelt {
  sign: string;
  word: string;
}

/** Groups as written, each sign with its word. */
export function spell(code: string, locale: 'zh' | 'en'): Spelt[][] {
  return code
    .split('-')
    .filter((group) => group !== '')
    .map((group) =>
      [...group].map((sign) => ({
        sign,
        word: WORDS[sign.toUpperCase()] ?? DIGITS[locale][Number(sign)] ?? sign,
      })),
    );
}
