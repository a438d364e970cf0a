// SPDX-License-Identifier: Apache-2.0
// The pages of the worker's app, on a phone with and without a line.
import { join } from 'node:path';
import { nameOf, STATES } from './shots_states.mjs';

const t = (language, zh, en) => (language === 'zh' ? zh : en);
const GRID = '440311001001001';
const WORKER = `worker${GRID}`;

const MATTERS = [
  ['消防通道被电动车堵住，推不开门。', 'demand-10-01', '3 栋一层'],
  ['路灯不亮三天了，晚上看不清台阶。', 'demand-10-01', '小区东门'],
  ['绿化带里堆了装修垃圾，下雨就流到路上。', 'demand-10-01', '9 栋北侧'],
];

/** Work for the worker: three cases given to her, the first of them accepted. */
export async function fieldSample({ newContext, api, post, signIn }) {
  const desk = await newContext();
  await signIn(desk);
  const { areas } = await api(desk, '/areas?level=grid');
  const { lat, lon } = areas.find((area) => area.code === GRID).label;
  const ids = [];
  for (const [i, [words, category, address]] of MATTERS.entries()) {
    const place = { lat: lat + i * 0.0004, lon: lon + i * 0.0003, accuracy_m: 12 };
    const made = await post(desk, '/cases', { words, category, address, place, channel: 'phone' });
    const at = `/cases/${made.id}/actions`;
    const { version } = await post(desk, at, {
      action: 'register',
      version: await versionOf(made),
    });
    const holders = await api(desk, `/cases/${made.id}/holders`);
    const worker = holders.find((one) => one.role === 'grid_worker' && one.kind === 'account');
    const holder = { kind: worker.kind, id: worker.id };
    await post(desk, at, { action: 'dispatch', version, holder });
    ids.push(made.id);
  }
  await desk.close();
  async function versionOf(made) {
    return (await api(desk, `/cases/${made.id}`)).version;
  }
  const field = await newContext();
  await signIn(field, WORKER);
  const { version } = await api(field, `/cases/${ids[0]}`);
  await post(field, `/cases/${ids[0]}/actions`, { action: 'accept', version });
  await field.close();
  return { ids, place: { latitude: lat, longitude: lon, accuracy: 12 } };
}

const PAGES = [
  { name: 'today', path: () => '' },
  { name: 'note', path: () => '/note' },
  {
    name: 'note-filled',
    path: () => '/note',
    act: async (page, s) => {
      const buffer = Buffer.from(s.photo, 'base64');
      const photo = { name: 'a.jpg', mimeType: 'image/jpeg', buffer };
      await page.locator('.shot-file').first().setInputFiles(photo);
      await page.locator('.photo-box img').waitFor();
      await page.locator('.tile').first().click();
      await page.getByLabel(t(s.language, '当场办好了', 'Fixed on the spot')).check();
    },
  },
  {
    name: 'note-map',
    path: () => '/note',
    act: (page, s) =>
      page.getByRole('button', { name: t(s.language, '在地图上改', 'Change on the map') }).click(),
  },
  {
    name: 'note-missing',
    path: () => '/note',
    act: async (page, s) => {
      await page.getByRole('button', { name: t(s.language, '清空', 'Clear') }).click();
      await page.getByRole('button', { name: t(s.language, '发送', 'Send'), exact: true }).click();
    },
  },
  {
    name: 'note-categories',
    path: () => '/note',
    act: (page) => page.locator('.tile.more').click(),
    fixed: true,
  },
  { name: 'case', path: (s) => `/cases/${s.ids[0]}` },
  { name: 'case-done', path: (s) => `/cases/${s.ids[0]}?do=report_done` },
  { name: 'case-return', path: (s) => `/cases/${s.ids[0]}?do=return` },
  { name: 'case-accept', path: (s) => `/cases/${s.ids[1]}` },
  { name: 'map', path: (s) => `/map?case=${s.ids[0]}` },
  {
    name: 'search',
    path: () => '/search',
    act: (page) => page.getByRole('searchbox').fill('路灯'),
  },
  { name: 'outbox-empty', path: () => '/outbox' },
  { name: 'me', path: () => '/me' },
];

/** What the phone shows without a line; the last leaves things waiting. */
const OFFLINE = [
  { name: 'offline-today', path: () => '' },
  {
    name: 'offline-case',
    path: (s) => `/cases/${s.ids[0]}?do=ask_help`,
    act: async (page, s) => {
      await page.getByLabel(t(s.language, '原因', 'Reason')).fill('需要物业开门');
      const name = t(s.language, /^确认/, /^Confirm/);
      await page.getByRole('button', { name }).click();
      await page.locator('.deed').waitFor({ state: 'detached' });
    },
  },
  { name: 'offline-outbox', path: () => '/outbox' },
  {
    name: 'offline-sign-out',
    path: () => '/me',
    act: (page, s) =>
      page.getByRole('button', { name: t(s.language, '退出登录', 'Log out') }).click(),
  },
];

export async function shootField(stage) {
  const { browser, base, district, password, width, height, language, sample, faults } = stage;
  const context = await browser.newContext({
    viewport: { width, height },
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    reducedMotion: 'reduce',
    ...STATES[stage.state].options,
    permissions: ['geolocation'],
    geolocation: sample.place,
  });
  await STATES[stage.state].prepare?.(context);
  const page = await context.newPage();
  stage.watch(page, `field-${width}-${language}`);
  const root = `${base}/field/${district}`;
  const shoot = async (name, fixed) => {
    if (!`field-${name}`.includes(stage.only)) return;
    await page.waitForTimeout(450);
    const full = fixed ? height : await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height: Math.max(height, Math.min(full, 4000)) });
    await page.waitForTimeout(200);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) faults.push(`field-${name}-${width}: scrolls sideways (${wide} px)`);
    const file = `${nameOf('field', name, width, language, stage.state)}.png`;
    await page.screenshot({ path: join(stage.out, file) });
    await page.setViewportSize({ width, height });
  };
  const visit = async (shot) => {
    const what = { ...sample, language };
    try {
      await page.goto(root + shot.path(what));
      await page.waitForLoadState('networkidle').catch(() => undefined);
      if (shot.act) await shot.act(page, what);
      await shoot(shot.name, shot.fixed);
    } catch (error) {
      faults.push(`field-${shot.name}-${width}-${language}: ${error.message}`);
    }
  };
  await page.goto(`${root}/login`);
  await shoot('login');
  await page.locator('#login').fill(WORKER);
  await page.locator('#password').fill(password);
  await page.locator('form button[type=submit]').click();
  await page.locator('.case-card').first().waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  for (const shot of PAGES) await visit(shot);
  await context.setOffline(true);
  for (const shot of OFFLINE) await visit(shot);
  await context.setOffline(false);
  await context.clearCookies();
  await visit({ name: 'login-expired', path: () => '/login?expired=1' });
  await context.close();
}
