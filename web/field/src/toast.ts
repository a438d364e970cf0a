// SPDX-License-Identifier: Apache-2.0
// One short word after a deed; it stays long enough to be read out.
import { shallowRef } from 'vue';

export interface Toast {
  text: string;
  hint?: string;
}

export const toast = shallowRef<Toast | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

export function say(text: string, hint?: string): void {
  clearTimeout(timer);
  toast.value = hint === undefined ? { text } : { text, hint };
  timer = setTimeout(() => (toast.value = null), 6_000);
}
