// SPDX-License-Identifier: Apache-2.0
// The benchmarks. Every figure stands beside a baseline measured in the same run, because absolute
// numbers say more about the machine than about the program.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

import { Home, Server, endAll, engines } from '../tests/support/gewu.mjs';
import { measureLive } from './live.mjs';
import { addDwellings, addReports, syncPhone, tilesAround } from './maps.mjs';
import { measurePlanner } from './planner.mjs';

const tool = join(process.env.GEWU_BENCH_BUILD, 'bench', 'gewu_bench');
const scratch = mkdtempSync(join(tmpdir(), 'run-'));
const seconds = process.env.GEWU_BENCH_SECONDS ?? '5';
const district = '440311';
const password = 'Gewu-demo-2026';
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

// ---- telling ------------------------------------------------------------------------------------

const number = (n) => (n >= 100 ? Math.round(n).toLocaleString('en') : n.toPrecision(3));
const ms = (n) => `${n < 10 ? n.toFixed(2) : n.toFixed(1)} ms`;

/** One figure: what, how much, and beside what. */
function tell(name, figure, beside) {
  console.log(`${name.padEnd(44)} ${figure.padEnd(44)} ${beside}`);
}
const latency = (r) => `p50 ${ms(r.p50_ms)}, p99 ${ms(r.p99_ms)}`;

// ---- tools --------------------------------------------------------------------------------------

const ran = (args) => JSON.parse(execFileSync(tool, args, {
  encoding: 'utf8', maxBuffer: 1e8, stdio: ['ignore', 'pipe', 'inherit'],
}));
let files = 0;
function lines(list) {
  const path = join(scratch, `lines-${++files}`);
  writeFileSync(path, list.join('\n') + '\n');
  return path;
}

