// SPDX-License-Identifier: Apache-2.0
// What a board is: a description in plain data, drawn by one page. Nothing here is code, so that an
// office can be given its own boards by storing such a description.

export const STANDING = ['open', 'warned', 'overdue', 'emergency', 'unlocated'] as const;
export type StandingMeasure = (typeof STANDING)[number];
/** `chosen`: the period picked on the page. */
export const SPANS = ['today', 'week', 'month', 'year', 'chosen'] as const;
export type Span = (typeof SPANS)[number];

export interface Words {
  zh: string;
  en: string;
}

/** One number: what is open now, or what was counted in a period. Both open to their cases. */
export type NumberOf = { standing: StandingMeasure } | { metric: string; span: Span };
/** A column of a table by area, category or holder. */
export type Column =
  { standing: Exclude<StandingMeasure, 'unlocated'> } | { metric: string } | { rate: string };

interface Titled {
  title?: Words;
  /** Of twelve columns on a wide screen; a phone shows one block below the other. */
  wide: number;
}

export type Block = Titled &
  (
    | { kind: 'numbers'; numbers: NumberOf[] }
    | { kind: 'stages' }
    | { kind: 'rates'; rates: string[]; span: Span }
    | { kind: 'table'; by: 'area' | 'category'; columns: Column[]; span: Span; most?: number }
    | { kind: 'holders'; most: number }
    | { kind: 'days'; metrics: string[]; span: Span }
    | { kind: 'cases'; ask: Record<string, string>; most: number }
    | { kind: 'latest'; metric: string; span: Span; most: number }
    | { kind: 'map'; measure: 'open' | 'overdue' }
  );

export type BlockOf<K extends Block['kind']> = Extract<Block, { kind: K }>;

export interface Board {
  code: string;
  title: Words;
  lead: Words;
  /** Levels of areas it is made for; none: any. The first that the reader has is where it opens. */
  levels: string[];
  /** Whose first page it is. */
  first_for: string[];
  /** Whether the reader picks a period. */
  period?: Exclude<Span, 'chosen' | 'today'>;
  blocks: Block[];
}

const KINDS: Record<Block['kind'], readonly string[]> = {
  numbers: ['numbers'],
  stages: [],
  rates: ['rates', 'span'],
  table: ['by', 'columns', 'span'],
  holders: ['most'],
  days: ['metrics', 'span'],
  cases: ['ask', 'most'],
  latest: ['metric', 'span', 'most'],
  map: ['measure'],
};

/** What is wrong with a description that somebody wrote, as "path: what"; empty when nothing is. */
export function faultsOf(board: Board): string[] {
  const faults: string[] = [];
  if (!/^[a-z][a-z0-9_]*$/.test(board.code)) faults.push('code: small letters, digits and _');
  if (!board.title.zh || !board.title.en) faults.push('title: needs both languages');
  if (board.blocks.length === 0) faults.push('blocks: none');
  board.blocks.forEach((block, index) => {
    const at = `blocks/${index}`;
    const needs = KINDS[block.kind] as readonly string[] | undefined;
    if (needs === undefined) return void faults.push(`${at}/kind: unknown`);
    for (const name of needs) if (!(name in block)) faults.push(`${at}/${name}: missing`);
    if (!(block.wide >= 3 && block.wide <= 12)) faults.push(`${at}/wide: 3 to 12`);
    const span = 'span' in block ? block.span : undefined;
    if (span !== undefined && !SPANS.includes(span)) faults.push(`${at}/span: unknown`);
    if (span === 'chosen' && board.period === undefined) {
      faults.push(`${at}/span: the board lets nobody choose a period`);
    }
  });
  return faults;
}

export function wordsIn(words: Words, locale: string): string {
  return locale === 'en' ? words.en : words.zh;
}
