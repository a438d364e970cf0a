// SPDX-License-Identifier: Apache-2.0
// Screenshots of every page at four widths in both languages, to be looked at.
//   npm run mock & npm run build && npm run shots            against the stand-in
//   GEWU_URL=http://127.0.0.1:8380 GEWU_LOGIN=… GEWU_PASSWORD=… npm run shots
// GEWU_SHOTS: folder (default ../build/shots) · GEWU_ONLY: part of a page's name · GEWU_WIDTHS,
// GEWU_LANGUAGES: lists with commas. Fails on a page error, a console error or a CSP report.
import { chromium } from 'playwright-core';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('..', import.meta.url));
const base = process.env.GEWU_URL ?? 'http://127.0.0.1:8390';
const district = process.env.GEWU_DISTRICT ?? '440311';
const login = process.env.GEWU_LOGIN ?? 'demo';
const password = process.env.GEWU_PASSWORD ?? 'demo';
const out = resolve(process.env.GEWU_SHOTS ?? join(web, '..', 'build', 'shots'));
const widths = (process.env.GEWU_WIDTHS ?? '360,390,768,1440').split(',').map(Number);
const languages = (process.env.GEWU_LANGUAGES ?? 'zh,en').split(',');
const only = process.env.GEWU_ONLY ?? '';

const HEIGHT = { 360: 740, 390: 844, 768: 1024, 1440: 900 };
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const faults = [];

const t = (language, zh, en) => (language === 'zh' ? zh : en);
const settle = async (page) => {
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.waitForTimeout(350);
};

async function api(context, path) {
  const response = await context.request.get(`${base}/api/v1/${district}${path}`);
  if (!response.ok()) throw new Error(`${path}: ${response.status()}`);
  return response.json();
}

/** A report made here, so that there is a code to follow. */
async function report(context) {
  const { centre } = await api(context, '');
  const response = await context.request.post(`${base}/api/v1/${district}/reports`, {
    headers: { 'Idempotency-Key': `shots-${Date.now()}-${Math.floor(Math.random() * 1e9)}` },
    data: {
      words: '小区东门的路灯不亮三天了，晚上看不清台阶，老人走路很不方便。',
      place: { lat: centre.lat, lon: centre.lon },
      address: '东门路灯旁',
    },
  });
  if (!response.ok()) throw new Error(`report: ${response.status()} ${await response.text()}`);
  return response.json();
}

const PUBLIC = [
  { name: 'report', path: () => `/${district}/` },
  {
    name: 'report-filled',
    path: () => `/${district}/`,
    act: async (page, language) => {
      await page.getByRole('button', { name: t(language, '在地图上点', 'Tap on a map') }).click();
      await page.locator('.maplibregl-canvas').waitFor();
      await page.waitForTimeout(1500);
      await page.locator('.maplibregl-canvas').click();
      await page
        .getByLabel(t(language, '说说情况', 'Describe it'))
        .fill(
          t(
            language,
            '一楼楼道里燃气味很重，怀疑漏气。',
            'A strong smell of gas on the ground floor.',
          ),
        );
      await page.waitForTimeout(700);
    },
  },
  {
    name: 'report-missing',
    path: () => `/${district}/`,
    act: async (page, language) => {
      await page.getByRole('button', { name: t(language, '提交', 'Send'), exact: true }).click();
    },
  },
  {
    name: 'sent',
    path: () => `/${district}/`,
    act: async (page, language) => {
      await page.getByLabel(t(language, '地址或旁边的标志', 'Address or landmark')).fill('3 栋');
      await page.getByLabel(t(language, '说说情况', 'Describe it')).fill('楼道里堆了旧沙发。');
      await page.getByRole('button', { name: t(language, '提交', 'Send'), exact: true }).click();
      await page.getByRole('heading', { name: t(language, '已收到', 'Received') }).waitFor();
    },
  },
  { name: 'follow', path: (s) => `/${district}/follow/${s.code}` },
  { name: 'follow-closed', path: (s) => s.closedCode && `/${district}/follow/${s.closedCode}` },
  { name: 'follow-unknown', path: () => `/${district}/follow/NOPE-NOPE-NOPE` },
  { name: 'receipt', path: (s) => `/${district}/receipts/${s.closedCode || s.code}` },
  { name: 'missing', path: () => `/${district}/nowhere/at/all` },
];

