// SPDX-License-Identifier: Apache-2.0
// How areas are coloured by a figure: a few classes with round borders, the same in the legend, the
// table and the map.
import type { Rate, Standing } from '@shared/api/types.ts';

export const MAP_FIGURES = ['open', 'overdue', 'on_time_rate'] as const;
export type MapFigure = (typeof MAP_FIGURES)[number];

export interface ColourClass {
  /** Place in the ramp of six, 0 calm … 5 alarming. */
  step: number;
  /** Smallest and largest value in it. */
  from: number;
  to: number;
}

/** Rates are judged, not compared: the classes stay the same everywhere. */
const RATE_CLASSES: ColourClass[] = [
  { step: 0, from: 0.95, to: 1 },
  { step: 1, from: 0.9, to: 0.95 },
  { step: 2, from: 0.8, to: 0.9 },
  { step: 3, from: 0.7, to: 0.8 },
  { step: 5, from: 0, to: 0.7 },
];

/** Zero is a class of its own; the others divide what there is into round parts. */
export function classesOf(figure: MapFigure, values: Iterable<number | null>): ColourClass[] {
  if (figure === 'on_time_rate') return RATE_CLASSES;
  let most = 0;
  for (const value of values) most = Math.max(most, value ?? 0);
  const out: ColourClass[] = [{ step: 0, from: 0, to: 0 }];
  if (most === 0) return out;
  const size = Math.ceil(most / Math.min(4, most));
  const parts = Math.ceil(most / size);
  const steps = [[5], [2, 5], [1, 3, 5], [1, 2, 4, 5]][parts - 1] as number[];
  for (let i = 0, from = 1; i < parts; i += 1, from += size) {
    out.push({ step: steps[i] as number, from, to: from + size - 1 });
  }
  return out;
}

/** The step of a value; -1: nothing is known of it. */
export function stepOf(classes: ColourClass[], value: number | null | undefined): number {
  if (value === null || value === undefined) return -1;
  const rising = (classes[0]?.from ?? 0) <= (classes.at(-1)?.from ?? 0);
  if (rising) return classes.find((one) => value <= one.to)?.step ?? classes.at(-1)?.step ?? -1;
  return classes.find((one) => value >= one.from)?.step ?? -1;
}

export interface Place {
  lat: number;
  lon: number;
}

/** A frame around points with room for the areas that the points stand in the middle of. */
export function frameOf(places: readonly Place[]): [[number, number], [number, number]] | null {
  if (places.length === 0) return null;
  const lats = places.map((place) => place.lat);
  const lons = places.map((place) => place.lon);
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const room = Math.max(north - south, east - west, 0.004) * 0.12;
  return [
    [west - room, south - room],
    [east + room, north + room],
  ];
}

/** On-time rates by area, and the period they were counted in. */
export interface MapRates {
  from: string;
  to: string;
  of: ReadonlyMap<string, Rate>;
}

export function partValues(
  standing: Standing | null,
  figure: MapFigure,
  rates: MapRates | null,
): Map<string, number | null> {
  const out = new Map<string, number | null>();
  for (const part of standing?.parts ?? []) {
    if (part.own_only) continue;
    out.set(
      part.area.id,
      figure === 'on_time_rate' ? (rates?.of.get(part.area.id)?.value ?? null) : part[figure],
    );
  }
  return out;
}
