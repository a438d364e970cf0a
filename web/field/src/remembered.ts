// SPDX-License-Identifier: Apache-2.0
// The few things of no secrecy that a phone remembers outside the vault: which district, whose
// account, large type. Storage may be refused; then nothing is remembered and nothing breaks.
import { shallowRef } from 'vue';
import { readStored, writeStored } from '@shared/i18n/core.ts';

export function localStore(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

const DISTRICT = 'gewu.field.district';
const accountName = (district: string): string => `gewu.field.account.${district}`;

export const rememberedDistrict = (): string => readStored(localStore(), DISTRICT) ?? '';
export const rememberDistrict = (code: string): boolean =>
  writeStored(localStore(), DISTRICT, code);

/** The account that was last signed in here: a number, no name. */
export const rememberedAccount = (district: string): string =>
  readStored(localStore(), accountName(district)) ?? '';

export function rememberAccount(district: string, account: string): void {
  if (account !== '') {
    writeStored(localStore(), accountName(district), account);
    return;
  }
  try {
    localStore()?.removeItem(accountName(district));
  } catch {
    // Refused: then there is nothing to forget.
  }
}

const SIZE = 'gewu.size';
export const large = shallowRef(readStored(localStore(), SIZE) === 'large');

export function applySize(): void {
  if (large.value) document.documentElement.dataset.size = 'large';
  else delete document.documentElement.dataset.size;
}

export function setLarge(on: boolean): void {
  large.value = on;
  writeStored(localStore(), SIZE, on ? 'large' : 'normal');
  applySize();
}
