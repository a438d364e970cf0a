// SPDX-License-Identifier: Apache-2.0
// The quick note: what is written down, what is still missing, what is sent. Pure.
import type { Category, CategoryClass } from '@shared/api/types.ts';
import { cleaned, tooLong } from '@shared/text/limit.ts';
import type { NewItem } from './offline/queue.ts';

export interface NoteValues {
  category: string;
  words: string;
  address: string;
  place: { lat: number; lon: number; accuracy_m?: number; by: 'gps' | 'map' } | null;
  self: boolean;
  answer: string;
}

export const emptyNote = (): NoteValues => ({
  category: '',
  words: '',
  address: '',
  place: null,
  self: false,
  answer: '',
});

export const WORDS_MAX = 2000;
export const ADDRESS_MAX = 120;

export type NoteNeed = 'what' | 'place' | 'answer' | 'long';

export function noteNeeds(note: NoteValues): NoteNeed[] {
  const needs: NoteNeed[] = [];
  if (note.category === '' && note.words.trim().length < 2) needs.push('what');
  if (note.place === null && note.address.trim() === '') needs.push('place');
  if (note.self && note.answer.trim().length < 2) needs.push('answer');
  const over =
    tooLong(note.words, WORDS_MAX) +
    tooLong(note.address, ADDRESS_MAX) +
    (note.self ? tooLong(note.answer, WORDS_MAX) : 0);
  if (over > 0) needs.push('long');
  return needs;
}

/** Without words the category speaks. */
export function noteItem(
  note: NoteValues,
  categoryName: string,
  language: string,
): Omit<NewItem, 'key' | 'attachments'> {
  const typed = cleaned(note.words, true);
  const words = typed.length >= 2 ? typed : categoryName;
  const { place } = note;
  const body: Record<string, unknown> = { words, channel: 'worker_note', language };
  if (note.category !== '') body.category = note.category;
  if (place !== null) {
    const accuracy = place.accuracy_m === undefined ? {} : { accuracy_m: place.accuracy_m };
    body.place = { lat: place.lat, lon: place.lon, ...accuracy };
  }
  const address = cleaned(note.address, false);
  if (address !== '') body.address = address;
  if (note.self) Object.assign(body, { self_handled: true, answer: cleaned(note.answer, true) });
  const action = note.self ? 'report_self_handled' : 'report';
  return { kind: 'report', lane: '', action, title: words, number: null, body, version: null };
}

const USUAL_MAX = 8;

export function allCategories(classes: readonly CategoryClass[]): Category[] {
  return classes.flatMap((group) => group.categories).filter((category) => category.active);
}

/** My own usual ones, filled up with everybody's; the chosen one is always there. */
export function usualCategories(
  classes: readonly CategoryClass[],
  mine: readonly string[],
  chosen: string,
): Category[] {
  const all = allCategories(classes);
  const byCode = new Map(all.map((category) => [category.code, category]));
  const everybody = all
    .filter((category) => category.usual != null)
    .sort((a, b) => (a.usual ?? 0) - (b.usual ?? 0))
    .map(({ code }) => code);
  const codes = [...new Set([...mine, ...everybody])].filter((code) => byCode.has(code));
  const first = codes.slice(0, USUAL_MAX);
  if (chosen !== '' && byCode.has(chosen) && !first.includes(chosen)) {
    first.splice(USUAL_MAX - 1, 1, chosen);
  }
  return first.map((code) => byCode.get(code) as Category);
}

export function findCategories(
  classes: readonly CategoryClass[],
  words: string,
): { group: CategoryClass; categories: Category[] }[] {
  const wanted = words.trim().toLowerCase();
  const fits = ({ name_zh, name_en, code }: Category): boolean =>
    wanted === '' || [name_zh, name_en, code].some((name) => name.toLowerCase().includes(wanted));
  return classes
    .map((group) => ({
      group,
      categories: group.categories.filter((category) => category.active && fits(category)),
    }))
    .filter(({ categories }) => categories.length > 0);
}
