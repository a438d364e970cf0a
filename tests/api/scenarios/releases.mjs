// SPDX-License-Identifier: Apache-2.0
// Staff show a report to the public; everybody sees that and nothing more, and follows it.
import assert from 'node:assert/strict';

import { freshAddress } from '../../support/gewu.mjs';
import { assertRefused, district } from '../world.mjs';

const grid = '440311001001001';
const secrets = ['夜里在502门口看见', '幸福路9号502室', '13912345678', '陈某'];

/** One story: a report that its desk shows, residents follow and a worker settles. */
class Story {
  constructor(world) {
    Object.assign(this, { world, told: [] });
  }
  async begin(more = {}) {
    const { world } = this;
    this.resident = world.anybody();
    this.lead = await world.as(`grid${grid}`);
    this.worker = await world.as(`worker${grid}`);
    this.verifier = await world.as('verifier440311001001');
    this.photos = [];
    for (let i = 0; i < 2; ++i) this.photos.push((await world.upload(this.resident)).json);
    this.place = await world.somewhere();
    const body = {
      words: `${secrets[0]}，井盖松了`, address: secrets[1], place: this.place,
      category: 'component-01-01', contact: { name: secrets[3], phone: secrets[2] },
      photos: this.photos.map((p) => ({ photo: p.photo, token: p.token, kind: 'near' })), ...more,
    };
    const reply = await this.resident.post('/reports', body);
    assert.equal(reply.status, 200, reply.text);
    this.number = reply.json.number;
    this.id = (await this.lead.get(`/cases?q=${this.number}`)).json.items[0].id;
    await this.expect('report >reported reporter');
    return this;
  }
  /** What has happened to the case, all of it. */
  async expect(...lines) {
    for (const line of lines) this.told.push(`${this.told.length + 1} ${line}`);
    const c = (await this.lead.get(`/cases/${this.id}`)).json;
    assert.deepEqual(c.events.map((e) => `${e.seq} ${e.action} ${e.from}>${e.to} ${e.actor.kind}`),
                     this.told);
    this.version = c.version;
    return c;
  }
  async act(who, deed, line) {
    const reply = await who.post(`/cases/${this.id}/actions`, { version: this.version, ...deed });
    assert.equal(reply.status, 200, reply.text);
    return this.expect(line);
  }
  release(who, method, body, options = {}) {
    return who.send(method, `${who.base}/cases/${this.id}/release`, { body, ...options });
  }
  async near() {
    const { lat, lon } = this.place;
    const reply = await this.resident.get(`/released?lat=${lat}&lon=${lon}&radius_m=100`);
    assert.equal(reply.status, 200, reply.text);
    return { ...reply, mine: reply.json.items.find((r) => r.id === this.shown) };
  }
  map(half) {
    const { lat, lon } = this.place;
    const q = `west=${lon - half}&south=${lat - half}&east=${lon + half}&north=${lat + half}`;
    return this.resident.get(`/released/map?${q}`);
  }
}

async function show(story) {
  const before = (await story.release(story.lead, 'GET')).json;
  assert.deepEqual(before, { releasable: true, may: true, places: ['street'] });
  assert.equal((await story.near()).json.items.some((r) => r.title === '井盖松动'), false);
  const body = { title: '井盖松动', place: 'street', photos: [story.photos[1].photo] };
  const key = `release-${story.world.engine}-1`;
  const reply = await story.release(story.lead, 'PUT', body, { key });
  assert.equal(reply.status, 200, reply.text);
  const { release } = reply.json;
  assert.deepEqual(Object.keys(release), ['id', 'title', 'place', 'photos', 'answer', 'released_at',
                                          'by', 'seen']);
  assert.equal(release.seen, true);
  story.shown = release.id;
  const again = await story.release(story.lead, 'PUT', body, { key });
  assert.deepEqual(again.json, reply.json, 'sent twice, it is shown once');
  const { version } = story;
  await story.expect('publish reported>reported account');
  assert.equal(story.version, version, 'nobody\'s page of the case is out of date by it');
}

