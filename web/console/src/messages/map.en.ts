// SPDX-License-Identifier: Apache-2.0
import type { Catalogue } from '@shared/i18n/core.ts';
import type { mapZh } from './map.zh.ts';

export const mapEn: Catalogue<keyof typeof mapZh> = {
  'nav.map': 'Map',
  'page.map': 'Map',

  'figureMap.label':
    'Map of grids and cases. Arrows move, plus and minus zoom, Enter takes the area or case in the middle.',
  'figureMap.level': 'Level',
  'figureMap.colour': 'Colour',
  'figureMap.open': 'Open',
  'figureMap.overdue': 'Overdue',
  'figureMap.on_time_rate': 'On time (30 days)',
  'figureMap.cases': 'Cases',
  'figureMap.allOpen': 'All open',
  'figureMap.nothing': 'Nothing to count',
  'figureMap.table': 'What the map shows',
  'figureMap.noParts': 'Nothing lies below this area.',
  'figureMap.toQueue': 'Show its cases',
  'figureMap.drill': 'Go into this area',
  'figureMap.noWebgl':
    'This device cannot draw the map (no WebGL). The table below has the same numbers.',
  'figureMap.failed': 'The map did not load. The table has the same numbers; you can also retry.',
};
