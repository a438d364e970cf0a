// SPDX-License-Identifier: Apache-2.0
// The map proper; only ever imported lazily, because MapLibre is many times the size of a page.
// It draws our own outlines and no foreign tiles, so it works without any other host.
import * as maplibregl from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { Bounds } from '../api/types.ts';
import { circle, labelPoints, type AreaCollection, type LonLat } from './geometry.ts';

// Production builds cannot find MapLibre's worker by themselves.
maplibregl.setWorkerUrl(workerUrl);

export interface MapOptions {
  container: HTMLElement;
  areas: AreaCollection;
  bounds?: Bounds | null | undefined;
  place: { lat: number; lon: number; accuracy_m?: number | null } | null;
  onPick?: ((place: { lat: number; lon: number }) => void) | undefined;
  label: string;
}

export interface AreaMap {
  setPlace(place: MapOptions['place'], move: boolean): void;
  setHighlight(areaId: string | null): void;
  remove(): void;
}

type Style = maplibregl.StyleSpecification;

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function styleOf(areas: AreaCollection): Style {
  const empty = { type: 'FeatureCollection' as const, features: [] };
  const features = areas.features.map((feature, index) => ({
    ...feature,
    properties: { ...feature.properties, fill: index % 4 },
  }));
  return {
    version: 8,
    sources: {
      areas: { type: 'geojson', data: { type: 'FeatureCollection', features } as never },
      labels: { type: 'geojson', data: labelPoints(areas) as never },
      accuracy: { type: 'geojson', data: empty },
    },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': token('--map-land') } },
      {
        id: 'fill',
        type: 'fill',
        source: 'areas',
        paint: {
          'fill-color': [
            'match',
            ['get', 'fill'],
            0,
            token('--map-fill-1'),
            1,
            token('--map-fill-2'),
            2,
            token('--map-fill-3'),
            token('--map-fill-4'),
          ],
        },
      },
      {
        id: 'chosen',
        type: 'fill',
        source: 'areas',
        filter: ['==', ['get', 'id'], ''],
        paint: { 'fill-color': token('--accent'), 'fill-opacity': 0.25 },
      },
      {
        id: 'line',
        type: 'line',
        source: 'areas',
        paint: { 'line-color': token('--map-line'), 'line-width': 1.2 },
      },
      {
        id: 'accuracy',
        type: 'fill',
        source: 'accuracy',
        paint: { 'fill-color': token('--info'), 'fill-opacity': 0.18 },
      },
      {
        id: 'names',
        type: 'symbol',
        source: 'labels',
        layout: { 'text-field': ['get', 'name'], 'text-size': 12, 'text-max-width': 6 },
        paint: {
          'text-color': token('--ink-2'),
          'text-halo-color': token('--surface'),
          'text-halo-width': 1.4,
        },
      },
    ],
  };
}

function pinElement(): HTMLElement {
  const pin = document.createElement('div');
  pin.className = 'map-pin';
  return pin;
}

function boundsOf(areas: AreaCollection, given: MapOptions['bounds']): LonLat[] {
  if (given) {
    return [
      [given.south_west.lon, given.south_west.lat],
      [given.north_east.lon, given.north_east.lat],
    ];
  }
  const points = labelPoints(areas).features.map((f) => f.geometry.coordinates as LonLat);
  const lons = points.map((p) => p[0]);
  const lats = points.map((p) => p[1]);
  return [
    [Math.min(...lons), Math.min(...lats)],
    [Math.max(...lons), Math.max(...lats)],
  ];
}

/** Enter or space chooses the centre: a map must not need a mouse. */
function pickByKeyboard(map: maplibregl.Map, onPick: NonNullable<MapOptions['onPick']>): void {
  map.getCanvas().addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    const centre = map.getCenter();
    onPick({ lat: centre.lat, lon: centre.lng });
  });
}

export function createAreaMap(options: MapOptions): AreaMap {
  const map = new maplibregl.Map({
    container: options.container,
    style: styleOf(options.areas),
    bounds: boundsOf(options.areas, options.bounds) as [LonLat, LonLat],
    fitBoundsOptions: { padding: 12 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    maxZoom: 19,
    localIdeographFontFamily: "'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif",
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), 'top-right');
  map.getCanvas().setAttribute('aria-label', options.label);
  const marker = new maplibregl.Marker({ element: pinElement(), anchor: 'bottom' });
  let placed = false;
  let ready = false;
  let waiting: (() => void)[] = [];
  const whenReady = (run: () => void): void => void (ready ? run() : waiting.push(run));
  map.once('load', () => {
    ready = true;
    for (const run of waiting) run();
    waiting = [];
  });

  const setPlace = (place: MapOptions['place'], move: boolean): void => {
    if (place === null) {
      marker.remove();
      placed = false;
    } else {
      marker.setLngLat([place.lon, place.lat]);
      if (!placed) marker.addTo(map);
      placed = true;
      if (move) map.jumpTo({ center: [place.lon, place.lat], zoom: Math.max(map.getZoom(), 14) });
    }
    whenReady(() => {
      const radius = place?.accuracy_m ?? 0;
      const rings = place !== null && radius > 5 ? [circle(place, radius)] : [];
      const source = map.getSource('accuracy') as maplibregl.GeoJSONSource | undefined;
      source?.setData({ type: 'FeatureCollection', features: rings } as never);
    });
  };
  if (options.onPick !== undefined) {
    const pick = options.onPick;
    map.getCanvas().classList.add('map-pickable');
    map.on('click', (event) => pick({ lat: event.lngLat.lat, lon: event.lngLat.lng }));
    pickByKeyboard(map, pick);
  }
  setPlace(options.place, options.place !== null);
  return {
    setPlace,
    setHighlight: (areaId) =>
      whenReady(() => map.setFilter('chosen', ['==', ['get', 'id'], areaId ?? ''])),
    remove: () => map.remove(),
  };
}
