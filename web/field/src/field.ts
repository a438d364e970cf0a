// SPDX-License-Identifier: Apache-2.0
// One district on this phone: who works here, what is kept, what waits, and when it is sent. Pages
// read the refs and call the few verbs; everything else happens by itself.
import { shallowReactive, shallowRef, computed, type ComputedRef, type ShallowRef } from 'vue';
import { ApiError, type Client } from '@shared/api/client.ts';
import type { FieldCase, KitArea, KitOut } from '@shared/api/field.ts';
import type { CategoryTree, District, Session } from '@shared/api/types.ts';
import { createFormats, type Formats } from '@shared/i18n/format.ts';
import { measured, NEVER, seen, wrongBy, type Clock } from './offline/clock.ts';
import { discard, enqueue, type Draft } from './offline/drafts.ts';
import { CLOCK, forgetKit, KIT, mustForget, pullKit, type KitMeta } from './offline/kit.ts';
import {
  meaningOf,
  nextDue,
  retried,
  sorted,
  type Item,
  type NewItem,
  type SentItem,
} from './offline/queue.ts';
import { Sender, type Flushed, type Stop } from './offline/sender.ts';
import { MemoryVault, openVault, VaultError, type Vault } from './offline/vault.ts';
import { alone, clientOf, wireOf } from './offline/wire.ts';
import { rememberAccount, rememberDistrict, rememberedAccount } from './remembered.ts';
import { i18n } from './texts.ts';

export type Line = 'unknown' | 'online' | 'offline';
/** Why this phone holds nothing (any more). */
export type Gone = '' | 'account_disabled' | 'device_revoked' | 'no_contact';

interface Names {
  district: District | null;
  tree: CategoryTree | null;
  fetched_ms: number;
}

const NAMES = 'names';
const KIT_EVERY_MS = 60_000;
const NAMES_EVERY_MS = 12 * 3_600_000;
const SENT_KEPT_MS = 3 * 24 * 3_600_000;

export class Field {
  readonly client: Client;
  readonly session: ShallowRef<Session | null> = shallowRef(null);
  readonly vault: ShallowRef<Vault | null> = shallowRef(null);
  readonly me: ShallowRef<{ account: string; name: string } | null> = shallowRef(null);
  readonly district: ShallowRef<District | null> = shallowRef(null);
  readonly tree: ShallowRef<CategoryTree | null> = shallowRef(null);
  readonly kit: ShallowRef<KitMeta | null> = shallowRef(null);
  readonly areas: ShallowRef<KitArea[]> = shallowRef([]);
  readonly cases: ShallowRef<FieldCase[]> = shallowRef([]);
  readonly items: ShallowRef<Item[]> = shallowRef([]);
  readonly sent: ShallowRef<SentItem[]> = shallowRef([]);
  readonly clock: ShallowRef<Clock> = shallowRef(NEVER);
  readonly line: ShallowRef<Line> = shallowRef<Line>('unknown');
  readonly busy = shallowRef(false);
  readonly needsLogin = shallowRef(false);
  readonly storageFull = shallowRef(false);
  readonly gone: ShallowRef<Gone> = shallowRef<Gone>('');
  readonly error: ShallowRef<unknown> = shallowRef(null);
  readonly wrongMinutes: ComputedRef<number> = computed(() => wrongBy(this.clock.value));
  /** Of this tab: what did not fit on the phone, kept while the page is open. */
  private loose: MemoryVault | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private again = false;
  private pulled = 0;
  private channel: BroadcastChannel | null = null;
  private started: Promise<boolean> | null = null;

  constructor(readonly code: string) {
    this.client = clientOf(code, (server, sent, received) => {
      this.clock.value = measured(server, sent, received);
      this.line.value = 'online';
    });
  }

  /** What the phone holds, else the running login; false: somebody has to sign in first. */
  start(): Promise<boolean> {
    this.started ??= this.open();
    return this.started;
  }

  private async open(): Promise<boolean> {
    this.listen();
    const account = rememberedAccount(this.code);
    if (account !== '') await this.enter(account);
    if (this.vault.value !== null && this.kit.value !== null) {
      void this.sync(true);
      return true;
    }
    return await this.resume();
  }

  private async resume(): Promise<boolean> {
    try {
      await this.began(await this.client.get<Session>('/session'));
      return true;
    } catch (error) {
      await this.refused(error);
      return false;
    }
  }

  async signIn(login: string, password: string): Promise<void> {
    await this.began(await this.client.post<Session>('/sessions', { login, password }));
  }

