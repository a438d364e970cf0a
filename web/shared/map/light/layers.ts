// SPDX-License-Identifier: Apache-2.0
// What the light map draws, worked out once per territory: outlines as paths, and which names have
// room at a scale.
import type { LatLon } from '../../api/types.ts';
import { labelPoints, type AreaCollection, type LonLat } from '../geometry.ts';
import { pathOf, ringsOf, type Sheet, type Spot } from './view.ts';

export interface MapPoint {
  id: string;
  place: LatLon;
  title: string;
  tone: 'open' | 'done';
}

export interface Shape {
  id: string;
  name: string;
  path: string;
  at: Spot;
  /** Metres, of the box around it. */
  width: number;
}

export interface Name extends Spot {
  id: string;
  text: string;
}

const LETTER_PIXELS = 12.5;
const LATIN_PIXELS = 7;

/** 光明第1网格 → 第1网格: on the map its surroundings say the rest. */
export function shortName(name: string): string {
  return /第\d+网格.*$/u.exec(name)?.[0] ?? name;
}

function labelOf(feature: AreaCollection['features'][number]): LonLat | null {
  const given = feature.properties.label as LatLon | null | undefined;
  if (given) return [given.lon, given.lat];
  const made = labelPoints({ type: 'FeatureCollection', features: [feature] }).features[0];
  return made?.geometry.coordinates ?? null;
}

export function shapesOf(sheet: Sheet, areas: AreaCollection): Shape[] {
  return areas.features.flatMap((feature): Shape[] => {
    const at = labelOf(feature);
    if (at === null) return [];
    const xs = ringsOf(feature.geometry)
      .flat()
      .map(([lon, lat]) => sheet.to({ lon, lat }).x);
    const width = xs.reduce((a, b) => Math.max(a, b)) - xs.reduce((a, b) => Math.min(a, b));
    const name = String(feature.properties.name ?? '');
    const path = pathOf(sheet, feature.geometry);
    const spot = sheet.to({ lon: at[0], lat: at[1] });
    return [{ id: String(feature.properties.id ?? ''), name, path, at: spot, width }];
  });
}

function pixelsOf(text: string): number {
  return [...text].reduce(
    (sum, letter) => sum + (letter > '\u2e80' ? LETTER_PIXELS : LATIN_PIXELS),
    0,
  );
}

/** Names that fit into their area at this scale; `room`: share of the width they need to find. */
export function namesOf(scale: number, shapes: readonly Shape[], room = 1): Name[] {
  return shapes.flatMap((shape): Name[] => {
    const text = shortName(shape.name);
    if (pixelsOf(text) * room > (shape.width / scale) * 0.9) return [];
    return [{ id: shape.id, text, ...shape.at }];
  });
}

function isInRing(ring: LonLat[], { lat, lon }: LatLon): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i] as LonLat;
    const [xj, yj] = ring[j] as LonLat;
    if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** The area under a finger. Holes count by parity; a wrong neighbour on a border harms nobody. */
export function areaAt(areas: AreaCollection, place: LatLon): string | null {
  const found = areas.features.find(
    ({ geometry }) => ringsOf(geometry).filter((ring) => isInRing(ring, place)).length % 2 === 1,
  );
  return found === undefined ? null : String(found.properties.id ?? '');
}
