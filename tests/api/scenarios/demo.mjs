// SPDX-License-Identifier: Apache-2.0
// The demo says who to sign in as and what to try; a server that is asked to keeps it alive.
import assert from 'node:assert/strict';

import { Home, Server, until } from '../../support/gewu.mjs';
import { assertRefused, district } from '../world.mjs';

async function tells(world) {
  const reply = await world.anybody().get('/demo');
  assert.equal(reply.status, 200, reply.text);
  const { password, live, accounts, follow_codes: codes } = reply.json;
  assert.equal(live, false);
  assert.ok(accounts.length >= 12);
  const roles = new Set(accounts.map((a) => a.role));
  for (const role of ['dispatcher', 'grid_lead', 'grid_worker', 'verifier', 'leader', 'auditor']) {
    assert.ok(roles.has(role), role);
  }
  for (const account of accounts) {
    assert.match(account.try_zh, /\p{Script=Han}/u, account.login);
    assert.match(account.try_en, /^[A-Z]/, account.login);
    assert.ok(account.name && account.area_name, account.login);
  }
  assert.equal(accounts.find((a) => a.role === 'grid_worker').app, 'field');
  assert.equal(accounts.find((a) => a.role === 'dispatcher').app, 'console');
  const client = world.anybody();
  assert.equal((await client.login(accounts[0].login, password)).status, 200);
  assert.ok(codes.length > 2);
  assert.ok(new Set(codes.map((c) => c.state)).size > 1, 'in several states');
  for (const known of codes) {
    const followed = await world.anybody().get(`/follow/${known.code}`);
    assert.deepEqual([followed.status, followed.json.state], [200, known.state]);
  }
}

/** A demo of its own, thousands of times as fast as life: a simulated hour is a real second. */
async function lives(engine) {
  const home = new Home(engine);
  home.run(['demo', '--days', '1']);
  const server = await Server.start(home, { args: ['--live=3600'] });
  const client = server.client({ district });
  assert.equal((await client.get('/demo')).json.live, true);
  const codes = async () => (await client.get('/demo')).json.follow_codes.map((c) => c.code).join();
  const before = await codes();
  const told = await client.post('/reports', { words: '路灯不亮', place: { lat: 22.76, lon: 113.93 } });
  assert.equal(told.status, 200, told.text);
  const state = async () => (await client.get(`/follow/${told.json.follow_code}`)).json.state;
  await until(state, (s) => s !== 'reported', 'somebody who takes it up');
  await until(codes, (c) => c !== before, 'new reports to follow');
  await server.stop();
  assert.deepEqual(home.doctor().findings, []);
  home.remove();
}

/** Where no demo was made, nobody invents anything. */
async function stayAway(engine) {
  const home = new Home(engine);
  home.run(['init', '--district', district, '--name', 'A true district']);
  const refused = home.run(['serve', '--listen', '127.0.0.1:0', '--live'], 1);
  assert.equal(refused, '');
  const server = await Server.start(home);
  assertRefused(await server.client({ district }).get('/demo'), 404, 'demo_off', undefined);
  await server.stop();
  home.remove();
}

export default async function demo(t, world) {
  await t.test('a demo tells who to sign in as and what to try', () => tells(world));
  await t.test('a live demo takes up what a visitor reports', () => lives(world.engine));
  await t.test('no other database is kept alive', () => stayAway(world.engine));
}
