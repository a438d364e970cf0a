// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import test from 'node:test';

import { multipart } from '../api/scenarios/plain.mjs';
import { World, district } from '../api/world.mjs';
import { Chance, Home, binary, engines, freshAddress, smallTerritory } from '../support/gewu.mjs';
import { bend, valueOf } from './mutate.mjs';

const seed = Number(process.env.GEWU_FUZZ_SEED ?? 20261122);
const rounds = Number(process.env.GEWU_FUZZ_ROUNDS ?? 1);
const openapi = JSON.parse(execFileSync(binary, ['openapi'], { maxBuffer: 1 << 26 }));

function assertSane(reply, what) {
  const busy = reply.status === 503 && reply.json.code === 'login_busy'; // many new passwords
  assert.ok(reply.status < 500 || busy, `${what}: ${reply.status} ${reply.text}`);
  if (reply.status < 400) return;
  // The pages without script tell refusals as pages.
  if (/^text\/html/.test(reply.headers['content-type'])) return;
  assert.equal(reply.headers['content-type'], 'application/problem+json', what);
  assert.match(reply.json.code, /^[a-z][a-z0-9_]+$/, what);
  assert.equal(reply.json.status, reply.status, what);
}

async function assertAlive(world, what) {
  assert.equal(world.server.gone, undefined, `${what}: the server died: ${world.server.errors}`);
  const health = await world.anybody().send('GET', '/healthz', { direct: true });
  assert.equal(health.status, 200, what);
}

/** Runs `one(i)` so many times, a few at once, and asks for the server's health now and then. */
async function repeat(world, n, one) {
  const at_once = 8;
  for (let i = 0; i < n * rounds; i += at_once) {
    await Promise.all(Array.from({ length: at_once }, (_, k) => one(i + k)));
    if (i % 200 === 0) await assertAlive(world, `round ${i}`);
  }
  await assertAlive(world, 'at the end');
}

// ---- routes -------------------------------------------------------------------------------------

/** Ids and codes that exist, so that not everything ends at "unknown". */
async function knownThings(world) {
  const lead = await world.as('grid440311001001001');
  const cases = (await (await world.as('centre')).get('/cases?limit=20')).json.items;
  assert.ok(cases.length > 0);
  const photo = (await world.upload(world.anybody())).json;
  return {
    values: [...cases.map((c) => c.id), lead.session.grants[0].area, photo.photo, photo.token,
             'event-01-01', 'component-01-01', world.demo.follow_code, 'work_hour:4'],
    cases,
  };
}

function pathOf(pattern, chance, known) {
  return pattern.replace('{district}', district).replace(/\{(\w+)\}/g, (_, name) => {
    if (name === 'code' && chance.happens(0.7)) return known.follow;
    if (name === 'case' && chance.happens(0.8)) return chance.one(known.cases).id;
    return encodeURIComponent(String(chance.one([...known.values, '0', '-1', '%', 'x\u202e'])));
  });
}

