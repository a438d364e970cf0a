// SPDX-License-Identifier: Apache-2.0
// A draft on a page: read from the phone when the page opens, written as it changes. Where the
// phone has no room it lives in this page, and says so.
import { onScopeDispose, reactive, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { PhotoError, preparePhoto } from '@shared/photo/prepare.ts';
import { attachmentOf, dropDraft, newDraft, type Draft } from './offline/drafts.ts';
import type { Attachment, Item, NewItem } from './offline/queue.ts';
import { VaultError } from './offline/vault.ts';
import type { Field } from './field.ts';

export interface LiveDraft<T extends object> {
  readonly values: T;
  readonly attachments: ShallowRef<Attachment[]>;
  readonly urls: Record<string, string>;
  /** Photos that are still being made smaller. */
  readonly preparing: Ref<number>;
  readonly fault: ShallowRef<unknown>;
  /** True when something from before was found. */
  readonly restored: Ref<boolean>;
  readonly ready: Promise<void>;
  addPhoto(file: Blob, kind: string): Promise<void>;
  addVoice(blob: Blob): Promise<void>;
  remove(id: string): Promise<void>;
  send(made: Omit<NewItem, 'key' | 'attachments'>): Promise<Item>;
  clear(): Promise<void>;
}

const SAVE_AFTER_MS = 300;

class Live<T extends object> implements LiveDraft<T> {
  readonly values: T;
  readonly attachments = shallowRef<Attachment[]>([]);
  readonly urls: Record<string, string> = reactive({});
  readonly preparing = ref(0);
  readonly fault = shallowRef<unknown>(null);
  readonly restored = ref(false);
  readonly ready: Promise<void>;
  private key: string;
  private gone = false;
  private changed = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly field: Field,
    private readonly id: string,
    private readonly empty: () => T,
  ) {
    this.values = reactive(empty()) as T;
    this.key = newDraft(id, null).key;
    this.ready = this.read();
    watch(
      () => this.values,
      () => {
        this.changed = true;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => void this.save(), SAVE_AFTER_MS);
      },
      { deep: true },
    );
  }

  private get draft(): Draft<T> {
    const { id, key, values } = this;
    return { id, key, values, attachments: this.attachments.value };
  }

  private async read(): Promise<void> {
    const held = await this.field.vault.value?.get<Draft<T>>('draft', this.id);
    if (held === undefined) return;
    this.key = held.key;
    Object.assign(this.values, held.values);
    this.attachments.value = held.attachments;
    for (const { id } of held.attachments) await this.show(id);
    this.restored.value = true;
  }

  private async show(id: string): Promise<void> {
    const blob = await this.field.blob(id);
    if (blob !== undefined) this.urls[id] = URL.createObjectURL(blob);
  }

  /** Returns whether the phone took it. */
  private async save(writes: { id: string; blob: Blob }[] = []): Promise<boolean> {
    clearTimeout(this.timer);
    if (this.gone) return false;
    this.changed = false;
    try {
      await this.field.vault.value?.write([
        ...writes.map(({ id, blob }) => ({ kind: 'blob' as const, id, value: blob })),
        { kind: 'draft', id: this.id, value: this.draft },
      ]);
      return true;
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      this.field.storageFull.value = true;
      return false;
    }
  }

  private async add(blob: Blob, medium: Attachment['medium'], kind: string): Promise<void> {
    const held = attachmentOf(blob, medium, kind);
    this.attachments.value = [...this.attachments.value, held];
    this.urls[held.id] = URL.createObjectURL(blob);
    if (!(await this.save([{ id: held.id, blob }]))) await this.field.keepLoose(held.id, blob);
  }

  async addPhoto(file: Blob, kind: string): Promise<void> {
    this.preparing.value += 1;
    this.fault.value = null;
    try {
      await this.add(await preparePhoto(file), 'photo', kind);
    } catch (error) {
      if (!(error instanceof PhotoError)) throw error;
      this.fault.value = error;
    } finally {
      this.preparing.value -= 1;
    }
  }

  addVoice(blob: Blob): Promise<void> {
    return this.add(blob, 'voice', '');
  }

  async remove(id: string): Promise<void> {
    this.attachments.value = this.attachments.value.filter((held) => held.id !== id);
    this.release(id);
    await this.field.vault.value
      ?.write([{ kind: 'blob', id, value: undefined }])
      .catch(() => undefined);
    await this.save();
  }

  async send(made: Omit<NewItem, 'key' | 'attachments'>): Promise<Item> {
    clearTimeout(this.timer);
    const item = await this.field.send(this.draft, made);
    this.gone = true;
    return item;
  }

  async clear(): Promise<void> {
    clearTimeout(this.timer);
    const vault = this.field.vault.value;
    if (vault) await dropDraft(vault, this.draft).catch(() => undefined);
    for (const { id } of this.attachments.value) this.release(id);
    this.attachments.value = [];
    this.key = newDraft(this.id, null).key;
    Object.assign(this.values, this.empty());
    this.restored.value = false;
  }

  /** The page closes: what was typed last is written, the pictures leave memory. */
  close(): void {
    this.persist();
    for (const id of Object.keys(this.urls)) this.release(id);
  }

  persist(): void {
    if (this.changed) void this.save();
  }

  private release(id: string): void {
    if (this.urls[id]) URL.revokeObjectURL(this.urls[id]);
    delete this.urls[id];
  }
}

/** `empty` gives the values of a new draft; nothing is written before something changes. */
export function useDraft<T extends object>(field: Field, id: string, empty: () => T): LiveDraft<T> {
  const live = new Live(field, id, empty);
  const flush = (): void => {
    if (document.visibilityState === 'hidden') live.persist();
  };
  document.addEventListener('visibilitychange', flush);
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', flush);
    live.close();
  });
  return live;
}
