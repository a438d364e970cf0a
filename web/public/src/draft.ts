// SPDX-License-Identifier: Apache-2.0
// A report being written. It survives reload and a killed browser until it is sent; its photos lie
// in IndexedDB. Name and phone stay in this tab only: the phone may be shared.
import { onScopeDispose, reactive, ref, watch, type Ref } from 'vue';
import { newKey } from '@shared/api/client.ts';
import type { ReportIn } from '@shared/api/types.ts';
import { readStored, writeStored } from '@shared/i18n/core.ts';
import { cleaned, tooLong } from '@shared/text/limit.ts';

export interface Draft {
  /** Made with the draft, never changed while it lives. */
  key: string;
  words: string;
  category: string;
  place: {
    lat: number;
    lon: number;
    accuracy_m?: number;
    by: 'gps' | 'map' | 'card' | 'address';
  } | null;
  address: string;
  nature: string;
  about_holder: boolean;
  name: string;
  phone: string;
  /** What was sent when no answer came: it may have arrived, so a repeat must be this. */
  attempt: ReportIn | null;
}

export const WORDS_MAX = 2000;
export const ADDRESS_MAX = 120;
export const NAME_MAX = 40;

export function emptyDraft(): Draft {
  return {
    key: newKey(),
    words: '',
    category: '',
    place: null,
    address: '',
    nature: '',
    about_holder: false,
    name: '',
    phone: '',
    attempt: null,
  };
}

export function isEmpty(draft: Draft): boolean {
  const { words, category, address, place, name, phone } = draft;
  return place === null && [words, category, address, name, phone].every((text) => text === '');
}

/** Name and phone as they are sent; undefined without either. */
export function contactOf(draft: Pick<Draft, 'name' | 'phone'>): ReportIn['contact'] {
  const name = cleaned(draft.name, false);
  const phone = cleaned(draft.phone, false);
  if (name === '' && phone === '') return undefined;
  return { ...(name && { name }), ...(phone && { phone }) };
}

/** What is sent. Without words the category speaks. */
export function reportOf(draft: Draft, categoryWords: string, language: string): ReportIn {
  const words = cleaned(draft.words, true) || categoryWords;
  const report: ReportIn = { words, channel: 'resident_page', language };
  if (draft.category !== '') report.category = draft.category;
  if (draft.place !== null) {
    const { lat, lon, accuracy_m } = draft.place;
    report.place = { lat, lon, ...(accuracy_m === undefined ? {} : { accuracy_m }) };
  }
  const address = cleaned(draft.address, false);
  if (address !== '') report.address = address;
  const contact = contactOf(draft);
  if (contact !== undefined) report.contact = contact;
  if (draft.nature !== '') report.nature = draft.nature;
  if (draft.about_holder) report.about_holder = true;
  return report;
}

export type Need = 'words' | 'place' | 'phone' | 'long';

/** The server reads every usual way of writing a number; here only what cannot be one. */
export function phoneIsOdd(phone: string): boolean {
  const digits = phone.replace(/\D/g, '').length;
  return phone.trim() !== '' && (digits < 5 || digits > 20);
}

export function needsOf(draft: Draft): Need[] {
  const needs: Need[] = [];
  const address = cleaned(draft.address, false);
  if (draft.place === null && address === '') needs.push('place');
  if (cleaned(draft.words, true) === '' && draft.category === '') needs.push('words');
  if (phoneIsOdd(draft.phone)) needs.push('phone');
  const over =
    tooLong(draft.words, WORDS_MAX) +
    tooLong(draft.address, ADDRESS_MAX, false) +
    tooLong(draft.name, NAME_MAX, false);
  if (over > 0) needs.push('long');
  return needs;
}

const nameOf = (district: string): string => `gewu.draft.${district}`;

function storageOf(kind: 'local' | 'session'): Storage | undefined {
  try {
    return kind === 'local' ? localStorage : sessionStorage;
  } catch {
    return undefined;
  }
}

function parsed(text: string | null): Partial<Draft> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Partial<Draft>) : {};
  } catch {
    return {};
  }
}

function read(name: string): Partial<Draft> {
  const shared = parsed(readStored(storageOf('local'), name));
  const own = parsed(readStored(storageOf('session'), name));
  // A tab's own attempt belongs to the draft it was made for, not to the next one.
  if (own.key !== undefined && own.key !== shared.key) delete own.attempt;
  const { name: personName = '', phone = '', attempt } = own;
  return { ...shared, name: personName, phone, ...(attempt === undefined ? {} : { attempt }) };
}

function keep(name: string, draft: Draft): void {
  const { name: personName, phone, attempt, ...rest } = draft;
  const { contact: _contact, ...kept } = attempt ?? {};
  void _contact;
  const shared = { ...rest, attempt: attempt === null ? null : kept };
  writeStored(storageOf('local'), name, JSON.stringify(shared));
  const own = { key: rest.key, name: personName, phone, attempt };
  writeStored(storageOf('session'), name, JSON.stringify(own));
}

/** Whether there is something worth going back to. */
export function hasDraft(district: string): boolean {
  return !isEmpty(heldDraft(district));
}

/** A place or an address chosen on another page, for the report to begin with. */
export function beginWith(
  district: string,
  given: Partial<Pick<Draft, 'place' | 'address' | 'category'>>,
): void {
  keep(nameOf(district), { ...heldDraft(district), ...given });
}

/** The draft as another page may read it; and what is left when it became part of another report. */
export function heldDraft(district: string): Draft {
  return { ...emptyDraft(), ...read(nameOf(district)) };
}

export function dropDraft(district: string): void {
  keep(nameOf(district), emptyDraft());
}

/** Two tabs share one draft. What the other one did to it, as this one must take it. */
function fromOtherTab(draft: Draft, was: Partial<Draft>, now: Partial<Draft>): 'none' | 'sent' {
  if (now.key === undefined) return 'none';
  if (now.key === draft.key) {
    // Edited over there. Nobody types in two tabs at once, and the one in front is right.
    if (document.visibilityState === 'hidden') Object.assign(draft, now);
    return 'none';
  }
  if (was.key !== draft.key) return 'none';
  const same = was.words === draft.words && was.address === draft.address;
  // Sent or cleared over there. What is typed here and was not there becomes a report of its own.
  if (same) Object.assign(draft, emptyDraft(), now, { name: '', phone: '' });
  else Object.assign(draft, { key: newKey(), attempt: null });
  return same ? 'sent' : 'none';
}

export interface HeldDraft {
  draft: Draft;
  reset: () => Draft;
  restore: (held: Draft) => void;
  /** Another tab sent or cleared what this one shows. */
  gone: Ref<boolean>;
}

/** The draft of a district, kept as it changes. */
export function useDraft(district: string): HeldDraft {
  const name = nameOf(district);
  const draft = reactive<Draft>({ ...emptyDraft(), ...read(name) });
  const gone = ref(false);
  watch(draft, (now) => keep(name, now), { deep: true });
  const heard = (event: StorageEvent): void => {
    if (event.key !== name) return;
    const told = fromOtherTab(draft, parsed(event.oldValue), parsed(event.newValue));
    gone.value = told === 'sent';
  };
  addEventListener('storage', heard);
  onScopeDispose(() => removeEventListener('storage', heard), true);
  const restore = (held: Draft): void => void Object.assign(draft, held);
  const reset = (): Draft => {
    const before = { ...draft };
    restore(emptyDraft());
    return before;
  };
  return { draft, reset, restore, gone };
}
