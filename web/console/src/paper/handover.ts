// SPDX-License-Identifier: Apache-2.0
// What was read off a photographed form goes to the page of staff entry through memory, never
// through the address: it may hold a resident's words.
//   handOver(prefill); router.push({ name: 'entry', query: { from: 'paper' } });
// and there, once, on mount:   const prefill = takeHandedOver();
import type { AreaRef, LatLon, PhotoRef } from '@shared/api/types.ts';

export interface Prefill {
  channel: 'paper';
  area?: AreaRef | null;
  /** Of the door; the form itself says no more. */
  address?: string;
  place?: LatLon | null;
  category?: string | undefined;
  words?: string;
  language?: string;
  /** Uploaded already; named in the report by their tokens. */
  photos: PhotoRef[];
}

let held: Prefill | null = null;

export function handOver(prefill: Prefill): void {
  held = prefill;
}

/** What was handed over, once: a later visit to the page begins empty. */
export function takeHandedOver(): Prefill | null {
  const taken = held;
  held = null;
  return taken;
}
