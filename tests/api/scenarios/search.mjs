// SPDX-License-Identifier: Apache-2.0
// Cases found by their words: at once, in either script, cut to who asks and to every filter.
import assert from 'node:assert/strict';

import { assertRefused } from '../world.mjs';

const leadName = 'grid440311001001001';
const find = (client, q, more = '') => client.get(`/cases?q=${encodeURIComponent(q)}${more}`);

async function numbers(client, q, more = '') {
  const reply = await find(client, q, more);
  assert.equal(reply.status, 200, reply.text);
  return reply.json.items.map((c) => c.number);
}

async function told(world, words, more = {}) {
  const place = await world.somewhere();
  const reply = await world.anybody().post('/reports', { words, place, ...more });
  assert.equal(reply.status, 200, reply.text);
  return reply.json;
}

async function byWords(world) {
  const lead = await world.as(leadName);
  const kite = await told(world, '蓝色风筝挂在电线上，请派人取下', { address: '和平路12号' });
  assert.deepEqual(await numbers(lead, '风筝'), [kite.number], 'at once');
  for (const q of ['風箏', '筝', '蓝色 电线', '和平路 风筝', '１２号 风筝']) {
    assert.deepEqual(await numbers(lead, q), [kite.number], q);
  }
  for (const q of ['风筝 井盖', '色筝', '红色风筝']) {
    assert.deepEqual(await numbers(lead, q), [], q);
  }
  const reply = await find(lead, '風箏');
  assert.deepEqual(reply.json.search.words, ['风筝']);
  const [place] = reply.json.search.found;
  assert.equal(place.in, 'title');
  const { from, to } = place.marks[0];
  assert.equal(place.text.slice(from, to), '风筝');
  assert.ok((await numbers(lead, String(kite.number))).includes(kite.number));
  const phone = await find(lead, '13800000000');
  assert.deepEqual([phone.json.items, phone.json.search.ignored], [[], ['13800000000']]);
  assertRefused(await find(lead, '路'.repeat(81)), 422, 'text_too_long', '?q');
}

async function whoAsks(world) {
  const lead = await world.as(leadName), centre = await world.as('centre');
  const about = await told(world, '网格员拿走了紫色雨伞', { about_holder: true });
  assert.deepEqual(await numbers(lead, '紫色雨伞'), []);
  assert.deepEqual(await numbers(centre, '紫色雨伞'), [about.number]);
  assertRefused(await world.anybody().get('/cases?q=x'), 401, 'login_needed', undefined);
}

async function withFilters(world) {
  const centre = await world.as('centre');
  const lead = await world.as(leadName);
  const cat = await told(world, '橙色的猫在树上下不来');
  const [row] = (await find(lead, '橙色 猫')).json.items;
  const act = await lead.post(`/cases/${row.id}/actions`, { action: 'register', version: row.version });
  assert.equal(act.status, 200, act.text);
  assert.deepEqual(await numbers(centre, '橙色的猫', '&state=registered'), [cat.number]);
  for (const more of ['&state=reported', '&state=closed', '&channel=phone', '&alarm=overdue',
                      '&queue=to_check', '&emergency=true', '&since=2100-01-01T00:00:00Z']) {
    assert.deepEqual(await numbers(centre, '橙色的猫', more), [], more);
  }
  const saved = await lead.post('/saved-filters', { name: '猫', query: 'queue=all&q=橙色的猫' });
  assert.equal(saved.status, 200, saved.text);
  assert.deepEqual([saved.json.count, saved.json.capped], [1, false]);
  await lead.send('DELETE', `${lead.base}/saved-filters/${saved.json.id}`, { body: {} });
}

/** Page by page, what a plain reading of the titles gives, newest first. */
async function pages(world) {
  const centre = await world.as('centre');
  const seen = [];
  let cursor = '';
  for (let page = 0; page < 50; ++page) {
    const reply = await find(centre, '的', `&limit=7${cursor}`);
    assert.equal(reply.status, 200, reply.text);
    seen.push(...reply.json.items.map((c) => c.id));
    if (!reply.json.next) break;
    cursor = `&cursor=${reply.json.next}`;
  }
  assert.ok(seen.length > 7);
  assert.equal(new Set(seen).size, seen.length);
  assert.deepEqual(seen, [...seen].sort((a, b) => (BigInt(a) < BigInt(b) ? 1 : -1)));
}

export default async function search(t, world) {
  await t.test('a case is found by its words as soon as it is reported', () => byWords(world));
  await t.test('nobody finds what he may not see', () => whoAsks(world));
  await t.test('a search goes together with filters, and is kept with them', () =>
    withFilters(world));
  await t.test('pages of a search are in order and do not repeat', () => pages(world));
}
