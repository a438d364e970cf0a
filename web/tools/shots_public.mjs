// SPDX-License-Identifier: Apache-2.0
// The residents' pages and states that tools/shots.mjs takes pictures of.

import { ALL_STATES, DRESSES } from './shots_states.mjs';

const t = (language, zh, en) => (language === 'zh' ? zh : en);

/** Without a trace of the page before. */
async function afresh(page) {
  await page.evaluate(() => {
    const size = localStorage.getItem('gewu.size');
    localStorage.clear();
    sessionStorage.clear();
    if (size !== null) localStorage.setItem('gewu.size', size);
  });
  await page.reload();
}

async function sendOne(page, language) {
  await page.getByLabel(t(language, '地址或旁边的标志', 'Address or landmark')).fill('3 栋');
  await page.getByLabel(t(language, '说说情况', 'Describe it')).fill('楼道里堆了旧沙发。');
  await page.getByRole('button', { name: t(language, '提交', 'Send'), exact: true }).click();
  await page.getByRole('heading', { name: t(language, '已收到', 'Received') }).waitFor();
}

async function fillIn(page, language) {
  await page.getByRole('button', { name: t(language, '在地图上点', 'Tap on a map') }).click();
  await page.locator('.light-map-box').click();
  const words = t(
    language,
    '一楼楼道里燃气味很重，怀疑漏气。',
    'A strong smell of gas on the ground floor.',
  );
  await page.getByLabel(t(language, '说说情况', 'Describe it')).fill(words);
  await page.waitForTimeout(700);
}

/** A report that the demo released, if it did. */
export async function releasedSample(api, context) {
  try {
    const { bounds } = await api(context, '');
    const { south_west: a, north_east: b } = bounds;
    const view = `west=${a.lon}&south=${a.lat}&east=${b.lon}&north=${b.lat}`;
    const { areas } = await api(context, `/released/map?${view}`);
    const some = areas.filter((area) => area.open > 0).sort((x, y) => y.open - x.open)[0];
    const grids = (await api(context, '/areas?level=grid')).areas;
    const { label } = grids.find((area) => area.id === some?.id) ?? {};
    const near = `lat=${label.lat}&lon=${label.lon}&radius_m=500`;
    return (await api(context, `/released?${near}`)).items[0]?.id;
  } catch {
    return undefined;
  }
}

export function publicPages(district) {
  const at = (path) => () => `/${district}/${path}`;
  return [
    { name: 'welcome', states: ALL_STATES, path: () => '/' },
    { name: 'home', states: DRESSES, path: at(''), act: afresh },
    { name: 'report', states: DRESSES, path: at('report'), act: afresh },
    { name: 'report-filled', states: DRESSES, path: at('report'), act: fillIn },
    {
      name: 'report-missing',
      states: DRESSES,
      path: at('report'),
      act: async (page, language) => {
        await afresh(page);
        await page.getByRole('button', { name: t(language, '提交', 'Send'), exact: true }).click();
      },
    },
    {
      name: 'sent',
      states: DRESSES,
      path: at('report'),
      act: async (page, language) => {
        await afresh(page);
        await sendOne(page, language);
      },
    },
    { name: 'home-mine', states: DRESSES, path: at('') },
    { name: 'follow', states: ALL_STATES, path: (s) => `/${district}/follow/${s.code}` },
    { name: 'follow-closed', states: DRESSES, path: (s) => `/${district}/follow/${s.closedCode}` },
    { name: 'follow-unknown', states: DRESSES, path: at('follow/NOPE-NOPE-NOPE') },
    {
      name: 'receipt',
      states: ALL_STATES,
      path: (s) => `/${district}/receipts/${s.provenCode ?? s.code}`,
    },
    { name: 'map', states: ALL_STATES, path: at('map') },
    {
      name: 'map-near',
      states: DRESSES,
      path: at('map'),
      act: async (page) => {
        await page
          .locator('.row-link')
          .first()
          .click({ timeout: 5_000 })
          .catch(() => undefined);
        await page.waitForTimeout(800);
      },
    },
    {
      name: 'released',
      states: ALL_STATES,
      path: (s) => s.released && `/${district}/released/${s.released}`,
    },
    {
      name: 'who',
      states: DRESSES,
      path: at('who'),
      act: async (page) => {
        await page.locator('.light-map-box').click();
        await page.waitForTimeout(800);
      },
    },
    { name: 'promises', states: ALL_STATES, path: at('promises') },
    { name: 'who-empty', states: ALL_STATES, path: at('who') },
    {
      name: 'promises-open',
      states: DRESSES,
      path: at('promises'),
      act: async (page) => {
        for (const one of (await page.locator('summary').all()).slice(0, 4)) await one.click();
        await page.waitForTimeout(600);
      },
    },
    { name: 'report-card', states: DRESSES, path: (s) => s.card && `/${district}/report${s.card}` },
    { name: 'sent-none', states: DRESSES, path: at('sent') },
    { name: 'follow-empty', states: DRESSES, path: at('follow') },
    { name: 'released-gone', states: DRESSES, path: at('released/1') },
    { name: 'receipts', states: ALL_STATES, path: at('receipts') },
    { name: 'missing', states: DRESSES, path: at('nowhere/at/all') },
  ];
}
