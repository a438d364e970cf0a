// SPDX-License-Identifier: Apache-2.0
// Deeds are shown at once and held back for five seconds, in which they can be undone: history is
// append-only and an opposite deed would count in the figures, so nothing is sent that may still be
// taken back (ADR 0019). A deed carries its Idempotency-Key from the start and is kept in the tab
// until it is answered; a reload, a lost answer or an expired login sends it again, never twice.
import { computed, shallowReactive, type ComputedRef } from 'vue';
import { ApiError, newKey, type Client } from '@shared/api/client.ts';
import type { CaseDetail, CaseEvent } from '@shared/api/types.ts';
import type { FormDraft } from '../actions/draft.ts';

export const HOLD_MS = 5_000;

export type DeedState = 'held' | 'sending' | 'waiting' | 'refused';

export interface DeedOf {
  caseId: string;
  number: number;
  title: string;
  action: string;
  body: Record<string, unknown>;
  /** The last event the doer had seen. */
  seen: number;
}

export interface Deed extends DeedOf {
  /** Also the Idempotency-Key. */
  readonly id: string;
  readonly draft: FormDraft | null;
  readonly state: DeedState;
  readonly sendsAt: number;
  readonly error: unknown;
  /** After a conflict: what others did meanwhile. */
  readonly meanwhile: readonly CaseEvent[];
}

export interface DeedListener {
  done?(deed: Deed, detail: CaseDetail): void;
  refused?(deed: Deed): void;
  undone?(deed: Deed): void;
}

export interface Deeds {
  readonly list: readonly Deed[];
  readonly held: ComputedRef<Deed | undefined>;
  of(caseId: string): Deed | undefined;
  hold(deed: DeedOf, draft?: FormDraft | null): Deed;
  /** Takes a held deed back; nothing was sent. Undefined when it is already on its way. */
  undo(id?: string): Deed | undefined;
  /** Sends now what is held (or failed to arrive) for a case, and waits for the answer. */
  flush(caseId: string): Promise<void>;
  sendNow(id: string): Promise<void>;
  dismiss(id: string): void;
  /** Everything held, at once; `leaving` lets the requests outlive the page. */
  sendAll(leaving?: boolean): Promise<void>;
  /** Goes on for somebody who has just signed in. */
  resume(account: string): void;
  listen(listener: DeedListener): () => void;
}

export interface DeedsOptions {
  client: Pick<Client, 'get' | 'post'>;
  storage?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | undefined;
  name: string;
  now?: () => number;
  later?: (run: () => void, milliseconds: number) => () => void;
}

const later = (run: () => void, milliseconds: number): (() => void) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};

/** Nobody knows whether it arrived: the same key may be sent again. */
function lost(error: unknown): boolean {
  if (!(error instanceof ApiError)) return true;
  return [0, 401, 429, 502, 503, 504].includes(error.status);
}

type Kept = DeedOf & { id: string };

function readKept(options: DeedsOptions, account: string): Kept[] {
  try {
    const text = options.storage?.getItem(`${options.name}.${account}`) ?? '[]';
    const found = JSON.parse(text) as unknown;
    return Array.isArray(found) ? (found as Kept[]) : [];
  } catch {
    return [];
  }
}

function writeKept(options: DeedsOptions, account: string, deeds: readonly Deed[]): void {
  const name = `${options.name}.${account}`;
  const kept = deeds
    .filter((deed) => deed.state !== 'refused')
    .map(({ id, caseId, number, title, action, body, seen }): Kept => {
      return { id, caseId, number, title, action, body, seen };
    });
  try {
    if (kept.length === 0) options.storage?.removeItem(name);
    else options.storage?.setItem(name, JSON.stringify(kept));
  } catch {
    // Storage refused: the deed still lives in the page.
  }
}

export function createDeeds(options: DeedsOptions): Deeds {
  return new DeedBox(options);
}

class DeedBox implements Deeds {
  readonly list = shallowReactive<Deed[]>([]);
  readonly held = computed(() => this.list.findLast((deed) => deed.state === 'held'));
  private account = '';
  private readonly listeners = new Set<DeedListener>();
  private readonly timers = new Map<string, () => void>();
  private readonly running = new Map<string, Promise<void>>();
  private readonly now: () => number;
  private readonly wait: NonNullable<DeedsOptions['later']>;

  constructor(private readonly options: DeedsOptions) {
    this.now = options.now ?? (() => Date.now());
    this.wait = options.later ?? later;
  }

