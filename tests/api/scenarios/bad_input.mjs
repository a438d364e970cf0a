// SPDX-License-Identifier: Apache-2.0
// Bad input: one stable code for each kind, and the field it is about. Nothing of it is stored.
import assert from 'node:assert/strict';

import { assertRefused } from '../world.mjs';

const hours = (n) => new Date(Date.now() + n * 36e5).toISOString();
const many = (n, what) => Array.from({ length: n }, () => what);

/** [what, body, status, code, field]: a body that is a string is sent as it is. */
function reports(place) {
  const words = '路灯不亮了';
  const at = (lat, lon) => ({ words, place: { lat, lon } });
  return [
    ['no JSON', '{"words": ', 400, 'json_malformed', '/words'],
    ['two documents', '{"words":"路灯"}{}', 400, 'json_malformed', undefined],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400, 'json_malformed',
     undefined],
    ['a list', '[]', 422, 'json_type_wrong', undefined],
    ['empty', '', 422, 'json_key_missing', '/words'],
    ['too deep', `{"words":${'['.repeat(200)}${']'.repeat(200)}}`, 422, 'json_too_deep',
     `/words${'/0'.repeat(15)}`],
    ['no words', {}, 422, 'json_key_missing', '/words'],
    ['words that are a number', { words: 5 }, 422, 'json_type_wrong', '/words'],
    ['words that are null', { words: null }, 422, 'json_type_wrong', '/words'],
    ['empty words', { words: '' }, 422, 'text_missing', '/words'],
    ['blank words', { words: ' \n\t ' }, 422, 'text_missing', '/words'],
    ['one character', { words: '路' }, 422, 'text_too_short', '/words'],
    ['2001 characters', { words: '路'.repeat(2001) }, 422, 'text_too_long', '/words'],
    ['a bell', { words: 'ring\u0007ring' }, 422, 'text_has_hidden_characters', '/words'],
    ['a NUL', { words: 'ring\u0000ring' }, 422, 'text_has_hidden_characters', '/words'],
    ['turned text', { words: 'abc\u202edcba' }, 422, 'text_has_hidden_characters', '/words'],
    ['half a character', '{"words":"ab\\ud800cd"}', 400, 'json_malformed', '/words'],
    ['an unknown key', { words, nonsense: 1 }, 422, 'json_key_unknown', '/nonsense'],
    ['a key of theirs', { words, self_handled: true }, 422, 'json_key_unknown', '/self_handled'],
    ['a key with a slash', { words, 'a/b~c': 1 }, 422, 'json_key_unknown', '/a~1b~0c'],
    ['two lines of address', { words, address: 'a\nb' }, 422, 'text_has_hidden_characters',
     '/address'],
    ['a long address', { words, address: 'a'.repeat(201) }, 422, 'text_too_long', '/address'],
    ['latitude off the earth', at(90.5, 113), 422, 'place_not_on_earth', '/place'],
    ['longitude off the earth', at(22, -181), 422, 'place_not_on_earth', '/place'],
    ['half a place', { words, place: { lat: 22 } }, 422, 'json_key_missing', '/place/lon'],
    ['a place in words', at('22.5', 113), 422, 'json_type_wrong', '/place/lat'],
    ['an endless number', `{"words":"路灯","place":{"lat":1e999,"lon":1}}`, 422,
     'json_number_out_of_range', '/place/lat'],
    ['negative accuracy', { words, place: { ...place, accuracy_m: -1 } }, 422,
     'accuracy_out_of_range', '/place/accuracy_m'],
    ['no such category', { words, category: 'event-99-99' }, 422, 'category_unknown', '/category'],
    ['no such nature', { words, nature: 'demand' }, 422, 'code_unknown', '/nature'],
    ['staff\'s channel', { words, channel: 'phone' }, 422, 'channel_not_yours', '/channel'],
    ['no channel at all', { words, channel: 'pigeon' }, 422, 'code_unknown', '/channel'],
    ['from the future', { words, done_at: hours(3) }, 422, 'done_at_in_future', '/done_at'],
    ['from long ago', { words, done_at: hours(-24 * 61) }, 422, 'done_at_too_old', '/done_at'],
    ['no time at all', { words, done_at: 'yesterday' }, 422, 'time_invalid', '/done_at'],
    ['no such day', { words, done_at: '2026-02-30T00:00:00Z' }, 422, 'time_invalid', '/done_at'],
    ['no phone', { words, contact: { phone: 'call me' } }, 422, 'phone_invalid',
     '/contact/phone'],
    ['a name that is none', { words, contact: { name: 'a\u202eb' } }, 422,
     'text_has_hidden_characters', '/contact/name'],
    ['a photo that is none', { words, photos: [{ photo: 'x', token: 'y', kind: 'near' }] }, 422,
     'id_invalid', '/photos/0/photo'],
    ['a number for an id', { words, photos: [{ photo: 5, token: 'y', kind: 'near' }] }, 422,
     'json_type_wrong', '/photos/0/photo'],
    ['no list', { words, photos: 'none' }, 422, 'json_type_wrong', '/photos'],
    ['a long list', { words, photos: many(300, {}) }, 422, 'json_key_missing', '/photos/0/photo'],
  ];
}

