// SPDX-License-Identifier: Apache-2.0
// A real `gewu serve` over a throw-away database of either engine, and an HTTP client for it.
// Plain Node 18, no packages. Environment: GEWU_BINARY, GEWU_TEST_POSTGRES, GEWU_TEST_ENGINES.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const binary = process.env.GEWU_BINARY ?? join(root, 'build/debug/gewu');
export const engines = (process.env.GEWU_TEST_ENGINES ?? 'sqlite,postgres').split(',');

if (!existsSync(binary)) throw new Error(`${binary} is missing: build it, or set GEWU_BINARY`);

// ---- chance that repeats ------------------------------------------------------------------------

/** mulberry32: the same numbers for the same seed everywhere. */
export class Chance {
  constructor(seed) {
    this.state = seed >>> 0;
  }
  /** 0 <= x < 1 */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  /** low <= n <= high */
  any(low, high) {
    return low + Math.floor(this.next() * (high - low + 1));
  }
  one(list) {
    return list[this.any(0, list.length - 1)];
  }
  happens(share) {
    return this.next() < share;
  }
}

// ---- databases ----------------------------------------------------------------------------------

let databases = 0;

/** Runs one statement on the test cluster as its administrator. */
export function psql(statement, url = process.env.GEWU_TEST_POSTGRES) {
  if (!url) throw new Error('GEWU_TEST_POSTGRES is not set: run through tools/pg_test_cluster');
  return execFileSync('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', statement, url], {
    encoding: 'utf8',
  });
}

const urlOf = (name) => process.env.GEWU_TEST_POSTGRES.replace(/(:\/\/[^/]*\/)[^?]*/, `$1${name}`);

