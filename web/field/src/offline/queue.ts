// SPDX-License-Identifier: Apache-2.0
// What waits to be sent. Pure: what an item is, which may go next, what an answer means for it.
// The idempotency key is made with the draft and never changes; the body is sealed before it is
// first sent and then repeated byte for byte until the server has taken or refused it.
import { ApiError } from '@shared/api/client.ts';
import { deedTime, type Clock, type Noted } from './clock.ts';

export interface Attachment {
  /** Of the blob in the vault. */
  id: string;
  medium: 'photo' | 'voice';
  /** Of a photo: near, far, before, after … */
  kind: string;
  bytes: number;
  /** Idempotency key of its upload; a new one once the server has forgotten the old upload. */
  key: string;
  sent: { id: string; token: string } | null;
}

export interface Fault {
  code: string;
  detail: string;
  status: number;
  field?: string | undefined;
  request_id?: string | undefined;
}

/** waiting: goes by itself. conflict, refused: waits for a person. */
export type ItemState = 'waiting' | 'conflict' | 'refused';

export interface Item {
  key: string;
  kind: 'report' | 'deed';
  /** Items of one lane are sent one after the other: the case, or the report itself. */
  lane: string;
  order: number;
  action: string;
  title: string;
  number: number | null;
  noted: Noted;
  /** Without version, photos, voices and time: those are put in when it is sealed. */
  body: Record<string, unknown>;
  /** The version of the case that was seen; null: of a report. */
  version: number | null;
  /** The deed before it on the same case that was unsent when this one was noted. */
  follows: string | null;
  attachments: Attachment[];
  sealed: string | null;
  state: ItemState;
  tries: number;
  /** How often its uploads had to be sent anew. */
  reuploads: number;
  next_ms: number;
  fault: Fault | null;
  /** Of a conflict: who was first, and with what. */
  lost_to: { name: string; action: string; at: string } | null;
}

export interface SentItem {
  key: string;
  kind: Item['kind'];
  action: string;
  title: string;
  case_id: string;
  number: number | null;
  follow_code: string | null;
  noted_ms: number;
  sent_ms: number;
}

const BACKOFF_MS = [2_000, 5_000, 15_000, 60_000, 180_000, 600_000] as const;

/** The wait after the n-th failure. `chance` in [0, 1) spreads phones that came back together. */
export function backoff(tries: number, chance: number): number {
  const base = BACKOFF_MS[Math.min(Math.max(tries, 1), BACKOFF_MS.length) - 1] as number;
  return Math.round(base * (0.75 + chance / 2));
}

const byOrder = (a: Item, b: Item): number => a.order - b.order || (a.key < b.key ? -1 : 1);

export function sorted(items: readonly Item[]): Item[] {
  return [...items].sort(byOrder);
}

export function nextOrder(items: readonly Item[]): number {
  return items.reduce((most, item) => Math.max(most, item.order), 0) + 1;
}

/** Waits for an earlier deed on the same case, which waits for a person. */
export function isHeldUp(item: Item, items: readonly Item[]): boolean {
  return items.some(
    (other) => other.lane === item.lane && byOrder(other, item) < 0 && other.state !== 'waiting',
  );
}

/** A clock set back must not make an item wait for a day: no wait is longer than the longest. */
export function isDue(item: Item, now: number): boolean {
  return item.next_ms <= now || item.next_ms - now > 2 * (BACKOFF_MS.at(-1) as number);
}

/** The item to send now: the first of its lane that nothing holds up. */
export function nextUp(items: readonly Item[], now: number, force: boolean): Item | undefined {
  const heads = new Map<string, Item>();
  for (const item of sorted(items)) if (!heads.has(item.lane)) heads.set(item.lane, item);
  return [...heads.values()].find(
    (item) => item.state === 'waiting' && (force || isDue(item, now)),
  );
}