  of(caseId: string): Deed | undefined {
    return this.list.find((deed) => deed.caseId === caseId);
  }

  hold(deed: DeedOf, draft: FormDraft | null = null): Deed {
    for (const old of this.list.filter((other) => other.caseId === deed.caseId)) {
      if (old.state === 'refused') this.change(old.id, null);
    }
    const made = this.add(deed, newKey(), draft, 'held');
    this.timers.set(
      made.id,
      this.wait(() => void this.send(made.id), HOLD_MS),
    );
    return made;
  }

  undo(id?: string): Deed | undefined {
    const deed = id === undefined ? this.held.value : this.find(id);
    if (deed?.state !== 'held') return undefined;
    this.change(deed.id, null);
    this.listeners.forEach((listener) => listener.undone?.(deed));
    return deed;
  }

  async flush(caseId: string): Promise<void> {
    for (const deed of this.list.filter((other) => other.caseId === caseId)) {
      await this.send(deed.id);
    }
  }

  sendNow(id: string): Promise<void> {
    return this.send(id);
  }

  dismiss(id: string): void {
    const deed = this.find(id);
    if (deed && deed.state !== 'sending') this.change(id, null);
  }

  async sendAll(leaving = false): Promise<void> {
    await Promise.all(this.list.map((deed) => this.send(deed.id, leaving)));
  }

  resume(who: string): void {
    if (this.account !== who) {
      // Of somebody else: it stays in the tab under his account, and out of sight.
      for (const stop of this.timers.values()) stop();
      this.timers.clear();
      this.list.splice(0, this.list.length);
      this.account = who;
    }
    for (const { id, ...deed } of readKept(this.options, who)) {
      if (this.find(id) === undefined) this.add(deed, id, null, 'waiting');
    }
    for (const deed of [...this.list]) if (deed.state === 'waiting') void this.send(deed.id);
  }

  listen(listener: DeedListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private find(id: string): Deed | undefined {
    return this.list.find((deed) => deed.id === id);
  }

  private add(deed: DeedOf, id: string, draft: FormDraft | null, state: DeedState): Deed {
    const sendsAt = this.now() + HOLD_MS;
    const made: Deed = { ...deed, id, draft, state, sendsAt, error: null, meanwhile: [] };
    this.list.push(made);
    this.keep();
    return made;
  }

  /** Null takes it out; answers what it was or has become. */
  private change(id: string, next: Partial<Deed> | null): Deed | undefined {
    const index = this.list.findIndex((deed) => deed.id === id);
    const held = this.list[index];
    if (held === undefined) return undefined;
    this.timers.get(id)?.();
    this.timers.delete(id);
    const changed = { ...held, ...next };
    if (next === null) this.list.splice(index, 1);
    else this.list.splice(index, 1, changed);
    this.keep();
    return changed;
  }

  private keep(): void {
    writeKept(this.options, this.account, this.list);
  }

  /** Whoever asks again while it is on its way waits for the same answer. */
  private send(id: string, leaving = false): Promise<void> {
    const deed = this.find(id);
    if (deed === undefined || deed.state === 'refused') return Promise.resolve();
    const started = this.running.get(id);
    if (started !== undefined) return started;
    this.change(id, { state: 'sending', error: null });
    const sent = this.post(deed, leaving).finally(() => this.running.delete(id));
    this.running.set(id, sent);
    return sent;
  }

  private async post(deed: Deed, leaving: boolean): Promise<void> {
    try {
      const path = `/cases/${deed.caseId}/actions`;
      const how = { key: deed.id, keepalive: leaving };
      const detail = await this.options.client.post<CaseDetail>(path, deed.body, how);
      this.change(deed.id, null);
      this.listeners.forEach((listener) => listener.done?.(deed, detail));
    } catch (error) {
      if (lost(error)) this.change(deed.id, { state: 'waiting', error });
      else await this.refuse(deed, error);
    }
  }

  private async refuse(deed: Deed, error: unknown): Promise<void> {
    const stale = error instanceof ApiError && error.code === 'version_stale';
    const meanwhile = stale ? await this.meanwhile(deed) : [];
    const changed = this.change(deed.id, { state: 'refused', error, meanwhile });
    if (changed) this.listeners.forEach((listener) => listener.refused?.(changed));
  }

  private async meanwhile(deed: Deed): Promise<CaseEvent[]> {
    try {
      const detail = await this.options.client.get<CaseDetail>(`/cases/${deed.caseId}`);
      return detail.events.filter((event) => event.seq > deed.seen);
    } catch {
      return [];
    }
  }
}