/** Nothing of the reporter, and nothing that leads to the case. */
function assertClean(story, text) {
  for (const secret of [...secrets, story.id, String(story.number), story.photos[0].photo,
                        story.photos[1].photo, String(story.place.lat), String(story.place.lon)]) {
    assert.ok(!text.includes(secret), `${secret} is in ${text}`);
  }
}

async function see(story) {
  const near = await story.near();
  const r = near.mine;
  assert.deepEqual(Object.keys(r), ['id', 'title', 'category', 'state', 'area_names', 'place_name',
                                    'place', 'distance_m', 'reported_at', 'co_reporters', 'photos']);
  assert.equal(r.title, '井盖松动');
  assert.equal(r.state, 'reported');
  assert.equal(r.category.code, 'component-01-01');
  assert.equal(r.area_names[0], '光明区');
  assert.match(r.reported_at, /:00:00(\.000)?Z$/);
  assert.deepEqual(r.photos.map((p) => p.photo), ['1']);
  assertClean(story, JSON.stringify(r));
  const one = await story.resident.get(`/released/${story.shown}`);
  assert.equal(one.status, 200);
  assertClean(story, one.text);
  const photo = await story.resident.get(`/released/${story.shown}/photos/1?size=thumb`);
  assert.equal(photo.status, 200);
  assert.equal(photo.headers['content-type'], 'image/jpeg');
  assert.equal(photo.headers['cache-control'], 'no-cache');
  for (const other of ['0', '2', '-1', '01x', story.photos[0].photo, story.photos[1].photo]) {
    const reply = await story.resident.get(`/released/${story.shown}/photos/${other}`);
    assertRefused(reply, 404, 'photo_unknown', undefined);
  }
  const narrow = (await story.map(0.003)).json, wide = (await story.map(0.5)).json;
  assert.ok(narrow.near && narrow.points.some((p) => p.id === story.shown));
  assert.ok(!wide.near && wide.points.length === 0);
  const tally = wide.areas.find((a) => a.code === grid);
  assert.ok(tally.open >= 1, JSON.stringify(wide.areas));
  assertClean(story, JSON.stringify(narrow.points.find((p) => p.id === story.shown)));
}

async function follow(story) {
  const options = { key: `follow-${story.world.engine}-1` };
  const body = { words: '我们这边也松了', contact: { phone: '13800000001' } };
  const path = `/released/${story.shown}/follow`;
  const reply = await story.resident.post(path, body, options);
  assert.equal(reply.status, 200, reply.text);
  assert.deepEqual(Object.keys(reply.json),
                   ['number', 'follow_code', 'follow_path', 'state', 'area', 'desk', 'due_at',
                    'receipt', 'receipt_day', 'promise']);
  const twice = await story.resident.post(path, body, options);
  assert.deepEqual(twice.json, reply.json, 'pressed twice, he follows once');
  story.code = reply.json.follow_code;
  const c = await story.expect('absorb reported>reported reporter');
  assert.equal(c.co_reporters, 1);
  assert.equal((await story.near()).mine.co_reporters, 1);
  const followed = await story.resident.get(`/follow/${story.code}`);
  assert.equal(followed.json.joined, story.number);
  assert.deepEqual(followed.json.photos, [], 'he was shown one photo and sees it on the public page');
  assert.deepEqual(followed.json.place, (await story.near()).mine.place);
  assert.ok(!followed.text.includes(secrets[0]) && !followed.text.includes(secrets[1]));
  assert.equal(followed.json.steps.find((s) => s.action === 'publish').note, '',
               'it is said that it is shown, not by whom');
  const receipt = await story.resident.get(`/follow/${story.code}/receipt`);
  assert.equal(receipt.json.intact, true);
  assert.equal(receipt.json.receipt, reply.json.receipt);
}

