// SPDX-License-Identifier: Apache-2.0
// Lists cut by what a desk looks for, and such lists kept under a name with live counts.
import assert from 'node:assert/strict';

import { assertRefused } from '../world.mjs';

/** Every page of a list. */
async function all(client, query) {
  const items = [];
  let cursor = '';
  do {
    const reply = await client.get(`/cases?limit=100&${query}${cursor}`);
    assert.equal(reply.status, 200, `${query}: ${reply.text}`);
    items.push(...reply.json.items);
    cursor = reply.json.next ? `&cursor=${reply.json.next}` : '';
  } while (cursor);
  return items;
}
const ids = (items) => items.map((c) => c.id).sort();

/** What a filter gives is what the whole list gives to somebody who looks through it. */
async function filters(world) {
  const centre = await world.as('centre');
  const finished = await all(centre, 'state=closed');
  for (const [name, whole] of [['', await all(centre, '')], ['state=closed', finished]]) {
    assert.ok(whole.length > 3, name);
    const middle = whole.map((c) => c.reported_at).sort()[Math.floor(whole.length / 2)];
    const held = whole.find((c) => c.holder.kind === 'organisation')?.holder;
    const tries = [
      ['channel=worker_note', (c) => c.channel === 'worker_note'],
      ['channel=resident_page', (c) => c.channel === 'resident_page'],
      ['emergency=true', (c) => c.emergency],
      ['emergency=false', (c) => !c.emergency],
      ['alarm=none', (c) => c.alarm === 'none'],
      ['alarm=warned', (c) => c.alarm === 'warned'],
      ['alarm=overdue', (c) => c.alarm === 'overdue'],
      [`since=${middle}`, (c) => c.reported_at >= middle],
      [`until=${middle}`, (c) => c.reported_at < middle],
      [`since=${middle}&until=${middle}`, () => false],
    ];
    if (name === '') {
      tries.push(['holder=desk', (c) => c.holder.kind === 'desk'],
                 [`holder=organisation:${held.id}`, (c) => c.holder.id === held.id],
                 ['holder=account:42', () => false]);
    }
    for (const [query, good] of tries) {
      const got = await all(centre, `${name}&${query}`);
      assert.deepEqual(ids(got), ids(whole.filter(good)), `${name} ${query}`);
    }
  }
  for (const [query, code, field] of [
    ['holder=nobody:3', 'holder_unknown', '?holder'], ['holder=account:x', 'holder_unknown', '?holder'],
    ['since=yesterday', 'time_invalid', '?since'], ['alarm=red', 'code_unknown', '?alarm'],
    ['emergency=maybe', 'json_type_wrong', '?emergency'],
  ]) {
    assertRefused(await centre.get(`/cases?${query}`), 422, code, field);
  }
}

/** A filter opens no door: a grid's lead counts and lists his own grid only. */
async function scope(world) {
  const centre = await world.as('centre');
  const lead = await world.as('grid440311001001001');
  for (const query of ['emergency=false', 'channel=worker_note', 'holder=desk', 'alarm=overdue']) {
    const own = new Set(ids(await all(lead, query)));
    const seen = (await all(centre, query)).filter((c) => own.has(c.id));
    assert.equal(seen.length, own.size, query);
    for (const c of await all(lead, query)) {
      assert.ok(c.area_names.length >= 4, `${query}: ${JSON.stringify(c.area_names)}`);
    }
  }
}

async function saved(world) {
  const centre = await world.as('centre');
  const lead = await world.as('grid440311001001001');
  const keep = (client, name, query, more = {}) =>
    client.post('/saved-filters', { name, query, ...more });
  const late = await keep(centre, '超时未办', '?alarm=overdue', { shared: true });
  assert.equal(late.status, 200, late.text);
  assert.equal(late.json.count, (await all(centre, 'alarm=overdue')).length);
  assert.deepEqual([late.json.capped, late.json.shared, late.json.mine], [false, true, true]);
  const mine = await keep(lead, '我的', 'queue=mine');
  assert.equal(mine.status, 200, mine.text);
  const closed = await keep(lead, '已结', 'state=closed&channel=resident_page');
  assert.equal(closed.json.count, (await all(lead, 'state=closed&channel=resident_page')).length);
  const seen = (await lead.get('/saved-filters')).json.items;
  assert.deepEqual(seen.map((f) => [f.name, f.mine]).sort(),
                   [['已结', true], ['我的', true], ['超时未办', false]]);
  assert.equal(seen.find((f) => !f.mine).count, (await all(lead, 'alarm=overdue')).length,
               'counted within the areas of whoever reads it');

  assertRefused(await keep(lead, '我的', 'queue=desk'), 409, 'filter_name_taken', '/name');
  for (const query of ['queue=none', 'nonsense=1', 'cursor=1.2', 'limit=5', '%zz',
                       'category=event-99-99', 'queue=mine#x', '/../x?queue=mine']) {
    assertRefused(await keep(lead, '坏的', query), 422, 'filter_query_invalid', '/query');
  }
  assertRefused(await keep(lead, '', 'queue=mine'), 422, 'text_missing', '/name');
  const worker = await world.as('worker440311001001001');
  assertRefused(await keep(worker, '共享', 'queue=mine', { shared: true }), 403,
                'sharing_not_yours', '/shared');
  const forget = (client, id) => client.send('DELETE', `${client.base}/saved-filters/${id}`, { body: {} });
  assertRefused(await forget(lead, late.json.id), 404, 'filter_unknown', undefined);
  for (const f of [mine, closed]) assert.equal((await forget(lead, f.json.id)).status, 200);
  const admin = await world.as('sysadmin');
  assert.equal((await forget(admin, late.json.id)).status, 200);
  assert.deepEqual((await lead.get('/saved-filters')).json.items, []);
}

export default async function lists(t, world) {
  await t.test('a list is cut by channel, alarm, emergency, time and holder', () => filters(world));
  await t.test('a filter shows nobody more than his areas', () => scope(world));
  await t.test('lists are kept under a name and counted for their reader', () => saved(world));
}
