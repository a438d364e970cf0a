// SPDX-License-Identifier: Apache-2.0
// The shapes the pages work with, as the server describes them. Ids are decimal strings because
// JavaScript loses bits above 2^53; instants are RFC 3339 in UTC. What is read as it comes is taken
// from the server's own document; what is written out here is held against it by contract.ts.
import type { components } from './schema.d.ts';

type Server = components['schemas'];

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

export interface LatLon {
  lat: number;
  lon: number;
}

export interface Bounds {
  south_west: LatLon;
  north_east: LatLon;
}

export interface NamedDistrict {
  code: string;
  name: string;
  name_en: string;
}

export interface District extends NamedDistrict {
  /** The area of level district. */
  root: Id;
  utc_offset_minutes: number;
  territory_version: number;
  /** Absent while nothing has an outline. */
  centre?: LatLon | null;
  bounds?: Bounds | null;
}

/** What to do before reporting: whom to ring and what to say. */
export interface Emergency {
  code: string;
  number: string;
  advice_zh: string;
  advice_en: string;
}

export interface Named {
  name_zh: string;
  name_en: string;
}

export interface Category extends Named {
  id: Id;
  code: string;
  /** Code of an Emergency. */
  emergency?: string | null;
  /** Place in the short list that residents see first. */
  usual?: number | null;
  limits: string[];
  limit: string;
  self_handling: boolean;
  active: boolean;
}

export interface CategoryClass extends Named {
  code: string;
  domain: string;
  categories: Category[];
}

export interface CategoryTree {
  classes: CategoryClass[];
  emergencies: Emergency[];
}

export interface CategoryRef extends Named {
  id: Id;
  code: string;
}

export interface AreaRef {
  id: Id;
  code: string;
  name: string;
  level: string;
}

export interface Area extends AreaRef {
  parent?: Id | null;
  /** Where its name stands on a map; none without an outline. */
  label?: LatLon | null;
  /** Of those right below it. */
  children?: number;
  area_m2?: number;
}

export interface AreaPage {
  areas: Area[];
  next?: Id | null;
}

export interface Located {
  inside: boolean;
  /** The deepest there is. */
  area?: Area | null;
  /** From it up to the district. */
  chain: Area[];
  nearest?: { area: Area; metres: number } | null;
  /** Of an address: how it was read and what it may mean. */
  address?: AddressFound | null;
}

export interface AddressChoice {
  area: Area;
  /** From the district down. */
  area_names: string[];
  /** Stands for it where a point is needed. */
  place?: LatLon | null;
  doubt: string;
  /** False: unit, floor or room are not on record there. */
  whole: boolean;
}

export interface AddressFound {
  outcome: 'one' | 'several' | 'none';
  words: { words: string; part: string }[];
  choices: AddressChoice[];
  more: boolean;
}

/** What a post shows to everybody; empty where it does not. */
export interface PostShown {
  role: string;
  name: string;
  phone: string;
  hours: string;
}

export interface Answers {
  known: boolean;
  levels: { area: AreaRef; posts: PostShown[] }[];
}

export interface PlaceHeld {
  area: AreaRef;
  area_names: string[];
  address: string;
  also_called: string;
  place?: LatLon | null;
  levels: {
    area: AreaRef;
    people: { account: Id; name: string; role: string; shown?: PostShown | null }[];
  }[];
  parts: AreaRef[];
  buildings: number;
  open: number;
  capped: boolean;
}

export interface PostHeld {
  grant: Id;
  role: string;
  area: AreaRef;
  can: boolean;
  shown?: PostShown | null;
  consent?: string | null;
  published_at?: string | null;
}

export interface Photo {
  photo: string;
  kind?: string | null;
}

/** A spoken note. */
export type Voice = Server['VoiceOut'];

export interface PhotoRef {
  photo: string;
  kind: string;
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
  language?: string;
}

export interface ReportOut {
  number: number;
  follow_code: string;
  follow_path: string;
  state: State;
  area?: AreaRef | null;
  desk: AreaRef;
  due_at?: Instant | null;
  receipt: string;
  receipt_day: Day;
  emergency_number?: string | null;
  /** Without `until`: nothing can be said, `basis` says why. */
  promise?: PromiseOut;
}

export interface EntryOut extends ReportOut {
  id: Id;
}

export interface Rating {
  solved: boolean;
  satisfied: boolean;
  stars?: number | null;
  comment: string;
  at: Instant;
}

export interface Holder {
  kind: string;
  id: Id;
  /** Of a person or organisation; of the area where the kind is a team of one. */
  name: string;
}

export interface Step {
  at: Instant;
  action: string;
  state: string;
  by: string;
  note: string;
}