async function settle(story) {
  const { lead, worker, verifier, world } = story;
  await story.act(lead, { action: 'register' }, 'register reported>registered account');
  const holders = (await lead.get(`/cases/${story.id}/holders`)).json;
  const { kind, id } = holders.find((h) => h.role === 'grid_worker');
  await story.act(lead, { action: 'dispatch', holder: { kind, id } },
                  'dispatch registered>dispatched account');
  await story.act(worker, { action: 'accept' }, 'accept dispatched>handling account');
  assert.equal((await story.near()).mine.state, 'handling');
  const photo = (await world.upload(worker)).json;
  const photos = [{ photo: photo.photo, token: photo.token, kind: 'after' }];
  await story.act(worker, { action: 'report_done', answer: '井盖换好了', photos },
                  'report_done handling>checking account');
  await story.act(verifier, { action: 'pass' }, 'pass checking>closed account');
  const followed = (await story.resident.get(`/follow/${story.code}`)).json;
  assert.equal(followed.answer, '井盖换好了', 'who follows is answered');
  assert.deepEqual(followed.can.sort(), ['rate', 'reopen']);
  const behind = await story.resident.get(`/follow/${story.code}/photos/${photo.photo}`);
  assertRefused(behind, 404, 'photo_unknown', undefined);
  const r = (await story.near()).mine;
  assert.equal(r.state, 'closed');
  assert.equal(r.answer, undefined, 'what the reporter was told is not told to everybody');
  const late = await story.resident.post(`/released/${story.shown}/follow`, {});
  assertRefused(late, 409, 'released_closed', undefined);
}

async function takeBack(story) {
  const bare = await story.release(story.lead, 'DELETE', {});
  assertRefused(bare, 422, 'json_key_missing', '/reason');
  const worker = await story.release(story.worker, 'DELETE', { reason: '不宜公开' });
  assertRefused(worker, 403, 'role_missing', undefined);
  const reply = await story.release(story.lead, 'DELETE', { reason: '照片里有人' });
  assert.equal(reply.status, 200, reply.text);
  assert.equal(reply.json.release, undefined);
  const c = await story.expect('unpublish closed>closed account');
  assert.equal(c.events.at(-1).words, '照片里有人');
  assert.equal((await story.near()).mine, undefined);
  assert.ok(!(await story.map(0.003)).json.points.some((p) => p.id === story.shown));
  for (const path of ['', '/photos/1']) {
    const gone = await story.resident.get(`/released/${story.shown}${path}`);
    assertRefused(gone, 404, 'released_unknown', undefined);
  }
  const follows = await story.resident.post(`/released/${story.shown}/follow`, {});
  assertRefused(follows, 404, 'released_unknown', undefined);
}

async function never(world) {
  const dispute = await new Story(world).begin({ category: 'demand-05-04' });
  const told = (await dispute.release(dispute.lead, 'GET')).json;
  assert.equal(told.why_not, 'never_public_category');
  const body = { title: '邻里纠纷', place: 'street', photos: [] };
  assertRefused(await dispute.release(dispute.lead, 'PUT', body), 409, 'never_public_category',
                undefined);
  await dispute.expect();
  // Shown as one thing and then found to be another.
  const story = await new Story(world).begin();
  const shown = await story.release(story.lead, 'PUT', { ...body, title: '井盖松动' });
  story.shown = shown.json.release.id;
  await story.expect('publish reported>reported account');
  await story.act(story.lead, { action: 'recategorise', category: 'demand-05-04' },
                  'recategorise reported>reported account');
  assertRefused(await story.resident.get(`/released/${story.shown}`), 404, 'released_unknown',
                undefined);
  assert.equal((await story.near()).mine, undefined);
  assert.equal((await story.release(story.lead, 'GET')).json.release.seen, false);
}