async function casesInAll(world) {
  const centre = await world.as('centre');
  const reply = await centre.get('/cases/counts');
  return reply.json.queues.all;
}

async function badReports(world) {
  const place = await world.somewhere();
  const before = await casesInAll(world);
  const wrong = [];
  for (const [what, body, status, code, field] of reports(place)) {
    const reply = await world.anybody().post('/reports', body);
    const got = [what, reply.status, reply.json?.code, reply.json?.field];
    const want = [what, status, code, field];
    if (JSON.stringify(got) !== JSON.stringify(want)) wrong.push({ got, want });
  }
  assert.equal(wrong.length, 0, JSON.stringify(wrong, null, 1));
  assert.equal(await casesInAll(world), before);
  const as = (type) => ({ headers: { 'Content-Type': type } });
  const good = { words: '路灯不亮了' };
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
    assertRefused(await world.anybody().post('/reports', good, as(type)), 415,
                  'media_unsupported', undefined);
  }
  const large = JSON.stringify({ words: 'x'.repeat(40_000) });
  assertRefused(await world.anybody().post('/reports', large), 413, 'body_too_large', undefined);
}

/** Markup is text like any other: kept to the letter, and never sent as anything but JSON. */
async function markup(world) {
  const words = '<script>alert(1)</script> \' "; drop table case_file; -- ${7*7} %00 \\u0000';
  const someone = world.anybody();
  const reply = await someone.post('/reports', { words, address: '<b onload=x>' });
  assert.equal(reply.status, 200, reply.text);
  const followed = await someone.get(`/follow/${reply.json.follow_code}`);
  assert.equal(followed.json.words, words);
  assert.equal(followed.json.address, '<b onload=x>');
  assert.equal(followed.headers['content-type'], 'application/json');
  assert.equal(followed.headers['x-content-type-options'], 'nosniff');
}

async function keys(world) {
  const someone = world.anybody();
  const body = { words: '同一件事只报一次' };
  const before = await casesInAll(world);
  for (const key of ['short', 'x'.repeat(129), 'with blank in it', 'späßchen!']) {
    const headers = { 'Idempotency-Key': Buffer.from(key).toString('latin1') };
    assertRefused(await someone.post('/reports', body, { headers }), 422,
                  'idempotency_key_invalid', undefined);
  }
  const key = 'one-key-for-one-deed';
  const answers = await Promise.all(many(6, 0).map(() => someone.post('/reports', body, { key })));
  for (const reply of answers) assert.equal(reply.text, answers[0].text);
  assert.equal(answers[0].status, 200, answers[0].text);
  const other = await someone.post('/reports', { words: '另一件事' }, { key });
  assertRefused(other, 409, 'idempotency_key_reused', undefined);
  const staff = await world.as('centre');
  const theirs = await staff.post('/cases', { words: '前台录入' }, { key });
  assert.equal(theirs.status, 200, 'a key belongs to whoever used it');
  // A refusal is not kept: mended, the same key goes on.
  const mended = 'refused-first-then-mended';
  assert.equal((await someone.post('/reports', { words: '' }, { key: mended })).status, 422);
  assert.equal((await someone.post('/reports', body, { key: mended })).status, 200);
  assert.equal(await casesInAll(world), before + 3);
}

async function unknownThings(world) {
  const someone = world.anybody();
  const centre = await world.as('centre');
  for (const code of ['0000000000', 'ZZZZ-ZZZ-ZZZ', 'x', '%27%20or%201=1', 'a'.repeat(500)]) {
    assertRefused(await someone.get(`/follow/${code}`), 404, 'follow_code_unknown', undefined);
  }
  for (const id of ['0', '-1', 'x', '1.5', '99999999999999999999', '0x10', '%00']) {
    const reply = await centre.get(`/cases/${id}`);
    assert.ok(reply.status === 422 || reply.status === 404 || reply.status === 400, reply.text);
    assert.ok(['id_invalid', 'path_invalid', 'case_unknown']
      .includes(reply.json.code), `${id}: ${reply.text}`);
  }
  assertRefused(await centre.get('/cases/42'), 404, 'case_unknown', undefined);
  const list = [
    ['limit=0', 'limit_out_of_range', '?limit'], ['limit=101', 'limit_out_of_range', '?limit'],
    ['limit=many', 'json_type_wrong', '?limit'], ['cursor=nonsense', 'cursor_invalid', '?cursor'],
    ['queue=none', 'code_unknown', '?queue'], ['state=lost', 'code_unknown', '?state'],
    ['area=x', 'id_invalid', '?area'], ['category=event-99-99', 'category_unknown', '?category'],
    ['nonsense=1', 'json_key_unknown', '?nonsense'],
  ];
  for (const [query, code, field] of list) {
    assertRefused(await centre.get(`/cases?${query}`), 422, code, field);
  }
  const figures = [
    ['from=2026-01-01', 422, 'json_key_missing', '?to'],
    ['from=2026-02-01&to=2026-01-01', 422, 'period_invalid', '?from'],
    ['from=2026-13-01&to=2027-01-01', 422, 'date_invalid', '?from'],
    ['from=2020-01-01&to=2026-01-01&by=day', 422, 'period_too_long', '?from'],
    ['from=2026-01-01&to=2026-01-02&by=moon', 422, 'code_unknown', '?by'],
  ];
  for (const [query, status, code, field] of figures) {
    assertRefused(await centre.get(`/figures?${query}`), status, code, field);
  }
}

