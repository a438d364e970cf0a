// SPDX-License-Identifier: Apache-2.0
// kill -9 under load: whatever was acknowledged is there afterwards, once, with its history,
// receipt and facts; whatever was not is there at most once, also after it was sent again.
// GEWU_CRASH_SEED repeats a run, GEWU_CRASH_ROUNDS makes it longer.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

import { Chance, Home, Server, endAll, engines, smallTerritory, until } from '../support/gewu.mjs';

const seed = Number(process.env.GEWU_CRASH_SEED ?? 20261122);
const rounds = Number(process.env.GEWU_CRASH_ROUNDS ?? 4);
const clients = 24;
const district = '999901';
const password = 'Dispatcher-2026';

/** Every key that was ever sent, and what is known of it. */
class Book {
  constructor() {
    this.entries = new Map();
  }
  open(key, words) {
    const entry = { key, words, answer: null, registered: 'never' };
    this.entries.set(key, entry);
    return entry;
  }
  get acknowledged() {
    return [...this.entries.values()].filter((e) => e.answer);
  }
  get unknown() {
    return [...this.entries.values()].filter((e) => !e.answer);
  }
}

function reportOf(words, chance) {
  const place = { lat: 34 + chance.next() * 0.02, lon: 113 + chance.next() * 0.02 };
  const body = { words, place };
  if (chance.happens(0.3)) body.contact = { name: 'Kim', phone: '13800000000' };
  if (chance.happens(0.1)) delete body.place; // waits in the tray
  return body;
}

function acknowledge(entry, reply) {
  assert.equal(reply.status, 200, `${entry.key}: ${reply.status} ${reply.text}`);
  if (entry.answer) assert.equal(reply.text, entry.answer, `${entry.key} got another answer`);
  entry.answer = reply.text;
  entry.code = reply.json.follow_code;
  entry.number = reply.json.number;
  entry.receipt = reply.json.receipt;
}

/** Sends until the server is gone, one in four twice at the same time under the same key. */
async function load(server, staff, book, name, chance, count) {
  const browser = server.client({ district });
  for (let i = 0; !server.gone; ++i) {
    const entry = book.open(`crash-${name}-${i}-key`, `report ${name}-${i}`);
    entry.body = reportOf(entry.words, chance);
    const send = () => browser.post('/reports', entry.body, { key: entry.key });
    const tries = chance.happens(0.25) ? [send(), send()] : [send()];
    const replies = await Promise.allSettled(tries);
    for (const r of replies) if (r.status === 'fulfilled') acknowledge(entry, r.value);
    if (!entry.answer) return;
    count();
    if (chance.happens(0.3)) await register(staff, entry).catch(() => {});
  }
}

/** A deed on top of a report: acknowledged, it must be there as well. */
async function register(staff, entry) {
  const found = await staff.get(`/cases?q=${entry.number}`);
  entry.case = found.json.items[0].id;
  entry.registered = 'perhaps';
  const deed = { action: 'register', version: found.json.items[0].version };
  const path = `/cases/${entry.case}/actions`;
  const reply = await staff.post(path, deed, { key: `${entry.key}-register` });
  assert.equal(reply.status, 200, reply.text);
  entry.registered = 'yes';
}

async function oneRound(home, book, round, chance) {
  const server = await Server.start(home);
  const staff = server.client({ district });
  assert.equal((await staff.login('centre', password)).status, 200);
  let left = chance.any(60, 250);
  const stop = chance.any(0, 3); // the blow falls a little after an answer, or at once
  const count = () => {
    if (--left !== 0) return;
    if (stop === 0) server.kill();
    else setTimeout(() => server.kill(), stop);
  };
  const loads = [];
  for (let c = 0; c < clients; ++c) {
    const own = new Chance(seed + 1000 * round + c);
    loads.push(load(server, staff, book, `${round}-${c}`, own, count));
  }
  await Promise.all(loads);
  await server.ended;
}

/** Of those without an answer half are sent again; the others stay as the crash left them. */
async function retry(server, book, chance) {
  const browser = server.client({ district });
  for (const entry of book.unknown.filter((e) => !e.given_up)) {
    entry.given_up = chance.happens(0.5);
    if (entry.given_up) continue;
    acknowledge(entry, await browser.post('/reports', entry.body, { key: entry.key }));
  }
}

