// SPDX-License-Identifier: Apache-2.0
// Which of my areas a point lies in, without a line. The outlines are simplified, so this is what
// is shown; the server decides when the report arrives.
import type { KitArea } from '@shared/api/field.ts';

const DEPTH = [
  'district',
  'street',
  'community',
  'grid',
  'dedicated_grid',
  'micro_grid',
  'building',
];
const depthOf = (area: KitArea): number => DEPTH.indexOf(area.level);

/** Even-odd rule; a point on the line may fall to either side. */
export function contains(
  ring: readonly (readonly [number, number])[],
  x: number,
  y: number,
): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i] as [number, number];
    const [xj, yj] = ring[j] as [number, number];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** The deepest area that holds the point. */
export function areaAt(
  areas: readonly KitArea[],
  place: { lat: number; lon: number },
): KitArea | null {
  const holding = areas.filter(
    (area) => area.outline && contains(area.outline, place.lon, place.lat),
  );
  return holding.sort((a, b) => depthOf(b) - depthOf(a))[0] ?? null;
}

/** From the community down, so that a name is read like an address. */
export function namesOf(areas: readonly KitArea[], area: KitArea | null): string[] {
  const byId = new Map(areas.map((known) => [known.id, known]));
  const names: string[] = [];
  const above = new Set(['district', 'street']);
  for (let at = area ?? undefined; at !== undefined; at = byId.get(at.parent ?? '')) {
    if (!above.has(at.level)) names.unshift(at.name);
    if (names.length > 8) break;
  }
  return names;
}