const CONSOLE = [
  { name: 'login', path: () => `/console/${district}/login`, signedOut: true },
  { name: 'queue', path: () => `/console/${district}/cases?queue=all` },
  { name: 'queue-empty', path: () => `/console/${district}/cases?queue=all&q=zzzz` },
  { name: 'case', path: (s) => `/console/${district}/cases/${s.caseId}?queue=all` },
  {
    name: 'case-action',
    path: (s) => `/console/${district}/cases/${s.caseId}?queue=all`,
    act: async (page) => {
      await page.locator('.actions .button').first().click();
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'help',
    path: () => `/console/${district}/cases?queue=all`,
    act: (page) => page.keyboard.press('?'),
  },
  { name: 'chain', path: (s) => `/console/${district}/cases/${s.closedId ?? s.caseId}/chain` },
  { name: 'entry', path: () => `/console/${district}/entry` },
  { name: 'figures', path: () => `/console/${district}/figures` },
  { name: 'figures-day', path: () => `/console/${district}/figures?by=day` },
  { name: 'rows', path: (s) => `/console/${district}/figures/rows?${s.rows}` },
  { name: 'roots', path: () => `/console/${district}/roots` },
];

function watch(page, name) {
  page.on('pageerror', (error) => faults.push(`${name}: ${error.message}`));
  page.on('console', (message) => {
    const expected = /status of (401|404|422)|GL Driver Message/.test(message.text());
    if (message.type() === 'error' && !expected) faults.push(`${name}: ${message.text()}`);
  });
}

async function shoot(context, shot, language, width, sample, app) {
  const path = shot.path(sample);
  if (!path) return;
  const name = `${app}-${shot.name}-${width}-${language}`;
  const page = await context.newPage();
  watch(page, name);
  try {
    await page.goto(base + path);
    await settle(page);
    if (shot.act) await shot.act(page, language);
    await settle(page);
    // Tall enough for the whole page, so that what sticks to the edges sticks where it should.
    const full = await page.evaluate(() => document.documentElement.scrollHeight);
    if (full > HEIGHT[width]) {
      await page.setViewportSize({ width, height: Math.min(full, 6000) });
      await page.waitForTimeout(250);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) faults.push(`${name}: scrolls sideways (${wide} px)`);
    await page.screenshot({ path: join(out, `${name}.png`) });
  } catch (error) {
    faults.push(`${name}: ${error.message}`);
  } finally {
    await page.close();
  }
}

async function signIn(context) {
  const response = await context.request.post(`${base}/api/v1/${district}/sessions`, {
    headers: { 'Idempotency-Key': `shots-login-${Date.now()}-${Math.random()}` },
    data: { login, password },
  });
  if (!response.ok()) throw new Error(`login: ${response.status()} ${await response.text()}`);
}

async function sampleOf(context) {
  const made = await report(context);
  await signIn(context);
  const all = await api(context, '/cases?queue=all&limit=60');
  const closed = await api(context, '/cases?queue=all&state=closed&limit=20');
  const withMore = all.items.find((row) => row.state === 'registered') ?? all.items[0];
  const session = await api(context, '/session');
  const day = (back) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
  return {
    code: made.follow_code,
    closedCode: process.env.GEWU_CLOSED_CODE,
    caseId: withMore.id,
    closedId: closed.items[0]?.id,
    rows: `metric=reported&area=${session.grants[0].area}&from=${day(29)}&to=${day(0)}&lens=as_was`,
  };
}

await mkdir(out, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
try {
  const first = await browser.newContext();
  const sample = await sampleOf(first);
  await first.close();
  for (const language of languages) {
    for (const width of widths) {
      const context = await browser.newContext({
        viewport: { width, height: HEIGHT[width] ?? 900 },
        locale: language === 'zh' ? 'zh-CN' : 'en-GB',
        reducedMotion: 'reduce',
      });
      const wanted = (shot, app) => `${app}-${shot.name}`.includes(only);
      for (const shot of PUBLIC.filter((s) => wanted(s, 'public'))) {
        await shoot(context, shot, language, width, sample, 'public');
      }
      const console_ = CONSOLE.filter((s) => wanted(s, 'console'));
      for (const shot of console_.filter((s) => s.signedOut)) {
        await shoot(context, shot, language, width, sample, 'console');
      }
      if (console_.length > 0) await signIn(context);
      for (const shot of console_.filter((s) => !s.signedOut)) {
        await shoot(context, shot, language, width, sample, 'console');
      }
      await context.close();
      console.log(`${language} ${width}: done`);
    }
  }
} finally {
  await browser.close();
}
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
