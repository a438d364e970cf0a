// SPDX-License-Identifier: Apache-2.0
// The map: tiles of areas for everybody, of cases for who may see them.
import assert from 'node:assert/strict';

import { assertRefused } from '../world.mjs';

const media = 'application/vnd.mapbox-vector-tile';

function tileOf({ lat, lon }, z) {
  const side = 2 ** z;
  const y = 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);
  return `${z}/${Math.floor((lon / 360 + 0.5) * side)}/${Math.floor(y * side)}`;
}

async function areas(world) {
  const someone = world.anybody();
  const path = `/tiles/areas/${tileOf(await world.somewhere(), 13)}`;
  const reply = await someone.get(path);
  assert.equal(reply.status, 200, reply.text);
  assert.equal(reply.headers['content-type'], media);
  for (const part of ['areas', 'labels', 'micro_grid', '光明']) {
    assert.ok(reply.text.includes(part), part);
  }
  const headers = { 'If-None-Match': reply.headers.etag };
  const again = await someone.get(path, { headers });
  assert.deepEqual([again.status, again.bytes.length], [304, 0]);
  const elsewhere = await someone.get('/tiles/areas/13/0/0');
  assert.deepEqual([elsewhere.status, elsewhere.bytes.length], [200, 0]);
  for (const bad of ['19/0/0', '3/8/0', '3/0/x', '3/0/01']) {
    assertRefused(await someone.get(`/tiles/areas/${bad}`), 404, 'tile_unknown', undefined);
  }
}

async function cases(world) {
  const place = await world.somewhere();
  const told = await world.anybody().post('/reports', { words: '地图上的一件事', place });
  assert.equal(told.status, 200, told.text);
  const near = `/tiles/cases/${tileOf(place, 16)}`, far = `/tiles/cases/${tileOf(place, 11)}`;
  const lead = await world.as('grid440311001001001');
  const [found] = (await lead.get(`/cases?q=${told.json.number}`)).json.items;
  const seen = await lead.get(near);
  assert.equal(seen.status, 200, seen.text);
  assert.equal(seen.headers['content-type'], media);
  assert.match(seen.headers['cache-control'], /no-store/);
  assert.ok(seen.text.includes('cases') && seen.text.includes(found.id));
  assert.ok((await lead.get(far)).text.includes('counts'));
  const stranger = await world.as('grid440311001001002');
  assert.ok(!(await stranger.get(near)).text.includes(found.id));
  assert.ok(!(await lead.get(`${near}?state=checking`)).text.includes(found.id));
  assertRefused(await lead.get(`${near}?category=nothing`), 422, 'category_unknown', '?category');
  assertRefused(await world.anybody().get(near), 401, 'login_needed', undefined);
}

export default async function tiles(t, world) {
  await t.test('everybody sees areas on the map, until boundaries change from a cache', () =>
    areas(world));
  await t.test('cases on the map are those of one\'s list', () => cases(world));
}
