// SPDX-License-Identifier: Apache-2.0
// What a worker's phone holds: her own areas and today's work, as the server hands it out.
import type { Allowed, CaseDetail, Id, Instant } from './types.ts';

export const REASONS = ['handle', 'verify', 'near', 'reported'] as const;
export type Reason = (typeof REASONS)[number];

export interface KitArea {
  id: Id;
  code: string;
  name: string;
  level: string;
  parent?: Id | null;
  /** Simplified outer ring, [longitude, latitude]. */
  outline?: [number, number][] | null;
  centre?: { lat: number; lon: number } | null;
}

export interface FieldCase extends CaseDetail {
  reason: Reason;
  /** What may follow on an action before the server has heard of it. */
  then?: { action: string; allowed: Allowed[] }[] | null;
}

export interface KitOut {
  token: string;
  full: boolean;
  server_time: Instant;
  wipe_after_hours: number;
  me: { account: Id; name: string; roles: string[] };
  areas: { changed: KitArea[]; removed: Id[] };
  cases: { changed: FieldCase[]; removed: Id[] };
  usual: string[];
  more: boolean;
}
