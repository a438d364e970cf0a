// SPDX-License-Identifier: Apache-2.0
// Which levels lie below an area, and which of them a map begins with.
import type { Area } from '@shared/api/types.ts';
import { areasBelow } from '../areas.ts';

const ORDER = ['street', 'community', 'grid', 'dedicated_grid', 'micro_grid'];

export function levelsBelow(areas: Area[], of: string): string[] {
  const found = new Set(
    areasBelow(areas, [of])
      .filter((area) => area.id !== of)
      .map((area) => area.level),
  );
  return ORDER.filter((level) => found.has(level));
}

/** Grids are what people speak of; where there are none, whatever lies right below. */
export function usualLevel(levels: readonly string[]): string {
  return levels.includes('grid') ? 'grid' : (levels[0] ?? '');
}