export interface Followed {
  number: number;
  /** The main case, when this report was merged into one. */
  joined?: number | null;
  /** Joined in public, and since found to be nothing for the public. */
  withheld: boolean;
  title: string;
  words: string;
  category: CategoryRef;
  state: State;
  area_names: string[];
  address: string;
  reported_at: Instant;
  holder: Holder;
  due_at?: Instant | null;
  overdue: boolean;
  calendar_missing: boolean;
  supervisor?: AreaRef | null;
  steps: Step[];
  photos: Photo[];
  voices: Voice[];
  answer: string;
  can: string[];
  rating?: Rating | null;
  reopen_until?: Instant | null;
  co_reporters: number;
  promise?: PromiseOut;
  receipt: string;
  receipt_day: Day;
}

/** A report as everybody may see it: what staff chose to show, located to the building. */
export type Released = Server['ReleasedOut'];
export type ReleasedMap = Server['ReleasedMap'];
export type JoinIn = Server['JoinIn'];
/** The window in which 80 % of similar reports were solved, or why none can be named. */
export type PromiseOut = Server['PromiseOut'];
export type Promises = Server['PromisesOut'];
export type PromiseLine = Server['PromiseLine'];
export type PromiseMonths = Server['PromiseMonthsOut'];
/** What a scanned door card says. */
export type ScannedCard = Server['ScannedCard'];
export type Demo = Server['DemoOut'];
export type DemoAccount = Server['DemoAccount'];

export interface PathItem {
  side: string;
  hash: string;
}

export interface ReceiptProof {
  receipt: string;
  day: Day;
  root?: string | null;
  leaf_index: number;
  leaf_count: number;
  path: PathItem[];
}

export interface Chain extends ReceiptProof {
  intact: boolean;
  events: number;
  head: string;
}

export interface Root {
  day: Day;
  root: string;
  leaf_count: number;
  previous_link: string;
  link: string;
}

export interface RootList {
  items: Root[];
}

export interface SessionGrant {
  role: string;
  area: Id;
  area_name: string;
  area_level: string;
  organisation?: Id | null;
  organisation_name?: string | null;
}

export interface Session {
  account: Id;
  login: string;
  name: string;
  must_change_password: boolean;
  grants: SessionGrant[];
  csrf_token: string;
}

export const QUEUES = ['mine', 'desk', 'to_check', 'overdue', 'unlocated', 'all'] as const;
export type Queue = (typeof QUEUES)[number];

export interface CaseRow {
  id: Id;
  number: number;
  title: string;
  category: CategoryRef;
  state: State;
  /** Absent: unlocated. */
  area?: AreaRef | null;
  /** From the district down. */
  area_names: string[];
  desk: AreaRef;
  holder: Holder;
  due_at?: Instant | null;
  alarm: 'none' | 'warned' | 'overdue';
  emergency: boolean;
  reported_at: Instant;
  channel: string;
  photo_count: number;
  co_reporters: number;
  version: number;
}

/** A place in a text, in JavaScript's own characters (UTF-16 units). */
export interface TextMark {
  from: number;
  to: number;
}

/** Why a case was found: the title, or the passage around the first place. */
export interface FoundPlace {
  id: Id;
  in: 'number' | 'title' | 'words' | 'address' | 'answer' | 'follow_up' | 'category';
  text: string;
  marks: TextMark[];
}

/** What the server understood of what was typed. */
export interface SearchInfo {
  number?: number | null;
  words: string[];
  categories: CategoryRef[];
  /** Long numbers, which may be somebody's phone. */
  ignored: string[];
  /** False: old cases are still being indexed. */
  complete: boolean;
  found: FoundPlace[];
}

export interface CasePage {
  items: CaseRow[];
  next?: string | null;
  search?: SearchInfo | null;
}

export interface CaseEvent {
  seq: number;
  at: Instant;
  recorded_at: Instant;
  late: boolean;
  action: string;
  from: string;
  to: string;
  actor: { kind: string; name: string };
  words: string;
  data: Record<string, string>;
  hash: string;
}

export interface Allowed {
  action: string;
  needs: string[];
  optional: string[];
}

export interface Duplicate {
  id: Id;
  number: number;
  title: string;
  distance_m: number;
  minutes_apart: number;
  same_category: boolean;
}

export interface ReportOfCase {
  id: Id;
  number: number;
  channel: string;
  at: Instant;
  /** Masked; empty without one. */
  contact: string;
}

