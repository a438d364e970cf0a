// SPDX-License-Identifier: Apache-2.0
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { nextTick, ref, shallowRef } from 'vue';
import { textsKey } from '../../i18n/context.ts';
import type { AreaCollection, LonLat } from '../geometry.ts';
import { Fingers, wheelFactor } from './gestures.ts';
import { boundsOfSteps, rangesOf, stepOf } from './heat.ts';
import { areaAt, namesOf, shapesOf, shortName } from './layers.ts';
import LightMap from './LightMap.vue';
import * as v from './view.ts';

const square = (west: number, south: number, side: number): LonLat[] => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south],
];
const area = (id: string, name: string, ...rings: LonLat[][]): AreaCollection['features'][0] => ({
  type: 'Feature',
  properties: { id, name },
  geometry: { type: 'Polygon', coordinates: rings },
});
const areas: AreaCollection = {
  type: 'FeatureCollection',
  features: [
    area('1', '光明第1网格', square(113, 22, 0.01)),
    area('2', '光明第2网格', square(113.01, 22, 0.01)),
  ],
};
const size = { width: 400, height: 300 };
const bounds = v.boundsOf(areas)!;
const sheet = v.sheetAt(v.middleOf(bounds));

describe('the window of the light map', () => {
  it('turns a place into a spot and back', () => {
    const place = { lat: 22.0031, lon: 113.0127 };
    const back = sheet.from(sheet.to(place));
    expect(back.lat).toBeCloseTo(place.lat, 9);
    expect(back.lon).toBeCloseTo(place.lon, 9);
  });

  it('shows all of a box', () => {
    const box = v.boxOf(sheet, v.fit(sheet, bounds, size), size);
    expect(box.west).toBeLessThan(113);
    expect(box.east).toBeGreaterThan(113.02);
    expect(box.south).toBeLessThan(22);
    expect(box.north).toBeGreaterThan(22.01);
  });

  it('keeps the spot under the finger when it zooms, within its limits', () => {
    const view = v.fit(sheet, bounds, size);
    const at = { x: 40, y: 250 };
    const near = v.zoomed(view, 3, at, size, view.scale);
    const [before, after] = [v.spotAt(view, at, size), v.spotAt(near, at, size)];
    expect(after.x).toBeCloseTo(before.x, 6);
    expect(after.y).toBeCloseTo(before.y, 6);
    expect(v.zoomed(view, 1e9, at, size, view.scale).scale).toBe(v.SCALE_MIN);
    expect(v.zoomed(view, 1e-9, at, size, view.scale).scale).toBeLessThan(view.scale * 7);
  });
});

describe('what the light map draws', () => {
  it('names an area only where the name has room', () => {
    const shapes = shapesOf(sheet, areas);
    expect(namesOf(5, shapes).map((name) => name.text)).toEqual(['第1网格', '第2网格']);
    expect(namesOf(100, shapes)).toEqual([]);
    expect(shortName('光明街道')).toBe('光明街道');
  });

  it('knows the area under a finger, and that a hole is none', () => {
    expect(areaAt(areas, { lat: 22.005, lon: 113.015 })).toBe('2');
    expect(areaAt(areas, { lat: 23, lon: 113 })).toBeNull();
    const holed = area('3', '', square(0, 0, 9), square(3, 3, 3));
    const ring: AreaCollection = { type: 'FeatureCollection', features: [holed] };
    expect(areaAt(ring, { lat: 1, lon: 1 })).toBe('3');
    expect(areaAt(ring, { lat: 4, lon: 4 })).toBeNull();
  });

  it('colours counts in steps that grow, however few there are', () => {
    expect(rangesOf(boundsOfSteps([]))).toEqual(['1', '2', '3', '4+']);
    const bounds_ = boundsOfSteps([1, 1, 2, 4, 9, 30, 31]);
    expect([...bounds_].sort((a, b) => a - b)).toEqual(bounds_);
    expect(stepOf(0, bounds_)).toBe(0);
    expect(stepOf(1, bounds_)).toBe(1);
    expect(stepOf(31, bounds_)).toBe(4);
  });
});