let sent = 0;
/** A closed loop of requests; fails when anything but 200 came back. */
function load(server, { clients, paths, bodies, headers = [], method = 'GET', time = seconds }) {
  const args = ['load', '--port', server.port, '--clients', clients, '--seconds', time,
                '--method', method, '--paths', lines(paths), '--first', sent];
  if (bodies) args.push('--bodies', lines(bodies));
  for (const h of [...headers, 'X-Forwarded-For: {ip}']) args.push('--header', h);
  const done = spawnSync(tool, args.map(String), { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${paths[0]}: ${done.stdout}${done.stderr}`);
  const result = JSON.parse(done.stdout);
  sent += result.sent;
  return result;
}
const disk = () => ran(['disk', '--folder', tmpdir(), '--seconds', '1']);

async function bareServer(home) {
  const url = home.engine === 'sqlite' ? `sqlite:${home.folder}/gewu.sqlite` : home.args.at(-1);
  return Server.spawn([tool, 'bare', '--database', url]);
}

async function login(server, name) {
  const client = server.client({ district });
  const reply = await client.login(name, password);
  if (reply.status !== 200) throw new Error(reply.text);
  client.session = reply.json;
  return client;
}

/** Points all over the district's micro-grids. */
async function points(server) {
  const reply = await server.client({ district }).get('/areas.geojson?level=micro_grid');
  return reply.json.features.map((f) => f.properties.label);
}

function rss(server) {
  const status = readFileSync(`/proc/${server.child.pid}/status`, 'utf8');
  const kib = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]);
  return { now: kib('VmRSS') / 1024, peak: kib('VmHWM') / 1024 };
}

// ---- report POST --------------------------------------------------------------------------------

const words = (i) => `第${i}件：路口的路灯不亮，夜里看不清，请派人看看。`;
const reports = (places, more = {}) => places.map((p, i) =>
  JSON.stringify({ words: `${words(i)} {n}`, place: { lat: p.lat, lon: p.lon, accuracy_m: 10 },
                   address: '某路12号', ...more }));
const bareRows = (places) => places.map((_, i) => JSON.stringify({ words: `${words(i)} {n}` }));
const keyed = () => [`Idempotency-Key: bench-${process.pid}-{n}`];

const post = (server, clients, bodies, time) => load(server, {
  clients, bodies, method: 'POST', paths: [`/api/v1/${district}/reports`], headers: keyed(), time,
});

/** The floor, measured next to what stands on it. */
async function floor(engine, clients, places) {
  const home = new Home(engine);
  try {
    home.run(['init']);
    const bare = await bareServer(home);
    const result = load(bare, { clients, bodies: bareRows(places), method: 'POST',
                                paths: ['/rows'] });
    await bare.stop();
    return result;
  } finally {
    home.remove();
  }
}

async function tellPost(name, engine, server, clients, places, bodies) {
  const syncs = disk();
  const base = await floor(engine, clients, places);
  const done = post(server, clients, bodies);
  tell(`${name}, ${clients} clients`, `${number(done.per_second)}/s, ${latency(done)}`,
       `${(done.per_second / base.per_second).toFixed(2)} of a bare POST ` +
       `(${number(base.per_second)}/s), ${(done.per_second / syncs.per_second).toFixed(1)} per ` +
       `fdatasync (${number(syncs.per_second)}/s)`);
}

async function reportPost(engine) {
  const home = new Home(engine);
  try {
    home.run(['demo', '--days', '1']);
    const server = await Server.start(home);
    const places = await points(server);
    for (const clients of [1, 8, 64, 256]) {
      await tellPost(`report POST ${engine}`, engine, server, clients, places, reports(places));
    }
    const sealed = reports(places, { contact: { name: '李某', phone: '13800000000' } });
    await tellPost(`report POST with phone ${engine}`, engine, server, 64, places, sealed);
    await server.stop();
  } finally {
    home.remove();
  }
}

// ---- locator ------------------------------------------------------------------------------------

async function locator() {
  const small = ran(['locate', '--side', '14']);
  const large = ran(['locate', '--side', '141']);
  tell(`locator, ${number(large.areas)} areas, one core`,
       `${(large.per_second / 1e6).toFixed(2)} M/s`,
       `${(large.per_second / small.per_second).toFixed(2)} of ${small.areas} areas ` +
       `(${(small.per_second / 1e6).toFixed(2)} M/s)`);
  tell(`locator, ${number(large.areas)} areas, size`,
       `${(large.bytes / 2 ** 20).toFixed(1)} MB, built in ${large.build_seconds.toFixed(2)} s`,
       `${large.cells} cells, ${large.lines} border lines`);
  const addresses = ran(['addresses']);
  tell(`address → place, ${number(addresses.houses)} houses, one core`,
       `p50 ${addresses.p50_ms.toFixed(3)} ms, p99 ${addresses.p99_ms.toFixed(3)} ms`,
       `worst ${addresses.most_ms.toFixed(2)} ms, index built in ` +
       `${addresses.build_seconds.toFixed(2)} s`);
}

function coverage() {
  const small = ran(['cover', '--side', '14', '--dwellings', '10000']);
  const large = ran(['cover']);
  const each = (r) => (r.seconds / (r.outlines + r.dwellings)) * 1e6;
  tell(`coverage of ${number(large.outlines)} outlines, ${number(large.dwellings)} dwellings`,
       `${large.seconds.toFixed(1)} s`,
       `${(each(large) / each(small)).toFixed(2)} of the time for each of ` +
       `${number(small.outlines + small.dwellings)} (${each(small).toFixed(1)} µs); the tree itself ` +
       `was read in ${large.read_seconds.toFixed(1)} s`);
}

// ---- pages over many cases ----------------------------------------------------------------------

/** A filled database, made once and kept for later runs of the same schema. */
function filled(engine, cases) {
  const folder = join(tmpdir(), `filled-${engine}-${cases}`);
  const result = join(folder, 'filled.json');
  if (engine === 'sqlite' && existsSync(result)) {
    const kept = new Home(engine, { folder });
    kept.filled = JSON.parse(readFileSync(result, 'utf8'));
    try {
      const { applied } = JSON.parse(kept.run(['migrate', '--dry-run', '--json']));
      if (applied.length === 0) return kept;
    } catch {
      // Of another schema: made anew.
    }
  }
  rmSync(folder, { recursive: true, force: true });
  const home = new Home(engine, { folder });
  console.error(`filling ${number(cases)} cases on ${engine}: minutes for a million`);
  home.filled = ran(['fill', '--cases', String(cases), ...home.args]);
  writeFileSync(result, JSON.stringify(home.filled));
  const f = home.filled;
  tell(`fill ${engine}, ${number(cases)} cases`, `${number(cases / f.seconds)} cases/s`,
       `${number(f.events)} events, ${number(f.facts)} facts in ${number(f.seconds)} s`);
  tell(`sums of streets and communities ${engine}`, `${number(f.facts / f.summed_seconds)} facts/s`,
       `in ${number(f.summed_seconds)} s, as after a change of territory`);
  tell(`index of what is said ${engine}`, `${number(cases / f.indexed_seconds)} cases/s`,
       `in ${number(f.indexed_seconds)} s`);
  return home;
}

function sizeOnDisk(home) {
  if (home.engine === 'postgres') return 0;
  return ['', '-wal'].map((s) => join(home.folder, `gewu.sqlite${s}`)).filter(existsSync)
    .reduce((sum, path) => sum + statSync(path).size, 0);
}

async function startUp(home, cases) {
  const times = [];
  let memory = null;
  for (let i = 0; i < 3; ++i) {
    const from = process.hrtime.bigint();
    const server = await Server.start(home);
    times.push(Number(process.hrtime.bigint() - from) / 1e9);
    memory = rss(server);
    await server.stop();
  }
  const empty = new Home(home.engine);
  empty.run(['init']);
  const from = process.hrtime.bigint();
  await (await Server.start(empty)).stop();
  const bare = Number(process.hrtime.bigint() - from) / 1e9;
  empty.remove();
  times.sort();
  tell(`start-up ${home.engine}, ${number(cases)} cases`, `${times[1].toFixed(2)} s`,
       `${(times[1] / bare).toFixed(2)} of an empty database's start and stop`);
  tell(`memory after start, ${number(cases)} cases`, `${number(memory.now)} MB`, '');
  const size = sizeOnDisk(home);
  if (size > 0) {
    tell(`size on disk, ${number(cases)} cases`, `${(size / 2 ** 30).toFixed(2)} GB`,
         `${number(size / cases)} bytes a case`);
  }
}

async function ids(client, query) {
  const page = await client.get(`/cases?limit=100&${query}`);
  if (page.status !== 200) throw new Error(page.text);
  return page.json.items.map((c) => c.id);
}

/** Waits until the worker has rung the clocks that ran out since the filling. */
async function settled(client) {
  for (let before = -1; ;) {
    const { json } = await client.get('/figures?from=2020-01-01&to=2030-01-01&by=total');
    const now = Object.values(json.total).reduce((a, b) => a + b, 0);
    if (now === before && json.unfolded === 0) return;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

async function pageList(home, server) {
  const centre = await login(server, 'centre');
  await settled(centre);
  const lead = await login(server, 'grid440311001001001');
  const base = `/api/v1/${district}`;
  const day = (n) => new Date(Date.now() + n * 864e5).toISOString().slice(0, 10);
  const year = `from=${day(-365)}&to=${day(0)}`;
  const some = [...await ids(centre, 'state=archived'), ...await ids(centre, 'queue=all')];
  const reading = (who, name, paths) => ({ name, who, paths: paths.map((p) => base + p) });
  const { json: tree } = await centre.get('/areas?level=street');
  const street = tree.areas[0];
  return [
    reading(centre, 'session (baseline)', ['/session']),
    reading(lead, 'queue of a grid', ['/cases?queue=all&limit=50']),
    reading(centre, 'queue of the district', ['/cases?queue=all&limit=50']),
    reading(centre, 'counts of all queues', ['/cases/counts']),
    reading(centre, 'what is open, board of the district', [`/cases/standing?area=${street.parent}`]),
    reading(centre, 'what is open, board of a street', [`/cases/standing?area=${street.id}`]),
    reading(centre, 'archived cases of the district', ['/cases?state=archived&limit=50']),
    reading(lead, 'archived cases of a grid', ['/cases?state=archived&limit=50']),
    reading(centre, 'one case', some.map((id) => `/cases/${id}`)),
    reading(null, 'progress page of a report', home.filled.codes.map((c) => `/follow/${c}`)),
    reading(centre, 'year of the district by street', [`/figures?${year}&by=area`]),
    reading(centre, 'year of the district by month', [`/figures?${year}&by=month`]),
    reading(lead, 'year of a grid by category', [`/figures?${year}&by=category`]),
    reading(centre, 'rows behind a year\'s number', [`/figures/rows?${year}&metric=closed`]),
  ];
}

const seen = new Map(); // p50 of each page at the first size measured, for the ratio of growth

async function pages(engine, cases) {
  const home = filled(engine, cases);
  await startUp(home, cases);
  const server = await Server.start(home);
  let base = null;
  for (const { name, who, paths } of await pageList(home, server)) {
    const headers = who ? [`Cookie: ${who.cookie}`] : [];
    const result = load(server, { clients: 2, paths, headers, time: 3 });
    base ??= result;
    const before = seen.get(name);
    if (!before) seen.set(name, { cases, result });
    const growth = before ? `, ${(result.p50_ms / before.result.p50_ms).toFixed(2)} of that at ` +
                            number(before.cases) : '';
    tell(`${name}, ${engine}, ${number(cases)}`, latency(result),
         `${(result.p50_ms / base.p50_ms).toFixed(1)} × the plainest read${growth}`);
  }
  const places = await points(server);
  await tellPost(`report POST ${engine} at ${number(cases)} cases`, engine, server, 64, places,
                 reports(places));
  const memory = rss(server);
  tell(`memory after all that, ${number(cases)} cases`, `${number(memory.now)} MB`,
       `peak ${number(memory.peak)} MB`);
  await server.stop();
  if (engine === 'postgres') home.remove();
}

/** Reports at a million cases alone: three runs, since the first one finds cold pages. */
async function reportPostAt(cases) {
  const home = filled('sqlite', cases);
  const server = await Server.start(home);
  await settled(await login(server, 'centre'));
  const places = await points(server);
  for (const run of ['first', 'second', 'third']) {
    await tellPost(`report POST sqlite at ${number(cases)} cases, ${run} run`, 'sqlite', server, 64,
                   places, reports(places));
  }
  await server.stop();
}

// ---- search by words ----------------------------------------------------------------------------

/** Words of bench/fill.cpp: one in ten cases, one in 200, one in 20,000, all. */
async function search(engine, cases) {
  const home = filled(engine, cases);
  const server = await Server.start(home);
  const centre = await login(server, 'centre');
  const lead = await login(server, 'grid440311001001001');
  await settled(centre);
  const measured = (who, paths) => load(server, {
    clients: 2, paths, headers: [`Cookie: ${who.cookie}`], time: 3,
  });
  const base = measured(centre, [`/api/v1/${district}/session`]);
  const street = (await centre.get('/areas?level=street&limit=1')).json.areas[0].id;
  const grid = lead.session.grants[0].area;
  const first = (await centre.get(encodeURI('/cases?q=路灯&limit=1'))).json.items[0].number;
  const asked = [
    ['a common word', centre, 'q=路灯'], ['a common word, page of 20', centre, 'q=路灯&limit=20'],
    ['a rare word', centre, 'q=翡翠湾'], ['a word of two characters', centre, 'q=码头'],
    ['a single character in every case', centre, 'q=第'], ['two words', centre, 'q=路灯 码头'],
    ['words that are nowhere', centre, 'q=紫色雨伞'], ['a number', centre, `q=${first}`],
    ['a common word in one grid', lead, 'q=路灯'], ['a rare word in one grid', lead, 'q=翡翠湾'],
    ['a common word, area of a grid', centre, `q=路灯&area=${grid}`],
    ['a common word, area of a street', centre, `q=路灯&area=${street}`],
    ['a common word, one state', centre, 'q=路灯&state=handling'],
  ];
  for (const [name, who, query] of asked) {
    const path = encodeURI(`/api/v1/${district}/cases?${query}`);
    const result = measured(who, [path]);
    tell(`search for ${name}, ${engine}, ${number(cases)}`, latency(result),
         `${(result.p50_ms / base.p50_ms).toFixed(1)} × the plainest read`);
  }
  await server.stop();
  if (engine === 'postgres') home.remove();
}

// ---- the phone and the map ----------------------------------------------------------------------

const kB = (bytes) => `${number(bytes / 1024)} kB`;

/** A worker's phone with a thousand dwellings: from nothing, and with nothing new. */
async function sync(engine) {
  const home = new Home(engine);
  try {
    home.run(['demo', '--days', '30']);
    const grid = '440311001001001';
    const server = await Server.start(home);
    const ann = await login(server, `worker${grid}`);
    await addDwellings(home, ann, grid);
    await addReports(server.client({ district }), grid);
    await syncPhone(ann); // the tree is read anew after its change
    const one = process.hrtime.bigint();
    const plain = 200;
    for (let i = 0; i < plain; ++i) await ann.get('/session');
    const read = Number(process.hrtime.bigint() - one) / 1e9 / plain;
    const all = await syncPhone(ann), nothing = await syncPhone(ann, all.token);
    tell(`sync of ${all.areas} areas, ${all.cases} cases, ${engine}`,
         `${ms(all.seconds * 1e3)}, ${kB(all.bytes)} in ${all.answers} answers`,
         `${number(all.seconds / read / all.answers)} × the plainest read (${ms(read * 1e3)}) ` +
         'for each answer');
    tell(`sync of nothing new, ${engine}`, `${ms(nothing.seconds * 1e3)}, ${kB(nothing.bytes)}`,
         `${(nothing.seconds / read).toFixed(1)} × the plainest read, token ${kB(all.token.length)}`);
    await server.stop();
  } finally {
    home.remove();
  }
}

/** Five hundred open pages of the centre while reports come in. */
async function live() {
  const home = new Home('sqlite');
  try {
    home.run(['demo', '--days', '30']);
    const server = await Server.start(home);
    const places = await points(server);
    const bodies = reports(places);
    let n = 0;
    await measureLive({
      tell, ms, number, browsers: 500, rounds: 20, page: '/cases?queue=all&limit=50',
      login: () => login(server, 'centre'),
      report: async () => {
        const reply = await server.client({ district })
          .post('/reports', bodies[n++ % bodies.length].replace('{n}', n));
        if (reply.status !== 200) throw new Error(reply.text);
      },
    });
    await server.stop();
  } finally {
    home.remove();
  }
}

async function tiles(cases) {
  const home = filled('sqlite', cases);
  const server = await Server.start(home);
  const centre = await login(server, 'centre');
  const lead = await login(server, 'grid440311001001001');
  await settled(centre);
  const all = await points(server);
  const measured = (who, paths) => load(server, {
    clients: 2, paths, headers: who ? [`Cookie: ${who.cookie}`] : [], time: 3,
  });
  const base = measured(centre, [`/api/v1/${district}/session`]);
  const tilesOf = (what, z) => tilesAround(all, z).map((t) =>
    `/api/v1/${district}/tiles/${what}/${t}`);
  const rows = [['areas', null, 'areas', 11], ['areas', null, 'areas', 14],
                ['counts of the district', centre, 'cases', 11],
                ['counts of a grid', lead, 'cases', 12],
                ['cases of the district', centre, 'cases', 14],
                ['cases of the district', centre, 'cases', 16],
                ['cases of a grid', lead, 'cases', 14]];
  for (const [name, who, what, z] of rows) {
    const result = measured(who, tilesOf(what, z));
    tell(`tile of ${name}, zoom ${z}, ${number(cases)}`, latency(result),
         `${(result.p50_ms / base.p50_ms).toFixed(1)} × the plainest read`);
  }
  await server.stop();
}

// ---- which --------------------------------------------------------------------------------------

// ---- pages in a browser -------------------------------------------------------------------------

async function web() {
  // Only here: the other benchmarks need no browser and no web packages.
  const { measureWeb } = await import('./web.mjs');
  const home = new Home('sqlite');
  home.run(['demo', '--days', '10', '--cases-per-day', '12']);
  const folder = process.env.GEWU_WEB ?? new URL('../build/web', import.meta.url).pathname;
  const server = await Server.start(home, { args: ['--web', folder] });
  try {
    await measureWeb({ tell, address: `http://127.0.0.1:${server.port}/${district}/` });
  } finally {
    await server.stop();
    home.remove();
  }
}

const benches = {
  disk: async () => {
    const r = disk();
    tell('fdatasync of 4 KiB', `${number(r.per_second)}/s, ${latency(r)}`, '');
  },
  'post-sqlite': () => reportPost('sqlite'),
  'post-postgres': () => reportPost('postgres'),
  locator,
  coverage,
  planner: () => measurePlanner({ tell, binary: process.env.GEWU_BINARY }),
  'pages-100k': () => pages('sqlite', 100_000),
  'post-1m': () => reportPostAt(1_000_000),
  'pages-1m': () => pages('sqlite', 1_000_000),
  'tiles-100k': () => tiles(100_000),
  tiles: () => tiles(1_000_000),
  live,
  search: () => search('sqlite', 100_000),
  'search-1m': () => search('sqlite', 1_000_000),
  'search-postgres': () => search('postgres', 100_000),
  sync: () => sync('sqlite'),
  'sync-postgres': () => sync('postgres'),
  'pages-postgres-100k': () => pages('postgres', 100_000),
  web,
};

const chosen = process.argv.slice(2);
for (const name of chosen.length > 0 ? chosen : Object.keys(benches)) {
  if (!benches[name]) {
    console.error(`no such benchmark: ${name}; there are ${Object.keys(benches).join(', ')}`);
    process.exit(2);
  }
  if (name.includes('postgres') && !engines.includes('postgres')) continue;
  console.log(`# ${name}, load average ${loadavg().map((n) => n.toFixed(1)).join(' ')}`);
  try {
    await benches[name]();
  } catch (error) {
    console.error(await endAll());
    throw error;
  }
}
