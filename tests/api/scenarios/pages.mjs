// SPDX-License-Identifier: Apache-2.0
// What is around the API: pages and their headers, health, metrics, odd requests.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Server } from '../../support/gewu.mjs';
import { assertRefused, district } from '../world.mjs';

/** Stand-ins for the built web apps. */
function webFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'gewu-web-'));
  for (const app of ['public', 'console', 'field']) {
    mkdirSync(join(folder, app, 'assets'), { recursive: true });
    writeFileSync(join(folder, app, 'index.html'), `<!doctype html><title>${app}</title>`);
    const script = `console.log(${JSON.stringify('x'.repeat(5000))})`;
    writeFileSync(join(folder, app, 'assets', 'index-Bx3kQ9aZ.js'), script);
  }
  writeFileSync(join(folder, 'secret.txt'), 'not to be served');
  return folder;
}

async function files(server) {
  const client = server.client({ district });
  const get = (path, headers = {}) => client.send('GET', path, { headers });
  const home = await get('/');
  assert.equal(home.status, 200);
  assert.match(home.text, /<title>public/);
  assert.match((await get('/console/')).text, /<title>console/);
  assert.match((await get('/console/cases/42')).text, /<title>console/, 'paths of the app itself');
  assert.match((await get('/field/')).text, /<title>field/);
  assert.match((await get('/field/440311/cases/42')).text, /<title>field/);
  const policy = home.headers['content-security-policy'];
  for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]) {
    assert.ok(policy.includes(part), policy);
  }
  assert.ok(!/unsafe-/.test(policy));
  assert.equal(home.headers['x-content-type-options'], 'nosniff');
  assert.equal(home.headers['cache-control'], 'no-cache');
  const same = await get('/', { 'If-None-Match': home.headers.etag });
  assert.deepEqual([same.status, same.bytes.length], [304, 0]);
  const script = await get('/assets/index-Bx3kQ9aZ.js', { 'Accept-Encoding': 'gzip' });
  assert.match(script.headers['cache-control'], /immutable/);
  assert.equal(script.headers['content-encoding'], 'gzip');
  assert.ok(script.bytes.length < 1000);
  assert.match(script.headers.vary, /accept-encoding/i);
  for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt',
                      '//secret.txt', '/assets/%5c..%5csecret.txt']) {
    const reply = await get(path);
    assert.ok(!reply.text.includes('not to be served'), path);
    assert.ok(reply.status < 500, path);
  }
  assertRefused(await get('/api/v1/nowhere/at/all'), 404, 'route_unknown', undefined);
}

async function around(world) {
  const client = world.anybody();
  const health = await client.send('GET', '/healthz', { direct: true });
  assert.deepEqual([health.status, health.json], [200, { status: 'ok' }]);
  const metrics = await client.send('GET', '/metrics', { direct: true });
  assert.equal(metrics.status, 200);
  assert.match(metrics.headers['content-type'], /^text\/plain; version=0\.0\.4/);
  const line = /^(#.*|[a-z_:]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? [0-9.eE+-]+|)$/;
  for (const text of metrics.text.split('\n')) assert.match(text, line);
  for (const name of ['gewu_db_commits_total', 'gewu_db_queued']) {
    assert.match(metrics.text, new RegExp(`^${name} \\d+$`, 'm'));
  }
  assert.ok(!metrics.text.includes('/follow/0'), 'no path of somebody\'s in the metrics');
  assertRefused(await client.send('GET', '/metrics'), 404, 'route_unknown', undefined);
  const reply = await client.get('/categories');
  assert.equal(reply.headers['x-content-type-options'], 'nosniff');
  assert.match(reply.headers['x-request-id'], /^[0-9a-f-]{8,}$/);
}

async function methods(world) {
  const client = world.anybody();
  const odd = await client.send('PUT', `${client.base}/reports`, { body: {} });
  assertRefused(odd, 405, 'method_not_allowed', undefined);
  assert.match(odd.headers.allow, /POST/);
  const head = await client.send('HEAD', `${client.base}/categories`);
  assert.deepEqual([head.status, head.bytes.length], [200, 0]);
  const options = await client.send('OPTIONS', `${client.base}/reports`);
  assert.ok(options.status < 300 && /POST/.test(options.headers.allow), options.text);
  assertRefused(await client.send('GET', '/api/v1/000000/areas'), 404, 'district_unknown',
                undefined);
  assertRefused(await client.get('/areas', { headers: { Cookie: 'x'.repeat(20000) } }), 431,
                'header_too_large', undefined);
}

/** Bytes on a socket, for what no client library would send. */
function raw(world, text) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(world.server.port, '127.0.0.1', () => socket.write(text));
    let got = '';
    socket.setTimeout(15000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (d) => (got += d));
    socket.on('close', () => resolve(got));
    socket.on('error', reject);
  });
}

async function rawRequests(world) {
  const close = 'Host: x\r\nConnection: close\r\n';
  const path = `/api/v1/${district}/reports`;
  const cases = [
    ['nonsense\r\n\r\n', 400, 'request_malformed'],
    [`GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n`, 400, 'host_missing'],
    [`POST ${path} HTTP/1.1\r\n${close}Content-Type: application/json\r\n\r\n`, 411,
     'length_missing'],
    [`BREW ${path} HTTP/1.1\r\n${close}\r\n`, 501, 'method_unknown'],
    [`GET /api/v1/${district} HTTP/1.1\r\n${close}Content-Length: 5\r\n\r\nhello`, 400,
     'body_unexpected'],
    [`GET /api/v1/%ff%fe/areas HTTP/1.1\r\n${close}\r\n`, 400, undefined],
    [`GET /api/v1/${district}/areas?x=%zz HTTP/1.1\r\n${close}\r\n`, 400, undefined],
  ];
  for (const [text, status, code] of cases) {
    const got = await raw(world, text);
    assert.match(got, new RegExp(`^HTTP/1\\.1 ${status} `), `${JSON.stringify(text)}: ${got}`);
    if (code) assert.ok(got.includes(`"code":"${code}"`), got);
  }
}

export default async function pages(t, world) {
  const web = webFolder();
  try {
    const server = await Server.start(world.home, { args: ['--web', web] });
    await t.test('pages come with their headers, from their folder only', () => files(server));
    await server.stop();
  } finally {
    rmSync(web, { recursive: true, force: true });
  }
  await t.test('health and metrics are told to those who may read them', () => around(world));
  await t.test('methods and addresses that are none', () => methods(world));
  await t.test('what is no request is refused by name', () => rawRequests(world));
}
