// SPDX-License-Identifier: Apache-2.0
// Who answers for a place: found by address, seen by staff, published by consent and taken off.
import assert from 'node:assert/strict';

import { assertRefused } from '../world.mjs';

const GRID = '440311001001001';
const q = encodeURIComponent;

async function houses(client) {
  const page = await client.get('/areas?level=building&limit=50');
  assert.ok(page.json.areas.length === 50, page.text);
  return page.json.areas;
}

/** The community a house lies in makes its name certain. */
async function addresses(world) {
  const someone = world.anybody();
  for (const house of (await houses(someone)).filter((_, i) => i % 9 === 0)) {
    const chain = (await someone.get(`/locate?address=${house.code}`)).json.chain;
    const community = chain.find((a) => a.level === 'community').name;
    const found = await someone.get(`/locate?address=${q(`深圳市光明区${community}${house.name}`)}`);
    assert.equal(found.json.address.outcome, 'one', `${community}${house.name}: ${found.text}`);
    assert.equal(found.json.area.id, house.id);
    const { lat, lon } = found.json.address.choices[0].place;
    assert.equal((await someone.get(`/locate?lat=${lat}&lon=${lon}`)).json.area.id, house.id);
  }
  const none = (await someone.get(`/locate?address=${q('没有的小区3号楼')}`)).json;
  assert.deepEqual([none.inside, none.address.outcome, none.address.choices], [false, 'none', []]);
  assert.equal(none.address.words[0].part, 'unknown');
  assertRefused(await someone.get(`/locate?address=${q('字'.repeat(121))}`), 422, 'text_too_long',
                '?address');
  assertRefused(await someone.get('/locate?address=a&lat=1&lon=2'), 422, 'place_twice', '?address');
}

/** Staff see the people and the open cases of their own places, and of no others. */
async function place(world) {
  const lead = await world.as(`grid${GRID}`);
  const { area } = lead.session.grants[0];
  const seen = await lead.get(`/areas/${area}/place`);
  assert.equal(seen.status, 200, seen.text);
  const { levels, parts, buildings, open, capped } = seen.json;
  assert.equal(levels[0].area.id, area);
  assert.ok(levels[0].people.some((p) => p.role === 'grid_lead' && p.name), seen.text);
  assert.equal(levels.at(-1).area.level, 'district');
  assert.ok(parts.length > 0 && buildings > 0);
  const listed = (await lead.get(`/cases?area=${area}&limit=100`)).json.items;
  if (!capped && listed.length < 100) assert.equal(open, listed.length);
  assert.ok(!seen.text.includes(`"grid${GRID}"`), 'no login is told');
  const other = await world.as('grid440311001001002');
  assertRefused(await other.get(`/areas/${area}/place`), 404, 'area_unknown', undefined);
  const closed = await (await world.as('chengguan')).get(`/areas/${area}/place`);
  assertRefused(closed, 403, 'role_missing', undefined);
  assertRefused(await world.anybody().get(`/areas/${area}/place`), 401, 'login_needed', undefined);
}

/** What a post shows is set with consent, read by everybody, and gone at once when withdrawn. */
async function posts(world) {
  const someone = world.anybody();
  const admin = await world.as('secadmin');
  const lead = await world.as(`grid${GRID}`);
  const { area } = lead.session.grants[0];
  const held = (await admin.get(`/accounts/${lead.session.account}/posts`)).json.items[0];
  assert.deepEqual([held.role, held.area.id, held.can], ['grid_lead', area, true]);
  const write = (client, method, body) =>
    client.send(method, `${client.base}/posts/${held.grant}`, { body });
  const shown = async () => {
    const told = await someone.get(`/answers?area=${area}`);
    assert.ok(!told.text.includes('account') && !told.text.includes('consent'), told.text);
    return told.json.levels[0].posts.filter((p) => p.role === 'grid_lead');
  };
  const given = { name: '试用姓名', phone: '0755-0000 1234', hours: '周一至周五', consent: '签字同意' };
  const put = await write(admin, 'PUT', given);
  assert.equal(put.status, 200, put.text);
  assert.deepEqual(await shown(), [{ role: 'grid_lead', name: given.name, phone: given.phone,
                                     hours: given.hours }]);
  const card = await lead.get(`/areas/${area}/door-card`);
  assert.ok(card.json.holders.some((h) => h.phone === given.phone), card.text);
  const { consent, ...silent } = given;
  assertRefused(await write(admin, 'PUT', silent), 422, 'json_key_missing', '/consent');
  for (const [change, code, field] of [
    [{ name: '', phone: '' }, 'post_empty', '/name'],
    [{ phone: '12' }, 'phone_malformed', '/phone'],
    [{ name: `grid${GRID}` }, 'post_shows_login', '/name'],
  ]) {
    assertRefused(await write(admin, 'PUT', { ...given, ...change }), 422, code, field);
  }
  assertRefused(await write(lead, 'PUT', given), 403, 'role_missing', undefined);
  assert.equal((await write(admin, 'DELETE', {})).status, 200);
  assert.deepEqual(await shown(), []);
  const bare = await lead.get(`/areas/${area}/door-card`);
  assert.ok(bare.json.holders.some((h) => h.role === 'grid_lead' && h.name === ''), bare.text);
  assertRefused(await write(admin, 'DELETE', {}), 404, 'post_unknown', undefined);
}

async function answers(world) {
  const someone = world.anybody();
  const [house] = await houses(someone);
  const by = await someone.get(`/answers?address=${house.code}`);
  assert.deepEqual([by.json.known, by.json.levels[0].area.id], [true, house.id]);
  const { lat, lon } = house.label;
  const at = await someone.get(`/answers?lat=${lat}&lon=${lon}`);
  assert.equal(at.json.levels[0].area.id, house.id);
  assert.deepEqual((await someone.get('/answers?lat=1&lon=2')).json, { known: false, levels: [] });
  assertRefused(await someone.get('/answers'), 422, 'coordinate_missing', '?lat');
  assertRefused(await someone.get('/answers?area=42'), 404, 'area_unknown', undefined);
}

export default async function places(t, world) {
  await t.test('an address leads to its house', () => addresses(world));
  await t.test('a place shows its people and what is open to its own staff', () => place(world));
  await t.test('a post shows what its holder agreed to, until it is taken off', () => posts(world));
  await t.test('anybody learns who answers, by point, address or area', () => answers(world));
}