/** When the next try is due by itself; null: nothing waits for time. */
export function nextDue(items: readonly Item[]): number | null {
  const times = items
    .filter((item) => item.state === 'waiting' && !isHeldUp(item, items))
    .map((item) => item.next_ms);
  return times.length === 0 ? null : Math.min(...times);
}

/** The request body, made once. */
export function sealBody(item: Item, clock: Clock, now: number): string {
  const of = (medium: Attachment['medium']): Attachment[] =>
    item.attachments.filter((held) => held.medium === medium && held.sent !== null);
  const photos = of('photo').map(({ kind, sent }) => ({
    photo: sent?.id,
    token: sent?.token,
    kind,
  }));
  const voices = of('voice').map(({ sent }) => ({ voice: sent?.id, token: sent?.token }));
  return JSON.stringify({
    ...item.body,
    ...(item.version === null ? {} : { version: item.version }),
    ...(photos.length > 0 ? { photos } : {}),
    ...(voices.length > 0 ? { voices } : {}),
    done_at: new Date(deedTime(item.noted, clock, now)).toISOString(),
  });
}

export type Meaning =
  'arrived' | 'later' | 'login' | 'session' | 'wipe' | 'conflict' | 'attachments' | 'refused';

const WIPE = ['account_disabled', 'device_revoked'];
/** Uploads wait a day for their report; this one was noted longer ago. */
const UPLOAD_GONE = /^(photo|voice)_(expired|unknown|attached_already)$/;

/** What a refusal or failure means for an item; a code that this page does not know is a refusal. */
export function meaningOf(error: ApiError): Meaning {
  const { status, code } = error;
  if ([401, 403].includes(status) && WIPE.includes(code)) return 'wipe';
  if (status === 401) return 'login';
  if (code === 'csrf_token_wrong') return 'session';
  // Nobody else has this key: the first try arrived, in other words than this one.
  if (code === 'idempotency_key_reused') return 'arrived';
  if (code === 'version_stale') return 'conflict';
  if (UPLOAD_GONE.test(code)) return 'attachments';
  if (status === 0 || status >= 500 || [408, 425, 429].includes(status)) return 'later';
  return 'refused';
}

export function faultOf(error: ApiError): Fault {
  const { code, detail, status, field, request_id } = error;
  return { code, detail, status, field, request_id };
}

/** After a failure that may pass by itself. */
export function postponed(item: Item, error: ApiError, now: number, chance: number): Item {
  const tries = item.tries + 1;
  return { ...item, tries, next_ms: now + backoff(tries, chance), fault: faultOf(error) };
}

/** Sent again as it is, on a person's word. */
export function retried(item: Item): Item {
  return { ...item, state: 'waiting', tries: 0, next_ms: 0, fault: null };
}

/**
 * What was typed, on top of what the case is now. The key stays: the server has refused the
 * earlier body for good, so nothing was kept under it, and should it have been taken after all,
 * the repeat is told so.
 */
export function reapplied(item: Item, version: number): Item {
  return { ...retried(item), sealed: null, version, follows: null, lost_to: null };
}

/** The uploads have been forgotten: they go again, under new keys. */
export function withoutUploads(item: Item, newKey: () => string): Item {
  const attachments = item.attachments.map((held) => ({ ...held, key: newKey(), sent: null }));
  return { ...item, attachments, sealed: null, next_ms: 0, reuploads: item.reuploads + 1 };
}

export interface NewItem {
  key: string;
  kind: Item['kind'];
  lane: string;
  action: string;
  title: string;
  number: number | null;
  body: Record<string, unknown>;
  version: number | null;
  attachments: Attachment[];
}

export function makeItem(made: NewItem, noted: Noted, items: readonly Item[]): Item {
  const before = sorted(items.filter((item) => item.lane === made.lane)).at(-1);
  return {
    ...made,
    noted,
    order: nextOrder(items),
    follows: before?.key ?? null,
    sealed: null,
    state: 'waiting',
    tries: 0,
    reuploads: 0,
    next_ms: 0,
    fault: null,
    lost_to: null,
  };
}
