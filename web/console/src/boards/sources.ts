// SPDX-License-Identifier: Apache-2.0
// What a board must ask the server: each question once, however many blocks show its answer.
import type { CasePage, FigureItems, Figures, Standing } from '@shared/api/types.ts';
import { periodOf, type Period } from '../figures.ts';
import type { Block, Board, Span } from './board.ts';

export type Query = Record<string, string | number>;
export interface Source {
  key: string;
  path: string;
  query: Query;
}
export type Answer = Standing | Figures | CasePage | FigureItems;

export interface Asked {
  area: string;
  /** The period picked on the page. */
  period: Period;
  now: Date;
  offset: number;
}

function source(path: string, query: Query): Source {
  const pairs = Object.entries(query).sort(([a], [b]) => a.localeCompare(b));
  return { key: `${path}?${pairs.map((pair) => pair.join('=')).join('&')}`, path, query };
}

export function spanOf(span: Span, asked: Asked): { from: string; to: string } {
  return periodOf(span === 'chosen' ? asked.period : span, asked.now, asked.offset);
}

export const standingSource = (asked: Asked): Source =>
  source('/cases/standing', { area: asked.area });

export const figuresSource = (asked: Asked, span: Span, by: string): Source =>
  source('/figures', { area: asked.area, by, lens: 'as_was', ...spanOf(span, asked) });

export const casesSource = (asked: Asked, ask: Record<string, string>, most: number): Source =>
  source('/cases', { area: asked.area, ...ask, limit: most });

export const latestSource = (asked: Asked, metric: string, span: Span, most: number): Source =>
  source('/figures/rows', {
    area: asked.area,
    metric,
    lens: 'as_was',
    limit: most,
    ...spanOf(span, asked),
  });

/** The questions of one block. */
export function sourcesOf(block: Block, asked: Asked): Source[] {
  switch (block.kind) {
    case 'numbers':
      return block.numbers.map((number) =>
        'standing' in number ? standingSource(asked) : figuresSource(asked, number.span, 'total'),
      );
    case 'stages':
    case 'holders':
    case 'map':
      return [standingSource(asked)];
    case 'rates':
      return [figuresSource(asked, block.span, 'total')];
    case 'table':
      return [standingSource(asked), figuresSource(asked, block.span, block.by)];
    case 'days':
      return [figuresSource(asked, block.span, 'day')];
    case 'cases':
      return [casesSource(asked, block.ask, block.most)];
    case 'latest':
      return [latestSource(asked, block.metric, block.span, block.most)];
  }
}

export function questionsOf(board: Board, asked: Asked): Source[] {
  const found = new Map<string, Source>();
  for (const block of board.blocks) {
    for (const one of sourcesOf(block, asked)) found.set(one.key, one);
  }
  return [...found.values()];
}