  /** A login stands: its account's vault is opened, whoever was here before. */
  private async began(session: Session): Promise<void> {
    this.client.setCsrf(session.csrf_token);
    this.session.value = session;
    this.needsLogin.value = session.must_change_password;
    this.gone.value = '';
    if (this.vault.value?.owner !== this.ownerOf(session.account))
      await this.enter(session.account);
    this.me.value = { account: session.account, name: session.name };
    rememberAccount(this.code, session.account);
    rememberDistrict(this.code);
    this.started = Promise.resolve(true);
    void navigator.storage?.persist?.().catch(() => false);
    void this.sync(true);
  }

  private ownerOf(account: string): string {
    return `${this.code}/${account}`;
  }

  private async enter(account: string): Promise<void> {
    this.vault.value?.close();
    const owner = this.ownerOf(account);
    try {
      this.vault.value = await openVault(owner);
    } catch {
      this.vault.value = new MemoryVault(owner);
    }
    await this.readAll();
    if (this.overdue()) await this.forget();
  }

  private async readAll(): Promise<void> {
    const vault = this.vault.value;
    if (vault === null) return;
    const clock = (await vault.get<Clock>('meta', CLOCK)) ?? NEVER;
    if (clock.server_ms > this.clock.value.server_ms) this.clock.value = clock;
    this.clock.value = seen(this.clock.value, Date.now());
    const names = await vault.get<Names>('meta', NAMES);
    this.district.value = names?.district ?? this.district.value;
    this.tree.value = names?.tree ?? this.tree.value;
    this.kit.value = (await vault.get<KitMeta>('meta', KIT)) ?? null;
    if (this.kit.value !== null) this.me.value = this.kit.value.me;
    await this.readKit(vault);
    await this.readQueue();
  }

  private async readKit(vault: Vault): Promise<void> {
    this.areas.value = await vault.all<KitArea>('area');
    this.cases.value = await vault.all<FieldCase>('case');
  }

  async readQueue(): Promise<void> {
    const vault = this.vault.value;
    if (vault === null) return;
    const more = (await this.loose?.all<Item>('item')) ?? [];
    this.items.value = sorted([...(await vault.all<Item>('item')), ...more]);
    const sent = await vault.all<SentItem>('sent');
    this.sent.value = sent.sort((a, b) => b.sent_ms - a.sent_ms);
    this.cases.value = await vault.all<FieldCase>('case');
  }

  // ---- noting and sending ----------------------------------------------------------------------

  /** Into the queue, and off at once if there is a line. Full storage: kept in this page. */
  async send<T>(draft: Draft<T>, made: Omit<NewItem, 'key' | 'attachments'>): Promise<Item> {
    const vault = this.need();
    let item: Item;
    try {
      item = await enqueue(vault, draft, made, this.clock.value, Date.now());
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      this.storageFull.value = true;
      this.loose ??= new MemoryVault(vault.owner);
      for (const { id } of draft.attachments) {
        const blob = await this.blob(id);
        if (blob) await this.loose.write([{ kind: 'blob', id, value: blob }]);
      }
      item = await enqueue(this.loose, draft, made, this.clock.value, Date.now());
    }
    await this.readQueue();
    this.tell();
    void this.sync(navigator.onLine, false);
    return item;
  }

  /** Photos of a draft that the phone has no room for. */
  async keepLoose(id: string, blob: Blob): Promise<void> {
    this.storageFull.value = true;
    this.loose ??= new MemoryVault(this.need().owner);
    await this.loose.write([{ kind: 'blob', id, value: blob }]);
  }

  async blob(id: string): Promise<Blob | undefined> {
    return (await this.need().get<Blob>('blob', id)) ?? (await this.loose?.get<Blob>('blob', id));
  }

  async change(item: Item): Promise<void> {
    await this.vaultOf(item).write([{ kind: 'item', id: item.key, value: item }]);
    await this.readQueue();
    this.tell();
    void this.sync(navigator.onLine, false);
  }

  retry(item: Item): Promise<void> {
    return this.change(retried(item));
  }

  async discard(item: Item): Promise<void> {
    await discard(this.vaultOf(item), item);
    await this.readQueue();
    this.tell();
  }

  private vaultOf(item: Item): Vault {
    return this.looseKeys.has(item.key) && this.loose !== null ? this.loose : this.need();
  }

  private get looseKeys(): Set<string> {
    return new Set(this.loose?.keysOf('item') ?? []);
  }

