// SPDX-License-Identifier: Apache-2.0
import type { PhotoRef } from '@shared/api/types.ts';

export interface Entry {
  channel: string;
  words: string;
  category: string | undefined;
  place: { lat: number; lon: number; accuracy_m?: number } | null;
  address: string;
  name: string;
  phone: string;
  about_holder: boolean;
  self_handled: boolean;
  /** How it was handled on the spot. */
  answer: string;
}

export type EntryNeed = 'words' | 'place' | 'answer';

export function emptyEntry(): Entry {
  return {
    channel: 'phone',
    words: '',
    category: undefined,
    place: null,
    address: '',
    name: '',
    phone: '',
    about_holder: false,
    self_handled: false,
    answer: '',
  };
}

export function isSelfHandled(entry: Entry): boolean {
  return entry.channel === 'worker_note' && entry.self_handled;
}

export function entryNeeds(entry: Entry): EntryNeed[] {
  const needs: EntryNeed[] = [];
  if (entry.words.trim() === '') needs.push('words');
  if (entry.place === null && entry.address.trim() === '') needs.push('place');
  if (isSelfHandled(entry) && entry.answer.trim() === '') needs.push('answer');
  return needs;
}

export function entryBody(entry: Entry, photos: PhotoRef[]): Record<string, unknown> {
  const name = entry.name.trim();
  const phone = entry.phone.trim();
  const contact = name || phone ? { ...(name && { name }), ...(phone && { phone }) } : undefined;
  const body: Record<string, unknown> = {
    channel: entry.channel,
    words: entry.words.trim(),
    category: entry.category,
    place: entry.place ?? undefined,
    address: entry.address.trim() || undefined,
    contact,
    photos: photos.length > 0 ? photos : undefined,
    about_holder: entry.about_holder || undefined,
    self_handled: isSelfHandled(entry) || undefined,
    answer: isSelfHandled(entry) ? entry.answer.trim() : undefined,
  };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
