// SPDX-License-Identifier: Apache-2.0
// By when most similar cases were solved: told to who reports, kept with the report, counted in
// the open.
import assert from 'node:assert/strict';

import { Home, Server } from '../../support/gewu.mjs';
import { district, password } from '../world.mjs';

async function promised(desk, someone) {
  const body = { words: '垃圾没人清', category: 'event-01-10', place: { lat: 22.76, lon: 113.93 } };
  const told = await someone.post('/reports', body);
  assert.equal(told.status, 200, told.text);
  const { promise, follow_code: code } = told.json;
  assert.ok(promise, 'three weeks of a demo are experience enough');
  assert.equal(promise.share, 80);
  assert.ok(promise.similar >= 30, told.text);
  assert.ok(['category', 'class', 'district'].includes(promise.basis));
  const followed = await someone.get(`/follow/${code}`);
  assert.deepEqual(followed.json.promise, promise, 'it stays what was said');
  const length = Date.parse(promise.until) - Date.parse(followed.json.reported_at);
  assert.equal(length, promise.hours * 36e5);
  // An entry at the desk is told the same.
  const entered = await desk.post('/cases', { ...body, channel: 'phone' });
  assert.equal(entered.json.promise.hours, promise.hours, entered.text);
}

async function open(someone) {
  const reply = await someone.get('/promises');
  assert.equal(reply.status, 200, reply.text);
  const { since, until: last, share, overall, items } = reply.json;
  assert.equal(share, 80);
  assert.equal((Date.parse(last) - Date.parse(since)) / 864e5, 180);
  assert.ok(overall.promised >= overall.due && overall.due >= overall.kept, reply.text);
  assert.ok(overall.kept > 0 && overall.due > overall.kept && items.length > 0, reply.text);
  for (const key of ['promised', 'due', 'kept']) {
    assert.equal(items.reduce((sum, line) => sum + line[key], 0), overall[key], key);
  }
  for (const line of items) {
    assert.ok(line.category.name_zh && line.category.name_en);
    assert.ok(line.hours === undefined || (line.hours >= 1 && line.similar >= 30));
    assert.equal(line.hours === undefined, ['too_few', 'too_many_open'].includes(line.basis));
    assert.equal(line.enough, line.due >= reply.json.few_below);
  }
  assert.ok(items.some((line) => line.basis === 'too_few' || line.basis === 'district'),
    'a kind that nobody knows yet is told, too');
  const short = (await someone.get('/promises?summary=true')).json;
  assert.deepEqual(short.items, []);
  assert.deepEqual(short.overall, overall);
}

/** Each number opens to its months, for all and for every category. */
async function months(someone) {
  const { overall, items } = (await someone.get('/promises')).json;
  const counted = items.filter((line) => line.promised > 0).slice(0, 3);
  for (const [line, query] of [[overall, ''], ...counted.map((l) => [l, l.category.code])]) {
    const reply = await someone.get(`/promises/months${query && `?category=${query}`}`);
    assert.equal(reply.status, 200, reply.text);
    for (const key of ['promised', 'due', 'kept']) {
      assert.equal(reply.json.total[key], line[key], key);
      assert.equal(reply.json.months.reduce((sum, m) => sum + m[key], 0), line[key], key);
    }
  }
  const wrong = await someone.get('/promises/months?category=nothing');
  assert.equal(wrong.json.code, 'category_unknown');
}

/** An open page that asks whether anything is new: an empty answer, and free of the rate. */
async function watched(desk, someone) {
  const body = { words: '路灯不亮', category: 'event-01-10', place: { lat: 22.76, lon: 113.93 } };
  const told = (await desk.post('/cases', { ...body, channel: 'phone' })).json;
  const path = `/follow/${told.follow_code}`;
  const first = await someone.get(path);
  const tag = first.headers.etag;
  const headers = { 'If-None-Match': tag, 'X-Forwarded-For': '10.77.0.1' };
  assert.equal(first.headers['cache-control'], 'no-store', 'nobody keeps it');
  for (let turn = 0; turn < 100; turn += 1) {
    const same = await someone.get(path, { headers });
    assert.equal(same.status, 304, `turn ${turn}`);
    assert.equal(same.text, '');
  }
  const { version } = (await desk.get(`/cases/${told.id}`)).json;
  await desk.post(`/cases/${told.id}/actions`, { action: 'register', version });
  const news = await someone.get(path, { headers });
  assert.equal(news.status, 200);
  assert.notEqual(news.headers.etag, tag);
  assert.equal(news.json.state, 'registered');
}

/** What is told to all opens for staff to the cases that it counts. */
async function opens(desk, someone) {
  const { since, until, overall } = (await someone.get('/promises')).json;
  const { area } = desk.session.grants[0];
  for (const [metric, number] of [['promise_due', overall.due], ['promise_kept', overall.kept]]) {
    const rows = await desk.get(
      `/figures/rows?metric=${metric}&area=${area}&from=${since}&to=${until}&limit=200`);
    assert.equal(rows.status, 200, rows.text);
    assert.equal(rows.json.items.length, Math.min(number, 200), metric);
    assert.ok(rows.json.items.every((row) => row.number), 'each is a case');
  }
}

export default async function promises(t, world) {
  const home = new Home(world.engine);
  home.run(['demo', '--days', '21']);
  const server = await Server.start(home);
  const someone = server.client({ district });
  const desk = server.client({ district });
  const login = await desk.login('centre', password);
  desk.session = login.json;
  await t.test('who reports is told by when most similar cases were solved', () =>
    promised(desk, someone));
  await t.test('how often that is kept is told to all', () => open(someone));
  await t.test('and opens month by month', () => months(someone));
  await t.test('an open page asks again for nothing', () => watched(desk, someone));
  await t.test('and opens to its cases', () => opens(desk, someone));
  await server.stop();
  assert.deepEqual(home.doctor().findings, []);
  home.remove();
}
