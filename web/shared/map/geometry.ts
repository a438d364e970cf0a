// SPDX-License-Identifier: Apache-2.0
// The little geometry the map needs: where to write a name, and how wide an uncertainty is.

export type LonLat = [number, number];

export interface AreaFeature {
  type: 'Feature';
  properties: Record<string, unknown>;
  geometry: { type: string; coordinates: unknown };
}

export interface AreaCollection {
  type: 'FeatureCollection';
  features: AreaFeature[];
}

interface PointFeature {
  type: 'Feature';
  properties: Record<string, unknown>;
  geometry: { type: 'Point'; coordinates: LonLat };
}

/** Signed area (in square degrees) and centroid of a closed ring. */
export function ringCentre(ring: LonLat[]): { area: number; centre: LonLat } {
  let area = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const [x0, y0] = ring[i] as LonLat;
    const [x1, y1] = ring[i + 1] as LonLat;
    const cross = x0 * y1 - x1 * y0;
    area += cross / 2;
    x += (x0 + x1) * cross;
    y += (y0 + y1) * cross;
  }
  if (area === 0) return { area, centre: ring[0] ?? [0, 0] };
  return { area, centre: [x / (6 * area), y / (6 * area)] };
}

function outerRings(geometry: AreaFeature['geometry']): LonLat[][] {
  if (geometry.type === 'Polygon') return [(geometry.coordinates as LonLat[][])[0] ?? []];
  if (geometry.type === 'MultiPolygon') {
    return (geometry.coordinates as LonLat[][][]).map((polygon) => polygon[0] ?? []);
  }
  return [];
}

/** One point per area, in its largest part: labels on polygons would repeat per tile. */
export function labelPoints(areas: AreaCollection): {
  type: 'FeatureCollection';
  features: PointFeature[];
} {
  const features = areas.features.flatMap((feature): PointFeature[] => {
    const rings = outerRings(feature.geometry).map(ringCentre);
    const largest = rings.sort((a, b) => Math.abs(b.area) - Math.abs(a.area))[0];
    if (largest === undefined) return [];
    const geometry = { type: 'Point' as const, coordinates: largest.centre };
    return [{ type: 'Feature', properties: feature.properties, geometry }];
  });
  return { type: 'FeatureCollection', features };
}

const METRES_PER_DEGREE = 111_320;

/** A polygon of 48 corners around a point; metres. */
export function circle(centre: { lat: number; lon: number }, radius: number): AreaFeature {
  const lat = radius / METRES_PER_DEGREE;
  const lon = lat / Math.cos((centre.lat * Math.PI) / 180);
  const ring = Array.from({ length: 49 }, (_, i): LonLat => {
    const angle = (2 * Math.PI * i) / 48;
    return [centre.lon + lon * Math.cos(angle), centre.lat + lat * Math.sin(angle)];
  });
  return { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [ring] } };
}
