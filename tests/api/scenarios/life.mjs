// SPDX-License-Identifier: Apache-2.0
// The main job: a report is registered, dispatched, handled, checked, rated and counted.
import assert from 'node:assert/strict';

import { assertRefused } from '../world.mjs';

const grid = '440311001001001';

/** A case as its desk sees it, with one line for each event there ever was. */
async function look(client, id) {
  const reply = await client.get(`/cases/${id}`);
  assert.equal(reply.status, 200, reply.text);
  const c = reply.json;
  c.told = c.events.map((e) => `${e.seq} ${e.action} ${e.from}>${e.to} ${e.actor.kind}`);
  return c;
}

class Story {
  constructor(t, world) {
    Object.assign(this, { t, world, events: [] });
  }
  async begin() {
    const { world } = this;
    this.resident = world.anybody();
    this.lead = await world.as(`grid${grid}`);
    this.worker = await world.as(`worker${grid}`);
    this.verifier = await world.as('verifier440311001001');
    this.leader = await world.as('leader');
  }
  /** One action by staff: state, body and the complete list of events. */
  async act(who, deed, line, state) {
    const body = { version: this.version, ...deed };
    const path = `/cases/${this.id}/actions`;
    const reply = await who.post(path, body, { key: `life-${this.id}-${this.events.length}` });
    assert.equal(reply.status, 200, reply.text);
    assert.equal(reply.json.state, state);
    assert.equal(reply.json.version, this.version + 1);
    this.version = reply.json.version;
    await this.expect(line);
    return reply.json;
  }
  async expect(line) {
    this.events.push(`${this.events.length + 1} ${line}`);
    const c = await look(this.lead, this.id);
    assert.deepEqual(c.told, this.events);
    const hashes = new Set(c.events.map((e) => e.hash));
    assert.equal(hashes.size, c.events.length);
    return c;
  }
}

async function report(story) {
  const { world, resident, lead } = story;
  const photo = await world.upload(resident);
  assert.equal(photo.status, 200, photo.text);
  const body = {
    words: '路口的井盖松动，夜里看不清\n请尽快处理', place: await world.somewhere(),
    category: 'component-01-01', contact: { name: '李某', phone: '13812345678' },
    photos: [{ photo: photo.json.photo, token: photo.json.token, kind: 'near' }],
  };
  const reply = await resident.post('/reports', body, { key: `life-${world.engine}-report` });
  assert.equal(reply.status, 200, reply.text);
  const r = reply.json;
  assert.deepEqual(Object.keys(r), ['number', 'follow_code', 'follow_path', 'state', 'area', 'desk',
                                    'due_at', 'receipt', 'receipt_day', 'promise']);
  assert.equal(r.state, 'reported');
  assert.equal(r.area.code.slice(0, 15), grid);
  assert.equal(r.area.level, 'micro_grid');
  assert.equal(r.desk.code, grid, 'the lowest desk above receives it');
  assert.match(r.follow_code, /^[0-9A-Z]{4}-[0-9A-Z]{3}-[0-9A-Z]{3}$/);
  assert.equal(new Date(r.due_at) - Date.now() < 15 * 60_000 + 1, true);
  Object.assign(story, { code: r.follow_code, number: r.number, receipt: r.receipt });
  const found = await lead.get(`/cases?q=${r.number}`);
  assert.equal(found.json.items.length, 1);
  story.id = found.json.items[0].id;
  story.version = 1;
  const c = await story.expect('report >reported reporter');
  assert.equal(c.reports[0].contact, '李* 138****5678');
  assert.equal(c.photos.length, 1);
  assert.equal(c.words, body.words);
}

async function follow(story) {
  const reply = await story.resident.get(`/follow/${story.code}`);
  assert.equal(reply.status, 200, reply.text);
  const f = reply.json;
  assert.equal(f.number, story.number);
  assert.equal(f.area_names[0], '光明区');
  assert.equal(f.holder.kind, 'desk');
  assert.deepEqual(f.can, ['withdraw']);
  assert.deepEqual(f.steps.map((s) => s.action), ['report']);
  assert.equal(f.receipt, story.receipt);
  assert.ok(!reply.text.includes('138'), 'a phone number is never told back');
  const receipt = await story.resident.get(`/follow/${story.code}/receipt`);
  assert.equal(receipt.json.intact, true);
  const photo = await story.resident.get(`/follow/${story.code}/photos/${f.photos[0].photo}`);
  assert.equal(photo.status, 200);
  assert.equal(photo.headers['content-type'], 'image/jpeg');
}

async function dispatch(story) {
  const { lead } = story;
  await story.act(lead, { action: 'register' }, 'register reported>registered account',
                  'registered');
  const holders = (await lead.get(`/cases/${story.id}/holders`)).json;
  const worker = holders.find((h) => h.role === 'grid_worker');
  story.holder = { kind: worker.kind, id: worker.id };
  const deed = { action: 'dispatch', holder: story.holder, note: '请今天看' };
  const after = await story.act(lead, deed, 'dispatch registered>dispatched account', 'dispatched');
  assert.deepEqual(after.holder, { ...story.holder, name: worker.name });
  assert.equal(after.clock.kind, 'accept');
  const mine = (await story.worker.get('/cases?queue=mine')).json.items;
  assert.ok(mine.some((c) => c.id === story.id), 'it waits in the worker\'s own queue');
}