  /** In danger of being lost with this page. */
  isLoose(item: Item): boolean {
    return this.vault.value?.kept === false || this.looseKeys.has(item.key);
  }

  private need(): Vault {
    if (this.vault.value === null) throw new Error('Nobody has signed in.');
    return this.vault.value;
  }

  /** Sends what waits and fetches what is new. Calls during a run make one more run. */
  async sync(force = false, pull = true): Promise<void> {
    if (this.running !== null) {
      this.again = true;
      return await this.running;
    }
    this.running = this.syncOnce(force, pull);
    try {
      await this.running;
    } finally {
      this.running = null;
      this.plan();
    }
    if (this.again) {
      this.again = false;
      await this.sync(force, pull);
    }
  }

  private async syncOnce(force: boolean, pull: boolean): Promise<void> {
    const vault = this.vault.value;
    if (vault === null || (this.needsLogin.value && this.session.value === null)) return;
    if (!navigator.onLine && !force) {
      this.line.value = 'offline';
      if (this.overdue()) await this.forget();
      return;
    }
    this.busy.value = true;
    try {
      if (this.session.value === null) await this.renew();
      if (this.vault.value !== vault) return;
      const stop = await this.flush(vault, force);
      if (stop === 'network') this.line.value = 'offline';
      if (stop === 'done' || stop === 'busy') await this.pull(vault, pull && force);
      this.error.value = null;
    } catch (error) {
      await this.refused(error);
    } finally {
      this.busy.value = false;
    }
    if (this.overdue() && this.vault.value !== null) await this.forget();
  }

  /** Nobody with a standing login has asked for this phone's kit for too long. */
  private overdue(): boolean {
    return mustForget(this.kit.value ?? undefined, this.clock.value, Date.now());
  }

  private async renew(): Promise<void> {
    await this.renewed(await this.client.get<Session>('/session'));
  }

  /** The cookie may by now be somebody else's: then nothing of this vault is sent under it. */
  private async renewed(session: Session): Promise<void> {
    const same = this.vault.value?.owner === this.ownerOf(session.account);
    this.client.setCsrf(session.csrf_token);
    this.session.value = session;
    this.needsLogin.value = false;
    if (!same) await this.began(session);
  }

  private async flush(vault: Vault, force: boolean): Promise<Stop> {
    let stop: Stop = 'done';
    for (const each of [vault, this.loose]) {
      if (each === null || stop !== 'done') continue;
      const flushed = await this.senderOf(each).flush(force);
      stop = await this.flushed(flushed);
    }
    return stop;
  }

  private senderOf(vault: Vault): Sender {
    return new Sender({
      vault,
      wire: wireOf(this.client, (session) => void this.renewed(session)),
      clock: () => this.clock.value,
      now: () => Date.now(),
      alone: (work) =>
        vault.kept ? alone(`gewu-field-send:${vault.owner}`, work) : Promise.resolve(work()),
      changed: () => void this.readQueue().then(() => this.tell()),
    });
  }

  private async flushed({ stop, code }: Flushed): Promise<Stop> {
    if (stop === 'login') this.loginEnded();
    if (stop === 'wipe') await this.wipe(code as Gone);
    await this.readQueue();
    return stop;
  }

  private async pull(vault: Vault, force: boolean): Promise<void> {
    const now = Date.now();
    if (!force && Math.abs(now - this.pulled) < KIT_EVERY_MS) return await this.keepClock(vault);
    await this.pullNames(vault, now);
    const fetch = (since: string): Promise<KitOut> =>
      this.client.get<KitOut>('/field/kit', since === '' ? {} : { since });
    this.kit.value = await pullKit(vault, fetch, now);
    this.me.value = this.kit.value.me;
    this.pulled = now;
    await this.readKit(vault);
    await this.keepClock(vault);
    await this.dropOldSent(vault, now);
    this.tell();
  }

  private async pullNames(vault: Vault, now: number): Promise<void> {
    const held = await vault.get<Names>('meta', NAMES);
    if (held?.tree && Math.abs(now - held.fetched_ms) < NAMES_EVERY_MS) return;
    const [district, tree] = await Promise.all([
      this.client.get<District>(''),
      this.client.get<CategoryTree>('/categories'),
    ]);
    this.district.value = district;
    this.tree.value = tree;
    const value: Names = { district, tree, fetched_ms: now };
    await vault.write([{ kind: 'meta', id: NAMES, value }]);
  }

