// SPDX-License-Identifier: Apache-2.0
// Who may call what: every route of the document, without a login and with the wrong role.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

import { binary } from '../../support/gewu.mjs';
import { assertRefused, district } from '../world.mjs';

function routes() {
  const document = JSON.parse(execFileSync(binary, ['openapi'], { maxBuffer: 1 << 26 }));
  const out = [];
  for (const [pattern, methods] of Object.entries(document.paths)) {
    for (const [method, route] of Object.entries(methods)) {
      if (!['get', 'put', 'post', 'delete', 'patch'].includes(method)) continue;
      const path = pattern.replace('{district}', district).replace(/\{\w+\}/g, '1');
      const media = Object.keys(route.requestBody?.content ?? {})[0];
      const open = route.security === undefined;
      out.push({ method: method.toUpperCase(), path, media, open, policy: route['x-policy'] });
    }
  }
  return out;
}

const send = (client, route) => client.send(route.method, route.path, {
  body: route.media ? '{}' : undefined,
  headers: route.media ? { 'Content-Type': route.media } : {},
});

async function withoutLogin(world) {
  const all = routes();
  assert.ok(all.length > 40);
  for (const route of all) {
    assert.ok(route.policy, `${route.path} names no policy`);
    const reply = await send(world.anybody(), route);
    const what = `${route.method} ${route.path}: ${reply.status} ${reply.text}`;
    if (route.open) {
      assert.notEqual(reply.status, 401, what);
    } else {
      assertRefused(reply, 401, 'login_needed', undefined);
    }
    assert.ok(reply.status < 500, what);
  }
}

/** Writes by signed-in people need the token; what is open to all gives them no right by it. */
async function withoutToken(world) {
  const leader = await world.as('leader');
  const bare = Object.assign(world.anybody(), { cookie: leader.cookie });
  for (const route of routes()) {
    if (route.method === 'GET') continue;
    const reply = await send(bare, route);
    const what = `${route.method} ${route.path}: ${reply.status} ${reply.text}`;
    if (route.open) {
      assert.notEqual(reply.json?.code, 'csrf_token_wrong', what);
      continue;
    }
    assert.ok(['csrf_token_wrong', 'role_missing'].includes(reply.json?.code), what);
    assert.equal(reply.status, 403, what);
  }
}

/** A leader sees figures and rows and changes nothing. */
async function leaderChangesNothing(world) {
  const leader = await world.as('leader');
  const own = /\/(session|sessions|password)$/;
  for (const route of routes()) {
    if (route.method === 'GET' || route.open || own.test(route.path)) continue;
    const reply = await send(leader, route);
    const what = `${route.method} ${route.path}: ${reply.status} ${reply.text}`;
    assert.ok([403, 404, 422].includes(reply.status), what);
  }
  const cases = (await leader.get('/cases?limit=5')).json.items;
  assert.ok(cases.length > 0);
  for (const c of cases) {
    const deed = { action: 'note', version: c.version, note: '看过' };
    assertRefused(await leader.post(`/cases/${c.id}/actions`, deed), 403, 'role_missing',
                  undefined);
    assertRefused(await leader.post(`/cases/${c.id}/contact`, { reason: '想知道' }), 403,
                  'role_missing', undefined);
  }
}

/** Lists and reads end at the borders of the caller's areas. */
async function borders(world) {
  const centre = await world.as('centre');
  const lead = await world.as('grid440311001001001');
  const grid = lead.session.grants[0].area;
  const all = [];
  for (let cursor = ''; cursor !== null;) {
    const page = (await centre.get(`/cases?limit=100${cursor}`)).json;
    all.push(...page.items);
    cursor = page.next ? `&cursor=${page.next}` : null;
  }
  const seen = new Set((await lead.get('/cases?limit=100')).json.items.map((c) => c.id));
  let outside = 0;
  for (const c of all) {
    const mine = c.area_names.includes('光明第1网格');
    assert.ok(mine || !seen.has(c.id), `${c.number} is none of this grid's`);
    if (mine) continue;
    ++outside;
    const reply = await lead.get(`/cases/${c.id}`);
    assertRefused(reply, 404, 'case_unknown', undefined);
    const deed = { action: 'register', version: c.version };
    assertRefused(await lead.post(`/cases/${c.id}/actions`, deed), 404, 'case_unknown', undefined);
    const hidden = await lead.get(`/cases?q=${c.number}`);
    assert.deepEqual(hidden.json.items, []);
  }
  assert.ok(outside > 3);
  const foreign = all.find((c) => c.area && !c.area_names.includes('光明第1网格')).area;
  const period = 'from=2026-01-01&to=2026-12-31';
  const figures = await lead.get(`/figures?area=${foreign.id}&${period}`);
  assertRefused(figures, 404, 'area_unknown', undefined);
  const rows = await lead.get(`/figures/rows?metric=reported&area=${foreign.id}&${period}`);
  assertRefused(rows, 404, 'area_unknown', undefined);
  assert.equal((await lead.get(`/figures?area=${grid}&${period}`)).status, 200);
  const list = await lead.get(`/cases?area=${foreign.id}`);
  assertRefused(list, 404, 'area_unknown', undefined);
}

async function contact(world) {
  const { lat, lon } = await world.somewhere();
  const body = { words: '楼道灯坏了', place: { lat, lon },
                 contact: { name: '王某某', phone: '13900001111' } };
  const reported = (await world.anybody().post('/reports', body)).json;
  const lead = await world.as('grid440311001001001');
  const [found] = (await lead.get(`/cases?q=${reported.number}`)).json.items;
  const masked = (await lead.get(`/cases/${found.id}`)).text;
  assert.ok(masked.includes('139****1111') && !masked.includes('13900001111'));
  const path = `/cases/${found.id}/contact`;
  assertRefused(await lead.post(path, { reason: '' }), 422, 'text_missing', '/reason');
  const shown = await lead.post(path, { reason: '约定上门时间' });
  assert.deepEqual(shown.json, { name: '王某某', phone: '13900001111' });
  const stranger = await world.as('grid440311001001002');
  assertRefused(await stranger.post(path, { reason: '约定上门时间' }), 404, 'case_unknown',
                undefined);
}

export default async function policies(t, world) {
  await t.test('without a login only open routes answer', () => withoutLogin(world));
  await t.test('every write needs the token of the page', () => withoutToken(world));
  await t.test('a leader sees and changes nothing', () => leaderChangesNothing(world));
  await t.test('lists and reads end at the borders of one\'s areas', () => borders(world));
  await t.test('a phone number is shown masked, and whole only for a reason', () =>
    contact(world));
}
