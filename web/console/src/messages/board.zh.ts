// SPDX-License-Identifier: Apache-2.0
export const boardZh = {
  'nav.board': '看板',
  'page.board': '看板',

  'board.choose': '选择看板',
  'board.print': '打印',
  'board.at': '数据更新于 {at}',
  'board.open': '{what}：{n} 件，打开',
  'board.todayOf': '今日{metric}',
  'board.stages': '各阶段未结工单',
  'board.bar': '按计时状态分段的条形',
  'board.holders': '超时工单的经办人',
  'board.nothingOpen': '这里没有未结工单。',
  'board.nothingLate': '没有超时的工单。',
  'board.noCases': '这里没有工单。',
  'board.noRows': '这个时段没有记录。',
  'board.all': '全部列出',
  'board.allOf': '全部 {n} 条 | 全部 {n} 条',
  'board.showAll': '全部 {n} 行 | 全部 {n} 行',
  'board.toMap': '打开地图',

  'standing.open': '未结',
  'standing.warned': '快到期',
  'standing.overdue': '已超时',
  'standing.emergency': '紧急',
  'standing.unlocated': '待定位',
  'standing.fine': '时限内',
} as const;