async function handle(story) {
  const { worker, world } = story;
  const accepted = await story.act(worker, { action: 'accept' },
                                   'accept dispatched>handling account', 'handling');
  assert.equal(accepted.clock.kind, 'handle');
  const done = { action: 'report_done', answer: '井盖已经换好' };
  const path = `/cases/${story.id}/actions`;
  const bare = await worker.post(path, { ...done, version: story.version });
  assertRefused(bare, 422, 'photo_after_missing', '/photo_after');
  const photo = (await world.upload(worker)).json;
  done.photos = [{ photo: photo.photo, token: photo.token, kind: 'after' }];
  const after = await story.act(worker, done, 'report_done handling>checking account', 'checking');
  assert.equal(after.photos.length, 2);
  const own = await worker.post(path, { action: 'pass', version: story.version });
  assertRefused(own, 403, 'action_not_yours', undefined);
}

async function close(story) {
  await story.act(story.verifier, { action: 'pass', note: '现场看过' },
                  'pass checking>closed account', 'closed');
  const followed = (await story.resident.get(`/follow/${story.code}`)).json;
  assert.equal(followed.state, 'closed');
  assert.equal(followed.answer, '井盖已经换好');
  assert.deepEqual(followed.steps.map((s) => s.action),
                   ['report', 'register', 'dispatch', 'accept', 'report_done', 'pass']);
  for (const step of followed.steps) assert.ok(!/徐远|吴军霞/.test(JSON.stringify(step)));
  assert.deepEqual(followed.can.sort(), ['rate', 'reopen']);
  assert.deepEqual(followed.photos.map((p) => p.kind), ['near', 'after']);
}

async function rate(story) {
  const path = `/follow/${story.code}/ratings`;
  const rating = { solved: true, satisfied: true, stars: 5, comment: '很快，谢谢' };
  const key = `life-${story.world.engine}-rating`;
  const reply = await story.resident.post(path, rating, { key });
  assert.equal(reply.status, 200, reply.text);
  assert.deepEqual({ ...reply.json.rating, at: undefined }, { ...rating, at: undefined });
  const repeat = await story.resident.post(path, rating, { key });
  assert.equal(repeat.text, reply.text);
  assert.equal(repeat.headers['idempotency-replayed'], 'true');
  assertRefused(await story.resident.post(path, rating), 409, 'rated_already', undefined);
  await story.expect('rate closed>closed reporter');
}

const counted = ['reported', 'registered', 'dispatched', 'right_first_time', 'accepted', 'handled',
                 'handled_on_time', 'closed', 'closed_on_time', 'followed_up', 'reached', 'solved',
                 'satisfied'];

async function figures(story) {
  const { leader, resident } = story;
  const district = (await resident.get('/areas?level=grid')).json.areas;
  const area = district.find((a) => a.code === grid).id;
  const day = (n) => new Date(Date.now() + n * 864e5).toISOString().slice(0, 10);
  story.period = `area=${area}&from=${day(-1)}&to=${day(1)}`;
  const reply = await leader.get(`/figures?${story.period}&by=total`);
  assert.equal(reply.status, 200, reply.text);
  return reply.json.total;
}

/** Every number rose by one and opens to as many rows as it says, this case among them. */
async function figuresOpen(story, before) {
  const after = await figures(story);
  for (const metric of counted) {
    assert.equal(after[metric] ?? 0, (before[metric] ?? 0) + 1, metric);
    const path = `/figures/rows?${story.period}&metric=${metric}&limit=200`;
    const opened = (await story.leader.get(path)).json;
    assert.equal(opened.total, after[metric]);
    assert.equal(opened.items.length, after[metric]);
    const row = opened.items.find((i) => i.source === story.id);
    assert.equal(row?.number, String(story.number), metric);
  }
  const rest = (total) => Object.entries(total).filter(([m]) => !counted.includes(m));
  const level = rest(after).filter(([m, n]) => n !== (before[m] ?? 0)).map(([m]) => m);
  assert.deepEqual(level, ['closed_at_grid'], 'nothing else was counted');
}

export default async function life(t, world) {
  const story = new Story(t, world);
  await story.begin();
  const before = await figures(story);
  await t.test('a resident reports without a login', () => report(story));
  await t.test('the follow code shows who holds it and by when', () => follow(story));
  await t.test('the desk registers and dispatches', () => dispatch(story));
  await t.test('the worker accepts, and is done only with a photo', () => handle(story));
  await t.test('somebody else checks and closes', () => close(story));
  await t.test('the reporter rates once', () => rate(story));
  await t.test('every figure rose by one and opens to the case', () => figuresOpen(story, before));
}