/** A data directory and its database. `from`: another home of the same engine to begin as. */
export class Home {
  constructor(engine, { from = null, url = null, folder = null } = {}) {
    this.engine = engine;
    this.folder = folder ?? mkdtempSync(join(tmpdir(), 'gewu-home-'));
    if (from) cpSync(from.folder, this.folder, { recursive: true });
    this.args = ['--data', this.folder];
    if (engine !== 'postgres') return;
    if (!url) {
      this.name = `gewu_node_${process.pid}_${++databases}`;
      psql(`create database ${this.name} template ${from?.name ?? 'template0'} encoding 'UTF8'`);
    }
    this.args.push('--database', url ?? urlOf(this.name));
  }
  /** Runs a command to its end; fails the test unless it ends with `code`. */
  run(args, code = 0) {
    const ran = spawnSync(binary, [...args, ...this.args], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (ran.error) throw ran.error;
    if (ran.status !== code) {
      throw new Error(`gewu ${args.join(' ')}: exit ${ran.status}\n${ran.stdout}${ran.stderr}`);
    }
    return ran.stdout;
  }
  doctor() {
    const ran = spawnSync(binary, ['doctor', '--json', ...this.args], { encoding: 'utf8' });
    if (!ran.stdout) throw new Error(`gewu doctor: exit ${ran.status}\n${ran.stderr}`);
    return JSON.parse(ran.stdout);
  }
  remove() {
    if (this.name) psql(`drop database if exists ${this.name} with (force)`);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// ---- servers ------------------------------------------------------------------------------------

const running = new Set();
/** Ends what a failed test left behind, and gives what those servers complained about. */
export async function endAll() {
  let errors = '';
  for (const server of running) {
    await server.kill();
    errors += server.errors;
  }
  return errors;
}
process.on('exit', () => running.forEach((s) => s.child.kill('SIGKILL')));

/** A running `gewu serve`; every request may claim its own address by X-Forwarded-For. */
export class Server {
  /** `wrap`: words before the binary, such as a shell that sets a limit. */
  static async start(home, { args = [], wrap = [], env = {} } = {}) {
    const words = [
      ...wrap, binary, 'serve', '--listen', '127.0.0.1:0', '--access-log', 'none',
      '--trusted-proxy', '127.0.0.1', ...args, ...home.args,
    ];
    return Server.spawn(words, env);
  }
  /** Any program that says where it serves as `gewu serve` does. */
  static async spawn(words, env = {}) {
    const child = spawn(words[0], words.slice(1), {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    const server = new Server();
    server.child = child;
    server.errors = '';
    child.stderr.on('data', (d) => (server.errors = (server.errors + d).slice(-20000)));
    server.ended = new Promise((resolve) =>
      child.once('exit', (code, signal) => resolve({ code, signal })),
    );
    running.add(server);
    server.ended.then((how) => running.delete(server) && (server.gone = how));
    server.port = await new Promise((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const found = /^gewu serves http:\/\/[^:]+:(\d+)\//.exec(line);
        if (found) resolve(Number(found[1]));
        else server.errors += `${line}\n`;
      });
      server.ended.then((how) =>
        reject(new Error(`serve ended with ${JSON.stringify(how)}:\n${server.errors}`)),
      );
    });
    server.agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
    return server;
  }
  async kill() {
    this.child.kill('SIGKILL');
    await this.ended;
    this.agent.destroy();
  }
  async stop() {
    this.agent.destroy();
    this.child.kill('SIGTERM');
    const how = await this.ended;
    if (how.code === 0) return;
    throw new Error(`serve stopped with ${JSON.stringify(how)}: ${this.errors}`);
  }
  client(more = {}) {
    return new Client(this, more);
  }
}

// ---- requests -----------------------------------------------------------------------------------

let addresses = 0;
/** An address nobody has used before, so that no test meets another's rate limit. */
export function freshAddress() {
  const n = ++addresses;
  return `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
}

/** One browser: keeps its cookie and its CSRF token. */
export class Client {
  constructor(server, { district = '', address = null } = {}) {
    Object.assign(this, { server, district, address, cookie: '', csrf: '' });
  }
  get base() {
    return `/api/v1/${this.district}`;
  }

  /**
   * Answers {status, headers, bytes, text, json}; rejects when the connection breaks. Without an
   * address of its own each request comes from a new one; `direct`: from this machine.
   */
  send(method, path, { body, headers = {}, key, direct = false, timeout = 30000 } = {}) {
    const from = direct ? {} : { 'X-Forwarded-For': this.address ?? freshAddress() };
    const all = { ...from, ...headers };
    let bytes = body;
    if (body !== undefined && typeof body !== 'string' && !Buffer.isBuffer(body)) {
      bytes = JSON.stringify(body);
    }
    if (bytes !== undefined) {
      all['Content-Length'] ??= Buffer.byteLength(bytes);
      all['Content-Type'] ??= 'application/json';
    }
    if (key) all['Idempotency-Key'] = key;
    if (this.cookie) all.Cookie = this.cookie;
    if (this.csrf && method !== 'GET') all['X-CSRF-Token'] ??= this.csrf;
    const options = {
      host: '127.0.0.1', port: this.server.port, method, path, timeout,
      headers: all, agent: this.server.agent,
    };
    return new Promise((resolve, reject) => {
      const request = http.request(options, (response) => {
        const parts = [];
        response.on('data', (d) => parts.push(d));
        response.on('error', reject);
        response.on('aborted', () => reject(new Error('connection broke in the answer')));
        response.on('end', () => resolve(answer(response, Buffer.concat(parts))));
      });
      request.on('timeout', () => request.destroy(new Error('no answer in time')));
      request.on('error', reject);
      request.end(bytes);
    });
  }
  get(path, options) {
    return this.send('GET', this.base + path, options);
  }
  post(path, body, options = {}) {
    return this.send('POST', this.base + path, { body, ...options });
  }

  async login(login, password) {
    const reply = await this.post('/sessions', { login, password });
    if (reply.status !== 200) return reply;
    this.cookie = reply.headers['set-cookie'].map((c) => c.split(';')[0]).join('; ');
    this.csrf = reply.json.csrf_token;
    return reply;
  }
}

function answer(response, bytes) {
  const out = { status: response.statusCode, headers: response.headers, bytes };
  out.text = bytes.toString('utf8');
  const isJson = /json/.test(response.headers['content-type'] ?? '');
  if (isJson && bytes.length > 0) out.json = JSON.parse(out.text);
  return out;
}

/** Asks until `good` says yes; for what the server does by itself a moment later. */
export async function until(ask, good, what, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const got = await ask();
    if (good(got)) return got;
    if (Date.now() > end) throw new Error(`${what} did not happen: ${JSON.stringify(got)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

// ---- a small territory --------------------------------------------------------------------------

const square = (west, south, step) => ({
  type: 'Polygon',
  coordinates: [[
    [west, south], [west + step, south], [west + step, south + step], [west, south + step],
    [west, south],
  ]],
});

/** One district of one street, one community and four grids, each 0.01 degrees wide. */
export function smallTerritory(code = '999901') {
  const feature = (of, name, level, parent, geometry) => ({
    type: 'Feature', geometry,
    properties: { code: of, name, level, parent, utc_offset_minutes: 480 },
  });
  const community = `${code}001001`;
  const out = [
    feature(code, 'Test district', 'district', undefined, square(113, 34, 0.02)),
    feature(`${code}001`, 'First street', 'street', code, square(113, 34, 0.02)),
    feature(community, 'First community', 'community', `${code}001`, square(113, 34, 0.02)),
  ];
  for (let i = 0; i < 4; ++i) {
    const place = square(113 + 0.01 * (i % 2), 34 + 0.01 * Math.floor(i / 2), 0.01);
    out.push(feature(`${community}00${i + 1}`, `Grid ${i + 1}`, 'grid', community, place));
  }
  return { type: 'FeatureCollection', features: out };
}
