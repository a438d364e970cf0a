// SPDX-License-Identifier: Apache-2.0
// Single keys, ignored while somebody types or a dialog is open.
import { onBeforeUnmount, onMounted } from 'vue';

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** A key does nothing, and is left to others, when its handler returns false. */
export function useShortcuts(keys: Record<string, (event: KeyboardEvent) => unknown>): void {
  const pressed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const run = keys[event.key] ?? keys[event.key.toLowerCase()];
    if (run === undefined) return;
    if (event.key !== 'Escape' && isTyping(event.target)) return;
    if (document.querySelector('dialog[open]') !== null) return;
    if (run(event) !== false) event.preventDefault();
  };
  onMounted(() => addEventListener('keydown', pressed));
  onBeforeUnmount(() => removeEventListener('keydown', pressed));
}
