// SPDX-License-Identifier: Apache-2.0
// What a journey needs: a server that holds the demo, a browser, watchful pages, axe.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import assert from 'node:assert/strict';

const need = createRequire(new URL('../../../web/package.json', import.meta.url));
const { chromium } = need('playwright-core');
const axeSource = readFileSync(need.resolve('axe-core/axe.min.js'), 'utf8');

const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Of the resident in the journey; it must turn up nowhere but in the body of the report. */
export const PHONE = '13900001234';
/** Long enough for a busy two-core machine; nothing is timed by it. */
export const PATIENCE = 60_000;

/** A server with the demo in it: the one named by GEWU_URL, or our own until `end`. */
export async function startServer({ days = 6 } = {}) {
  const { GEWU_URL: url, GEWU_DISTRICT: district = '440311' } = process.env;
  const password = process.env.GEWU_PASSWORD ?? 'Gewu-demo-2026';
  if (url) return { url, district, password, end: async () => {} };
  const { Home, Server } = await import('../../support/gewu.mjs');
  const home = new Home(process.env.GEWU_E2E_DATABASE ?? 'sqlite');
  const ask = ['demo', '--days', String(days), '--cases-per-day', '12', '--json'];
  const demo = JSON.parse(home.run(ask));
  const web = process.env.GEWU_WEB ?? new URL('../../../build/web', import.meta.url).pathname;
  const server = await Server.start(home, { args: ['--web', web] });
  return {
    url: `http://127.0.0.1:${server.port}`,
    district: demo.district,
    password: demo.password,
    followCode: demo.follow_code,
    end: async () => {
      await server.kill();
      home.remove();
    },
  };
}

export async function startBrowser(more = []) {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: [...FLAGS, ...more] });
}

/** Everything a page must never do, noted as it happens. */
export function watch(page, origin, faults) {
  page.setDefaultTimeout(PATIENCE);
  page.on('pageerror', (error) => faults.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    // What the server refused is looked at below; the browser repeats it here.
    const expected = /GL Driver Message|Failed to load resource/.test(message.text());
    if (message.type() === 'error' && !expected) faults.push(`console: ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== origin) {
      faults.push(`foreign host: ${request.url()}`);
    }
    if (url.href.includes(PHONE)) faults.push(`a phone number in an address: ${url.pathname}`);
  });
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];

/** No accessibility violation on the page as it stands. */
export async function axe(page, where) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(
    (rules) => window.axe.run(document, { runOnly: { type: 'tag', values: rules } }),
    RULES,
  );
  const told = found.violations.map(
    (v) => `${v.id}: ${v.help}\n${v.nodes.map((n) => `    ${n.target} ${n.failureSummary}`).join('\n')}`,
  );
  assert.deepEqual(told, [], `axe on ${where}`);
}

/** A photograph, as far as anything can tell: made by the browser itself. */
export async function picture(browser, text, colour) {
  const page = await browser.newPage();
  const base64 = await page.evaluate(
    ([words, fill]) => {
      const canvas = document.createElement('canvas');
      canvas.width = 1600;
      canvas.height = 1200;
      const context = canvas.getContext('2d');
      context.fillStyle = fill;
      context.fillRect(0, 0, 1600, 1200);
      context.fillStyle = '#fff';
      context.font = '120px sans-serif';
      context.fillText(words, 200, 600);
      return canvas.toDataURL('image/jpeg', 0.8).split(',')[1];
    },
    [text, colour],
  );
  await page.close();
  return { name: `${text}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') };
}
