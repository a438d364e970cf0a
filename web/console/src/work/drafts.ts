// SPDX-License-Identifier: Apache-2.0
// What was typed and not yet sent, kept in this tab only: it survives going back, a reload and an
// expired login. Another tab has its own, so two never write over each other; signing out
// forgets all of them, because the next person at this desk is somebody else.
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const PREFIX = 'gewu.draft.';

function tabStore(): Store | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

export function readDraft<T>(name: string, store: Store | undefined = tabStore()): T | null {
  try {
    const text = store?.getItem(PREFIX + name);
    return text ? (JSON.parse(text) as T) : null;
  } catch {
    return null;
  }
}

/** False where the browser keeps nothing; the page goes on without. */
export function writeDraft(
  name: string,
  value: unknown,
  store: Store | undefined = tabStore(),
): boolean {
  try {
    if (value === null) store?.removeItem(PREFIX + name);
    else store?.setItem(PREFIX + name, JSON.stringify(value));
    return store !== undefined;
  } catch {
    return false;
  }
}

export function forgetDrafts(store: Store | undefined = tabStore()): void {
  try {
    const names = Array.from({ length: store?.length ?? 0 }, (_, i) => store?.key(i) ?? '');
    for (const name of names) if (name.startsWith(PREFIX)) store?.removeItem(name);
  } catch {
    // Nothing was kept.
  }
}