  private async keepClock(vault: Vault): Promise<void> {
    await vault.write([{ kind: 'meta', id: CLOCK, value: this.clock.value }]);
  }

  private async dropOldSent(vault: Vault, now: number): Promise<void> {
    const old = this.sent.value.filter((record) => now - record.sent_ms > SENT_KEPT_MS);
    await vault.write(old.map(({ key }) => ({ kind: 'sent' as const, id: key, value: undefined })));
  }

  // ---- ends ------------------------------------------------------------------------------------

  private loginEnded(): void {
    this.session.value = null;
    this.needsLogin.value = true;
  }

  private async refused(error: unknown): Promise<void> {
    if (error instanceof VaultError) {
      this.storageFull.value = true;
      return;
    }
    if (!(error instanceof ApiError)) throw error;
    const meaning = meaningOf(error);
    if (meaning === 'login') this.loginEnded();
    else if (meaning === 'wipe') await this.wipe(error.code as Gone);
    else if (error.status === 0) this.line.value = 'offline';
    else this.error.value = error;
  }

  /** The server says that this account or phone may hold nothing. */
  private async wipe(why: Gone): Promise<void> {
    await this.vault.value?.destroy().catch(() => undefined);
    this.leave();
    this.gone.value = why;
    this.tell('wiped');
  }

  /** 72 hours without contact: what is not the worker's own goes. */
  private async forget(): Promise<void> {
    await forgetKit(this.need());
    this.kit.value = null;
    this.gone.value = 'no_contact';
    this.needsLogin.value = true;
    await this.readAll();
  }

  private leave(): void {
    this.vault.value?.close();
    this.vault.value = null;
    this.loose = null;
    this.session.value = null;
    this.me.value = null;
    this.kit.value = null;
    this.cases.value = [];
    this.areas.value = [];
    this.items.value = [];
    this.sent.value = [];
    this.needsLogin.value = true;
    this.started = Promise.resolve(false);
    rememberAccount(this.code, '');
  }

  /** `keep`: what waits stays, sealed, for the next login of the same person. */
  async signOut(keep: boolean): Promise<void> {
    const vault = this.need();
    await this.client.del('/session').catch((error: unknown) => {
      // Without a line the login ends by itself; the phone forgets it now.
      if (!(error instanceof ApiError)) throw error;
    });
    if (keep && this.items.value.length > 0) await vault.clear(['area', 'case', 'sent', 'meta']);
    else await vault.destroy();
    this.leave();
    this.tell('wiped');
  }

  // ---- hearing ---------------------------------------------------------------------------------

  private listen(): void {
    addEventListener('online', () => void this.sync(true));
    addEventListener('offline', () => (this.line.value = 'offline'));
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.awake();
    });
    addEventListener('beforeunload', (event) => {
      if (this.items.value.some((item) => this.isLoose(item))) event.preventDefault();
    });
    if (typeof BroadcastChannel === 'undefined') return;
    this.channel = new BroadcastChannel(`gewu-field:${this.code}`);
    this.channel.onmessage = ({ data }) => {
      if (data === 'wiped') location.reload();
      else if (this.vault.value?.kept) void this.readQueue();
    };
  }

  private async awake(): Promise<void> {
    this.clock.value = seen(this.clock.value, Date.now());
    if (this.vault.value === null) return;
    if (this.overdue() && !navigator.onLine) await this.forget();
    else await this.sync(navigator.onLine);
  }

  private tell(what = 'changed'): void {
    this.channel?.postMessage(what);
  }

  /** The next run: when the first item is due, at the latest in a minute while somebody looks. */
  private plan(): void {
    clearTimeout(this.timer);
    if (this.vault.value === null) return;
    const due = nextDue(this.items.value);
    const wait = due === null ? KIT_EVERY_MS : due - Date.now();
    this.timer = setTimeout(() => void this.sync(), Math.min(Math.max(wait, 1_000), KIT_EVERY_MS));
  }
}

const fields = shallowReactive(new Map<string, Field>());

export function fieldOf(code: string): Field {
  const held = fields.get(code) ?? new Field(code);
  fields.set(code, held);
  return held;
}

export const current = shallowRef<Field | null>(null);

/** Of the page; only used inside pages that belong to a district. */
export function useField(): Field {
  if (current.value === null) throw new Error('No district chosen.');
  return current.value;
}

export const formats: ComputedRef<Formats> = computed(() =>
  createFormats(i18n.locale.value, current.value?.district.value?.utc_offset_minutes ?? 480),
);
