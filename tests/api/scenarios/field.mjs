// SPDX-License-Identifier: Apache-2.0
// A worker's phone: what it keeps, what it sends late, and when it wipes itself.
import assert from 'node:assert/strict';

import { Server } from '../../support/gewu.mjs';
import { assertRefused, district, password } from '../world.mjs';

const worker = 'worker440311001001001';

/** Asks until there is no more, keeping what is given as the app does. */
async function sync(client, phone = {}) {
  const kept = { areas: new Map(), cases: new Map(), ...phone, changes: 0, full: false };
  for (let more = true; more;) {
    const reply = await client.get(`/field/kit${kept.token ? `?since=${kept.token}` : ''}`);
    assert.equal(reply.status, 200, reply.text);
    const kit = reply.json;
    if (kit.full) for (const part of [kept.areas, kept.cases]) part.clear();
    kept.full ||= kit.full;
    for (const part of ['areas', 'cases']) {
      for (const id of kit[part].removed) kept[part].delete(id);
      for (const one of kit[part].changed) kept[part].set(one.id, one);
      kept.changes += kit[part].removed.length + kit[part].changed.length;
    }
    kept.token = kit.token;
    kept.last = kit;
    more = kit.more;
  }
  return kept;
}

async function kit(world) {
  const ann = await world.as(worker);
  const first = await sync(ann);
  assert.ok(first.full && first.areas.size > 3);
  assert.equal(first.last.wipe_after_hours, 72);
  assert.deepEqual(first.last.me.roles, ['grid_worker']);
  const grid = [...first.areas.values()].find((a) => a.code === '440311001001001');
  assert.ok(grid.outline.length >= 4 && grid.centre.lat > 0);
  const reasons = new Set([...first.cases.values()].map((c) => c.reason));
  for (const r of reasons) assert.ok(['handle', 'verify', 'near', 'reported'].includes(r), r);
  const second = await Server.start(world.home);
  try {
    const elsewhere = Object.assign(second.client({ district }), { cookie: ann.cookie });
    const again = await sync(elsewhere, first);
    assert.ok(!again.full, 'another process understands the token');
  } finally {
    await second.stop();
  }
  const bent = await sync(ann, { token: `${first.token.slice(0, -3)}AAA` });
  assert.ok(bent.full, 'what is no token begins anew');
  return first;
}

/** Done without a signal, sent later, and once more because the answer was lost. */
async function late(world) {
  const ann = await world.as(worker);
  const before = await sync(ann);
  const done_at = new Date(Date.now() - 30 * 60_000).toISOString();
  const draft = { words: '井盖松动，已放警示牌', place: await world.somewhere(), done_at };
  const sent = await ann.post('/cases', draft, { key: 'draft-of-ann-1' });
  assert.equal(sent.status, 200, sent.text);
  const again = await ann.post('/cases', draft, { key: 'draft-of-ann-1' });
  assert.deepEqual(again.json, sent.json);
  const after = await sync(ann, before);
  assert.ok(!after.full);
  const shown = after.cases.get(sent.json.id);
  assert.equal(shown.reason, 'reported');
  assert.equal(new Date(shown.reported_at).getTime(), new Date(done_at).getTime());
  assert.ok(shown.events[0].late);
  const today = await ann.get('/field/today?lat=22.7&lon=113.9');
  assert.equal(today.status, 200, today.text);
  assert.ok(today.json.items.some((i) => i.id === sent.json.id && i.distance_m >= 0));
  assertRefused(await ann.get('/field/today?lat=91&lon=0'), 422, 'coordinate_off_earth', '?lat');
}

/** Roles of the time of the deed: given five minutes ago at the latest, they do not reach back. */
async function rights(world) {
  const admin = await world.as('secadmin');
  const area = (await world.as(worker)).session.grants[0].area;
  const home = admin.session.grants[0].area;
  const first = 'First-password-1';
  const body = { login: 'late-bird', name: '新人', area: home, password: first,
                 grants: [{ role: 'grid_worker', area }] };
  const made = await admin.post('/accounts', body);
  assert.equal(made.status, 200, made.text);
  const bird = world.anybody();
  await bird.login('late-bird', first);
  const changed = await bird.post('/password', { current: first, next: 'Second-password-2' });
  assert.equal(changed.status, 200, changed.text);
  await bird.login('late-bird', 'Second-password-2');
  const place = await world.somewhere();
  const note = (minutes) => ({ words: '路灯不亮', place,
                               done_at: new Date(Date.now() - minutes * 60_000).toISOString() });
  assertRefused(await bird.post('/cases', note(30)), 403, 'role_missing', undefined);
  const taken = await bird.post('/cases', note(1));
  assert.equal(taken.status, 200, taken.text);
  return { bird, account: made.json.account, admin };
}

/** Which 401 keeps the queue and which one wipes the phone. */
async function wipes(world, { bird, account, admin }) {
  const revoked = await admin.post(`/accounts/${account}/revoke-devices`, {});
  assert.equal(revoked.status, 200, revoked.text);
  assertRefused(await bird.get('/field/kit'), 401, 'device_revoked', undefined);
  assert.equal((await bird.login('late-bird', 'Second-password-2')).status, 200);
  assert.equal((await bird.get('/field/kit')).status, 200);
  const { version } = (await admin.get(`/accounts/${account}`)).json;
  await admin.post(`/accounts/${account}/disable`, { version });
  assertRefused(await bird.get('/field/kit'), 401, 'account_disabled', undefined);
  const strange = Object.assign(world.anybody(), { cookie: `gewu_session=${'a'.repeat(43)}` });
  assertRefused(await strange.get('/field/kit'), 401, 'session_expired', undefined);
  assertRefused(await world.anybody().get('/field/kit'), 401, 'login_needed', undefined);
  const someone = world.anybody();
  assert.equal((await someone.login(worker, password)).status, 200, 'others are not concerned');
}

export default async function field(t, world) {
  await t.test('a phone gets its kit, and any process goes on from its token', () => kit(world));
  await t.test('work sent late counts from when it was done, and once', () => late(world));
  let someone;
  await t.test('a role does no deed of before it was given', async () => {
    someone = await rights(world);
  });
  await t.test('a phone is told whether to wait or to wipe', () => wipes(world, someone));
}