async function badActions(world) {
  const lead = await world.as('grid440311001001001');
  const body = { words: '水管漏水', place: await world.somewhere() };
  const { number } = (await world.anybody().post('/reports', body)).json;
  const [found] = (await lead.get(`/cases?q=${number}`)).json.items;
  const path = `/cases/${found.id}/actions`;
  const ask = (deed) => lead.post(path, { version: 1, ...deed });
  const list = [
    [{}, 422, 'json_key_missing', '/action'],
    [{ action: 'explode' }, 422, 'code_unknown', '/action'],
    [{ action: 'register', version: '1' }, 422, 'json_type_wrong', '/version'],
    [{ action: 'register', version: 7 }, 409, 'version_stale', '/version'],
    [{ action: 'register', version: 0 }, 409, 'version_stale', '/version'],
    [{ action: 'pass' }, 409, 'action_not_possible', undefined],
    [{ action: 'warn' }, 403, 'action_not_yours', undefined],
    [{ action: 'absorb' }, 403, 'action_not_yours', undefined],
    [{ action: 'withdraw' }, 403, 'action_not_yours', undefined],
    [{ action: 'decline' }, 422, 'reason_missing', '/reason'],
    [{ action: 'merge', main_case: found.id }, 409, 'main_case_not_open', undefined],
    [{ action: 'merge', main_case: '42' }, 422, 'main_case_unknown', '/main_case'],
    [{ action: 'register', done_at: hours(2) }, 422, 'done_at_in_future', '/done_at'],
    [{ action: 'register', done_at: hours(-2) }, 422, undefined, '/done_at'],
    [{ action: 'note', note: '\u202e' }, 422, 'text_has_hidden_characters', '/note'],
    [{ action: 'note', note: 'a'.repeat(2001) }, 422, 'text_too_long', '/note'],
    [{ action: 'note', note: '好', stars: 5 }, 422, undefined, '/stars'],
    [{ action: 'recategorise', category: 'none' }, 422, 'category_unknown', '/category'],
    [{ action: 'locate', place: { lat: 91, lon: 0 } }, 422, 'place_not_on_earth', '/place'],
  ];
  const wrong = [];
  for (const [deed, status, code, field] of list) {
    const reply = await ask(deed);
    const got = [reply.status, code && reply.json?.code, reply.json?.field];
    if (JSON.stringify(got) !== JSON.stringify([status, code, field])) {
      wrong.push({ deed, got: reply.json });
    }
  }
  assert.equal(wrong.length, 0, JSON.stringify(wrong, null, 1));
  const after = (await lead.get(`/cases/${found.id}`)).json;
  assert.deepEqual([after.version, after.events.length], [1, 1], 'nothing of it was written');
  const held = await ask({ action: 'register' });
  assert.equal(held.status, 200, held.text);
  const deed = { action: 'dispatch', version: 2, holder: { kind: 'account', id: '42' } };
  assertRefused(await lead.post(path, deed), 422, 'holder_unknown', '/holder');
  assertRefused(await ask({ action: 'register' }), 409, 'version_stale', '/version');
}

/** Two at once with what both saw: one wins, the other is told. */
async function race(world) {
  const lead = await world.as('grid440311001001001');
  const body = { words: '两人同时受理', place: await world.somewhere() };
  const { number } = (await world.anybody().post('/reports', body)).json;
  const [found] = (await lead.get(`/cases?q=${number}`)).json.items;
  const deed = { action: 'register', version: 1 };
  const both = await Promise.all(
    many(4, 0).map(() => lead.post(`/cases/${found.id}/actions`, deed)));
  const statuses = both.map((r) => r.status).sort();
  assert.deepEqual(statuses, [200, 409, 409, 409], JSON.stringify(both.map((r) => r.json)));
  for (const r of both) if (r.status === 409) assert.equal(r.json.code, 'version_stale');
  const after = (await lead.get(`/cases/${found.id}`)).json;
  assert.deepEqual(after.events.map((e) => e.action), ['report', 'register']);
}

export default async function badInput(t, world) {
  await t.test('a report with something wrong names the field', () => badReports(world));
  await t.test('markup is text', () => markup(world));
  await t.test('a key is good for one deed of one caller', () => keys(world));
  await t.test('ids, codes, lists and periods that are none', () => unknownThings(world));
  await t.test('a deed with something wrong changes nothing', () => badActions(world));
  await t.test('of those who act at once on the same version one wins', () => race(world));
}
