// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { circle, labelPoints, ringCentre, type LonLat } from './geometry.ts';

const square = (x: number, y: number, size: number): LonLat[] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];

describe('the geometry of the map', () => {
  it('finds the middle of a ring, whichever way it runs', () => {
    expect(ringCentre(square(0, 0, 2)).centre).toEqual([1, 1]);
    expect(ringCentre([...square(0, 0, 2)].reverse()).centre).toEqual([1, 1]);
    expect(ringCentre([[5, 6]]).centre).toEqual([5, 6]);
  });

  it('writes each name once, in the largest part', () => {
    const feature = {
      type: 'Feature' as const,
      properties: { name: '甲' },
      geometry: { type: 'MultiPolygon', coordinates: [[square(0, 0, 1)], [square(10, 10, 4)]] },
    };
    const labels = labelPoints({ type: 'FeatureCollection', features: [feature] });
    expect(labels.features).toHaveLength(1);
    expect(labels.features[0]?.geometry.coordinates).toEqual([12, 12]);
    expect(labels.features[0]?.properties.name).toBe('甲');
  });

  it('leaves out what has no area', () => {
    const point = {
      type: 'Feature' as const,
      properties: {},
      geometry: { type: 'Point', coordinates: [0, 0] },
    };
    expect(labelPoints({ type: 'FeatureCollection', features: [point] }).features).toEqual([]);
  });

  it('draws an uncertainty of the right width', () => {
    const ring = (circle({ lat: 60, lon: 10 }, 1000).geometry.coordinates as LonLat[][])[0]!;
    const lons = ring.map((p) => p[0]);
    const lats = ring.map((p) => p[1]);
    expect(Math.max(...lats) - 60).toBeCloseTo(1000 / 111_320, 6);
    // At 60° a degree of longitude is half as long.
    expect(Math.max(...lons) - 10).toBeCloseTo(2000 / 111_320, 5);
  });
});
