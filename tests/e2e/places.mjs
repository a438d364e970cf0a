// SPDX-License-Identifier: Apache-2.0
// Places by their addresses: a resident who denies the location and types where he is, a neighbour
// who asks who answers for his door, a dispatcher on the phone, and what a post shows and takes off.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { axe, startBrowser, startServer, watch } from './support/stage.mjs';

const GRID = '440311001001001';
const LEAD = `grid${GRID}`;

describe('places', () => {
  let server;
  let browser;
  let house;
  let words;
  const faults = [];
  let contexts = 0;

  const api = (path) => `${server.url}/api/v1/${server.district}${path}`;
  const read = async (path) => (await fetch(api(path))).json();

  before(async () => {
    server = await startServer();
    browser = await startBrowser();
    const { areas } = await read('/areas?level=building&limit=5000');
    house = areas.find((area) => area.code.startsWith(GRID));
    const { chain } = await read(`/locate?address=${house.code}`);
    // As people say it: the community without its last two signs, the house in words.
    const community = chain.find((area) => area.level === 'community').name.replace('社区', '');
    words = `${community} ${house.name.replace('1号楼', '一栋')} 2单元501室`;
  });
  after(async () => {
    await browser?.close();
    await server?.end();
  });

  async function open(path, { width = 360, ...more } = {}) {
    const context = await browser.newContext({
      viewport: { width, height: 844 },
      locale: 'zh-CN',
      reducedMotion: 'reduce',
      extraHTTPHeaders: { 'X-Forwarded-For': `10.8.0.${(contexts += 1)}` },
      ...more,
    });
    const page = await context.newPage();
    watch(page, new URL(server.url).origin, faults);
    await page.goto(`${server.url}${path}`);
    return page;
  }
  async function staff(login) {
    const page = await open(`/console/${server.district}/`, { width: 1440 });
    await page.getByLabel('账号').fill(login);
    await page.getByLabel('密码').fill(server.password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('navigation', { name: '主导航' }).waitFor();
    return page;
  }

  test('a resident denies the location, types the address, and the right house answers', async () => {
    const asked = [];
    const page = await open(`/${server.district}/report`);
    page.on('request', (request) => asked.push(decodeURIComponent(request.url())));
    await page.getByRole('button', { name: '用我的位置' }).click();
    await page
      .getByText(/没有得到定位许可|定不了位/)
      .first()
      .waitFor();
    await page.getByLabel('说说情况').fill('楼道灯不亮');
    const address = page.getByLabel('地址或旁边的标志');
    await address.fill('没有的小区3号楼');
    await page.getByText('没有查到“没有的小区”').waitFor();
    await address.fill(words);
    await page.getByText('按您写的地址找到的').waitFor();
    await page.getByText(/这里由 .* 负责/).waitFor();
    await axe(page, 'the report by address');
    await page.getByRole('button', { name: '提交', exact: true }).click();
    await page.getByRole('heading', { name: '已收到' }).waitFor();
    const code = (await page.locator('.code').innerText()).trim();
    const followed = await read(`/follow/${encodeURIComponent(code)}`);
    assert.ok(followed.area_names.includes(house.name), JSON.stringify(followed.area_names));
    assert.ok(asked.some((url) => url.includes('/locate?address=')));
    assert.ok(
      !asked.some((url) => /501/.test(url)),
      'nobody’s door stands in an address of the web',
    );
    await page.context().close();
  });

  test('anybody learns who answers for his door, with name and telephone where published', async () => {
    const page = await open(`/${server.district}/who`);
    await page.getByLabel('写地址查').fill(words);
    await page.getByRole('heading', { name: '从这里往上' }).waitFor();
    await page.getByText(house.name, { exact: true }).waitFor();
    const ring = page.getByRole('link', { name: /^打电话 / }).first();
    await ring.waitFor();
    assert.match(await ring.getAttribute('href'), /^tel:[0-9+]{5,}$/);
    await axe(page, 'who answers, by address');
    await page.context().close();
  });

  test('a dispatcher finds the place by address and sees its people and open cases', async () => {
    const page = await staff(`street${GRID.slice(0, 9)}`);
    await page.getByRole('link', { name: '地方' }).click();
    const find = page.getByRole('combobox', { name: '地址或名称' });
    await find.fill(words);
    await page.getByRole('option', { name: new RegExp(`${house.name}.*就是这里`) }).waitFor();
    await find.press('ArrowDown');
    await find.press('Enter');
    await page.getByRole('heading', { name: house.name }).waitFor();
    await page.getByRole('region', { name: '在办的事' }).getByText('楼道灯不亮').waitFor();
    await page.getByRole('region', { name: '谁负责' }).getByText('网格长').first().waitFor();
    await axe(page, 'a place');
    await page.getByRole('link', { name: /^在办的事 · \d/ }).click();
    await page.waitForURL(/\/cases\?.*area=/);
    await page.context().close();
  });

  test('while on the phone the same address sets the place of the report', async () => {
    const page = await staff(`street${GRID.slice(0, 9)}`);
    await page.goto(`${server.url}/console/${server.district}/entry`);
    const find = page.getByRole('combobox', { name: '地址或旁边的标志' });
    await find.fill(words);
    await page.getByRole('option', { name: /就是这里/ }).waitFor();
    await find.press('ArrowDown');
    await find.press('Enter');
    await page
      .getByText(new RegExp(`${house.name}`))
      .first()
      .waitFor();
    await page.getByText('这里归谁管、还有什么事').click();
    await page.getByRole('region', { name: '谁负责' }).getByText('网格长').first().waitFor();
    await page.context().close();
  });

  test('a post is shown with consent and taken off at once', async () => {
    const page = await staff('secadmin');
    const grid = (await read('/areas?level=grid&limit=5000')).areas.find((a) => a.code === GRID);
    await page.goto(`${server.url}/console/${server.district}/people`);
    await page.getByLabel('按姓名、账号、角色或区域查找').fill(LEAD);
    await page
      .getByRole('row', { name: new RegExp(LEAD) })
      .getByRole('button')
      .click();
    const shown = page.getByRole('region', { name: '对外公开' });
    await shown.getByRole('button', { name: /^(公开|修改) · / }).click();
    await shown.getByLabel(/公开的姓名/).fill('试用姓名');
    await shown.getByLabel(/办公电话/).fill('0755-0000 4321');
    await shown.getByLabel(/本人怎样同意的/).fill('签字同意');
    await shown.getByRole('button', { name: '公开', exact: true }).last().click();
    await shown.getByText('已公开，居民现在能看到。').waitFor();
    await axe(page, 'what a post shows');
    const named = async () => JSON.stringify(await read(`/answers?area=${grid.id}`));
    assert.ok((await named()).includes('0755-0000 4321'));
    await shown.getByRole('button', { name: /^撤下 · / }).click();
    await shown.getByText('已撤下，居民现在看不到了。').waitFor();
    assert.ok(!(await named()).includes('0755-0000 4321'));
    await page.context().close();
  });

  test('nothing foreign, nothing broken was met on the way', () => {
    assert.deepEqual(faults, []);
  });
});