describe('fingers on the map', () => {
  const watched = (): { fingers: Fingers; log: string[] } => {
    const log: string[] = [];
    const note = (name: string) => (a: unknown, b: unknown) => {
      log.push([name, JSON.stringify(a), JSON.stringify(b)].join(' '));
    };
    return {
      fingers: new Fingers({ pan: note('pan'), zoom: note('zoom'), tap: note('tap') as never }),
      log,
    };
  };

  it('tap when they stay, and pan when they move', () => {
    const { fingers, log } = watched();
    fingers.press(1, { x: 10, y: 10 });
    fingers.move(1, { x: 12, y: 11 });
    fingers.lift(1, { x: 12, y: 11 });
    expect(log).toHaveLength(1);
    expect(log[0]).toMatch(/^tap/);
    fingers.press(1, { x: 10, y: 10 });
    fingers.move(1, { x: 40, y: 10 });
    fingers.lift(1, { x: 40, y: 10 });
    expect(log.slice(1).map((line) => line.split(' ')[0])).toEqual(['pan']);
  });

  it('pinch with two, and the end of a pinch is no tap', () => {
    const { fingers, log } = watched();
    fingers.press(1, { x: 0, y: 0 });
    fingers.press(2, { x: 100, y: 0 });
    fingers.move(2, { x: 200, y: 0 });
    expect(log).toContain('zoom 2 {"x":100,"y":0}');
    fingers.lift(2, { x: 200, y: 0 });
    fingers.lift(1, { x: 0, y: 0 });
    expect(log.some((line) => line.startsWith('tap'))).toBe(false);
  });

  it('turn the wheel by a bounded step', () => {
    expect(wheelFactor(0, 0)).toBe(1);
    expect(wheelFactor(-50, 0)).toBeGreaterThan(1);
    expect(wheelFactor(1e9, 0)).toBe(wheelFactor(100, 0));
  });
});

describe('the light map', () => {
  const i18n = { t: (key: string) => key, tn: (key: string) => key, find: () => undefined };
  const mounted = (props: object): ReturnType<typeof mount> =>
    mount(LightMap, {
      props: { areas, bounds, label: 'map', ...props },
      global: {
        provide: { [textsKey as symbol]: { i18n: { ...i18n, locale: ref('zh') }, formats: {} } },
      },
    }) as never;

  it('picks its centre by Enter, and only where something is picked', async () => {
    const wrapper = mounted({ pickable: true, place: null });
    await wrapper.find('[role=application]').trigger('keydown', { key: 'Enter' });
    const [[place]] = wrapper.emitted('pick') as [[{ lat: number; lon: number }]];
    expect(place.lat).toBeCloseTo(22.005, 4);
    expect(place.lon).toBeCloseTo(113.01, 4);
    const shown = mounted({ place: null });
    await shown.find('[role=application]').trigger('keydown', { key: 'Enter' });
    expect(shown.emitted('pick')).toBeUndefined();
  });

  it('colours areas by their step and marks the chosen one', () => {
    const wrapper = mounted({ heat: new Map([['2', 3]]), highlight: '1', place: null });
    expect(wrapper.find('.heat-3').exists()).toBe(true);
    expect(wrapper.findAll('.light-area.chosen')).toHaveLength(1);
  });

  it('comes near for a place from elsewhere, and stays where a finger picked', async () => {
    const wrapper = mounted({ pickable: true, place: null });
    const view = (): string => wrapper.find('svg').attributes('viewBox') ?? '';
    const before = view();
    await wrapper.setProps({ place: { lat: 22.002, lon: 113.002 } });
    await nextTick();
    expect(view()).not.toBe(before);
    expect(wrapper.find('.light-map-pin').exists()).toBe(true);
    const near = view();
    await wrapper.find('[role=application]').trigger('keydown', { key: 'Enter' });
    await wrapper.setProps({ place: { lat: 22.0021, lon: 113.0021 } });
    expect(view()).toBe(near);
  });

  it('opens a point that is tapped, before the area below it', async () => {
    const points = [{ id: '9', place: { lat: 22.005, lon: 113.01 }, title: 't', tone: 'open' }];
    const wrapper = mounted({ points: shallowRef(points).value, place: null });
    const box = wrapper.find('[role=application]');
    // The stand-in for a browser has no layout: the window keeps its first size.
    const at = { clientX: 160, clientY: 144, button: 0, pointerId: 1 };
    await box.trigger('pointerdown', at);
    await box.trigger('pointerup', at);
    expect(wrapper.emitted('point')).toEqual([['9']]);
    expect(wrapper.emitted('area')).toBeUndefined();
  });
});
