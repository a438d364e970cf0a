// SPDX-License-Identifier: Apache-2.0
// The residents' pages and states that tools/shots.mjs takes pictures of.

const t = (language, zh, en) => (language === 'zh' ? zh : en);

async function large(page) {
  await page.evaluate(() => localStorage.setItem('gewu.size', 'large'));
  await page.reload();
  await page.waitForLoadState('networkidle').catch(() => undefined);
}

/** Without a trace of the page before. */
async function afresh(page) {
  await page.evaluate(() => (localStorage.clear(), sessionStorage.clear()));
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
    { name: 'welcome', path: () => '/' },
    { name: 'home', path: at(''), act: afresh },
    { name: 'home-large', path: at(''), act: large },
    { name: 'report', path: at('report'), act: afresh },
    { name: 'report-filled', path: at('report'), act: fillIn },
    {
      name: 'report-missing',
      path: at('report'),
      act: async (page, language) => {
        await afresh(page);
        await page.getByRole('button', { name: t(language, '提交', 'Send'), exact: true }).click();
      },
    },
    { name: 'report-large', path: at('report'), act: large },
    {
      name: 'sent',
      path: at('report'),
      act: async (page, language) => {
        await afresh(page);
        await sendOne(page, language);
      },
    },
    { name: 'home-mine', path: at('') },
    { name: 'follow', path: (s) => `/${district}/follow/${s.code}` },
    { name: 'follow-closed', path: (s) => `/${district}/follow/${s.closedCode}` },
    { name: 'follow-unknown', path: at('follow/NOPE-NOPE-NOPE') },
    { name: 'receipt', path: (s) => `/${district}/receipts/${s.provenCode ?? s.code}` },
    { name: 'map', path: at('map') },
    {
      name: 'map-near',
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
    { name: 'released', path: (s) => s.released && `/${district}/released/${s.released}` },
    {
      name: 'who',
      path: at('who'),
      act: async (page) => {
        await page.locator('.light-map-box').click();
        await page.waitForTimeout(800);
      },
    },
    { name: 'promises', path: at('promises') },
    { name: 'missing', path: at('nowhere/at/all') },
  ];
}
