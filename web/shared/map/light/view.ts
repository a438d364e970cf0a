// SPDX-License-Identifier: Apache-2.0
// The geometry of the light map: a flat local projection and what the window shows of it. Within a
// district the flat sheet is exact to a few metres in ten kilometres, which no eye sees.
import type { Bounds, LatLon } from '../../api/types.ts';
import type { AreaCollection, LonLat } from '../geometry.ts';

const METRES_PER_DEGREE = 111_320;

/** Metres east and south of the sheet's origin: the axes of SVG. */
export interface Spot {
  x: number;
  y: number;
}

export interface Sheet {
  to(place: LatLon): Spot;
  from(spot: Spot): LatLon;
}

export interface Size {
  width: number;
  height: number;
}

export interface View {
  centre: Spot;
  /** Metres per pixel. */
  scale: number;
}

export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** Shown while nothing has an outline. */
export const NOWHERE: Bounds = {
  south_west: { lat: 20, lon: 100 },
  north_east: { lat: 40, lon: 120 },
};
export const SCALE_MIN = 0.15;
/** At the edge of the map the district fills a sixth of the window; further out is nothing. */
const OUT_MAX = 6;

export function sheetAt(origin: LatLon): Sheet {
  const eastward = METRES_PER_DEGREE * Math.cos((origin.lat * Math.PI) / 180);
  return {
    to: ({ lat, lon }) => ({
      x: (lon - origin.lon) * eastward,
      y: (origin.lat - lat) * METRES_PER_DEGREE,
    }),
    from: ({ x, y }) => ({
      lat: origin.lat - y / METRES_PER_DEGREE,
      lon: origin.lon + x / eastward,
    }),
  };
}

export function middleOf(bounds: Bounds): LatLon {
  const { south_west: a, north_east: b } = bounds;
  return { lat: (a.lat + b.lat) / 2, lon: (a.lon + b.lon) / 2 };
}

/** All of a box in the window, with a little air. */
export function fit(sheet: Sheet, bounds: Bounds, size: Size, air = 12): View {
  const a = sheet.to(bounds.south_west);
  const b = sheet.to(bounds.north_east);
  const room = (pixels: number): number => Math.max(1, pixels - 2 * air);
  const scale = Math.max(
    Math.abs(b.x - a.x) / room(size.width),
    Math.abs(b.y - a.y) / room(size.height),
    SCALE_MIN,
  );
  return { centre: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, scale };
}

/** Scaled about a pixel of the window, which keeps showing the same spot. */
export function zoomed(view: View, factor: number, at: Spot, size: Size, fitted: number): View {
  const scale = Math.min(Math.max(view.scale / factor, SCALE_MIN), fitted * OUT_MAX);
  const kept = spotAt(view, at, size);
  return {
    scale,
    centre: {
      x: kept.x - (at.x - size.width / 2) * scale,
      y: kept.y - (at.y - size.height / 2) * scale,
    },
  };
}

export function moved(view: View, right: number, down: number): View {
  const { centre, scale } = view;
  return { scale, centre: { x: centre.x - right * scale, y: centre.y - down * scale } };
}

export function spotAt(view: View, at: Spot, size: Size): Spot {
  return {
    x: view.centre.x + (at.x - size.width / 2) * view.scale,
    y: view.centre.y + (at.y - size.height / 2) * view.scale,
  };
}

export function pixelAt(view: View, spot: Spot, size: Size): Spot {
  return {
    x: (spot.x - view.centre.x) / view.scale + size.width / 2,
    y: (spot.y - view.centre.y) / view.scale + size.height / 2,
  };
}

/** The attribute viewBox. */
export function frame(view: View, size: Size): string {
  const width = size.width * view.scale;
  const height = size.height * view.scale;
  const left = view.centre.x - width / 2;
  const top = view.centre.y - height / 2;
  return [left, top, width, height].map((n) => n.toFixed(2)).join(' ');
}

export function boxOf(sheet: Sheet, view: View, size: Size): Box {
  const a = sheet.from(spotAt(view, { x: 0, y: 0 }, size));
  const b = sheet.from(spotAt(view, { x: size.width, y: size.height }, size));
  return { west: a.lon, north: a.lat, east: b.lon, south: b.lat };
}

/** Of outlines that carry no bounds of their own. */
export function boundsOf(areas: AreaCollection): Bounds | null {
  const points = areas.features.flatMap((feature) => ringsOf(feature.geometry).flat());
  if (points.length === 0) return null;
  const [lons, lats] = [points.map((p) => p[0]), points.map((p) => p[1])];
  const least = (list: number[]): number => list.reduce((a, b) => Math.min(a, b));
  const most = (list: number[]): number => list.reduce((a, b) => Math.max(a, b));
  return {
    south_west: { lat: least(lats), lon: least(lons) },
    north_east: { lat: most(lats), lon: most(lons) },
  };
}

export function ringsOf(geometry: { type: string; coordinates: unknown }): LonLat[][] {
  if (geometry.type === 'Polygon') return geometry.coordinates as LonLat[][];
  if (geometry.type === 'MultiPolygon') return (geometry.coordinates as LonLat[][][]).flat();
  return [];
}

/** The attribute d of an outline, holes included (fill-rule evenodd); tenths of a metre. */
export function pathOf(sheet: Sheet, geometry: { type: string; coordinates: unknown }): string {
  return ringsOf(geometry)
    .map((ring) => {
      const spots = ring.slice(0, -1).map(([lon, lat]) => sheet.to({ lat, lon }));
      return `M${spots.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`;
    })
    .join('');
}
