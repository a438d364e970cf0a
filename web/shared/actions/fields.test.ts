// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Allowed } from '../api/types.ts';
import {
  emptyValues,
  fieldsOf,
  isDanger,
  missingOf,
  payloadOf,
  sortActions,
  typedText,
  type Values,
} from './fields.ts';

const allowed = (action: string, needs: string[] = [], optional: string[] = []): Allowed => ({
  action,
  needs,
  optional,
});
const values = (change: Partial<Values>): Values => ({ ...emptyValues(), ...change });
const person = { kind: 'account', id: '9', name: '甲', role: 'grid_worker', area_name: '一网格' };

describe('the fields of an action', () => {
  it('are what is needed, then what may be given', () => {
    expect(fieldsOf(allowed('dispatch', ['holder'], ['assistants', 'limit', 'note']))).toEqual([
      { name: 'holder', shape: 'holder', required: true },
      { name: 'assistants', shape: 'holders', required: false },
      { name: 'limit', shape: 'limit', required: false },
      { name: 'note', shape: 'text', required: false },
    ]);
  });

  it('ask for photos once, even where both kinds are named', () => {
    const names = fieldsOf(
      allowed('report_done', ['photo_after', 'answer'], ['note', 'photos']),
    ).map((f) => f.name);
    expect(names).toEqual(['photo_after', 'answer', 'note']);
  });

  it('draw a line of text for a name newer than this page', () => {
    expect(fieldsOf(allowed('x', ['brand_new']))[0]).toEqual({
      name: 'brand_new',
      shape: 'line',
      required: true,
    });
  });
});

describe('what is missing', () => {
  const fields = fieldsOf(
    allowed('x', ['reason', 'holder', 'granted', 'photo_after', 'place', 'until'], ['note']),
  );

  it('is every needed field at first, and none of the others', () => {
    expect(missingOf(fields, emptyValues(), [])).toEqual([
      'reason',
      'holder',
      'granted',
      'photo_after',
      'place',
      'until',
    ]);
  });

  it('is nothing once all are filled; a refusal counts as an answer', () => {
    const full = values({
      texts: { reason: '远', until: '2026-05-01' },
      choices: { granted: false },
      holder: person,
      place: { lat: 1, lon: 2 },
    });
    expect(missingOf(fields, full, ['after'])).toEqual([]);
    expect(missingOf(fields, full, ['near'])).toEqual(['photo_after']);
    expect(
      missingOf(fields, { ...full, texts: { reason: '  ', until: '2026-05-01' } }, ['after']),
    ).toEqual(['reason']);
  });
});

describe('the request of an action', () => {
  it('carries the version seen and nothing that was left empty', () => {
    const body = payloadOf(
      allowed('accept', [], ['note']),
      7,
      values({ texts: { note: '  ' } }),
      [],
      480,
    );
    expect(body).toEqual({ action: 'accept', version: 7 });
  });

  it('names holders by kind and id', () => {
    const given = values({
      holder: person,
      assistants: [{ ...person, kind: 'organisation', id: '3' }],
    });
    const body = payloadOf(allowed('dispatch', ['holder'], ['assistants']), 1, given, [], 480);
    expect(body).toMatchObject({
      holder: { kind: 'account', id: '9' },
      assistants: [{ kind: 'organisation', id: '3' }],
    });
  });

  it('puts days and late deeds on the district’s clock', () => {
    const given = values({
      texts: { until: '2026-05-01', reason: 'x' },
      done_at: '2026-03-02T08:00',
    });
    const body = payloadOf(allowed('request_shelving', ['reason', 'until']), 1, given, [], 480);
    expect(body).toMatchObject({
      until: '2026-05-01T15:59:00.000Z',
      done_at: '2026-03-02T00:00:00.000Z',
    });
  });

  it('sends photos under one name, whatever the field was called', () => {
    const photo = { photo: '1', token: 't', kind: 'after' };
    const body = payloadOf(
      allowed('report_done', ['photo_after', 'answer']),
      1,
      values({ texts: { answer: '好了' } }),
      [photo],
      480,
    );
    expect(body).toEqual({ action: 'report_done', version: 1, answer: '好了', photos: [photo] });
  });

  it('says no as plainly as yes', () => {
    const body = payloadOf(
      allowed('decide_extension', ['granted']),
      1,
      values({ choices: { granted: false } }),
      [],
      480,
    );
    expect(body.granted).toBe(false);
  });

  it('leaves out values of fields that this action does not take', () => {
    const body = payloadOf(allowed('accept'), 1, values({ holder: person, stars: 4 }), [], 480);
    expect(body).toEqual({ action: 'accept', version: 1 });
  });
});

describe('the buttons', () => {
  it('put the way on first, the unknown after the known and the note last of all known', () => {
    const order = sortActions(['note', 'return', 'brand_new', 'accept'].map((a) => allowed(a))).map(
      (a) => a.action,
    );
    expect(order).toEqual(['accept', 'return', 'note', 'brand_new']);
    expect(isDanger('decline')).toBe(true);
    expect(isDanger('accept')).toBe(false);
  });

  it('keep what was typed for whoever came too late', () => {
    expect(typedText(values({ texts: { reason: ' 一 ', note: '', answer: '二' } }))).toBe('一\n二');
  });
});
