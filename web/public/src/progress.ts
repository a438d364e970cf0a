// SPDX-License-Identifier: Apache-2.0
// Where a report stands, as on a parcel slip: the few stages everybody has, the one it is in, and
// what still comes. The history below it tells every single step.
import type { Followed, Step } from '@shared/api/types.ts';

export interface Stage {
  /** A state of the lifecycle; its word is `state.<code>`. */
  code: string;
  is: 'done' | 'now' | 'next';
  /** When it was reached; absent for what was skipped or is still to come. */
  at: string | null;
}

const USUAL = ['reported', 'registered', 'dispatched', 'handling', 'checking', 'closed'] as const;
/** Ways that leave the usual one: the stages shown, ending where it stands. */
const OTHER: Record<string, readonly string[]> = {
  verifying: ['reported', 'verifying', ...USUAL.slice(1)],
  self_handled: ['reported', 'self_handled', 'closed'],
  shelved: ['reported', 'registered', 'dispatched', 'shelved', 'handling', 'checking', 'closed'],
  void: ['reported', 'void'],
  withdrawn: ['reported', 'withdrawn'],
  merged: ['reported', 'merged', 'closed'],
  imported: ['imported'],
};
/** Reached, and nothing more is expected. */
const ENDS = ['closed', 'void', 'withdrawn', 'imported', 'archived'];

/** An archived case is one that ended: what it ended as decides the picture. */
function shownState(followed: Pick<Followed, 'state' | 'steps'>): string {
  if (followed.state !== 'archived') return followed.state;
  const ended = [...followed.steps].reverse().find((step) => step.state !== 'archived');
  return ended?.state ?? 'closed';
}

function waysThrough(state: string, steps: readonly Step[]): readonly string[] {
  if (OTHER[state] !== undefined) return OTHER[state];
  const selfHandled = steps.some((step) => step.state === 'self_handled');
  if (state === 'closed' && selfHandled && !steps.some((step) => step.state === 'registered')) {
    return OTHER.self_handled ?? USUAL;
  }
  return USUAL;
}

/** Steps since the last time it began anew; the report itself always counts. */
function lastRound(steps: readonly Step[]): Step[] {
  const again = steps.map((step) => step.action).lastIndexOf('reopen');
  return again < 0 ? [...steps] : [...steps.slice(0, 1), ...steps.slice(again)];
}

export function stagesOf(followed: Pick<Followed, 'state' | 'steps' | 'reported_at'>): Stage[] {
  const state = shownState(followed);
  const steps = lastRound(followed.steps);
  const codes = waysThrough(state, steps);
  const here = Math.max(0, codes.indexOf(state));
  return codes.map((code, index): Stage => {
    // The latest arrival counts: a returned case is dispatched a second time.
    const step = [...steps].reverse().find((s) => s.state === code && moves(s));
    const first = index === 0 ? followed.reported_at : null;
    if (index > here) return { code, is: 'next', at: null };
    const is = index < here || ENDS.includes(code) ? 'done' : 'now';
    return { code, is, at: index === 0 ? first : (step?.at ?? null) };
  });
}

/** Notes and warnings leave the state as it was. */
function moves(step: Step): boolean {
  return !['note', 'warn', 'supervise', 'absorb', 'rate', 'locate', 'recategorise'].includes(
    step.action,
  );
}

/** How often it began anew. */
export function roundsOf(steps: readonly Step[]): number {
  return steps.filter((step) => step.action === 'reopen').length;
}
