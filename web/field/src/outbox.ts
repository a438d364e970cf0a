// SPDX-License-Identifier: Apache-2.0
// What the outbox says about an item. Pure.
import type { Allowed, CaseDetail } from '@shared/api/types.ts';
import { isHeldUp, type Item } from './offline/queue.ts';

export type Shown = 'waiting' | 'due' | 'heldUp' | 'conflict' | 'refused';

export function shownState(item: Item, items: readonly Item[], now: number): Shown {
  if (item.state !== 'waiting') return item.state;
  if (isHeldUp(item, items)) return 'heldUp';
  return item.next_ms > now ? 'due' : 'waiting';
}

/** The words a person typed, for reading and for a note. */
export function typedWords(item: Item): string {
  return ['answer', 'reason', 'note', 'words']
    .map((name) => item.body[name])
    .filter((value): value is string => typeof value === 'string' && value !== '')
    .join('\n');
}

/** May the deed still be done on the case as it now is? */
export function stillAllowed(item: Item, held: CaseDetail | undefined): boolean {
  return held?.allowed.some((one) => one.action === item.action) ?? false;
}

export function noteAllowed(held: CaseDetail | undefined): Allowed | undefined {
  return held?.allowed.find((one) => one.action === 'note');
}

/** The same words as a note, when the deed itself is no longer possible. */
export function asNote(item: Item, version: number): Item {
  return {
    ...item,
    action: 'note',
    body: { action: 'note', note: typedWords(item) },
    version,
    follows: null,
    sealed: null,
    state: 'waiting',
    tries: 0,
    next_ms: 0,
    fault: null,
    lost_to: null,
  };
}
