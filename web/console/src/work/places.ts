// SPDX-License-Identifier: Apache-2.0
// Finding an area by what people say on the phone: signs of its name in their order, with parts of
// the names around it ("和平 3栋"). Small places first, because that is where things happen.
import type { Area } from '@shared/api/types.ts';

const LEVELS = ['building', 'micro_grid', 'grid', 'dedicated_grid', 'community', 'street'];

const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, '');

/** Names above an area, from the street down; the district goes without saying. */
export function pathOf(areas: readonly Area[], area: Area): string[] {
  const byId = index(areas);
  const names: string[] = [];
  let above = byId.get(area.parent ?? '');
  for (let steps = 0; above !== undefined && steps < 8; steps += 1) {
    if (above.level !== 'district') names.unshift(above.name);
    above = byId.get(above.parent ?? '');
  }
  return names;
}

const indexes = new WeakMap<readonly Area[], Map<string, Area>>();
function index(areas: readonly Area[]): Map<string, Area> {
  const held = indexes.get(areas) ?? new Map(areas.map((area) => [area.id, area]));
  indexes.set(areas, held);
  return held;
}

/** Every word must be in the name or around it, and one of them in the name itself. */
export function findPlaces(areas: readonly Area[], text: string, limit = 8): Area[] {
  const words = text.split(/\s+/).map(plain).filter(Boolean);
  if (words.length === 0) return [];
  const hits: Area[] = [];
  for (const area of areas) {
    const name = plain(area.name);
    if (!words.some((word) => name.includes(word))) continue;
    const around = plain(pathOf(areas, area).join(' '));
    if (words.every((word) => name.includes(word) || around.includes(word))) hits.push(area);
  }
  const rank = (area: Area): number => {
    const level = LEVELS.indexOf(area.level);
    const starts = words.some((word) => plain(area.name).startsWith(word)) ? 0 : 10;
    return starts + (level < 0 ? LEVELS.length : level);
  };
  return hits.sort((a, b) => rank(a) - rank(b) || a.name.length - b.name.length).slice(0, limit);
}
