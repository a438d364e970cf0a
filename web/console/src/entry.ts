// SPDX-License-Identifier: Apache-2.0
import type { PhotoRef } from '@shared/api/types.ts';

export interface Entry {
  channel: string;
  words: string;
  category: string | undefined;
  place: { lat: number; lon: number } | null;
  address: string;
  name: string;
  phone: string;
  about_holder: boolean;
  self_handled: boolean;
}

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
  };
}

export function entryNeeds(entry: Entry): ('words' | 'place')[] {
  const needs: ('words' | 'place')[] = [];
  if (entry.words.trim() === '') needs.push('words');
  if (entry.place === null && entry.address.trim() === '') needs.push('place');
  return needs;
}

export function entryBody(entry: Entry, photos: PhotoRef[]): Record<string, unknown> {
  const name = entry.name.trim();
  const phone = entry.phone.replace(/[\s-]/g, '');
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
    self_handled: (entry.channel === 'worker_note' && entry.self_handled) || undefined,
  };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
