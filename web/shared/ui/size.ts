// SPDX-License-Identifier: Apache-2.0
// Elder mode: large type, remembered on the device.
import { shallowRef } from 'vue';
import { readStored, writeStored } from '../i18n/core.ts';

const STORED = 'gewu.size';

function storage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

export const large = shallowRef(readStored(storage(), STORED) === 'large');

export function applySize(): void {
  if (large.value) document.documentElement.dataset.size = 'large';
  else delete document.documentElement.dataset.size;
}

export function toggleSize(): void {
  large.value = !large.value;
  writeStored(storage(), STORED, large.value ? 'large' : 'normal');
  applySize();
}
