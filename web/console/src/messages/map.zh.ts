// SPDX-License-Identifier: Apache-2.0
export const mapZh = {
  'nav.map': '地图',
  'page.map': '地图',

  'figureMap.label': '网格与工单地图。方向键移动，加减键缩放，回车选中间的区域或工单。',
  'figureMap.level': '层级',
  'figureMap.colour': '着色',
  'figureMap.open': '未结件数',
  'figureMap.overdue': '超时件数',
  'figureMap.on_time_rate': '按时处置率（近 30 天）',
  'figureMap.cases': '工单',
  'figureMap.allOpen': '全部未结',
  'figureMap.nothing': '没有可计算的件数',
  'figureMap.table': '地图上的数字',
  'figureMap.noParts': '这里没有下级区域。',
  'figureMap.toQueue': '查看工单',
  'figureMap.drill': '进入这个区域',
  'figureMap.noWebgl': '这台设备画不出地图（没有 WebGL）。同样的数字在下面的表里。',
  'figureMap.failed': '地图没有载入。同样的数字在表里；也可以重试。',
} as const;
