// SPDX-License-Identifier: Apache-2.0
// Door cards to print, and a photograph of a filled form that files the same report.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { assertRefused } from '../world.mjs';

/** Drawn and photographed by src/modules/paper/test/darkroom.hpp: grid 440311001001001, two ticks. */
const filled = readFileSync(new URL('../fixtures/paper_form.jpg', import.meta.url));

async function cards(world) {
  const lead = await world.as('grid440311001001001');
  const { area } = lead.session.grants[0];
  const one = await lead.get(`/areas/${area}/door-card`);
  assert.equal(one.status, 200, one.text);
  const { card_code: code, report_url: url, qr_path: qr, form, categories, holders } = one.json;
  assert.match(code, /^440311001001001-[0-9A-Z]{4}$/);
  assert.ok(new URL(url).pathname === '/440311/report' && url.includes(code));
  assert.ok(qr.size >= 21 && (qr.size - 17) % 4 === 0, 'a square code');
  assert.match(qr.d, /^(M\d+ \d+h\d+v1h-\d+z)+$/);
  assert.deepEqual(form.boxes.map((b) => b.category), categories.map((c) => c.code));
  assert.ok(form.boxes.length > 3 && form.boxes.length <= 12);
  assert.equal(form.marks.length, 4);
  assert.ok(holders.some((h) => h.role === 'grid_lead'));
  assert.equal(one.json.area_names.at(-1), one.json.area.name);

  const doors = [];
  for (let cursor = ''; cursor !== null;) {
    const page = (await lead.get(`/areas/${area}/door-cards?limit=7${cursor}`)).json;
    doors.push(...page.items);
    cursor = page.next ? `&cursor=${page.next}` : null;
  }
  const { areas } = (await lead.get(`/areas?under=${area}&level=building`)).json;
  assert.deepEqual(doors.map((d) => d.area.id).sort(), areas.map((a) => a.id).sort());
  const other = await world.as('grid440311001001002');
  assertRefused(await other.get(`/areas/${area}/door-card`), 404, 'area_unknown', undefined);
  assertRefused(await other.get(`/areas/${area}/door-cards`), 404, 'area_unknown', undefined);
  for (const [query, code2, field] of [['limit=0', 'limit_out_of_range', '?limit'],
                                       ['limit=201', 'limit_out_of_range', '?limit'],
                                       ['cursor=42', 'cursor_invalid', '?cursor']]) {
    assertRefused(await lead.get(`/areas/${area}/door-cards?${query}`), 422, code2, field);
  }
}

/** What a resident's phone learns from the square code: the place and the boxes, and no person. */
async function scanned(world) {
  const lead = await world.as('grid440311001001001');
  const { area } = lead.session.grants[0];
  const card = (await lead.get(`/areas/${area}/door-card`)).json;
  const { searchParams } = new URL(card.report_url);
  const path = `/door-cards/${searchParams.get('card')}`;
  const someone = world.anybody();
  const read = await someone.get(`${path}?t=${searchParams.get('t')}`);
  assert.equal(read.status, 200, read.text);
  assert.deepEqual(Object.keys(read.json).sort(), ['area', 'area_names', 'categories', 'place']);
  assert.equal(read.json.area.id, area);
  assert.deepEqual(read.json.categories, card.categories);
  const { lat, lon } = read.json.place;
  const found = await someone.get(`/locate?lat=${lat}&lon=${lon}`);
  assert.ok(found.json.chain.some((a) => a.id === area), 'its place lies in it');
  assert.deepEqual((await someone.get(path)).json.categories, []);
  assert.deepEqual((await someone.get(`${path}?t=%3C%3E`)).json.categories, []);
  const misread = path.slice(0, -1) + (path.endsWith('2') ? '3' : '2');
  for (const wrong of [misread, '/door-cards/440311001001001', '/door-cards/-']) {
    assertRefused(await someone.get(wrong), 404, 'card_unknown', undefined);
  }
}

async function forms(world) {
  const worker = await world.as('worker440311001001001');
  const send = (bytes, type = 'image/jpeg') =>
    worker.post('/paper-forms', bytes, { headers: { 'Content-Type': type } });
  const read = await send(filled);
  assert.equal(read.status, 200, read.text);
  const { sure, area, ticked, photo, card_code: card } = read.json;
  assert.deepEqual([sure, area.code], [true, '440311001001001'], read.text);
  assert.match(card, /^440311001001001-/);
  assert.equal(ticked.length, 2);

  const body = {
    words: '纸质表单，见照片', category: ticked[0], channel: 'paper',
    photos: [{ ...photo, kind: 'near' }],
  };
  const entered = await worker.post('/cases', body);
  assert.equal(entered.status, 200, entered.text);
  const [found] = (await (await world.as('centre')).get(`/cases?q=${entered.json.number}`)).json.items;
  assert.deepEqual([found.channel, found.category.code, found.photo_count],
                   ['paper', ticked[0], 1]);

  // Any other picture is kept, too, and nothing is made of it.
  const scene = await send(world.jpeg);
  assert.deepEqual([scene.json.sure, scene.json.why, scene.json.ticked], [false, 'no_form', []]);
  assert.ok(scene.json.photo.token);
  assertRefused(await send(Buffer.from('no picture')), 415, 'photo_not_jpeg', undefined);
  assertRefused(await send(filled.subarray(0, 2000)), 422, 'photo_truncated', undefined);
  assertRefused(await send(filled, 'image/png'), 415, 'media_unsupported', undefined);
  const department = await world.as('chengguan');
  const closed = await department.post('/paper-forms', filled,
                                       { headers: { 'Content-Type': 'image/jpeg' } });
  assertRefused(closed, 403, 'role_missing', undefined);
}

export default async function paper(t, world) {
  await t.test('a card is printed for each door of one\'s areas', () => cards(world));
  await t.test('a scanned card names its place and its boxes', () => scanned(world));
  await t.test('a photographed form files the same report', () => forms(world));
}
