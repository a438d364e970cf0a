// SPDX-License-Identifier: Apache-2.0
// Screenshots of every page and state at four widths in both languages, to be looked at.
//   npm run build && npm run shots        against `gewu serve` over the demo
// GEWU_URL (default http://127.0.0.1:8380) · GEWU_DISTRICT · GEWU_PASSWORD of the demo's staff
// GEWU_SHOTS: folder (default ../build/shots) · GEWU_ONLY: part of a page's name · GEWU_WIDTHS,
// GEWU_LANGUAGES, GEWU_STATES (shots_states.mjs): lists with commas. Fails on a page error, a console error or a CSP report.
import { chromium } from 'playwright-core';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { consolePages } from './shots_console.mjs';
import { fieldSample, shootField } from './shots_field.mjs';
import { publicPages, releasedSample } from './shots_public.mjs';
import { nameOf, STATES, wantedStates } from './shots_states.mjs';

const web = fileURLToPath(new URL('..', import.meta.url));
const base = process.env.GEWU_URL ?? 'http://127.0.0.1:8380';
const district = process.env.GEWU_DISTRICT ?? '440311';
const password = process.env.GEWU_PASSWORD ?? 'Gewu-demo-2026';
// Of the demo: everybody who may touch a report in this grid.
const GRID = '440311001001001';
const STAFF = {
  dispatcher: 'centre',
  worker: `worker${GRID}`,
  verifier: `verifier${GRID.slice(0, 12)}`,
};
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

const settle = async (page, state = 'plain') => {
  if (STATES[state].late) return page.waitForTimeout(state === 'loading' ? 900 : 2_600);
  await page.waitForLoadState('networkidle').catch(() => undefined);
  return page.waitForTimeout(350);
};

async function api(context, path) {
  const response = await context.request.get(`${base}/api/v1/${district}${path}`);
  if (!response.ok()) throw new Error(`${path}: ${response.status()}`);
  return response.json();
}

let made = 0;
const tokens = new WeakMap();
async function post(context, path, data, more = {}) {
  const response = await context.request.post(`${base}/api/v1/${district}${path}`, {
    headers: {
      'Idempotency-Key': `shots-${process.pid}-${(made += 1)}`,
      'X-CSRF-Token': tokens.get(context) ?? '',
      ...more,
    },
    data,
  });
  if (!response.ok()) throw new Error(`${path}: ${response.status()} ${await response.text()}`);
  return response.json();
}

/** A picture as a phone might send it, drawn by the browser; base64. */
async function drawing(context, lamp = false) {
  const page = await context.newPage();
  const base64 = await page.evaluate((lit) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1200, 900];
    const draw = canvas.getContext('2d');
    const box = (colour, ...at) => ((draw.fillStyle = colour), draw.fillRect(...at));
    box('#22304a', 0, 0, 1200, 900);
    box('#39424f', 0, 640, 1200, 260);
    box('#5b6675', 80, 300, 300, 340);
    box('#4c5766', 820, 220, 320, 420);
    box('#9aa4b0', 590, 250, 20, 400);
    box('#9aa4b0', 590, 250, 120, 14);
    if (lit) {
      draw.fillStyle = 'rgb(255 224 138 / 35%)';
      draw.beginPath();
      draw.moveTo(700, 270);
      draw.lineTo(520, 760);
      draw.lineTo(900, 760);
      draw.fill();
    }
    box(lit ? '#ffe08a' : '#2b3340', 680, 262, 46, 18);
    return canvas.toDataURL('image/jpeg', 0.85).split(',')[1];
  }, lamp);
  await page.close();
  return base64;
}

async function picture(context, lamp) {
  const body = Buffer.from(await drawing(context, lamp), 'base64');
  return post(context, '/photos', body, { 'Content-Type': 'image/jpeg' });
}

const shown = ({ photo, token }, kind) => ({ photo, token, kind });

/** A report made here, so that there is a code to follow. */
async function report(context) {
  const { areas } = await api(context, '/areas?level=grid');
  const { lat, lon } = areas.find((area) => area.code === GRID).label;
  return post(context, '/reports', {
    words: '小区东门的路灯不亮三天了，晚上看不清台阶，老人走路很不方便。',
    category: 'demand-10-01',
    place: { lat, lon, accuracy_m: 12 },
    address: '东门路灯旁',
    contact: { name: '刘明', phone: '13900001234' },
    photos: [shown(await picture(context, false), 'far')],
  });
}

