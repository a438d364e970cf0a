// SPDX-License-Identifier: Apache-2.0
// The boards that come with Gewu.
import type { Board } from './board.ts';

const today: Board = {
  code: 'today',
  title: { zh: '今日', en: 'Today' },
  lead: {
    zh: '现在等着办的、今天来的和办完的、晚了的在谁手里。',
    en: 'What waits now, what came in and was finished today, what is late and with whom.',
  },
  levels: [],
  first_for: ['leader'],
  blocks: [
    {
      kind: 'numbers',
      wide: 12,
      numbers: [
        { standing: 'open' },
        { standing: 'overdue' },
        { standing: 'warned' },
        { standing: 'emergency' },
        { metric: 'reported', span: 'today' },
        { metric: 'closed', span: 'today' },
      ],
    },
    { kind: 'stages', wide: 7, title: { zh: '等在哪一步', en: 'Where it waits' } },
    {
      kind: 'holders',
      wide: 5,
      most: 8,
      title: { zh: '晚了的在谁手里', en: 'Late, and with whom' },
    },
    {
      kind: 'cases',
      wide: 6,
      most: 6,
      ask: { queue: 'all', emergency: 'true' },
      title: { zh: '紧急', en: 'Emergencies' },
    },
    {
      kind: 'cases',
      wide: 6,
      most: 6,
      ask: { queue: 'all', alarm: 'warned' },
      title: { zh: '快到期', en: 'Due next' },
    },
    {
      kind: 'table',
      wide: 12,
      by: 'area',
      span: 'today',
      columns: [
        { standing: 'open' },
        { standing: 'overdue' },
        { standing: 'warned' },
        { metric: 'reported' },
        { metric: 'closed' },
      ],
      title: { zh: '各区域今天', en: 'Areas today' },
    },
  ],
};

const grid: Board = {
  code: 'grid',
  title: { zh: '我的网格', en: 'My grid' },
  lead: {
    zh: '这里还有什么没办、哪些晚了、办得怎么样。',
    en: 'What is open here, what is late, and how well it goes.',
  },
  levels: ['micro_grid', 'grid', 'dedicated_grid', 'community'],
  first_for: [],
  period: 'month',
  blocks: [
    {
      kind: 'numbers',
      wide: 12,
      numbers: [
        { standing: 'open' },
        { standing: 'overdue' },
        { standing: 'warned' },
        { metric: 'reported', span: 'chosen' },
        { metric: 'closed', span: 'chosen' },
      ],
    },
    {
      kind: 'rates',
      wide: 12,
      span: 'chosen',
      rates: ['on_time_rate', 'reopen_rate', 'satisfied_of_reached_rate'],
    },
    {
      kind: 'table',
      wide: 6,
      by: 'category',
      span: 'chosen',
      most: 10,
      columns: [{ standing: 'open' }, { standing: 'overdue' }, { metric: 'reported' }],
      title: { zh: '哪些类别', en: 'Which categories' },
    },
    { kind: 'map', wide: 6, measure: 'open', title: { zh: '在哪里', en: 'Where' } },
    {
      kind: 'latest',
      wide: 6,
      metric: 'reported',
      span: 'chosen',
      most: 8,
      title: { zh: '最近的上报', en: 'Last reports' },
    },
    {
      kind: 'cases',
      wide: 6,
      most: 8,
      ask: { queue: 'overdue' },
      title: { zh: '已超时', en: 'Overdue' },
    },
  ],
};

const street: Board = {
  code: 'street',
  title: { zh: '街道看板', en: 'Street board' },
  lead: {
    zh: '各社区、各网格办得怎么样。比率都带分母和 95% 区间：件数少的不要只看百分比。',
    en: 'How communities and grids do. Rates come with their counts and a 95 % interval: where there are few cases, the percentage alone says little.',
  },
  levels: ['street', 'district', 'community'],
  first_for: [],
  period: 'month',
  blocks: [
    {
      kind: 'numbers',
      wide: 12,
      numbers: [
        { metric: 'reported', span: 'chosen' },
        { metric: 'closed', span: 'chosen' },
        { standing: 'open' },
        { standing: 'overdue' },
        { metric: 'reopened', span: 'chosen' },
      ],
    },
    {
      kind: 'table',
      wide: 12,
      by: 'area',
      span: 'chosen',
      columns: [
        { metric: 'reported' },
        { standing: 'open' },
        { standing: 'overdue' },
        { rate: 'on_time_rate' },
        { rate: 'satisfied_of_reached_rate' },
        { rate: 'reopen_rate' },
      ],
      title: { zh: '各区域', en: 'By area' },
    },
    { kind: 'days', wide: 8, metrics: ['reported', 'closed'], span: 'chosen' },
    {
      kind: 'map',
      wide: 4,
      measure: 'overdue',
      title: { zh: '超时在哪里', en: 'Where it is late' },
    },
    {
      kind: 'table',
      wide: 12,
      by: 'category',
      span: 'chosen',
      most: 15,
      columns: [
        { metric: 'reported' },
        { standing: 'open' },
        { standing: 'overdue' },
        { rate: 'on_time_rate' },
        { rate: 'reopen_rate' },
      ],
      title: { zh: '各类别', en: 'By category' },
    },
  ],
};

export const BOARDS: readonly Board[] = [today, grid, street];

export function boardOf(code: string): Board | undefined {
  return BOARDS.find((board) => board.code === code);
}

/** Where somebody begins: the board made for the kind of area he answers for. */
export function firstBoard(grants: readonly { role: string; area_level: string }[]): Board {
  const roles = grants.map((grant) => grant.role);
  const named = BOARDS.find((board) => board.first_for.some((role) => roles.includes(role)));
  const levels = grants.map((grant) => grant.area_level);
  const small = levels.length > 0 && levels.every((level) => grid.levels.includes(level));
  return named ?? (small ? grid : today);
}
