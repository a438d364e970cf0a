// SPDX-License-Identifier: Apache-2.0
// An open page of a resident looks again by itself. By asking, not by a stream: a matter moves in
// minutes at best, people leave such pages open for days, and a phone pays for a line that is kept
// up. Two thousand pages in sight that ask every half minute are some seventy questions a second,
// nearly all answered by an empty 304; as many streams would have to be held, and filtered by code,
// on every node. A page that nobody looks at asks nothing.
import { onScopeDispose } from 'vue';

export interface WatchOptions {
  /** After something changed, and at first. */
  first?: number;
  /** Where nothing changes it asks ever less often, down to this. */
  most?: number;
  /** 0 to 1; spreads pages that were opened at the same moment. */
  chance?: () => number;
}

const SECOND = 1_000;

/**
 * Calls `look` again and again while the page is in sight, at once when it comes back into sight;
 * `look` says whether something had changed. A failure counts as no change: what is shown stays.
 */
export function useWatch(look: () => Promise<boolean>, options: WatchOptions = {}): void {
  const { first = 30 * SECOND, most = 180 * SECOND, chance = Math.random } = options;
  let wait = first;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;

  async function turn(): Promise<void> {
    clearTimeout(timer);
    const changed = await look().catch(() => false);
    wait = changed ? first : Math.min(most, wait * 1.5);
    next();
  }
  function next(): void {
    clearTimeout(timer);
    if (over || document.visibilityState === 'hidden') return;
    timer = setTimeout(() => void turn(), wait * (0.85 + 0.3 * chance()));
  }
  function seen(): void {
    clearTimeout(timer);
    wait = first;
    if (document.visibilityState === 'visible') void turn();
  }
  document.addEventListener('visibilitychange', seen);
  next();
  onScopeDispose(() => {
    over = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', seen);
  });
}
