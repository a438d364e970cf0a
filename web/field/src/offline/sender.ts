// SPDX-License-Identifier: Apache-2.0
// Empties the queue: one item at a time, each step written down before the next, so that a tab
// killed anywhere goes on where it was. One tab sends at a time; the keys make even two harmless.
import { ApiError, newKey } from '@shared/api/client.ts';
import type { CaseDetail } from '@shared/api/types.ts';
import { correct, type Clock } from './clock.ts';
import {
  faultOf,
  meaningOf,
  nextUp,
  postponed,
  sealBody,
  withoutUploads,
  type Attachment,
  type Item,
  type SentItem,
} from './queue.ts';
import type { Vault, Write } from './vault.ts';

export interface Wire {
  post<T>(path: string, body: string, key: string): Promise<T>;
  upload<T>(path: string, blob: Blob, key: string): Promise<T>;
  get<T>(path: string): Promise<T>;
  /** Asks for the running login once more; its token guards every write. */
  renew(): Promise<void>;
}

export interface SenderOptions {
  vault: Vault;
  wire: Wire;
  clock: () => Clock;
  now: () => number;
  chance?: () => number;
  /** Runs alone among all tabs; gives undefined where another tab is at it. */
  alone?: <T>(work: () => Promise<T>) => Promise<T | undefined>;
  changed?: () => void;
}

export type Stop = 'done' | 'network' | 'login' | 'wipe' | 'busy';

export interface Flushed {
  sent: SentItem[];
  stop: Stop;
  /** Of the refusal that stopped it. */
  code?: string;
}

/** What the server answers to a report or a deed, as far as the queue reads it. */
interface Answer {
  id?: string;
  number?: number;
  version?: number;
  follow_code?: string;
}

const REUPLOADS_MAX = 3;

export class Sender {
  private readonly chance: () => number;
  private code = '';
  private readonly alone: NonNullable<SenderOptions['alone']>;

  constructor(private readonly o: SenderOptions) {
    this.chance = o.chance ?? Math.random;
    this.alone = o.alone ?? (async (work) => await work());
  }

  /** `force`: a person asked, or the line is back: waits are skipped. */
  async flush(force = false): Promise<Flushed> {
    const sent: SentItem[] = [];
    const ran = await this.alone(async (): Promise<Flushed> => {
      const tried = new Set<string>();
      for (;;) {
        const items = await this.o.vault.all<Item>('item');
        const rest = items.filter((item) => !tried.has(item.key));
        const item = nextUp(rest.filter(noneTriedBefore(items, tried)), this.o.now(), force);
        if (item === undefined) return { sent, stop: 'done' };
        tried.add(item.key);
        const stop = await this.sendOne(item, sent);
        this.o.changed?.();
        if (stop !== null) return { sent, stop, code: this.code };
      }
    });
    return ran ?? { sent, stop: 'busy' };
  }

  /** Null: go on with the next one. */
  private async sendOne(item: Item, sent: SentItem[]): Promise<Stop | null> {
    try {
      const ready = await this.prepared(item);
      const path = ready.kind === 'report' ? '/cases' : `/cases/${ready.lane}/actions`;
      const answer = await this.o.wire.post<Answer>(path, ready.sealed as string, ready.key);
      sent.push(await this.arrived(ready, answer));
      return null;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return await this.failed(await this.current(item), error);
    }
  }

  /** The item as it was last written down. */
  private async current(item: Item): Promise<Item> {
    return (await this.o.vault.get<Item>('item', item.key)) ?? item;
  }

  private async keep(item: Item): Promise<Item> {
    await this.o.vault.write([{ kind: 'item', id: item.key, value: item }]);
    return item;
  }

  private async prepared(item: Item): Promise<Item> {
    if (item.sealed !== null) return item;
    let now = item;
    for (const held of item.attachments) {
      if (held.sent !== null) continue;
      const uploaded = await this.upload(held);
      const attachments = now.attachments
        .map((other) => (other.id === held.id ? uploaded : other))
        .filter((other): other is Attachment => other !== null);
      now = await this.keep({ ...now, attachments });
    }
    return await this.keep({ ...now, sealed: sealBody(now, this.o.clock(), this.o.now()) });
  }

  /** Null: its bytes are gone from this phone, and the words go without it. */
  private async upload(held: Attachment): Promise<Attachment | null> {
    const blob = await this.o.vault.get<Blob>('blob', held.id);
    if (blob === undefined) return null;
    const path = held.medium === 'photo' ? '/photos' : '/voice-notes';
    const taken = await this.o.wire.upload<Record<string, string>>(path, blob, held.key);
    const id = taken[held.medium] ?? '';
    return { ...held, sent: { id, token: taken.token ?? '' } };
  }

