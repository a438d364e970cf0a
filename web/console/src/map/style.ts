// SPDX-License-Identifier: Apache-2.0
// The map's own style, from the tokens of the page; nothing foreign, no glyph server. Read anew when
// the page turns dark or light.
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';

export const RAMP = 6;

export interface MapSources {
  areaTiles: string;
  /** None: no cases are drawn. */
  caseTiles: string | null;
  /** Only what is overdue. */
  overdue: boolean;
}

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const FONT_SIZE: unknown = ['interpolate', ['linear'], ['zoom'], 10, 11, 15, 14];

function areaLayers(): LayerSpecification[] {
  const ramp = Array.from({ length: RAMP }, (_, step) => [step, token(`--ramp-${step}`)]).flat();
  const area = { source: 'areas', 'source-layer': 'areas' };
  const layers: unknown[] = [
    { id: 'land', type: 'background', paint: { 'background-color': token('--map-land') } },
    {
      id: 'fill',
      type: 'fill',
      ...area,
      paint: {
        'fill-color': [
          'match',
          ['coalesce', ['feature-state', 'step'], -1],
          ...ramp,
          token('--ramp-none'),
        ],
        'fill-opacity': ['interpolate', ['linear'], ['zoom'], 14, 0.9, 17, 0.45],
      },
    },
    {
      id: 'line',
      type: 'line',
      ...area,
      paint: { 'line-color': token('--map-edge'), 'line-width': 1.2 },
    },
    {
      id: 'chosen',
      type: 'line',
      ...area,
      filter: ['==', ['get', 'id'], ''],
      paint: { 'line-color': token('--accent'), 'line-width': 3 },
    },
  ];
  return layers as LayerSpecification[];
}

function labelLayer(): LayerSpecification {
  const layer: unknown = {
    id: 'names',
    type: 'symbol',
    source: 'areas',
    'source-layer': 'labels',
    layout: {
      'text-field': ['get', 'name'],
      'text-size': FONT_SIZE,
      'text-max-width': 7,
      'text-padding': 3,
    },
    paint: {
      'text-color': token('--map-ink'),
      'text-halo-color': token('--map-halo'),
      'text-halo-width': 1.5,
    },
  };
  return layer as LayerSpecification;
}

function alarmColour(): unknown[] {
  return [
    'match',
    ['get', 'alarm'],
    'overdue',
    token('--bad'),
    'warned',
    token('--map-soon'),
    token('--accent'),
  ];
}

function caseLayers(overdue: boolean): LayerSpecification[] {
  const count = overdue ? 'overdue' : 'open';
  const layers: unknown[] = [
    {
      id: 'counts',
      type: 'circle',
      source: 'cases',
      'source-layer': 'counts',
      filter: ['>', ['get', count], 0],
      paint: {
        'circle-color': ['case', ['>', ['get', 'overdue'], 0], token('--bad'), token('--accent')],
        'circle-radius': ['interpolate', ['linear'], ['get', count], 1, 8, 50, 20],
        'circle-stroke-color': token('--surface'),
        'circle-stroke-width': 1.5,
      },
    },
    {
      id: 'count-numbers',
      type: 'symbol',
      source: 'cases',
      'source-layer': 'counts',
      filter: ['>', ['get', count], 0],
      layout: {
        'text-field': ['to-string', ['get', count]],
        'text-size': 11,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: { 'text-color': token('--on-accent') },
    },
    {
      id: 'points',
      type: 'circle',
      source: 'cases',
      'source-layer': 'cases',
      ...(overdue ? { filter: ['==', ['get', 'alarm'], 'overdue'] } : {}),
      paint: {
        'circle-color': alarmColour(),
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 14, 5, 18, 9],
        'circle-stroke-color': [
          'case',
          ['==', ['get', 'emergency'], true],
          token('--ink'),
          token('--surface'),
        ],
        'circle-stroke-width': ['case', ['==', ['get', 'emergency'], true], 3, 1.5],
      },
    },
    {
      id: 'point-chosen',
      type: 'circle',
      source: 'cases',
      'source-layer': 'cases',
      filter: ['==', ['get', 'id'], ''],
      paint: {
        'circle-color': 'rgba(0,0,0,0)',
        'circle-radius': 14,
        'circle-stroke-color': token('--accent-strong'),
        'circle-stroke-width': 3,
      },
    },
  ];
  return layers as LayerSpecification[];
}

export function styleOf(sources: MapSources): StyleSpecification {
  const { areaTiles, caseTiles, overdue } = sources;
  const style: unknown = {
    version: 8,
    sources: {
      areas: { type: 'vector', tiles: [areaTiles], maxzoom: 16, promoteId: 'id' },
      ...(caseTiles === null ? {} : { cases: { type: 'vector', tiles: [caseTiles], maxzoom: 18 } }),
    },
    layers: [...areaLayers(), labelLayer(), ...(caseTiles === null ? [] : caseLayers(overdue))],
  };
  return style as StyleSpecification;
}
