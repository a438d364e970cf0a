// SPDX-License-Identifier: Apache-2.0
// What the residents' pages read beyond the first report: released reports, promises, the demo.
// A server without one of these capabilities answers 404 to its address; the page then leaves the
// block out instead of showing a fault.
import { ApiError } from '@shared/api/client.ts';
import type { CategoryRef, Id, Instant, LatLon, State } from '@shared/api/types.ts';

export interface ReleasedPhoto {
  photo: string;
  width: number;
  height: number;
}

/** A report as everybody may see it: what staff chose to show, located to the building. */
export interface Released {
  id: Id;
  title: string;
  category: CategoryRef;
  state: State;
  area_names: string[];
  place_name: string;
  place: LatLon;
  distance_m?: number | null;
  reported_at: Instant;
  closed_at?: Instant | null;
  co_reporters: number;
  /** Only what was answered publicly. */
  answer?: string | null;
  photos: ReleasedPhoto[];
}

export interface ReleasedPoint {
  id: Id;
  title: string;
  category: CategoryRef;
  state: State;
  place: LatLon;
}

export interface AreaCount {
  id: Id;
  code: string;
  name: string;
  open: number;
  done: number;
}

export interface ReleasedMap {
  areas: AreaCount[];
  points: ReleasedPoint[];
  /** The view was narrow enough, about 1.5 km, for points. */
  near?: boolean;
}

/** The window in which 80 % of similar reports were solved. */
export interface PromiseOut {
  until: Instant;
  hours: number;
  similar: number;
  share: number;
  /** category, class or district: how far afield similar ones had to be looked for. */
  basis: string;
}

export interface PromiseItem {
  category: CategoryRef;
  /** None: too few to say, or too many are still open. */
  hours?: number;
  similar: number;
  due: number;
  kept: number;
}

export interface Promises {
  since: string;
  overall: { promised: number; kept: number; due: number };
  items: PromiseItem[];
}

export interface DemoAccount {
  login: string;
  name: string;
  role: string;
  area_name: string;
  try_zh: string;
  try_en: string;
  app: 'console' | 'field';
}

export interface Demo {
  password: string;
  live: boolean;
  accounts: DemoAccount[];
  follow_codes: { code: string; state: string }[];
}

/** Settled: told, but no longer followed. */
export function isSettled(state: string): boolean {
  return ['closed', 'archived', 'self_handled'].includes(state);
}

/** Below this many similar reports a share says nothing. */
export const ENOUGH = 30;

/** What a server without this capability, or one that is not a demo, answers. */
export function isAbsent(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 405);
}

/** The answer, or null where the server does not have it. */
export async function ifThere<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}
