// SPDX-License-Identifier: Apache-2.0
import type { Catalogue } from '@shared/i18n/core.ts';
import type { boardZh } from './board.zh.ts';

export const boardEn: Catalogue<keyof typeof boardZh> = {
  'nav.board': 'Boards',
  'page.board': 'Boards',

  'board.choose': 'Choose a board',
  'board.print': 'Print',
  'board.at': 'Figures of {at}',
  'board.open': '{what}: {n}, open them',
  'board.todayOf': '{metric} today',
  'board.stages': 'Open cases by stage',
  'board.bar': 'Bar split by clock',
  'board.holders': 'Who holds what is overdue',
  'board.nothingOpen': 'Nothing is open here.',
  'board.nothingLate': 'Nothing is overdue.',
  'board.noCases': 'No cases here.',
  'board.noRows': 'No records in this period.',
  'board.all': 'List them all',
  'board.allOf': 'The one | All {n}',
  'board.showAll': 'The one row | All {n} rows',
  'board.toMap': 'Open the map',

  'standing.open': 'Open',
  'standing.warned': 'Due soon',
  'standing.overdue': 'Overdue',
  'standing.emergency': 'Emergency',
  'standing.unlocated': 'Unlocated',
  'standing.fine': 'In time',
};
