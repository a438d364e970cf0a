// SPDX-License-Identifier: Apache-2.0
// A report being written. It survives reload and a killed browser until it is sent; its photos lie
// in IndexedDB. Name and phone stay in this tab only: the phone may be shared.
import { reactive, watch } from 'vue';
import { newKey } from '@shared/api/client.ts';
import type { ReportIn } from '@shared/api/types.ts';
import { readStored, writeStored } from '@shared/i18n/core.ts';

export interface Draft {
  /** Made with the draft, never changed while it lives. */
  key: string;
  words: string;
  category: string;
  place: { lat: number; lon: number; accuracy_m?: number; by: 'gps' | 'map' } | null;
  address: string;
  nature: string;
  about_holder: boolean;
  name: string;
  phone: string;
  /** What was sent when no answer came: it may have arrived, so a repeat must be this. */
  attempt: ReportIn | null;
}

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

/** What is sent. Without words the category speaks. */
export function reportOf(draft: Draft, categoryWords: string, language: string): ReportIn {
  const words = draft.words.trim() || categoryWords;
  const report: ReportIn = { words, channel: 'resident_page', language };
  if (draft.category !== '') report.category = draft.category;
  if (draft.place !== null) {
    const { lat, lon, accuracy_m } = draft.place;
    report.place = { lat, lon, ...(accuracy_m === undefined ? {} : { accuracy_m }) };
  }
  if (draft.address.trim() !== '') report.address = draft.address.trim();
  const name = draft.name.trim();
  const phone = draft.phone.trim();
  if (name !== '' || phone !== '') {
    report.contact = { ...(name && { name }), ...(phone && { phone }) };
  }
  if (draft.nature !== '') report.nature = draft.nature;
  if (draft.about_holder) report.about_holder = true;
  return report;
}

export type Need = 'words' | 'place' | 'phone';

export function needsOf(draft: Draft): Need[] {
  const needs: Need[] = [];
  if (draft.place === null && draft.address.trim() === '') needs.push('place');
  if (draft.words.trim() === '' && draft.category === '') needs.push('words');
  // The server reads every usual way of writing a number; here only what cannot be one.
  const digits = draft.phone.replace(/\D/g, '').length;
  if (draft.phone.trim() !== '' && (digits < 5 || digits > 20)) needs.push('phone');
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

/** The draft of a district, kept as it changes. */
export function useDraft(district: string): {
  draft: Draft;
  reset: () => Draft;
  restore: (d: Draft) => void;
} {
  const name = nameOf(district);
  const draft = reactive<Draft>({
    ...emptyDraft(),
    ...parsed(readStored(storageOf('local'), name)),
    ...parsed(readStored(storageOf('session'), name)),
  });
  watch(
    draft,
    (now) => {
      const { name: personName, phone, attempt, ...rest } = now;
      const { contact: _contact, ...kept } = attempt ?? {};
      void _contact;
      writeStored(
        storageOf('local'),
        name,
        JSON.stringify({ ...rest, attempt: attempt === null ? null : kept }),
      );
      writeStored(storageOf('session'), name, JSON.stringify({ name: personName, phone, attempt }));
    },
    { deep: true },
  );
  const restore = (held: Draft): void => void Object.assign(draft, held);
  const reset = (): Draft => {
    const before = { ...draft };
    restore(emptyDraft());
    return before;
  };
  return { draft, reset, restore };
}
