// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { State, Step } from '@shared/api/types.ts';
import { roundsOf, stagesOf } from './progress.ts';

const step = (action: string, state: string, minute: number): Step => ({
  at: `2026-03-01T08:${String(minute).padStart(2, '0')}:00Z`,
  action,
  state,
  by: 'account',
  note: '',
});
const USUAL = [
  step('report', 'reported', 0),
  step('register', 'registered', 5),
  step('dispatch', 'dispatched', 6),
  step('accept', 'handling', 10),
  step('report_done', 'checking', 30),
  step('pass', 'closed', 40),
];
const shown = (state: State, steps: Step[]): string =>
  stagesOf({ state, steps, reported_at: '2026-03-01T08:00:00Z' })
    .map(({ code, is }) => `${code}:${is}`)
    .join(' ');

describe('the stages of a report', () => {
  it('are the same six for everybody, with one that is now', () => {
    expect(shown('handling', USUAL.slice(0, 4))).toBe(
      'reported:done registered:done dispatched:done handling:now checking:next closed:next',
    );
  });

  it('tell when each was reached', () => {
    const stages = stagesOf({ state: 'closed', steps: USUAL, reported_at: '2026-03-01T08:00:00Z' });
    expect(stages.map((stage) => stage.at?.slice(14, 16))).toEqual([
      '00',
      '05',
      '06',
      '10',
      '30',
      '40',
    ]);
    expect(stages.every((stage) => stage.is === 'done')).toBe(true);
  });

  it('name the latest arrival after a return, not the first', () => {
    const steps = [
      ...USUAL.slice(0, 3),
      step('return', 'registered', 8),
      step('dispatch', 'dispatched', 9),
    ];
    const at = stagesOf({ state: 'dispatched', steps, reported_at: '2026-03-01T08:00:00Z' });
    expect(at.map((stage) => stage.at?.slice(14, 16))).toEqual([
      '00',
      '08',
      '09',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('begin anew after a reopening, but for the report itself', () => {
    const steps = [...USUAL, step('reopen', 'registered', 50)];
    expect(shown('registered', steps)).toBe(
      'reported:done registered:now dispatched:next handling:next checking:next closed:next',
    );
    expect(roundsOf(steps)).toBe(1);
  });

  it.each([
    ['verifying', 'reported:done verifying:now registered:next'],
    ['shelved', 'reported:done registered:done dispatched:done shelved:now handling:next'],
    ['self_handled', 'reported:done self_handled:now closed:next'],
    ['void', 'reported:done void:done'],
    ['withdrawn', 'reported:done withdrawn:done'],
    ['merged', 'reported:done merged:now closed:next'],
    ['imported', 'imported:done'],
  ] as const)('leave the usual way: %s', (state, begins) => {
    expect(shown(state, USUAL.slice(0, 1))).toMatch(new RegExp(`^${begins}`));
  });

  it('show an archived one as what it ended as', () => {
    const declined = [USUAL[0]!, step('decline', 'void', 3), step('archive', 'archived', 59)];
    expect(shown('archived', declined)).toBe('reported:done void:done');
    expect(shown('archived', [...USUAL, step('archive', 'archived', 59)])).toMatch(/closed:done$/);
  });

  it('of what was handled on the spot never mention a dispatch', () => {
    const steps = [step('report_self_handled', 'self_handled', 0), step('pass', 'closed', 9)];
    expect(shown('closed', steps)).toBe('reported:done self_handled:done closed:done');
  });
});
