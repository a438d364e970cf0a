// SPDX-License-Identifier: Apache-2.0
// The shapes the pages work with, as the server describes them. Ids are decimal strings because
// JavaScript loses bits above 2^53; instants are RFC 3339 in UTC.

export type Id = string;
export type Instant = string;
export type Day = string;

export const STATES = [
  'reported',
  'verifying',
  'registered',
  'dispatched',
  'handling',
  'checking',
  'closed',
  'self_handled',
  'shelved',
  'void',
  'merged',
  'withdrawn',
  'archived',
  'imported',
] as const;
export type State = (typeof STATES)[number];

export interface District {
  code: string;
  name: string;
  centre: { lat: number; lon: number };
  bounds: { south: number; west: number; north: number; east: number };
  utc_offset_minutes: number;
  territory_version: number;
}

export interface Category {
  id: Id;
  code: string;
  name_zh: string;
  name_en: string;
  emergency?: boolean;
  emergency_number?: string | null;
  usual?: boolean;
  limits?: string[];
}

export interface CategoryClass {
  code: string;
  domain: string;
  name_zh: string;
  name_en: string;
  categories: Category[];
}

export interface Area {
  id: Id;
  code: string;
  name: string;
  level: string;
  parent?: Id | null;
}

export interface Located {
  inside: boolean;
  area: Area | null;
  chain: Area[];
  nearest: (Area & { distance_m: number }) | null;
}

export interface Photo {
  photo: string;
  kind: string;
}

export interface PhotoRef extends Photo {
  token: string;
}

export interface ReportIn {
  words: string;
  category?: string;
  place?: { lat: number; lon: number; accuracy_m?: number };
  address?: string;
  contact?: { name?: string; phone?: string };
  photos?: PhotoRef[];
  channel?: string;
  nature?: string;
  about_holder?: boolean;
}

export interface ReportOut {
  number: string;
  follow_code: string;
  follow_path: string;
  state: State;
  area: Pick<Area, 'id' | 'name'> | null;
  desk: { name: string };
  due_at: Instant | null;
  receipt: string;
  emergency_number?: string | null;
}

export interface Rating {
  solved: boolean;
  satisfied: boolean;
  stars: number;
  comment?: string | null;
  at?: Instant;
}

export type HolderKind = 'desk' | 'workers' | 'verifiers' | 'account' | 'organisation' | 'records';

export interface Holder {
  kind: HolderKind;
  id?: Id;
  name: string;
}

export interface Step {
  at: Instant;
  action: string;
  state: State;
  by: string;
  note?: string | null;
}

export interface Followed {
  number: string;
  title: string;
  words: string;
  category: Pick<Category, 'code' | 'name_zh' | 'name_en'> | null;
  state: State;
  area_names: string[];
  address?: string | null;
  reported_at: Instant;
  holder: Holder | null;
  due_at: Instant | null;
  supervisor: string | null;
  steps: Step[];
  photos: Photo[];
  answer: string | null;
  can: string[];
  rating: Rating | null;
  reopen_until: Instant | null;
  co_reporters: number;
  receipt: string;
}

export interface PathItem {
  side: 'left' | 'right';
  hash: string;
}

export interface ReceiptProof {
  receipt: string;
  day: Day;
  root: string | null;
  leaf_index: number;
  leaf_count: number;
  path: PathItem[];
}

export interface Root {
  day: Day;
  root: string;
  leaf_count: number;
  previous?: string | null;
}

export interface SessionGrant {
  role: string;
  area: Id;
  area_name: string;
  organisation?: string | null;
}

export interface Session {
  account: Id;
  name: string;
  grants: SessionGrant[];
  csrf_token: string;
}

export const QUEUES = ['mine', 'desk', 'to_check', 'overdue', 'unlocated', 'all'] as const;
export type Queue = (typeof QUEUES)[number];

export interface CaseRow {
  id: Id;
  number: string;
  title: string;
  category: Pick<Category, 'code' | 'name_zh' | 'name_en'> | null;
  state: State;
  area: Pick<Area, 'id' | 'name'> | null;
  area_names: string[];
  desk: { id: Id; name: string } | null;
  holder: Holder | null;
  due_at: Instant | null;
  alarm: 'none' | 'warned' | 'overdue';
  reported_at: Instant;
  channel: string;
  photo_count: number;
  co_reporters: number;
  version: number;
}

export interface CaseEvent {
  seq: number;
  at: Instant;
  recorded_at: Instant;
  late: boolean;
  action: string;
  from: State | null;
  to: State;
  actor: { kind: string; name: string };
  note?: string | null;
  hash: string;
}

export interface Allowed {
  action: string;
  needs: string[];
  optional: string[];
}

export interface Duplicate {
  id: Id;
  number: string;
  title: string;
  distance_m: number;
  minutes_apart: number;
  same_category: boolean;
}

export interface CaseDetail extends CaseRow {
  words: string;
  address?: string | null;
  place: { lat: number; lon: number } | null;
  contact: { name?: string | null; phone?: string | null } | null;
  reports: { number: string; channel: string; at: Instant }[];
  clock: {
    kind: string;
    limit: string;
    started_at: Instant;
    due_at: Instant;
    paused: boolean;
  } | null;
  supervisor: { name: string; due_at?: Instant | null } | string | null;
  assistants: Holder[];
  photos: Photo[];
  events: CaseEvent[];
  allowed: Allowed[];
  pending: { kind: 'extension' | 'shelving'; reason: string } | null;
  merged_into: { id: Id; number: string } | null;
  merged: { id: Id; number: string }[];
  duplicates: Duplicate[];
  rating: Rating | null;
}

export interface CaseCounts {
  queues: Record<Queue, number>;
  states: Partial<Record<State, number>>;
  capped_at: number;
}

export interface HolderChoice {
  kind: HolderKind;
  id: Id;
  name: string;
  role?: string | null;
  area_name?: string | null;
}

export interface Chain {
  intact: boolean;
  events: number;
  head: string;
  receipt: string;
  day: Day | null;
  root: string | null;
  path: PathItem[];
}

export type Metrics = Record<string, number>;

export interface Rate {
  code: string;
  numerator: number;
  denominator: number;
  value: number | null;
  low: number | null;
  high: number | null;
}

export interface FigureRow {
  key: { id?: Id; code?: string; day?: Day; name?: string; name_zh?: string; name_en?: string };
  values: Metrics;
}

export interface Figures {
  area: Pick<Area, 'id' | 'name'> & Partial<Area>;
  from: Day;
  to: Day;
  lens: string;
  total: Metrics;
  rates: Rate[];
  rows: FigureRow[];
  unfolded: number;
}

export interface FigureItem {
  case_id: Id;
  number: string;
  title: string;
  at: Instant;
  value: number;
  area_name: string;
  category: Pick<Category, 'code' | 'name_zh' | 'name_en'> | null;
}

export interface FigureItems {
  metric: string;
  total: number;
  items: FigureItem[];
  next: string | null;
}