/** Moves a report to its end, as four people would. */
async function close(browser, { number }) {
  const act = async (login, steps) => {
    const context = await browser.newContext();
    await signIn(context, login);
    const [row] = (await api(context, `/cases?queue=all&q=${number}`)).items;
    let { version } = row;
    for (const step of steps) {
      const deed = { version, ...(await step(context, row)) };
      const done = await post(context, `/cases/${row.id}/actions`, deed);
      version = done.version;
    }
    await context.close();
    return row.id;
  };
  await act(STAFF.dispatcher, [
    () => ({ action: 'register' }),
    async (context, row) => {
      const holders = await api(context, `/cases/${row.id}/holders`);
      const worker = holders.find((holder) => holder.role === 'grid_worker');
      return { action: 'dispatch', holder: { kind: worker.kind, id: worker.id } };
    },
  ]);
  await act(STAFF.worker, [
    () => ({ action: 'accept' }),
    async (context) => ({
      action: 'report_done',
      answer: '已更换灯泡和触发器，晚上七点试亮正常。感谢您的反映。',
      photos: [shown(await picture(context, true), 'after')],
    }),
  ]);
  return act(STAFF.verifier, [() => ({ action: 'pass' })]);
}

function watch(page, name) {
  page.on('pageerror', (error) => faults.push(`${name}: ${error.message}`));
  page.on('console', (message) => {
    const expected =
      /status of (401|404|422|500|503)|GL Driver Message|ERR_(INTERNET_DISCONNECTED|FAILED)/.test(
        message.text(),
      );
    if (message.type() === 'error' && !expected) faults.push(`${name}: ${message.text()}`);
  });
}

/** Shots say in which states they are worth a picture; those of the console set up their own. */
const isIn = (shot, state) => (shot.states ?? ['plain']).includes(state);

async function shoot(context, shot, language, width, sample, app, state) {
  const path = isIn(shot, state) && shot.path(sample);
  if (!path) return;
  const name = nameOf(app, shot.name, width, language, state);
  const page = await context.newPage();
  watch(page, name);
  try {
    if (shot.dark) await page.emulateMedia({ colorScheme: 'dark' });
    if (shot.hang) await page.route(`**${shot.hang}**`, () => undefined);
    if (shot.fail) await page.route(`**${shot.fail}**`, (route) => route.fulfill({ status: 503 }));
    if (shot.large) await page.addInitScript(() => localStorage.setItem('gewu.size', 'large'));
    await page.goto(base + path);
    await settle(page, state);
    if (shot.act) await shot.act(page, language);
    await settle(page, state);
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

async function signIn(context, login = STAFF.dispatcher) {
  const session = await post(context, '/sessions', { login, password });
  tokens.set(context, session.csrf_token);
  return session;
}

async function sampleOf(browser) {
  const context = await browser.newContext();
  const closed = await report(context);
  const closedId = await close(browser, closed);
  const open = await report(context);
  const session = await signIn(context);
  const [row] = (await api(context, `/cases?queue=all&q=${open.number}`)).items;
  const day = (back) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
  const released = await releasedSample(api, context);
  const grid = (await api(context, '/areas?level=grid')).areas.find((area) => area.code === GRID);
  const card = await api(context, `/areas/${grid.id}/door-card`);
  await context.close();
  return {
    released,
    card: new URL(card.report_url).search,
    code: open.follow_code,
    closedCode: closed.follow_code,
    provenCode: process.env.GEWU_FOLLOW_CODE,
    caseId: row.id,
    closedId,
    rows: `metric=reported&area=${session.grants[0].area}&from=${day(29)}&to=${day(0)}&lens=as_was`,
  };
}

const states = wantedStates();
await mkdir(out, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
try {
  const sample = await sampleOf(browser);
  const tools = { newContext: () => browser.newContext(), api, post, signIn };
  const field = { ...(await fieldSample(tools)), photo: await drawing(await browser.newContext()) };
  for (const language of languages) {
    for (const width of widths) {
      const screen = {
        viewport: { width, height: HEIGHT[width] ?? 900 },
        locale: language === 'zh' ? 'zh-CN' : 'en-GB',
        reducedMotion: 'reduce',
      };
      for (const state of states) {
        const { options = {}, prepare } = STATES[state];
        const wanted = (shot, app) => isIn(shot, state) && `${app}-${shot.name}`.includes(only);
        const context = await browser.newContext({ ...screen, ...options });
        await prepare?.(context);
        for (const shot of publicPages(district).filter((s) => wanted(s, 'public'))) {
          await shoot(context, shot, language, width, sample, 'public', state);
        }
        await context.close();
        const console_ = consolePages(district).filter((s) => wanted(s, 'console'));
        for (const login of new Set(console_.map((s) => s.as ?? STAFF.dispatcher))) {
          const staff = await browser.newContext({ ...screen, ...options });
          if (login !== 'nobody') await signIn(staff, login);
          await prepare?.(staff);
          for (const shot of console_.filter((s) => (s.as ?? STAFF.dispatcher) === login)) {
            await shoot(staff, shot, language, width, sample, 'console', state);
          }
          await staff.close();
        }
      }
      if (width <= 768 && ('field'.includes(only) || only.startsWith('field'))) {
        const stage = { browser, base, district, password, width, language, out, faults, only };
        const height = HEIGHT[width] ?? 900;
        for (const state of states.filter((name) => ['plain', 'dark', 'large'].includes(name))) {
          await shootField({ ...stage, height, sample: field, watch, state });
        }
      }
      console.log(`${language} ${width}: done`);
    }
  }
} finally {
  await browser.close();
}
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