async function everyCase(staff) {
  const out = [];
  let cursor = '';
  do {
    const page = await staff.get(`/cases?queue=all&limit=100${cursor}`);
    assert.equal(page.status, 200, page.text);
    out.push(...page.json.items);
    cursor = page.json.next ? `&cursor=${page.json.next}` : null;
  } while (cursor);
  return out;
}

async function checkAnswers(server, entries) {
  const browser = server.client({ district });
  for (const entry of entries) {
    acknowledge(entry, await browser.post('/reports', entry.body, { key: entry.key }));
    const followed = await browser.get(`/follow/${entry.code}`);
    assert.equal(followed.status, 200, `${entry.code} was promised: ${followed.text}`);
    assert.equal(followed.json.words, entry.words);
    assert.equal(followed.json.number, entry.number);
    assert.equal(followed.json.receipt, entry.receipt);
    if (entry.registered === 'yes') assert.equal(followed.json.state, 'registered');
    const receipt = await browser.get(`/follow/${entry.code}/receipt`);
    assert.equal(receipt.status, 200, receipt.text);
    assert.equal(receipt.json.intact, true, receipt.text);
    assert.equal(receipt.json.receipt, entry.receipt);
  }
}

/** Found by its words, once, whether the blow fell before or after they were indexed. */
async function checkWords(staff, entries) {
  for (const { words } of entries.slice(-12)) {
    const found = await staff.get(`/cases?limit=100&q=${encodeURIComponent(words)}`);
    assert.equal(found.status, 200, found.text);
    const times = found.json.items.filter((c) => c.title === words).length;
    assert.equal(times, 1, `${words} is found ${times} times`);
  }
}

async function checkCounts(staff, book) {
  const cases = await everyCase(staff);
  const times = new Map();
  for (const c of cases) times.set(c.title, (times.get(c.title) ?? 0) + 1);
  const known = new Set();
  for (const entry of book.entries.values()) {
    known.add(entry.words);
    const n = times.get(entry.words) ?? 0;
    assert.ok(entry.answer ? n === 1 : n <= 1, `${entry.words} is there ${n} times`);
  }
  for (const title of times.keys()) assert.ok(known.has(title), `nobody sent ${title}`);
  const registered = cases.filter((c) => c.state === 'registered').length;
  const sure = [...book.entries.values()].filter((e) => e.registered === 'yes').length;
  const most = [...book.entries.values()].filter((e) => e.registered !== 'never').length;
  assert.ok(sure <= registered && registered <= most, `${sure} <= ${registered} <= ${most}`);
  const day = (ms) => new Date(Date.now() + ms).toISOString().slice(0, 10);
  const path = `/figures?from=${day(-2 * 864e5)}&to=${day(2 * 864e5)}&by=total`;
  const folded = (r) => r.status === 200 && r.json.unfolded === 0;
  const figures = await until(() => staff.get(path), folded, 'folding');
  assert.equal(figures.json.total.reported, cases.length);
  assert.equal(figures.json.total.registered ?? 0, registered);
  return cases.length;
}

for (const engine of engines) {
  test(`what was acknowledged survives kill -9 on ${engine}`, async (t) => {
    t.diagnostic(`GEWU_CRASH_SEED=${seed}`);
    const home = new Home(engine);
    t.after(async () => {
      for (const line of (await endAll()).split('\n').filter(Boolean)) t.diagnostic(line);
      home.remove();
    });
    home.run(['init']);
    const file = join(home.folder, 'areas.geojson');
    writeFileSync(file, JSON.stringify(smallTerritory(district)));
    home.run(['import', 'areas', file]);
    home.run(['account', 'add', 'centre', '--role', 'dispatcher', '--password', password]);
    const book = new Book();
    const chance = new Chance(seed);
    for (let round = 1; round <= rounds; ++round) {
      const before = book.acknowledged.length;
      await oneRound(home, book, round, chance);
      const acknowledged = book.acknowledged.length - before;
      const lost = book.unknown.filter((e) => !e.given_up).length;
      const server = await Server.start(home);
      await retry(server, book, chance);
      const staff = server.client({ district });
      assert.equal((await staff.login('centre', password)).status, 200);
      await checkAnswers(server, round === rounds ? book.acknowledged
                                                  : book.acknowledged.slice(before));
      await checkWords(staff, book.acknowledged.slice(before));
      const cases = await checkCounts(staff, book);
      await server.stop();
      const doctor = home.doctor();
      assert.deepEqual(doctor.findings, []);
      t.diagnostic(`round ${round}: ${acknowledged} acknowledged, ${lost} without an answer, ` +
                   `${cases} cases in all`);
    }
  });
}
