// SPDX-License-Identifier: Apache-2.0
// The main job end to end, as people do it: a resident reports with a photo; the dispatcher
// registers and dispatches; the worker accepts and reports done with a photo; somebody else checks;
// the resident rates; the figure counts it and opens to it. Selectors are roles and labels, so that
// what a screen reader cannot find fails here, too.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { axe, PHONE, picture, startBrowser, startServer, watch } from './support/stage.mjs';

const GRID = '440311001001001';
const WORDS = `东门路灯不亮三天了，晚上看不清台阶。${process.pid}`;
const PEOPLE = {
  dispatcher: `street${GRID.slice(0, 9)}`,
  worker: `worker${GRID}`,
  verifier: `verifier${GRID.slice(0, 12)}`,
  leader: 'leader',
};

describe('one report through the pages', () => {
  let server;
  let browser;
  let place;
  let code;
  let number;
  const faults = [];
  const contexts = [];

  const address = (path) => `${server.url}${path}`;
  const api = async (path) =>
    (await fetch(address(`/api/v1/${server.district}${path}`))).json();

  before(async () => {
    server = await startServer();
    browser = await startBrowser();
    const { areas } = await api('/areas?level=grid');
    place = areas.find((area) => area.code === GRID).label;
  });

  after(async () => {
    await browser?.close();
    await server?.end();
  });

  async function resident() {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      locale: 'zh-CN',
      reducedMotion: 'reduce',
      permissions: ['geolocation'],
      geolocation: { latitude: place.lat, longitude: place.lon, accuracy: 12 },
    });
    contexts.push(context);
    const page = await context.newPage();
    watch(page, new URL(server.url).origin, faults);
    return page;
  }

  async function staff(login, locale = 'zh-CN') {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale,
      reducedMotion: 'reduce',
    });
    contexts.push(context);
    const page = await context.newPage();
    watch(page, new URL(server.url).origin, faults);
    await page.goto(address(`/console/${server.district}/`));
    await page.getByLabel('账号').fill(login);
    await page.getByLabel('密码').fill(server.password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('navigation', { name: '主导航' }).waitFor();
    return page;
  }

  /** Finds the case by its number and opens it with the keyboard. */
  async function openCase(page) {
    await page.getByRole('link', { name: /全部未结/ }).click();
    await page.keyboard.press('/');
    await page.keyboard.type(String(number));
    const row = page.getByRole('list', { name: '工单列表' }).getByRole('link').first();
    await row.filter({ hasText: String(number) }).waitFor();
    await page.getByRole('searchbox', { name: '查找工单' }).blur();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: WORDS.slice(0, 8) }).waitFor();
  }

  /** What needs nothing is done by one press; the rest has a form. Nobody waits for the undo. */
  async function act(page, action, fill = null) {
    const actions = page.getByRole('region', { name: '可办理的动作' });
    await actions.getByRole('button', { name: action, exact: true }).first().click();
    if (fill !== null) {
      await fill(page.getByRole('form', { name: action }));
      await actions.getByRole('button', { name: `确认：${action}` }).click();
    }
    await page.getByRole('button', { name: '立即提交' }).click();
    await page.getByText(`已办理：${action}`).waitFor();
  }

  test('a resident reports with a photo, a position and words', async () => {
    const page = await resident();
    await page.goto(address(`/${server.district}/`));
    await page.getByRole('link', { name: '我要反映问题' }).click();
    await page.getByRole('heading', { name: '我要反映问题' }).waitFor();
    await axe(page, 'the report page');
    await page.getByLabel('拍照或选照片').setInputFiles(await picture(browser, '路灯', '#445566'));
    await page.getByRole('img', { name: '第 1 张照片' }).waitFor();
    // The position was allowed before, so it is there by itself.
    await page.getByText(/这里由 .* 负责/).waitFor();
    await page.getByText('定位误差约 12 米').waitFor();
    await page.getByLabel('说说情况').fill(WORDS);
    await page.locator('summary', { hasText: '联系方式' }).click();
    await page.getByLabel('手机号码').fill(PHONE);
    await page.getByRole('radio', { name: '路灯不亮' }).check();
    await axe(page, 'the report page, filled in');
    // A reload in the middle loses nothing.
    await page.reload();
    await page.getByRole('img', { name: '第 1 张照片' }).waitFor();
    assert.equal(await page.getByLabel('说说情况').inputValue(), WORDS);
    await page.getByRole('button', { name: '提交', exact: true }).click();
    await page.getByRole('heading', { name: '已收到' }).waitFor();
    await axe(page, 'the page after sending');
    code = (await page.locator('.code').innerText()).trim();
    number = Number((await page.getByText(/^编号 \d+$/).innerText()).replace(/\D/g, ''));
    assert.match(code, /^[0-9A-Z-]{8,}$/);
    await page.getByRole('link', { name: '查看进度' }).click();
    await page.getByRole('heading', { name: WORDS.slice(0, 8) }).waitFor();
    await page.getByText('下一步：工作人员受理').waitFor();
    await axe(page, 'the progress page');
  });

  test('an emergency is told to call first, before sending', async () => {
    const page = await resident();
    await page.context().clearPermissions();
    await page.goto(address(`/${server.district}/report`));
    await page.getByLabel('说说情况').fill('楼道里燃气味很重，怀疑漏气');
    const call = page.getByRole('link', { name: /拨打 119/ });
    await call.waitFor();
    assert.equal(await call.getAttribute('href'), 'tel:119');
    await axe(page, 'the report page with the emergency notice');
    await page.getByRole('button', { name: '提交', exact: true }).click();
    await page.getByText('请告诉我们在哪里').waitFor();
    assert.equal(await page.getByLabel('说说情况').inputValue(), '楼道里燃气味很重，怀疑漏气');
  });

  test('the dispatcher registers it and dispatches it to the worker', async () => {
    const page = await staff(PEOPLE.dispatcher);
    await axe(page, 'the queue');
    await openCase(page);
    await axe(page, 'a case');
    assert.ok(!(await page.content()).includes(PHONE), 'the phone number is masked');
    await act(page, '受理立案');
    await act(page, '派遣', async (form) => {
      await form.getByRole('searchbox').first().fill('网格员');
      const holders = form.getByRole('group', { name: '交给谁' }).getByRole('radio');
      await holders.first().check();
      await axe(page, 'the form of dispatching');
    });
  });

  test('the worker accepts, and cannot report done without a photo afterwards', async () => {
    const page = await staff(PEOPLE.worker);
    await openCase(page);
    await act(page, '签收');
    await act(page, '处置完成', async (form) => {
      await form.getByLabel('给居民的答复').fill('已更换灯泡，晚上七点试亮正常。');
      await page.getByRole('button', { name: '确认：处置完成' }).click();
      await form.getByText('请填写“处置后照片”。').waitFor();
      await form.getByLabel('添加照片').setInputFiles(await picture(browser, '灯亮了', '#227744'));
      await form.getByRole('img', { name: '第 1 张照片' }).waitFor();
    });
  });

  test('somebody else checks it', async () => {
    const page = await staff(PEOPLE.verifier);
    await openCase(page);
    await act(page, '核查通过');
    await page.getByRole('link', { name: '核验记录链' }).click();
    await page.getByRole('heading', { name: '记录完整' }).waitFor();
    await axe(page, 'the chain page');
  });

  test('the resident sees the answer and rates it', async () => {
    const page = await resident();
    await page.goto(address(`/${server.district}/follow/${code}`));
    await page.getByText('已更换灯泡，晚上七点试亮正常。').first().waitFor();
    await page.getByRole('radio', { name: '解决了', exact: true }).check();
    await page.getByRole('radio', { name: '满意', exact: true }).check();
    await page.getByRole('radio', { name: '5 星' }).check({ force: true });
    await page.getByLabel('想说的话').fill('很快');
    await axe(page, 'the progress page of a closed case');
    await page.getByRole('button', { name: '提交评价' }).click();
    await page.getByText('谢谢，评价已记下。').waitFor();
    await page.locator('summary', { hasText: '没有解决，要求重办' }).waitFor();
  });

  test('the receipt is not published before the day ends, and says so', async () => {
    const page = await resident();
    await page.goto(address(`/${server.district}/receipts/${code}`));
    await page.getByRole('heading', { name: '还没到公布的时候' }).waitFor();
    await axe(page, 'the receipt page');
  });

  test('a receipt of an earlier day holds, worked out in the browser', async () => {
    const page = await resident();
    const { items } = await api('/roots');
    await page.goto(address(`/${server.district}/receipts`));
    await page.getByText(items.at(-1).root).waitFor();
  });

  test('the leader’s figure counts it and opens to its row', async () => {
    const page = await staff(PEOPLE.leader);
    await page.getByRole('link', { name: '数据' }).click();
    await page.getByRole('button', { name: '今天' }).click();
    await page.waitForURL(/from=/);
    const total = page.getByRole('region', { name: '总数' }).getByRole('link', { name: /结案/ });
    await total.waitFor();
    await axe(page, 'the figures');
    const count = Number((await total.locator('strong').innerText()).replace(/\D/g, ''));
    assert.ok(count >= 1);
    await total.click();
    await page.getByRole('heading', { name: '结案的明细' }).waitFor();
    await page.getByText(`共 ${count} 条`, { exact: true }).waitFor();
    await axe(page, 'the rows behind a figure');
    const row = page.getByRole('row').filter({ hasText: String(number) });
    await row.getByRole('link').click();
    await page.getByRole('heading', { name: WORDS.slice(0, 8) }).waitFor();
  });

  test('a number in the table opens to as many rows', async () => {
    const page = await staff(PEOPLE.leader);
    await page.goto(address(`/console/${server.district}/figures?by=category`));
    const cell = page.getByRole('table').getByRole('link', { name: /^上报：/ }).first();
    await cell.waitFor();
    const count = Number((await cell.innerText()).replace(/\D/g, ''));
    await cell.click();
    await page.getByText(`共 ${count.toLocaleString('zh-CN')} 条`, { exact: true }).waitFor();
    await page.getByText(/已列出 \d+ 条/).waitFor();
  });

  test('two at once: who comes later is told, and keeps what was typed', async () => {
    const first = await staff(PEOPLE.dispatcher);
    const second = await staff(PEOPLE.dispatcher);
    const made = await fetch(address(`/api/v1/${server.district}/reports`), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': `journey-${process.pid}` },
      body: JSON.stringify({ words: WORDS, place: { lat: place.lat, lon: place.lon } }),
    });
    assert.equal(made.status, 200);
    number = (await made.json()).number;
    await openCase(first);
    // The second page hears nothing, as on a bad network: its version grows old.
    await second.route('**/events', (route) => route.abort());
    await second.reload();
    await openCase(second);
    await act(first, '受理立案');
    const actions = second.getByRole('region', { name: '可办理的动作' });
    await actions.getByRole('button', { name: '添加备注' }).click();
    await second.getByRole('form', { name: '添加备注' }).getByLabel('备注').fill('已电话联系反映人');
    await actions.getByRole('button', { name: '确认：添加备注' }).click();
    await second.getByRole('button', { name: '立即提交' }).click();
    await second.getByText('有人比您先办理了这件工单').waitFor();
    await second.getByText('这期间别人办理了').waitFor();
    const note = second.getByRole('form', { name: '添加备注' }).getByLabel('备注');
    assert.equal(await note.inputValue(), '已电话联系反映人');
    await actions.getByRole('button', { name: '确认：添加备注' }).click();
    await second.getByRole('button', { name: '立即提交' }).click();
    await second.getByText('已办理：添加备注').waitFor();
  });

  test('a change by somebody else arrives by itself', async () => {
    const watching = await staff(PEOPLE.dispatcher);
    await watching.getByText('实时更新').waitFor();
    await openCase(watching);
    const acting = await staff(PEOPLE.dispatcher);
    await openCase(acting);
    await act(acting, '更改类别', async (form) => {
      await form.getByRole('combobox', { name: '类别' }).selectOption({ label: '路灯不亮' });
    });
    await watching.getByText('更改类别', { exact: true }).nth(1).waitFor();
  });

  test('staff enter what somebody tells them on the phone', async () => {
    const page = await staff(PEOPLE.dispatcher);
    await page.getByRole('link', { name: '代录' }).click();
    await page.getByRole('radio', { name: '电话' }).check();
    await page.getByLabel('情况').fill('来电反映楼道灯不亮');
    await page.getByLabel('地址或旁边的标志').fill('3 栋');
    await page.locator('canvas').waitFor();
    await axe(page, 'the staff entry page');
    await page.getByRole('button', { name: '提交', exact: true }).click();
    await page.getByText('已录入，请把查询码告诉反映人').waitFor();
    await page.getByRole('link', { name: '打开工单' }).click();
    await page.getByRole('heading', { name: '来电反映楼道灯不亮' }).waitFor();
  });

  test('who is signed in as staff can still report as a resident', async () => {
    const page = await staff(PEOPLE.dispatcher);
    await page.goto(address(`/${server.district}/report`));
    await page.getByLabel('说说情况').fill('下班路上看到的：井盖松动');
    await page.getByLabel('地址或旁边的标志').fill('东门');
    await page.getByRole('button', { name: '提交', exact: true }).click();
    await page.getByRole('heading', { name: '已收到' }).waitFor();
  });

  test('the other pages have no violation either, in both languages and in large type', async () => {
    const page = await staff(PEOPLE.leader);
    for (const path of ['roots', 'figures?by=day', 'cases?queue=all&q=999999999']) {
      await page.goto(address(`/console/${server.district}/${path}`));
      await page.waitForLoadState('networkidle');
      await axe(page, path);
    }
    const public_ = await resident();
    for (const path of ['', 'receipts', 'follow/NOPE-NOPE', 'sent', 'map', 'no/such/page']) {
      await public_.goto(address(`/${server.district}/${path}`));
      await public_.waitForLoadState('networkidle');
      await axe(public_, `/${path}`);
    }
    await public_.getByRole('button', { name: '大字版' }).click();
    await public_.getByRole('button', { name: 'English' }).click();
    await public_.getByRole('button', { name: 'Large type', pressed: true }).waitFor();
    await public_.goto(address(`/${server.district}/report`));
    await public_.getByRole('heading', { name: 'Report a problem' }).waitFor();
    await axe(public_, 'the report page in English and large type');
    const wide = await public_.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 390, 'nothing scrolls sideways in large type');
  });

  test('the security administrator lands on the people and sees their roles', async () => {
    const page = await staff('secadmin');
    await page.getByRole('heading', { name: '人员与角色' }).waitFor();
    await page.getByRole('row').nth(1).waitFor();
    await axe(page, 'people');
  });

  test('dark pages are as readable as light ones', async () => {
    const page = await resident();
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const path of ['', `follow/${code}`, `receipts/${code}`]) {
      await page.goto(address(`/${server.district}/${path}`));
      await page.waitForLoadState('networkidle');
      await axe(page, `/${path} in the dark`);
    }
    const desk = await staff(PEOPLE.leader);
    await desk.emulateMedia({ colorScheme: 'dark' });
    for (const path of ['cases?queue=all', 'figures', 'figures/rows?metric=reported', 'roots']) {
      await desk.goto(address(`/console/${server.district}/${path}`));
      await desk.waitForLoadState('networkidle');
      await axe(desk, `${path} in the dark`);
    }
    await desk.goto(address(`/console/${server.district}/cases`));
    await openCase(desk);
    await axe(desk, 'a case in the dark');
  });

  test('no page had an error, asked a foreign host or carried a phone number', () => {
    assert.deepEqual(faults, []);
  });
});