  private async arrived(item: Item, answer: Answer): Promise<SentItem> {
    const record: SentItem = {
      key: item.key,
      kind: item.kind,
      action: item.action,
      title: item.title,
      case_id: item.kind === 'deed' ? item.lane : (answer.id ?? ''),
      number: answer.number ?? item.number,
      follow_code: answer.follow_code ?? null,
      noted_ms: correct(
        { ...this.o.clock(), offset_ms: item.noted.offset_ms },
        item.noted.local_ms,
      ),
      sent_ms: correct(this.o.clock(), this.o.now()),
    };
    const writes: Write[] = [
      { kind: 'item', id: item.key, value: undefined },
      { kind: 'sent', id: item.key, value: record },
      ...item.attachments.map(({ id }): Write => ({ kind: 'blob', id, value: undefined })),
    ];
    if (item.kind === 'deed' && answer.version !== undefined) {
      writes.push(...(await this.afterDeed(item, answer as CaseDetail)));
    }
    await this.o.vault.write(writes);
    return record;
  }

  /** The case as it now is, and the deeds noted on top of this one. */
  private async afterDeed(item: Item, answer: CaseDetail): Promise<Write[]> {
    const items = await this.o.vault.all<Item>('item');
    const writes = items
      .filter((other) => other.follows === item.key)
      .map((other): Write => {
        const value = { ...other, follows: null, version: answer.version };
        return { kind: 'item', id: other.key, value };
      });
    const held = await this.o.vault.get<CaseDetail>('case', item.lane);
    // A repeated answer may be older than what the kit has brought since.
    if (held !== undefined && held.version <= answer.version) {
      writes.push({ kind: 'case', id: item.lane, value: { ...held, ...answer } });
    }
    return writes;
  }

  private async failed(item: Item, error: ApiError): Promise<Stop | null> {
    const fault = faultOf(error);
    this.code = error.code;
    switch (meaningOf(error)) {
      case 'arrived':
        await this.arrived(item, {});
        return null;
      case 'wipe':
        return 'wipe';
      case 'login':
        return 'login';
      case 'session':
        return await this.renewed(item, error);
      case 'conflict':
        await this.keep({
          ...item,
          state: 'conflict',
          sealed: null,
          fault,
          ...(await this.lost(item)),
        });
        return null;
      case 'attachments':
        if (item.reuploads >= REUPLOADS_MAX) return await this.refused(item, error);
        await this.keep(withoutUploads(item, newKey));
        return null;
      case 'refused':
        return await this.refused(item, error);
      default:
        await this.keep(postponed(item, error, this.o.now(), this.chance()));
        // Where the line is dead every other item would only wait for it, too.
        return error.status === 0 ? 'network' : null;
    }
  }

  private async refused(item: Item, error: ApiError): Promise<null> {
    await this.keep({ ...item, state: 'refused', sealed: null, fault: faultOf(error) });
    return null;
  }

  private async renewed(item: Item, error: ApiError): Promise<Stop | null> {
    await this.keep(postponed(item, error, this.o.now(), this.chance()));
    try {
      await this.o.wire.renew();
      return null;
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      this.code = problem.code;
      const meaning = meaningOf(problem);
      if (meaning === 'wipe' || meaning === 'login') return meaning;
      return problem.status === 0 ? 'network' : null;
    }
  }

  /** Who was first: the last deed on the case since the version that was seen. */
  private async lost(item: Item): Promise<Pick<Item, 'lost_to'>> {
    try {
      const fresh = await this.o.wire.get<CaseDetail>(`/cases/${item.lane}`);
      const held = await this.o.vault.get<CaseDetail>('case', item.lane);
      const writes: Write[] = [{ kind: 'case', id: item.lane, value: { ...held, ...fresh } }];
      if (held !== undefined) await this.o.vault.write(writes);
      const last = [...fresh.events].reverse().find((event) => event.actor.kind !== 'clock');
      const { actor, action, at } = last ?? fresh.events.at(-1) ?? {};
      if (action === undefined) return { lost_to: null };
      return { lost_to: { name: actor?.name ?? '', action, at: at ?? '' } };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { lost_to: null };
    }
  }
}

/** An item whose predecessor was tried in this round and still stands must not overtake it. */
function noneTriedBefore(items: readonly Item[], tried: ReadonlySet<string>) {
  const stuck = new Set(items.filter((item) => tried.has(item.key)).map((item) => item.lane));
  return (item: Item): boolean => !stuck.has(item.lane);
}
