// SPDX-License-Identifier: Apache-2.0
// A full disk, a disk that cannot be written, a lost database: 503 and nothing half-done, and work
// goes on afterwards without a restart.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';

import { Home, Server, endAll, engines, root, smallTerritory, until } from '../support/gewu.mjs';

const district = '999901';
const password = 'Dispatcher-2026';
const outage = new Set(['database_full', 'database_unavailable', 'outcome_unknown',
                        'database_busy']);

function prepare(home) {
  home.run(['init']);
  const file = join(home.folder, 'areas.geojson');
  writeFileSync(file, JSON.stringify(smallTerritory(district)));
  home.run(['import', 'areas', file]);
  home.run(['account', 'add', 'centre', '--role', 'dispatcher', '--password', password]);
}

function cleanUp(t, home, more = () => {}) {
  t.after(async () => {
    for (const line of (await endAll()).split('\n').filter(Boolean)) t.diagnostic(line);
    more();
    home.remove();
  });
}

const reportOf = (name) => ({
  words: `report ${name} ${'long words '.repeat(60)}`, place: { lat: 34.005, lon: 113.005 },
});

/** Posts reports until one fails; every answer on the way is kept. */
async function fill(browser, kept, name, most = 4000) {
  for (let i = 0; i < most; ++i) {
    const key = `fill-${name}-${i}-key`;
    const reply = await browser.post('/reports', reportOf(`${name}-${i}`), { key });
    if (reply.status !== 200) return { reply, key, words: `${name}-${i}` };
    kept.push({ key, words: `${name}-${i}`, answer: reply.text });
  }
  throw new Error('the disk never got full');
}

function assertOutage(reply) {
  assert.equal(reply.status, 503, reply.text);
  assert.equal(reply.headers['content-type'], 'application/problem+json');
  assert.ok(outage.has(reply.json.code), reply.text);
}

/** Every answer stands, the failed one was not half-done, the next ones work. */
async function checkRecovered(server, kept, failed) {
  const browser = server.client({ district });
  const send = () => browser.post('/reports', reportOf(failed.words), { key: failed.key });
  const again = await until(send, (r) => r.status === 200, 'recovery');
  kept.push({ ...failed, answer: again.text });
  for (const { key, words, answer } of kept) {
    const repeat = await browser.post('/reports', reportOf(words), { key });
    assert.equal(repeat.text, answer);
  }
  assert.equal((await browser.send('GET', '/healthz')).status, 200);
  const staff = server.client({ district });
  assert.equal((await staff.login('centre', password)).status, 200);
  const cases = (await staff.get('/cases?queue=all&limit=100')).json;
  if (!cases.next) assert.equal(cases.items.length, kept.length);
  const today = new Date().toISOString().slice(0, 4);
  const path = `/figures?from=${today}-01-01&to=${Number(today) + 1}-01-01&by=total`;
  const figures = await staff.get(path);
  assert.equal(figures.json.total.reported, kept.length);
}

async function stopClean(server, home) {
  await server.stop();
  assert.deepEqual(home.doctor().findings, []);
}

// ---- SQLite: the disk ---------------------------------------------------------------------------