export interface CaseDetail extends CaseRow {
  words: string;
  address: string;
  answer: string;
  nature: string;
  restricted: boolean;
  must_rule: boolean;
  sampled?: boolean | null;
  place?: { lat: number; lon: number; accuracy_m?: number | null } | null;
  clock?: {
    kind: string;
    limit: string;
    extensions: number;
    started_at: Instant;
    due_at: Instant;
    calendar_missing: boolean;
  } | null;
  paused?: { kind: string; limit: string; used_seconds: number } | null;
  supervisor?: AreaRef | null;
  assistants: Holder[];
  limits: string[];
  photos: Photo[];
  voices?: Voice[];
  events: CaseEvent[];
  allowed: Allowed[];
  pending?: { kind: string; reason: string; until?: Instant | null } | null;
  merged_into?: { id: Id; number: number } | null;
  reports: ReportOfCase[];
  can_reveal: boolean;
  duplicates: Duplicate[];
  rating?: Rating | null;
  reopen_until?: Instant | null;
  extensions: number;
  returns: number;
  reworks: number;
  reopenings: number;
}

export interface CaseCounts {
  /** Open cases only. */
  queues: Record<Queue, number>;
  states: Record<string, number>;
  capped_at: number;
}

/** Open cases: all, and of them those whose clock has warned, run out, and emergencies. */
export interface StandingCounts {
  open: number;
  warned: number;
  overdue: number;
  emergency: number;
}

/** What is open now in an area, in four ways of counting the same cases. */
export interface Standing extends StandingCounts {
  area: AreaRef;
  at: Instant;
  unlocated: number;
  states: (StandingCounts & { state: string })[];
  categories: (StandingCounts & { category: CategoryRef })[];
  /** Who has most that is late, at most 30. */
  holders: (StandingCounts & { holder: Holder })[];
  parts: (StandingCounts & { area: AreaRef; own_only: boolean })[];
}

/** Another person who has the same case open. */
export interface Presence {
  account: Id;
  name: string;
  editing: boolean;
  since: Instant;
}

export interface PresenceOut {
  others: Presence[];
}

export interface SavedFilter {
  id: Id;
  name: string;
  /** Query text of the queue page. */
  query: string;
  /** Absent: what it asks for is no more. */
  count?: number | null;
  capped: boolean;
  shared: boolean;
  mine: boolean;
}

export interface SavedFilterList {
  items: SavedFilter[];
}

/** Whether, and as what, a case stands on the public pages. */
export interface ReleaseState {
  releasable: boolean;
  why_not?: string | null;
  /** Whether the caller decides about it. */
  may: boolean;
  /** How closely it may be placed. */
  places: string[];
  release?: {
    id: Id;
    title: string;
    place: string;
    photos: string[];
    /** What residents read of the answer; empty: nothing. */
    answer: string;
    /** False: the case changed since, and nobody is shown it until somebody here shows it anew. */
    seen: boolean;
    released_at: Instant;
    by: string;
  } | null;
}

export interface HolderChoice {
  kind: string;
  id: Id;
  name: string;
  role: string;
  area_name: string;
}

export interface Contact {
  name: string;
  phone: string;
}

export type Metrics = Record<string, number>;

export interface Rate {
  code: string;
  numerator_metric: string;
  denominator_metric: string;
  numerator: number;
  denominator: number;
  value?: number | null;
  low?: number | null;
  high?: number | null;
}

export interface FigureKey {
  area?: Id | null;
  /** Of the asked area itself: what lies in none of its parts. */
  own_only?: boolean | null;
  category?: Id | null;
  no_category?: boolean | null;
  code?: string | null;
  name?: string | null;
  /** Of a month: its first day. */
  day?: Day | null;
}

export interface FigureRow {
  key: FigureKey;
  values: Metrics;
  /** By area and category only. */
  rates?: Rate[] | null;
}

export interface Figures {
  area: Id;
  area_name: string;
  from: Day;
  to: Day;
  by: string;
  lens: string;
  boundaries_current: boolean;
  total: Metrics;
  rates: Rate[];
  rows: FigureRow[];
  unfolded: number;
}

export interface FigureItem {
  fact: Id;
  source_kind: string;
  source: Id;
  number?: string | null;
  title?: string | null;
  at: Instant;
  day: Day;
  value: number;
  area_name: string;
  category?: Id | null;
  category_code?: string | null;
}

export interface FigureItems {
  metric: string;
  total: number;
  sum: number;
  items: FigureItem[];
  next?: string | null;
}

export interface Account {
  account: Id;
  login: string;
  name: string;
  area: Id;
  state: string;
  must_change_password: boolean;
  locked_until?: Instant | null;
  created_at: Instant;
  grants: { grant: Id; role: string; area: Id; valid_from: Instant; valid_to?: Instant | null }[];
}

export interface AccountPage {
  accounts: Account[];
  next?: Id | null;
}
