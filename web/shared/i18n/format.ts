// SPDX-License-Identifier: Apache-2.0
// Dates and numbers as the reader writes them, always in the district's own time: a deadline is
// the office's deadline, wherever the reader happens to be.
import { tagOf, type Locale } from './core.ts';

export interface Formats {
  number(value: number): string;
  percent(value: number, digits?: number): string;
  day(day: string): string;
  dayShort(day: string): string;
  month(day: string): string;
  instant(at: string): string;
  time(at: string): string;
  /** "2 h 5 min" in the reader's language; sign ignored. */
  span(milliseconds: number): string;
  distance(metres: number): string;
}

/** Shifted so that formatting "in UTC" prints the wall clock of the district. */
function shifted(at: string, offset: number): Date {
  return new Date(Date.parse(at) + offset * 60_000);
}

interface Part {
  value: number;
  unit: 'day' | 'hour' | 'minute';
}

export function spanParts(milliseconds: number): Part[] {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const rest = minutes % 60;
  const parts: Part[] = [
    { value: days, unit: 'day' },
    { value: hours, unit: 'hour' },
    { value: rest, unit: 'minute' },
  ];
  const first = parts.findIndex((part) => part.value > 0);
  if (first < 0) return [{ value: 0, unit: 'minute' }];
  // Two units are precise enough to act on; a third is noise.
  return parts.slice(first, first + 2).filter((part) => part.value > 0);
}

export function createFormats(locale: Locale, utcOffsetMinutes: number): Formats {
  const tag = tagOf(locale);
  const make = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC', hourCycle: 'h23' });
  const days = make({
    year: 'numeric',
    month: locale === 'zh' ? 'numeric' : 'short',
    day: 'numeric',
  });
  const shortDays = make({ month: 'numeric', day: 'numeric' });
  const months = make({ year: 'numeric', month: locale === 'zh' ? 'long' : 'short' });
  const instants = make({
    year: 'numeric',
    month: locale === 'zh' ? 'numeric' : 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  const times = make({ hour: '2-digit', minute: '2-digit' });
  const numbers = new Intl.NumberFormat(tag);
  const unit = (part: Part): string =>
    new Intl.NumberFormat(tag, {
      style: 'unit',
      unit: part.unit,
      unitDisplay: locale === 'zh' ? 'long' : 'short',
    }).format(part.value);
  return {
    number: (value) => numbers.format(value),
    percent: (value, digits = 1) =>
      new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: digits }).format(value),
    day: (day) => days.format(new Date(`${day}T00:00:00Z`)),
    dayShort: (day) => shortDays.format(new Date(`${day}T00:00:00Z`)),
    month: (day) => months.format(new Date(`${day}T00:00:00Z`)),
    instant: (at) => instants.format(shifted(at, utcOffsetMinutes)),
    time: (at) => times.format(shifted(at, utcOffsetMinutes)),
    span: (milliseconds) =>
      spanParts(milliseconds)
        .map(unit)
        .join(locale === 'zh' ? '' : ' '),
    distance: (metres) =>
      metres < 1000
        ? `${numbers.format(Math.round(metres))} ${locale === 'zh' ? '米' : 'm'}`
        : `${numbers.format(Math.round(metres / 100) / 10)} ${locale === 'zh' ? '公里' : 'km'}`,
  };
}

/** The district's calendar day of an instant, YYYY-MM-DD. */
export function dayOf(at: Date, utcOffsetMinutes: number): string {
  return new Date(at.getTime() + utcOffsetMinutes * 60_000).toISOString().slice(0, 10);
}

export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** datetime-local value (district's wall clock) → instant, and back. */
export function instantOfLocal(local: string, utcOffsetMinutes: number): string {
  const at = Date.parse(`${local}:00Z`.replace(/(:\d\d:\d\d):00Z$/, '$1Z'));
  return new Date(at - utcOffsetMinutes * 60_000).toISOString();
}

export function localOfInstant(at: Date, utcOffsetMinutes: number): string {
  return new Date(at.getTime() + utcOffsetMinutes * 60_000).toISOString().slice(0, 16);
}

/** A path of area names without those that the next one repeats: 第4网格 before 第4网格3号微网格. */
export function placeNames(names: readonly string[]): string[] {
  return names.filter((name, index) => !(names[index + 1] ?? '').startsWith(name));
}