if (engines.includes('sqlite')) {
  test('no file may grow any more: 503, and work goes on when it may', async (t) => {
    const home = new Home('sqlite');
    cleanUp(t, home);
    prepare(home);
    // Ignored, the signal of a file that is too large becomes a failed write.
    const wrap = ['sh', '-c', 'trap "" XFSZ; exec "$@"', 'sh'];
    const server = await Server.start(home, { wrap });
    const browser = server.client({ district });
    const kept = [];
    const limit = (size) =>
      execFileSync('prlimit', ['--pid', String(server.child.pid), `--fsize=${size}`]);
    for (let i = 0; i < 20; ++i) {
      const reply = await browser.post('/reports', reportOf(`before-${i}`), { key: `before-${i}` });
      kept.push({ key: `before-${i}`, words: `before-${i}`, answer: reply.text });
    }
    const wal = statSync(join(home.folder, 'gewu.sqlite-wal')).size;
    limit(`${wal + 100_000}:unlimited`);
    const failed = await fill(browser, kept, 'limit');
    assertOutage(failed.reply);
    assert.equal((await browser.get('/areas?level=grid')).status, 200, 'reading goes on');
    limit('unlimited:unlimited');
    await checkRecovered(server, kept, failed);
    await stopClean(server, home);
  });

  const mayMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', tmpdir()]);
  const skip = mayMount.status === 0 ? false : 'no right to mount a tmpfs here';
  test('a full disk: 503, and work goes on when there is room', { skip }, async (t) => {
    const home = new Home('sqlite');
    const disk = mkdtempSync(join(tmpdir(), 'gewu-disk-'));
    cleanUp(t, home, () => rmSync(disk, { recursive: true, force: true }));
    prepare(home);
    // The disk is seen by the server alone; /proc is the door to it.
    const script = 'mount -t tmpfs -o size=6m none "$1" && cp -a "$2"/. "$1" && ' +
                   'head -c 500000 /dev/zero >"$1/ballast" && shift 2 && exec "$@"';
    const wrap = ['unshare', '-rm', 'sh', '-c', script, 'sh', disk, home.folder];
    const server = await Server.start({ args: ['--data', disk] }, { wrap });
    const inside = `/proc/${server.child.pid}/root${disk}`;
    const browser = server.client({ district });
    const kept = [];
    const failed = await fill(browser, kept, 'disk');
    assertOutage(failed.reply);
    assert.equal(failed.reply.json.code, 'database_full');
    assert.equal((await browser.get('/areas?level=grid')).status, 200, 'reading goes on');
    rmSync(`${inside}/ballast`);
    await checkRecovered(server, kept, failed);
    // The disk goes with the server: its files are taken out before.
    await until(() => execFileSync('cp', ['-a', `${inside}/.`, home.folder]), () => true, 'copy');
    await server.stop();
    assert.deepEqual(home.doctor().findings, []);
  });
}

// ---- PostgreSQL: the server ---------------------------------------------------------------------

/** A durable cluster of this test's own, which it may stop and start. */
class Cluster {
  constructor() {
    const cluster = join(root, 'tools/pg_test_cluster');
    const printed = execFileSync(cluster, ['start'], { encoding: 'utf8' });
    this.url = /GEWU_TEST_POSTGRES='([^']*)'/.exec(printed)[1];
    this.folder = /GEWU_TEST_CLUSTER='([^']*)'/.exec(printed)[1];
    const bin = '/usr/lib/postgresql/15/bin';
    this.pgCtl = (() => {
      try {
        return statSync(`${bin}/pg_ctl`) && `${bin}/pg_ctl`;
      } catch {
        return 'pg_ctl';
      }
    })();
  }
  control(...words) {
    const data = join(this.folder, 'data');
    const all = [this.pgCtl, '-D', data, '-w', '-l', join(data, 'server.log'), ...words];
    const as = process.getuid() === 0
      ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', '--'] : [];
    const line = [...as, ...all];
    execFileSync(line[0], line.slice(1), { cwd: this.folder, stdio: 'ignore' });
  }
  remove() {
    execFileSync(join(root, 'tools/pg_test_cluster'), ['stop', this.folder]);
  }
}

if (engines.includes('postgres')) {
  test('a lost PostgreSQL: 503, and work goes on when it is back', async (t) => {
    const cluster = new Cluster();
    const home = new Home('postgres', { url: cluster.url });
    cleanUp(t, home, () => cluster.remove());
    prepare(home);
    const server = await Server.start(home);
    const kept = [];
    const browser = server.client({ district });
    for (let round = 0; round < 2; ++round) {
      const loads = [];
      for (let c = 0; c < 8; ++c) loads.push(fill(browser, kept, `lost-${round}-${c}`, 1e9));
      await until(() => kept.length, (n) => n > 40 * (round + 1), 'load');
      cluster.control('stop', '-m', 'immediate');
      const failed = await Promise.all(loads);
      for (const f of failed) assertOutage(f.reply);
      assertOutage(await browser.post('/reports', reportOf('while-down')));
      assertOutage(await browser.get('/follow/0000000000'));
      assert.equal((await browser.send('GET', '/healthz')).status, 503);
      assert.equal(server.gone, undefined);
      cluster.control('start');
      for (const f of failed.slice(1)) {
        const send = () => browser.post('/reports', reportOf(f.words), { key: f.key });
        const again = await until(send, (r) => r.status === 200, 'recovery');
        kept.push({ ...f, answer: again.text });
      }
      await checkRecovered(server, kept, failed[0]);
    }
    await stopClean(server, home);
    assert.ok(readFileSync(join(cluster.folder, 'data/PG_VERSION'), 'utf8').startsWith('1'));
  });
}
