// SPDX-License-Identifier: Apache-2.0
// A year as twelve pages of weeks, and what kind of day each is.
export interface CalendarDay {
  date: string;
  kind: string;
  name: string;
}
export interface WorkHours {
  spans: string;
  /** 1 Monday … 7 Sunday. */
  weekdays: number[];
  utc_offset_minutes: number;
  version: number;
}
export interface CalendarYear {
  years_known: number[];
  work_hours: WorkHours;
  days: CalendarDay[];
}

export type DayKind = 'off' | 'work';
/** A file of holidays, looked at or taken. */
export interface HolidaysRead {
  imported: boolean;
  /** Lines that cannot be read; then nothing is taken. */
  faults: { line: number; why: string; found: string }[];
  years: {
    year: number;
    known: boolean;
    off: number;
    work: number;
    changes: { date: string; name: string; before?: DayKind | null; after?: DayKind | null }[];
  }[];
}

export type DayTone = 'work' | 'rest' | 'holiday' | 'makeup';
export interface YearDay {
  date: string;
  number: number;
  tone: DayTone;
  name: string;
}
export interface Month {
  month: number;
  /** Empty days before the first, Monday being the first of a week. */
  before: number;
  days: YearDay[];
}

export function monthsOf(year: number, weekdays: readonly number[], known: CalendarDay[]): Month[] {
  const named = new Map(known.map((day) => [day.date, day]));
  return Array.from({ length: 12 }, (_, index) => {
    const count = new Date(Date.UTC(year, index + 1, 0)).getUTCDate();
    const weekdayOf = (number: number): number =>
      new Date(Date.UTC(year, index, number)).getUTCDay() || 7;
    const days = Array.from({ length: count }, (_d, at): YearDay => {
      const date = new Date(Date.UTC(year, index, at + 1)).toISOString().slice(0, 10);
      const told = named.get(date);
      const usual: DayTone = weekdays.includes(weekdayOf(at + 1)) ? 'work' : 'rest';
      const tone = told === undefined ? usual : told.kind === 'work' ? 'makeup' : 'holiday';
      return { date, number: at + 1, tone, name: told?.name ?? '' };
    });
    return { month: index + 1, before: weekdayOf(1) - 1, days };
  });
}

/** "09:00-12:00,14:00-18:00": spans in order, none touching another. */
export function spansAreFine(spans: string): boolean {
  let last = -1;
  for (const span of spans.split(',')) {
    const [, h1, m1, h2, m2] = /^\s*(\d\d):(\d\d)-(\d\d):(\d\d)\s*$/.exec(span) ?? [];
    const from = Number(h1) * 60 + Number(m1);
    const to = Number(h2) * 60 + Number(m2);
    if (!(from > last && to > from && to <= 1440 && Number(m1) < 60 && Number(m2) < 60))
      return false;
    last = to;
  }
  return true;
}
