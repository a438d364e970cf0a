// SPDX-License-Identifier: Apache-2.0
// Who is who: logging in and out, the token against forged requests, locks, first passwords.
import assert from 'node:assert/strict';

import { assertRefused, password } from '../world.mjs';

const first = 'First-password-1';

async function fresh(world, login, role = 'verifier') {
  const admin = await world.as('secadmin');
  const grants = [{ role, area: admin.session.grants[0].area }];
  const area = admin.session.grants[0].area;
  const body = { login, name: '新人', area, password: first, grants };
  const reply = await admin.post('/accounts', body);
  assert.equal(reply.status, 200, reply.text);
  assert.equal(reply.json.must_change_password, true);
  assert.ok(!('password' in reply.json) && !/hash/.test(reply.text));
  return reply.json;
}

async function inAndOut(world) {
  const client = world.anybody();
  assertRefused(await client.get('/session'), 401, 'login_needed', undefined);
  const reply = await client.login('leader', password);
  assert.equal(reply.status, 200, reply.text);
  const [cookie] = reply.headers['set-cookie'];
  for (const part of ['HttpOnly', 'SameSite=', 'Path=/']) assert.ok(cookie.includes(part), cookie);
  assert.equal(reply.headers['cache-control'], 'no-store');
  const own = await client.get('/session');
  assert.equal(own.json.login, 'leader');
  assert.deepEqual(own.json.grants.map((g) => g.role), ['leader']);
  assert.equal(own.json.csrf_token, client.csrf);
  const out = await client.send('DELETE', `${client.base}/session`, { body: {} });
  assert.equal(out.status, 200, out.text);
  assert.match(out.headers['set-cookie'][0], /Max-Age=0|expires=Thu, 01 Jan 1970/i);
  assertRefused(await client.get('/session'), 401, 'session_expired', undefined);
}

async function secureCookie(world) {
  const client = world.anybody();
  const headers = { 'X-Forwarded-Proto': 'https' };
  const reply = await client.post('/sessions', { login: 'leader', password }, { headers });
  assert.match(reply.headers['set-cookie'][0], /; Secure/);
}

async function forged(world) {
  const lead = await world.as('grid440311001001001');
  const body = { words: '有人冒名', place: await world.somewhere() };
  const { number } = (await world.anybody().post('/reports', body)).json;
  const list = (await lead.get(`/cases?q=${number}`)).json.items;
  const path = `/cases/${list[0].id}/actions`;
  const deed = { action: 'note', version: list[0].version, note: '看过' };
  for (const token of ['', 'f'.repeat(64), lead.csrf.slice(1), lead.csrf.toUpperCase() + '0']) {
    const reply = await lead.post(path, deed, { headers: { 'X-CSRF-Token': token } });
    assertRefused(reply, 403, 'csrf_token_wrong', undefined);
  }
  const other = await world.as('leader');
  const reply = await lead.post(path, deed, { headers: { 'X-CSRF-Token': other.csrf } });
  assertRefused(reply, 403, 'csrf_token_wrong', undefined);
  const unchanged = (await lead.get(`/cases/${list[0].id}`)).json;
  assert.equal(unchanged.version, list[0].version);
}

async function wrongPassword(world) {
  const client = world.anybody();
  const wrong = await client.login('leader', 'nothing like it');
  const nobody = await client.login('no-such-login', 'nothing like it');
  assertRefused(wrong, 401, 'login_refused', undefined);
  const bare = (r) => ({ ...r.json, request_id: '' });
  assert.deepEqual(bare(nobody), bare(wrong), 'nobody can tell which logins there are');
  assertRefused(await client.post('/sessions', { login: 'leader' }), 422, 'json_key_missing',
                '/password');
  const long = { login: 'leader', password: 'x'.repeat(1025) };
  assertRefused(await client.post('/sessions', long), 422, 'password_too_long', '/password');
}

async function lock(world) {
  await fresh(world, 'to-be-locked');
  const client = world.anybody();
  for (let i = 0; i < 5; ++i) {
    assertRefused(await client.login('to-be-locked', 'wrong'), 401, 'login_refused', undefined);
  }
  assertRefused(await client.login('to-be-locked', first), 401, 'login_refused', undefined);
  const log = await (await world.as('auditor')).get('/security-events?limit=50');
  assert.equal(log.status, 200, log.text);
  const kinds = log.json.events.map((e) => e.kind);
  assert.ok(kinds.includes('account_locked') && kinds.includes('login_refused'), log.text);
}

async function firstPassword(world) {
  const account = await fresh(world, 'newcomer');
  const client = world.anybody();
  const reply = await client.login('newcomer', first);
  assert.equal(reply.json.must_change_password, true);
  assert.deepEqual(reply.json.grants, []);
  assertRefused(await client.get('/figures?from=2026-01-01&to=2026-01-02'), 403, 'role_missing',
                undefined);
  const change = (current, next) => client.post('/password', { current, next });
  assertRefused(await change('not it', 'Another-password-2'), 422, 'password_wrong', '/current');
  assertRefused(await change(first, first), 422, 'password_unchanged', '/next');
  const weak = await change(first, 'short');
  assert.deepEqual([weak.status, weak.json.field], [422, '/next'], weak.text);
  const before = { cookie: client.cookie, csrf: client.csrf };
  const done = await change(first, 'Another-password-2');
  assert.equal(done.status, 200, done.text);
  const old = Object.assign(world.anybody(), before);
  assertRefused(await old.get('/session'), 401, 'session_expired', undefined);
  assert.equal((await client.login('newcomer', 'Another-password-2')).status, 200);
  const admin = await world.as('secadmin');
  const { version } = (await admin.get(`/accounts/${account.account}`)).json;
  const stale = await admin.post(`/accounts/${account.account}/disable`, { version: version - 1 });
  assertRefused(stale, 409, 'account_stale', undefined);
  const off = await admin.post(`/accounts/${account.account}/disable`, { version });
  assert.equal(off.status, 200, off.text);
  assertRefused(await client.get('/session'), 401, 'account_disabled', undefined);
  assertRefused(await client.login('newcomer', 'Another-password-2'), 401, 'login_refused',
                undefined);
}

async function tooMany(world) {
  const client = world.anybody();
  client.address = '10.255.1.1';
  let limited = null;
  for (let i = 0; i < 40 && !limited; ++i) {
    const reply = await client.post('/sessions', { login: 'x', password: '' });
    if (reply.status === 429) limited = reply;
  }
  assertRefused(limited, 429, 'rate_limited', undefined);
  assert.ok(Number(limited.headers['retry-after']) > 0);
}

export default async function sessions(t, world) {
  await t.test('a login gives a cookie that scripts cannot read; it ends by logging out', () =>
    inAndOut(world));
  await t.test('behind https the cookie is Secure', () => secureCookie(world));
  await t.test('a write without the page\'s token is refused', () => forged(world));
  await t.test('a wrong password tells nothing', () => wrongPassword(world));
  await t.test('five wrong passwords lock the account', () => lock(world));
  await t.test('the first password must be changed and then ends every login', () =>
    firstPassword(world));
  await t.test('one address cannot try for ever', () => tooMany(world));
}
