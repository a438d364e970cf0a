// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { ApiError } from '@shared/api/client.ts';
import { NEVER, type Clock } from './clock.ts';
import {
  backoff,
  isDue,
  isHeldUp,
  makeItem,
  meaningOf,
  nextDue,
  nextUp,
  postponed,
  reapplied,
  sealBody,
  withoutUploads,
  type Item,
  type NewItem,
} from './queue.ts';

const NOTED = { local_ms: 1_000, offset_ms: 0, after_ms: 0 };
const CLOCK: Clock = { ...NEVER, server_ms: 1, seen_ms: 1 };

function item(change: Partial<NewItem>, before: readonly Item[] = []): Item {
  const made: NewItem = {
    key: 'k1',
    kind: 'deed',
    lane: '7',
    action: 'accept',
    title: '路灯',
    number: 12,
    body: { action: 'accept' },
    version: 3,
    attachments: [],
    ...change,
  };
  return makeItem(made, NOTED, before);
}
const error = (status: number, code: string): ApiError =>
  new ApiError({ status, code, detail: '' });

describe('the queue', () => {
  it('sends the deeds of one case in the order they were done', () => {
    const first = item({ key: 'b' });
    const second = item({ key: 'a', action: 'report_done' }, [first]);
    expect(second.follows).toBe('b');
    expect(nextUp([second, first], 0, false)?.key).toBe('b');
  });

  it('lets no deed overtake one that waits for time or for a person', () => {
    const first = { ...item({ key: 'a' }), next_ms: 5_000 };
    const second = item({ key: 'b' }, [first]);
    expect(nextUp([first, second], 0, false)).toBeUndefined();
    const lost: Item = { ...first, state: 'conflict' };
    expect(nextUp([lost, second], 9_000, true)).toBeUndefined();
    expect(isHeldUp(second, [lost, second])).toBe(true);
    expect(nextDue([lost, second])).toBeNull();
  });

  it('lets another case pass meanwhile', () => {
    const lost: Item = { ...item({ key: 'a' }), state: 'conflict' };
    const other = item({ key: 'b', lane: '8' }, [lost]);
    expect(nextUp([lost, other], 0, false)?.key).toBe('b');
  });

  it('waits longer after each failure, never more than a quarter of an hour', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 50].map((tries) => backoff(tries, 0.5));
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(backoff(50, 0.999)).toBeLessThan(900_000);
  });

  it('is not put to sleep by a clock that is set back', () => {
    const late = postponed(item({}), error(503, 'server_busy'), 50_000_000, 0.5);
    expect(isDue(late, 50_000_000)).toBe(false);
    expect(isDue(late, 10_000_000)).toBe(true);
  });
});

describe('an answer means', () => {
  it.each([
    [0, 'network', 'later'],
    [503, 'server_busy', 'later'],
    [429, 'rate_limited', 'later'],
    [401, 'login_needed', 'login'],
    [401, 'session_expired', 'login'],
    [401, 'account_disabled', 'wipe'],
    [403, 'device_revoked', 'wipe'],
    [403, 'csrf_token_wrong', 'session'],
    [409, 'version_stale', 'conflict'],
    [409, 'idempotency_key_reused', 'arrived'],
    [409, 'photo_expired', 'attachments'],
    [409, 'voice_unknown', 'attachments'],
    [422, 'answer_missing', 'refused'],
    [409, 'brand_new', 'refused'],
  ])('%i %s: %s', (status, code, meaning) => {
    expect(meaningOf(error(status, code))).toBe(meaning);
  });
});

describe('the body of an item', () => {
  const upload = {
    id: 'blob',
    medium: 'photo' as const,
    kind: 'after',
    bytes: 9,
    key: 'u1',
    sent: { id: '5', token: 't' },
  };

  it('says the version, the photos and when it was done', () => {
    const sealed = sealBody(item({ attachments: [upload] }), CLOCK, 2_000);
    expect(JSON.parse(sealed)).toEqual({
      action: 'accept',
      version: 3,
      photos: [{ photo: '5', token: 't', kind: 'after' }],
      done_at: '1970-01-01T00:00:01.000Z',
    });
  });

  it('of a report has no version', () => {
    const report = item({ kind: 'report', version: null, body: { words: '路灯' } });
    expect(Object.keys(JSON.parse(sealBody(report, CLOCK, 2_000)))).toEqual(['words', 'done_at']);
  });

  it('keeps its key when it is applied again or its photos go again', () => {
    const lost: Item = { ...item({ attachments: [upload] }), sealed: '{}', state: 'conflict' };
    const again = reapplied(lost, 9);
    expect([again.key, again.version, again.sealed, again.state]).toEqual([
      'k1',
      9,
      null,
      'waiting',
    ]);
    const anew = withoutUploads(lost, () => 'u2');
    expect([anew.key, anew.attachments[0]?.key, anew.attachments[0]?.sent]).toEqual([
      'k1',
      'u2',
      null,
    ]);
  });
});
