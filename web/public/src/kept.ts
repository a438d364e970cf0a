// SPDX-License-Identifier: Apache-2.0
// What is being typed into a small form outlives a reload and going back, in this tab only, until it
// is sent.
import { watch } from 'vue';
import { readStored, writeStored } from '@shared/i18n/core.ts';

const storage = (): Storage | undefined => {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
};

/** Fills `form` with what was kept under `name` and keeps it from now on; gives the way to forget. */
export function useKept<T extends object>(name: string, form: T): () => void {
  const key = `gewu.form.${name}`;
  try {
    const held: unknown = JSON.parse(readStored(storage(), key) ?? '{}');
    for (const [field, value] of Object.entries(held as object)) {
      const known = (form as Record<string, unknown>)[field];
      // Of another version of the page: what does not fit is left.
      const fits = known === null || typeof known === typeof value;
      if (field in form && fits) (form as Record<string, unknown>)[field] = value;
    }
  } catch {
    // What cannot be read was not kept.
  }
  const stop = watch(form, (now) => writeStored(storage(), key, JSON.stringify(now)), {
    deep: true,
    flush: 'sync',
  });
  return () => {
    stop();
    try {
      storage()?.removeItem(key);
    } catch {
      // Nothing was kept then.
    }
  };
}
