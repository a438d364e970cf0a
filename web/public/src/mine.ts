// SPDX-License-Identifier: Apache-2.0
// The codes of reports sent from this device, so that nobody has to type one. Codes and numbers
// only: no words, no phone, no place.
import { shallowRef, type Ref } from 'vue';
import { readStored, writeStored } from '@shared/i18n/core.ts';

export interface Mine {
  code: string;
  number: string;
  at: string;
}

const LIMIT = 20;
const nameOf = (district: string): string => `gewu.mine.${district}`;

export function readMine(district: string): Mine[] {
  try {
    const held: unknown = JSON.parse(readStored(localStorage, nameOf(district)) ?? '[]');
    return Array.isArray(held) ? (held as Mine[]).filter((m) => typeof m?.code === 'string') : [];
  } catch {
    return [];
  }
}

export function remember(district: string, mine: Mine): void {
  const others = readMine(district).filter((held) => held.code !== mine.code);
  writeStored(localStorage, nameOf(district), JSON.stringify([mine, ...others].slice(0, LIMIT)));
}

export function useMine(district: string): { mine: Ref<Mine[]>; forget: (code: string) => void } {
  const mine = shallowRef(readMine(district));
  const forget = (code: string): void => {
    mine.value = mine.value.filter((held) => held.code !== code);
    writeStored(localStorage, nameOf(district), JSON.stringify(mine.value));
  };
  return { mine, forget };
}