/** What somebody tries who collects, guesses or floods. */
async function hostile(story) {
  const { resident } = story;
  for (const id of [story.id, String(story.number), '1', '9223372036854775807']) {
    assertRefused(await resident.get(`/released/${id}`), 404, 'released_unknown', undefined);
  }
  for (const id of ['0', '-1', 'x', '9223372036854775808', '01']) {
    const reply = await resident.get(`/released/${id}`);
    assertRefused(reply, 404, 'id_invalid', '/released');
  }
  const elsewhere = await resident.send('GET', `/api/v1/999999/released/${story.shown}`);
  assertRefused(elsewhere, 404, 'district_unknown', undefined);
  const { lat, lon } = story.place;
  const bad = [
    [`/released?lat=${lat}`, 'coordinate_missing', '?lon'],
    [`/released?lat=${lat}&lon=${lon}&radius_m=501`, 'radius_out_of_range', '?radius_m'],
    [`/released?lat=${lat}&lon=${lon}&radius_m=-1`, 'radius_out_of_range', '?radius_m'],
    ['/released?lat=91&lon=0', 'place_not_on_earth', '?lat'],
    ['/released/map?west=1&south=1&east=0&north=2', 'view_invalid', '?west'],
    ['/released/map?west=-200&south=-91&east=200&north=91', 'view_invalid', '?west'],
    ['/released/map?west=1', 'view_invalid', '?west'],
  ];
  for (const [path, code, field] of bad) {
    assertRefused(await resident.get(path), 422, code, field);
  }
  const world = await resident.get('/released/map?west=-180&south=-90&east=180&north=90');
  assert.equal(world.status, 200);
  assert.deepEqual(world.json.points, []);
  const headers = { 'X-Forwarded-For': freshAddress() };
  const answers = [];
  for (let i = 0; i < 80; ++i) {
    const reply = await resident.get(`/released/${i + 1}`, { headers });
    answers.push(reply.status);
  }
  assert.ok(answers.includes(429), 'guessing is slowed down');
  const joins = [];
  for (let i = 0; i < 40; ++i) {
    joins.push((await resident.post('/released/1/follow', {}, { headers })).status);
  }
  assert.ok(joins.includes(429), 'so is following');
}

async function staffOnly(story) {
  const { world } = story;
  const body = { title: '井盖松动', place: 'street', photos: [] };
  assertRefused(await story.release(world.anybody(), 'GET'), 401, 'login_needed', undefined);
  assertRefused(await story.release(world.anybody(), 'PUT', body), 401, 'login_needed', undefined);
  const neighbour = await world.as('grid440311001001002');
  assertRefused(await story.release(neighbour, 'GET'), 404, 'case_unknown', undefined);
  assertRefused(await story.release(neighbour, 'PUT', body), 404, 'case_unknown', undefined);
  const leader = await world.as('leader');
  assert.equal((await story.release(leader, 'GET')).json.may, false);
  for (const [edit, code, field] of [
    [{ title: '打13812345678' }, 'title_names_number', '/title'],
    [{ title: '502室' }, 'title_names_door', '/title'],
    [{ place: 'building' }, 'public_place_no_building', '/place'],
    [{ photos: [story.photos[0].photo, '1'] }, 'photo_unknown', '/photos/1'],
    [{ title: '灯' }, 'text_too_short', '/title'],
    [{ answer: '电话 0371-67123456' }, 'title_names_number', '/answer'],
  ]) {
    assertRefused(await story.release(story.lead, 'PUT', { ...body, ...edit }), 422, code, field);
  }
  await story.expect();
}

export default async function releases(t, world) {
  const story = await new Story(world).begin();
  await t.test('who shows a report to the public', () => staffOnly(story));
  await t.test('a report is shown by its desk', () => show(story));
  await t.test('everybody sees what was chosen, and nothing of the reporter', () => see(story));
  await t.test('a resident follows it with a code of his own', () => follow(story));
  await t.test('it is settled, and he is answered', () => settle(story));
  await t.test('it is taken back, and gone at once', () => takeBack(story));
  await t.test('what may never be shown is not', () => never(world));
  await t.test('collecting, guessing and flooding lead nowhere', () => hostile(story));
  assert.equal(district, '440311');
}
