// SPDX-License-Identifier: Apache-2.0
// Limits and shares of the stages, as the server keeps them: "work_hour:4", or a number.
export const LIMIT_UNITS = [
  'urgent_minute',
  'urgent_hour',
  'urgent_day',
  'natural_day',
  'work_hour',
  'work_day',
] as const;

export interface StageSetting {
  name: string;
  value: string;
  typical: string;
  /** The district set it for itself. */
  own: boolean;
  /** Of a number only. */
  least?: number | null;
  most?: number | null;
}

export const isNumber = (one: StageSetting): boolean => one.most != null;

/** Whether somebody typed something else than a whole number within its bounds. */
export function settingFault(one: StageSetting, typed: string): boolean {
  if (!/^(0|[1-9]\d{0,4})$/.test(typed)) return true;
  const value = Number(typed);
  return value < (one.least ?? 1) || value > (one.most ?? 10_000);
}
