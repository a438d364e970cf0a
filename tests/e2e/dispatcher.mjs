// SPDX-License-Identifier: Apache-2.0
// A dispatcher's day: triage by keyboard only, undo, many at once with one refusal, a filter shared
// by its address, two people on one case, a lost login and a reload in the middle of typing, and
// staff entry on the phone with everything a caller and a clipboard can bring.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { axe, startBrowser, startServer, watch } from './support/stage.mjs';

const GRID = '440311001001001';
const DISPATCHER = `street${GRID.slice(0, 9)}`;
const MARK = `${process.pid}`;

describe('the dispatcher’s workbench', () => {
  let server;
  let browser;
  let place;
  let made = 0;
  const faults = [];

  const address = (path) => `${server.url}${path}`;
  const api = (path) => address(`/api/v1/${server.district}${path}`);
  const queue = (rest) => address(`/console/${server.district}/cases${rest}`);

  before(async () => {
    server = await startServer();
    browser = await startBrowser();
    const { areas } = await (await fetch(api('/areas?level=grid'))).json();
    place = areas.find((area) => area.code === GRID).label;
  });
  after(async () => {
    await browser?.close();
    await server?.end();
  });

  async function report(words) {
    made += 1;
    const answer = await fetch(api('/reports'), {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': `dispatcher-${MARK}-${made}`,
        // Each from a caller of its own: what is tested here is not the limit of reports.
        'X-Forwarded-For': `10.9.${Math.floor(made / 200)}.${made % 200}`,
      },
      body: JSON.stringify({ words, place: { lat: place.lat, lon: place.lon } }),
    });
    assert.equal(answer.status, 200, await answer.clone().text());
    return (await answer.json()).number;
  }

  async function context(options = {}) {
    return browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'zh-CN',
      reducedMotion: 'reduce',
      ...options,
    });
  }

  async function signIn(page, login = DISPATCHER) {
    watch(page, new URL(server.url).origin, faults);
    await page.goto(address(`/console/${server.district}/`));
    await page.getByLabel('账号').fill(login);
    await page.getByLabel('密码').fill(server.password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('navigation', { name: '主导航' }).waitFor();
    return page;
  }
  const staff = async (login) => signIn(await (await context()).newPage(), login);

  const row = (page, number) =>
    page
      .getByRole('list', { name: '工单列表' })
      .getByRole('listitem')
      .filter({ hasText: String(number) });
  const panel = (page) => page.getByRole('region', { name: '工单', exact: true });

  /** Opens a case by nothing but keys. */
  async function openByKeys(page, number) {
    await page.goto(queue('?queue=all'));
    await page.getByRole('list', { name: '工单列表' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type(String(number));
    await page.waitForURL(/q=/);
    await page.getByText('已列出 1 件').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await panel(page).getByText(String(number), { exact: true }).waitFor();
  }

  test('triage by keyboard only: find, open, register, undo, register again, assign', async () => {
    const number = await report(`键盘分派：东门井盖松动 ${MARK}`);
    const page = await staff();
    await openByKeys(page, number);
    await axe(page, 'the workbench with a case');

    await page.keyboard.press('e');
    await page.getByText('受理立案：5 秒内可撤销').waitFor();
    await axe(page, 'a deed that can be undone');
    await page.keyboard.press('z');
    await page.getByText('已撤销：受理立案').waitFor();
    await panel(page).getByRole('button', { name: '受理立案', exact: true }).waitFor();

    await page.keyboard.press('e');
    await page.getByText('受理立案：5 秒内可撤销').waitFor();
    // Going on with the same case sends what was held back and builds on its answer.
    await page.keyboard.press('a');
    await page.getByText('派遣：5 秒内可撤销').waitFor();
    await page.getByText('已办理：派遣').waitFor();
    await panel(page).getByText('已派遣').first().waitFor();
    assert.equal(await panel(page).getByText('受理立案', { exact: true }).count(), 1, 'once');
  });

  test('what is held back is sent when the page is left or loaded again', async () => {
    const number = await report(`离开页面也要提交：路灯 ${MARK}`);
    const page = await staff();
    await openByKeys(page, number);
    await page.keyboard.press('e');
    await page.getByText('受理立案：5 秒内可撤销').waitFor();
    await page.reload();
    await panel(page).getByRole('button', { name: '派遣', exact: true }).waitFor();
    assert.equal(await panel(page).getByText('受理立案', { exact: true }).count(), 1, 'once');
  });

  test('a double click does a thing once', async () => {
    const number = await report(`双击：树枝断了 ${MARK}`);
    const page = await staff();
    await openByKeys(page, number);
    await panel(page).getByRole('button', { name: '受理立案', exact: true }).dblclick();
    await page.getByRole('button', { name: '立即提交' }).click();
    await panel(page).getByRole('button', { name: '派遣', exact: true }).waitFor();
    assert.equal(await panel(page).getByText('受理立案', { exact: true }).count(), 1, 'once');
  });

  test('many at once: one by one, and the one that was refused says why', async () => {
    const numbers = [];
    for (const what of ['甲', '乙', '丙']) numbers.push(await report(`批量${what} ${MARK}`));
    const page = await staff();
    const other = await staff();
    await page.goto(queue('?queue=desk'));
    for (const number of numbers) {
      await row(page, number).getByRole('checkbox').check();
    }
    await page.getByRole('heading', { name: '已选 3 件' }).waitFor();
    const bulk = page.getByRole('region', { name: '批量办理' });
    await bulk.getByRole('button', { name: '受理立案', exact: true }).waitFor();
    await axe(page, 'what several cases allow in common');

    // Somebody else is quicker with one of them.
    await openByKeys(other, numbers[1]);
    await other.keyboard.press('e');
    await other.getByRole('button', { name: '立即提交' }).click();
    await other.getByText('已办理：受理立案').waitFor();

    await bulk.getByRole('button', { name: '受理立案', exact: true }).click();
    await bulk.getByText('受理立案 3 件，5 秒后开始').waitFor();
    await bulk.getByRole('button', { name: '立即提交' }).click();
    await bulk.getByText('办成 2 件，未成 1 件，未办 0 件。').waitFor();
    const refused = bulk.getByRole('listitem').filter({ hasText: String(numbers[1]) });
    await refused.getByText('未成').waitFor();
    await refused.getByText(/先办理了/).waitFor();
    await axe(page, 'the outcome of a bulk action');
    await bulk.getByRole('button', { name: '回到列表' }).click();
    await bulk.waitFor({ state: 'detached' });
  });

  test('two on one case: who is later sees who did what, and applies it again', async () => {
    const number = await report(`两人同办：下水道反味 ${MARK}`);
    const first = await staff();
    const second = await staff();
    await openByKeys(first, number);
    // The second page hears nothing, as on a bad network: what it shows grows old.
    await second.route('**/events', (route) => route.abort());
    await openByKeys(second, number);
    await first.keyboard.press('e');
    await first.getByRole('button', { name: '立即提交' }).click();
    await first.getByText('已办理：受理立案').waitFor();

    const actions = second.getByRole('region', { name: '可办理的动作' });
    await actions.getByRole('button', { name: '添加备注' }).click();
    await second.getByLabel('备注', { exact: true }).fill('已电话联系 😀');
    await second.keyboard.press('Control+Enter');
    await second.getByRole('button', { name: '立即提交' }).click();
    await second.getByText('有人比您先办理了这件工单').waitFor();
    await second.getByText('这期间别人办理了').waitFor();
    await axe(second, 'a conflict');
    assert.equal(await second.getByLabel('备注', { exact: true }).inputValue(), '已电话联系 😀');
    await second.keyboard.press('Control+Enter');
    await second.getByRole('button', { name: '立即提交' }).click();
    await second.getByText('已办理：添加备注').waitFor();
  });

  test('a list under the hand does not jump when something arrives', async () => {
    const page = await staff();
    await page.goto(queue('?queue=desk'));
    await page.getByText('实时更新').waitFor();
    const list = page.getByRole('list', { name: '工单列表' });
    await list.getByRole('link').first().waitFor();
    await page.keyboard.press('j');
    const before = await list.getByRole('link').allInnerTexts();
    const number = await report(`新到一件 ${MARK}`);
    await page.getByRole('button', { name: /新到 1 件/ }).waitFor();
    const after_ = await list.getByRole('link').allInnerTexts();
    assert.equal(after_.length, before.length);
    await page.keyboard.press('r');
    await row(page, number).waitFor();
  });

  test('a filter kept under a name opens by its address in another browser', async () => {
    const number = await report(`来自居民页面的一件 ${MARK}`);
    const page = await staff();
    await page.goto(queue('?queue=desk'));
    await page.getByRole('button', { name: '筛选', exact: true }).click();
    await page.getByLabel('来源').selectOption('resident_page');
    await row(page, number).waitFor();
    await page.getByRole('button', { name: '保存这组筛选' }).click();
    await page.getByLabel('名称').fill(`居民来件 ${MARK}`);
    await page.getByRole('button', { name: '保存', exact: true }).click();
    const saved = page.getByRole('region', { name: '我的筛选' });
    const link = saved.getByRole('link', { name: new RegExp(`居民来件 ${MARK} [1-9]`) });
    await link.waitFor();
    await axe(page, 'saved filters');
    const other = await staff();
    await other.goto(page.url());
    await other.getByRole('button', { name: '去掉筛选：居民页面' }).waitFor();
    await row(other, number).waitFor();
    await other.getByRole('link', { name: new RegExp(`居民来件 ${MARK}`) }).waitFor();
    await saved.getByRole('button', { name: `删除筛选：居民来件 ${MARK}` }).click();
    await link.waitFor({ state: 'detached' });
  });

  test('who looks at the same case is seen, and who works on it, too', async () => {
    const number = await report(`两人同看 ${MARK}`);
    const first = await staff();
    const second = await staff('centre');
    await openByKeys(first, number);
    await openByKeys(second, number);
    await first.getByText('周云 正在查看').waitFor();
    await second.getByRole('button', { name: '不予立案', exact: true }).click();
    await first.getByText('周云 正在办理').waitFor();
    await axe(first, 'a case that somebody else works on');
  });

  test('a lost login is renewed over the open page, and nothing typed is gone', async () => {
    const number = await report(`登录过期：健身器材松动 ${MARK}`);
    const page = await staff();
    await openByKeys(page, number);
    const actions = page.getByRole('region', { name: '可办理的动作' });
    await actions.getByRole('button', { name: '添加备注' }).click();
    await page.getByLabel('备注', { exact: true }).fill('写到一半');
    await page.context().clearCookies();
    await page.keyboard.press('Control+Enter');
    // Whatever asks first finds out: the deed when its five seconds are over, or the page beside it.
    const dialog = page.getByRole('dialog', { name: '登录已过期' });
    await dialog.waitFor();
    await axe(page, 'signing in again');
    await dialog.getByLabel('密码').fill(server.password);
    await dialog.getByRole('button', { name: '继续' }).click();
    await page.getByText('已办理：添加备注').waitFor();
    await panel(page).getByText('写到一半').waitFor();
  });

  test('what is being typed survives a reload, going back and a second tab', async () => {
    const number = await report(`写了一半 ${MARK}`);
    const page = await staff();
    await openByKeys(page, number);
    const open = (where) =>
      where
        .getByRole('region', { name: '可办理的动作' })
        .getByRole('button', { name: '不予立案', exact: true })
        .click();
    await open(page);
    await page.getByLabel('原因', { exact: true }).fill('这不归我们管');
    await page.reload();
    await open(page);
    assert.equal(await page.getByLabel('原因', { exact: true }).inputValue(), '这不归我们管');
    const tab = await page.context().newPage();
    watch(tab, new URL(server.url).origin, faults);
    await tab.goto(page.url());
    await open(tab);
    assert.equal(await tab.getByLabel('原因', { exact: true }).inputValue(), '', 'its own');
    await page.goto(address(`/console/${server.district}/roots`));
    await page.goBack();
    await open(page);
    assert.equal(await page.getByLabel('原因', { exact: true }).inputValue(), '这不归我们管');
  });

  test('on the phone, by keyboard: words, place, likely duplicate, caller, code', async () => {
    const earlier = `小区东门路灯不亮三天了 ${MARK}`;
    await report(earlier);
    const page = await staff();
    await page.goto(address(`/console/${server.district}/entry`));
    // The first field waits for what the caller says.
    await page.getByLabel('情况').waitFor();
    await page.keyboard.type('东门路灯不亮，晚上看不清台阶 😀');
    await page.keyboard.press('Tab');
    await page.keyboard.type('第1网格1号');
    await page.getByRole('option').first().waitFor();
    await axe(page, 'finding a place');
    await page.getByLabel('地址或旁边的标志').fill('');
    await page.getByLabel('地址或旁边的标志').pressSequentially('光明第1网格1号');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText(/^属于 /).waitFor();
    const near = page.getByRole('group', { name: '附近可能已有人反映' });
    const same = near.getByRole('checkbox', { name: new RegExp(earlier.slice(0, 8)) }).first();
    await same.waitFor();
    await axe(page, 'likely duplicates');
    await same.focus();
    await page.keyboard.press('Space');
    await page.getByLabel('电话', { exact: true }).last().fill('13900001234');
    await page.reload();
    assert.match(
      await page.getByLabel('情况').inputValue(),
      /晚上看不清台阶 😀/,
      'survives a reload',
    );
    await page.getByText(/^属于 /).waitFor();
    await page.getByLabel('情况').focus();
    await page.keyboard.press('Control+Enter');
    await page.getByText('已录入，请把查询码告诉反映人').waitFor();
    await page.getByText('反映人已加入先前的那一件').waitFor();
    await page.getByRole('group', { name: '逐字读给对方' }).waitFor();
    await axe(page, 'the code to read out');
    await page.getByText('已办理：并入主案').waitFor();
    await page.keyboard.press('n');
    assert.equal(await page.getByLabel('情况').inputValue(), '');
  });

  test('ten thousand signs are refused with a number and stay where they are', async () => {
    const page = await staff();
    await page.goto(address(`/console/${server.district}/entry`));
    const long = '灯😀'.repeat(5000);
    await page.getByLabel('情况').fill(long);
    await page.getByLabel('地址或旁边的标志').fill('3 栋');
    await page.keyboard.press('Control+Enter');
    await page.getByText('写了 10000 个字，最多 2000 个').waitFor();
    assert.equal(await page.getByLabel('情况').inputValue(), long);
    await axe(page, 'too many signs');
    await page.getByLabel('情况').fill('灯😀'.repeat(1000));
    await page.getByRole('button', { name: '提交', exact: true }).dblclick();
    await page.getByText('已录入，请把查询码告诉反映人').waitFor();
  });

  for (const [name, options] of [
    ['on a phone', { viewport: { width: 360, height: 740 } }],
    ['in the dark', { colorScheme: 'dark' }],
    ['on a tablet', { viewport: { width: 768, height: 1024 } }],
  ]) {
    test(`the workbench ${name} has no violation and does not scroll sideways`, async () => {
      const page = await signIn(await (await context(options)).newPage());
      for (const path of ['cases?queue=all&state=reported', 'entry']) {
        await page.goto(address(`/console/${server.district}/${path}`));
        await page.waitForLoadState('networkidle');
        await axe(page, `${path} ${name}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${path} is ${wide} px too wide`);
      }
      await page.getByRole('button', { name: '大字' }).click();
      await page.getByRole('button', { name: /切换为英文/ }).click();
      await page.getByRole('heading', { name: 'Enter a report for somebody' }).waitFor();
      await axe(page, `the entry page in English and large type ${name}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `large type is ${wide} px too wide`);
    });
  }

  test('no page had an error, asked a foreign host or carried a phone number', () => {
    assert.deepEqual(faults, []);
  });
});