function queryOf(route, chance, known) {
  const out = new URLSearchParams();
  for (const p of (route.parameters ?? []).filter((q) => q.in === 'query')) {
    if (!chance.happens(p.required ? 0.97 : 0.3)) continue;
    const value = valueOf(p.schema, openapi.components.schemas, chance, known.values);
    out.set(p.name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  const text = out.toString();
  return text ? `?${text}` : '';
}

async function fuzzRoutes(world) {
  const known = await knownThings(world);
  known.follow = world.demo.follow_code;
  const routes = Object.entries(openapi.paths).flatMap(([pattern, methods]) =>
    Object.entries(methods).map(([method, route]) => ({ pattern, method, route })))
    .filter((r) => !/\/(events|session|sessions|password)$/.test(r.pattern));
  const people = [world.anybody()];
  for (const name of ['grid440311001001001', 'worker440311001001001', 'centre', 'secadmin',
                      'sysadmin']) {
    people.push(await world.as(name)); // one by one: hashing has a cap
  }
  await repeat(world, 1600, async (i) => {
    const chance = new Chance(seed + i);
    const { pattern, method, route } = chance.one(routes);
    const client = chance.one(people);
    const path = pathOf(pattern, chance, known) + queryOf(route, chance, known);
    const json = route.requestBody?.content['application/json'];
    const options = {};
    if (json) {
      const value = valueOf(json.schema, openapi.components.schemas, chance, known.values);
      options.body = Buffer.from(JSON.stringify(value) ?? 'null');
      if (chance.happens(0.15)) options.body = bend(options.body, chance);
    }
    if (chance.happens(0.2)) options.key = `fuzz-key-${chance.any(0, 30)}`;
    const what = `seed ${seed + i}: ${method} ${path} ${options.body ?? ''}`;
    assertSane(await client.send(method.toUpperCase(), path, options), what);
  });
}

async function fuzzPhotos(world) {
  await repeat(world, 240, async (i) => {
    const chance = new Chance(seed + 100_000 + i);
    const bytes = bend(world.jpeg, chance, 12);
    assertSane(await world.upload(world.anybody(), bytes), `seed ${seed + 100_000 + i}`);
  });
}

/** Forms as browsers send them, bent: a page comes back, whatever arrived. */
async function fuzzForms(world) {
  const small = Buffer.from('not a picture at all');
  await repeat(world, 320, async (i) => {
    const chance = new Chance(seed + 150_000 + i);
    const fields = { lang: chance.one(['zh', 'en', 'x']), key: `fuzz-form-${chance.any(0, 40)}`,
                     words: chance.one(['路灯不亮', '<b>', 'w'.repeat(3000), '\u202e']),
                     category: chance.one(['', 'event-01-10', 'x']), phone: chance.one(['', '1']),
                     at: chance.one(['', '440311', 'x']), photo_kept: chance.one(['', '1', '-1']),
                     photo: chance.happens(0.2) ? small : '' };
    const { body, type } = multipart(fields, 'fuzz-boundary');
    const bent = chance.happens(0.8) ? bend(body, chance, 6) : body;
    const headers = { 'Content-Type': chance.happens(0.9) ? type : type.slice(0, -3) };
    const what = `seed ${seed + 150_000 + i}`;
    const reply = await world.anybody().send('POST', `/plain/${district}`, { body: bent, headers });
    assert.ok(reply.status < 500, `${what}: ${reply.status} ${reply.text}`);
    assert.equal(reply.headers['content-type'], 'text/html; charset=utf-8', what);
    assert.ok(!/<b>|<script/.test(reply.text), `${what}: ${reply.text}`);
  });
}

// ---- bytes on the wire --------------------------------------------------------------------------

const samples = [
  `GET /api/v1/${district}/areas?level=grid HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n`,
  `POST /api/v1/${district}/reports HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n` +
    'Idempotency-Key: wire-fuzz-key\r\nContent-Length: 24\r\n\r\n{"words":"wire to wire"}',
  `POST /api/v1/${district}/reports HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n` +
    'Content-Type: application/json\r\n\r\n10\r\n{"words":"wire"}\r\n0\r\n\r\n',
  `GET /healthz HTTP/1.1\r\nHost: x\r\nCookie: gewu_session=${'0'.repeat(64)}\r\n` +
    'If-None-Match: "x"\r\nRange: bytes=0-1\r\n\r\nGET /metrics HTTP/1.0\r\n\r\n',
  'HEAD / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nUpgrade: h2c\r\n' +
    'Connection: Upgrade\r\n\r\n',
];

/** Sends, says it is done, and gives what came back before the line was closed. */
function wire(world, bytes) {
  return new Promise((resolve, reject) => {
    let got = '';
    const socket = net.connect(world.server.port, '127.0.0.1', () => socket.end(bytes));
    socket.setTimeout(20_000, () => socket.destroy(new Error('neither answered nor closed')));
    socket.on('data', (d) => (got += d.toString('latin1')));
    socket.on('error', (e) => (e.code === 'ECONNRESET' || e.code === 'EPIPE' ? resolve(got)
                                                                             : reject(e)));
    socket.on('close', () => resolve(got));
  });
}

async function fuzzWire(world) {
  await repeat(world, 800, async (i) => {
    const chance = new Chance(seed + 200_000 + i);
    const bytes = bend(Buffer.from(chance.one(samples)), chance, 6);
    const got = await wire(world, bytes);
    const what = `seed ${seed + 200_000 + i}: ${JSON.stringify(bytes.toString('latin1'))}`;
    if (got === '') return; // closed without a word: it was no request yet
    const status = Number(/^HTTP\/1\.[01] (\d{3}) /.exec(got)?.[1]);
    assert.ok(status >= 100, `${what} answered ${got.slice(0, 100)}`);
    assert.ok(status < 500 || status === 501 || status === 505, `${what}: ${got}`);
  });
}

for (const engine of engines) {
  test(`hostile requests on ${engine}`, { timeout: 180_000 * rounds }, async (t) => {
    t.diagnostic(`GEWU_FUZZ_SEED=${seed}`);
    const world = await World.make(engine);
    t.after(async () => {
      const errors = (await world.end()).split('\n').filter((l) => /error/.test(l));
      for (const line of errors) t.diagnostic(line);
    });
    await t.test('bodies, paths and queries', () => fuzzRoutes(world));
    await t.test('photos', () => fuzzPhotos(world));
    await t.test('forms', () => fuzzForms(world));
    if (engine === 'sqlite') await t.test('bytes on the wire', () => fuzzWire(world));
    await t.test('the doctor finds nothing afterwards', async () => {
      await world.server.stop();
      assert.deepEqual(world.home.doctor().findings, []);
    });
  });
}

// ---- files --------------------------------------------------------------------------------------

const table = [
  'id,opened,closed,what,street,lat,lon',
  ...Array.from({ length: 40 }, (_, i) =>
    `R${i},2024-0${1 + (i % 9)}-11 0${i % 10}:30:00,2024-0${1 + (i % 9)}-12 08:00:00,` +
    `"Street light, number ${i}",Main ${i},34.0${i % 10}5,113.0${i % 10}5`),
].join('\n') + '\n';

const mapping = {
  source: 'fuzz', about: 'Rows of this test.', time_zone: 'UTC',
  time_formats: ['yyyy-MM-dd HH:mm:ss'], reference: '{id}', words: '{what}', address: '{street}',
  reported_at: '{opened}', closed_at: '{closed}',
  place: { lat: '{lat}', lon: '{lon}', crs: 'wgs84' }, category: { otherwise: 'event-01-01' },
};

/** Ends by itself with 0 or 1 (2: usage), whatever the file holds. */
function importing(home, args, what) {
  const ran = spawnSync(binary, ['import', ...args, '--json', ...home.args],
                        { encoding: 'utf8', timeout: 60_000 });
  assert.equal(ran.signal, null, `${what} ended by ${ran.signal}: ${ran.stderr}`);
  assert.ok([0, 1, 2].includes(ran.status), `${what}: ${ran.status} ${ran.stderr}`);
  assert.ok(!/terminate called|Sanitizer|assert/i.test(ran.stderr), `${what}: ${ran.stderr}`);
}

test('hostile files', { timeout: 180_000 * rounds }, async (t) => {
  const home = new Home('sqlite');
  t.after(() => home.remove());
  home.run(['init']);
  const good = join(home.folder, 'areas.geojson');
  const areas = JSON.stringify(smallTerritory());
  writeFileSync(good, areas);
  home.run(['import', 'areas', good]);
  await t.test('areas', () => {
    for (let i = 0; i < 60 * rounds; ++i) {
      const chance = new Chance(seed + 300_000 + i);
      writeFileSync(good, bend(Buffer.from(areas), chance, 3));
      const crs = chance.one(['wgs84', 'gcj02', 'cgcs2000']);
      const more = chance.happens(0.5) ? ['--skip-broken'] : [];
      importing(home, ['areas', good, '--crs', crs, ...more], `seed ${seed + 300_000 + i}`);
    }
  });
  await t.test('cases', () => {
    const file = join(home.folder, 'cases.csv');
    const map = join(home.folder, 'map.json');
    writeFileSync(file, table);
    writeFileSync(map, JSON.stringify(mapping));
    const taken = JSON.parse(home.run(['import', 'cases', file, '--map', map, '--json']));
    assert.equal(taken.added, 40, 'unbent, every row comes in');
    for (let i = 0; i < 60 * rounds; ++i) {
      const chance = new Chance(seed + 400_000 + i);
      writeFileSync(file, chance.happens(0.9) ? bend(Buffer.from(table), chance, 8) : table);
      const text = Buffer.from(JSON.stringify(mapping));
      writeFileSync(map, chance.happens(0.3) ? bend(text, chance, 2) : text);
      importing(home, ['cases', file, '--map', map], `seed ${seed + 400_000 + i}`);
    }
  });
  await t.test('the doctor finds nothing afterwards', () => {
    assert.deepEqual(home.doctor().findings, []);
  });
});
