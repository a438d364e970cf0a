// SPDX-License-Identifier: Apache-2.0
// A leader's day: a number on a board, its cases (as many as it says), one of them and back; the
// map by keyboard and without WebGL; what administrators set takes effect; what is printed.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { axe, picture, startBrowser, startServer, watch } from './support/stage.mjs';

const GRID = '440311001001001';

describe('boards, map, administration and paper', () => {
  let server;
  let browser;
  const faults = [];

  const address = (path) => `${server.url}/console/${server.district}/${path}`;
  const numberIn = (text) => Number(text.replace(/\D/g, ''));

  before(async () => {
    server = await startServer();
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.end();
  });

  async function staff(login, options = {}, prepare = async () => {}) {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'zh-CN',
      reducedMotion: 'reduce',
      ...options,
    });
    await prepare(context);
    const page = await context.newPage();
    watch(page, new URL(server.url).origin, faults);
    await page.goto(address(''));
    await page.getByLabel('账号').fill(login);
    await page.getByLabel('密码').fill(server.password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('navigation', { name: '主导航' }).waitFor();
    return page;
  }

  /** Lists the queue to its end and counts. */
  async function listed(page) {
    const rows = page.getByRole('list', { name: '工单列表' }).getByRole('listitem');
    await rows.first().waitFor();
    const more = page.getByRole('button', { name: '载入更多' });
    for (;;) {
      const before = await rows.count();
      if ((await more.count()) === 0) return before;
      await more.click();
      await page.waitForFunction(
        (n) => document.querySelectorAll('.case-list > li').length > n,
        before,
      );
    }
  }

  test('a number on the board is as many cases as its list; one opens, and back again', async () => {
    const page = await staff('leader');
    await page.getByRole('heading', { name: /^今日/ }).waitFor();
    const open = page.locator('a.tile').filter({ hasText: '未结' });
    const count = numberIn(await open.locator('strong').innerText());
    assert.ok(count > 0, 'the demo has open cases');
    await axe(page, 'the board of today');
    await open.click();
    assert.equal(await listed(page), count);
    await page.getByRole('list', { name: '工单列表' }).getByRole('link').first().click();
    await page
      .getByRole('region', { name: '工单', exact: true })
      .getByRole('heading')
      .first()
      .waitFor();
    await page.goBack();
    await page.goBack();
    await page.getByRole('heading', { name: /^今日/ }).waitFor();
    await open.waitFor();
  });

  test('each stage and each area of the board opens to as many cases', async () => {
    const page = await staff('leader');
    for (const block of ['等在哪一步', '各区域今天']) {
      const link = page
        .getByRole('region', { name: block })
        .getByRole('link', { name: /件，打开/ });
      await link.first().waitFor();
      const count = numberIn(await link.first().innerText());
      await link.first().click();
      assert.equal(await listed(page), count, block);
      await page.goBack();
    }
  });

  /** Every number that a page shows with the list it opens: its address, and how many it promises. */
  const numbersOf = (page) =>
    page.evaluate(() => {
      const within = 'a.tile, .rate-cell a, .tile a, td a, .table a';
      const links = [...document.querySelectorAll('main a')].filter((a) => a.matches(within));
      const found = new Map();
      for (const link of links) {
        const text = (link.querySelector('strong') ?? link).innerText.replaceAll(',', '').trim();
        if (/^\d+$/.test(text)) found.set(link.href, { href: link.href, n: Number(text) });
      }
      const bare = [...document.querySelectorAll('main td.num, main .tile strong')]
        .filter((cell) => /^[1-9][\d,]*$/.test(cell.innerText.trim()))
        .filter((cell) => cell.closest('a') === null && cell.querySelector('a') === null)
        .map((cell) => cell.innerText);
      return { numbers: [...found.values()], bare };
    });

  /** How many rows an address lists, asked with the page's own login and the address's own words. */
  const rowsBehind = (page, href) =>
    page.evaluate(
      async ([href, base]) => {
        const { pathname, searchParams } = new URL(href);
        const get = async (path, query) => {
          const answer = await fetch(`${base}${path}?${query}`);
          if (!answer.ok) throw new Error(`${answer.status} ${href}`);
          return answer.json();
        };
        if (pathname.endsWith('/rows')) {
          searchParams.delete('n');
          return (await get('/figures/rows', searchParams)).total;
        }
        let rows = 0;
        searchParams.set('limit', '100');
        for (let next = ''; next !== null; ) {
          if (next) searchParams.set('cursor', next);
          const page = await get('/cases', searchParams);
          rows += page.items.length;
          next = page.next ?? null;
        }
        return rows;
      },
      [href, `/api/v1/${server.district}`],
    );

  test('every number of every board and of the figures opens to as many rows', async () => {
    const leader = await staff('leader');
    const lead = await staff(`grid${GRID}`);
    let checked = 0;
    for (const [page, path] of [
      [leader, 'boards/today'],
      [leader, 'boards/street'],
      [lead, 'boards/grid'],
      [leader, 'figures?by=area'],
      [leader, 'figures?by=category'],
      [leader, 'figures?by=day'],
      [leader, 'figures?by=month'],
      [leader, 'map'],
    ]) {
      await page.goto(address(path));
      await page.locator('main a').filter({ hasText: /^[\d,]+$/ }).first().waitFor();
      await page.waitForLoadState('networkidle');
      const { numbers, bare } = await numbersOf(page);
      assert.deepEqual(bare, [], `${path}: numbers that open to nothing`);
      assert.ok(numbers.length > 3, `${path}: ${numbers.length} numbers`);
      for (const { href, n } of numbers) {
        assert.equal(await rowsBehind(page, href), n, `${path}: ${href}`);
      }
      checked += numbers.length;
    }
    assert.ok(checked > 100, `${checked} numbers`);
  });

  test('what lies in no part of an area opens from the board, too', async () => {
    const answer = await fetch(`${server.url}/api/v1/${server.district}/reports`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'leader-nowhere-1' },
      body: JSON.stringify({ words: '不知道在哪里：河边有人乱倒垃圾' }),
    });
    assert.equal(answer.status, 200);
    const page = await staff('leader');
    const row = page.getByRole('row').filter({ hasText: '未划入下级' });
    const link = row.getByRole('link', { name: /未结/ });
    await link.waitFor();
    const count = numberIn(await link.innerText());
    await link.click();
    await page.getByRole('button', { name: '去掉筛选：未划入下级' }).waitFor();
    assert.equal(await listed(page), count);
  });

  test('the street board: rates with both lists, sorted from the keyboard, printable', async () => {
    const page = await staff('leader');
    await page.goto(address('boards/street'));
    const areas = page.getByRole('region', { name: '各区域' });
    const rate = areas.locator('.rate-cell a').first();
    await rate.waitFor();
    await axe(page, 'the street board');
    await areas.getByRole('button', { name: '上报' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/sort\d=0-down/);
    const counts = await areas.locator('tbody tr td:nth-child(2)').allInnerTexts();
    const numbers = counts.slice(0, -1).map(numberIn);
    assert.deepEqual(
      numbers,
      [...numbers].sort((a, b) => b - a),
    );
    const handled = numberIn(await rate.innerText());
    await rate.click();
    await page.getByText(`共 ${handled.toLocaleString('zh-CN')} 条`, { exact: true }).waitFor();
    await page.goBack();
    await areas.waitFor();
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.getByRole('navigation', { name: '主导航' }).isVisible(), false);
    assert.ok((await page.pdf()).length > 10_000);
  });

  test('the grid board of a grid lead is about his grid', async () => {
    const page = await staff(`grid${GRID}`);
    await page.getByRole('link', { name: '看板' }).click();
    await page.getByRole('heading', { name: /^我的网格/ }).waitFor();
    await page.getByRole('region', { name: '最近的上报' }).waitFor();
    await axe(page, 'the grid board');
  });

  test('the map says the same in a table, chosen and opened from the keyboard', async () => {
    const page = await staff('leader');
    await page.getByRole('link', { name: '地图' }).click();
    const table = page.getByRole('region', { name: '地图上的数字' });
    const first = table.getByRole('row').nth(1).getByRole('button');
    await first.waitFor();
    await page.locator('canvas').waitFor();
    await axe(page, 'the map');
    await first.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/pick=\d+/);
    const name = (await first.innerText()).trim();
    await table.getByRole('heading', { name }).waitFor();
    const link = table.getByRole('row').nth(1).getByRole('link').first();
    const count = numberIn(await link.innerText());
    await link.focus();
    await page.keyboard.press('Enter');
    assert.equal(await listed(page), count);
    await page.goto(address('map?figure=on_time_rate'));
    await page.getByText('≥ 95%').waitFor();
    await axe(page, 'the map by a rate');
  });

  test('a device without WebGL is told so and has the table', async () => {
    const page = await staff('leader', {}, (context) =>
      context.addInitScript(() => {
        const real = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
          return /webgl/.test(kind) ? null : real.call(this, kind, ...rest);
        };
      }),
    );
    await page.goto(address('map'));
    await page.getByText('没有 WebGL').waitFor();
    await page.getByRole('region', { name: '地图上的数字' }).getByRole('row').nth(1).waitFor();
    await axe(page, 'the map without WebGL');
  });

  test('a role that is given takes effect, and ends', async () => {
    const department = await staff('chengguan');
    assert.equal(await department.getByRole('link', { name: '看板' }).count(), 0);
    const page = await staff('secadmin');
    await page.getByLabel('按姓名、账号、角色或区域查找').fill('chengguan');
    await page.getByText('1 人', { exact: true }).waitFor();
    await page.getByRole('row').nth(1).getByRole('button').click();
    const panel = page.getByRole('region', { name: '账号详情' });
    await panel.getByRole('button', { name: '授予角色' }).click();
    await panel.getByRole('combobox', { name: '角色' }).selectOption('leader');
    await panel.getByRole('combobox', { name: '区域' }).selectOption({ index: 1 });
    await axe(page, 'a role being given');
    await panel.getByRole('button', { name: '授予', exact: true }).click();
    await panel.getByText(/^已授予：领导/).waitFor();
    await department.reload();
    await department.getByRole('link', { name: '看板' }).waitFor();
    await panel.getByRole('button', { name: /^结束 · 领导/ }).click();
    await panel.getByText(/^已结束：领导/).waitFor();
    await department.reload();
    await department.getByRole('link', { name: '工单' }).waitFor();
    assert.equal(await department.getByRole('link', { name: '看板' }).count(), 0);
  });

  test('the system administrator switches a category off and on, and sees the calendar', async () => {
    const page = await staff('sysadmin');
    await page.getByRole('heading', { name: '区域', exact: true }).waitFor();
    await page.getByRole('searchbox').fill('光明第1网格');
    await page.getByRole('link', { name: /^光明第1网格 网格/ }).click();
    await page.getByRole('heading', { name: '光明第1网格', exact: true }).waitFor();
    await axe(page, 'the areas');
    await page.getByRole('link', { name: '类别与时限' }).click();
    const box = page.getByRole('checkbox', { name: '路灯不亮 · 是否使用' });
    await box.uncheck();
    await page.getByText('已保存：路灯不亮').waitFor();
    await box.check();
    await page.getByText('已保存：路灯不亮').waitFor();
    await axe(page, 'the categories');
    await page.goto(address('admin/calendar?year=2026'));
    await page.getByRole('heading', { name: '十月' }).waitFor();
    await axe(page, 'the calendar');
    await page.goto(address('admin/calendar?year=2090'));
    await page.getByText('2090 年的放假安排还没有收录').waitFor();
    await page.getByRole('link', { name: '单位' }).click();
    await page.getByRole('row').nth(1).waitFor();
    await axe(page, 'the organisations');
  });

  test('a limit of a stage is set, refused where it makes no sense, and set back', async () => {
    const page = await staff('sysadmin');
    await page.goto(address('admin/stages'));
    await page.getByRole('button', { name: '修改 · 核查' }).click();
    await page.getByLabel('核查 · 数量').fill('0');
    await page.keyboard.press('Enter');
    await page.getByText('请填 1 到 10000 的整数。').waitFor();
    await axe(page, 'a limit being changed');
    await page.getByLabel('核查 · 数量').fill('45');
    await page.keyboard.press('Enter');
    await page.getByText('已保存：核查').waitFor();
    const row = page.getByRole('row').filter({ hasText: '核查由没有办理过的人核查' });
    await row.getByText('45 分钟').waitFor();
    await row.getByRole('button', { name: '恢复通行值 · 核查' }).click();
    await row.getByText('本区自定').waitFor({ state: 'detached' });
    await axe(page, 'the limits of stages');
  });

  test('a year of holidays is looked at, its bad lines are named, and then it holds', async () => {
    const page = await staff('sysadmin');
    await page.goto(address('admin/calendar'));
    await page.getByRole('button', { name: '导入一年的放假安排' }).click();
    const file = (text) => ({ name: '2031.tsv', mimeType: 'text/plain', buffer: Buffer.from(text) });
    const choose = (text) => page.getByLabel('选择文件').setInputFiles(file(text));
    await choose('2031-13-01\toff\t元旦\n2031-01-01\tfree\t元旦\n');
    await page.getByText('第 1 行').waitFor();
    await page.getByText('既不是 off 也不是 work').waitFor();
    await axe(page, 'a file of holidays with bad lines');
    await choose('2031-01-01\toff\t元旦\n2031-01-04\twork\t元旦\n');
    await page.getByText('放假 1 天，调休上班 1 天').waitFor();
    await axe(page, 'holidays before they are imported');
    await page.getByRole('button', { name: '导入', exact: true }).click();
    await page.getByText('已导入 2031 年的放假安排。').waitFor();
    await page.waitForURL(/year=2031/);
    assert.equal(await page.getByText('还没有收录').count(), 0);
  });

  test('the auditor reads who signed in', async () => {
    const page = await staff('auditor');
    await page.goto(address('admin/security'));
    await page.getByRole('row').nth(1).waitFor();
    await axe(page, 'the security log');
  });

  test('door cards are printed, one sheet each; a photographed form goes on to staff entry', async () => {
    const page = await staff(`street${GRID.slice(0, 9)}`);
    await page.getByRole('link', { name: '管理' }).click();
    await page.getByRole('link', { name: '门牌卡' }).first().click();
    await axe(page, 'the door cards, before');
    const { areas } = await (
      await fetch(`${server.url}/api/v1/${server.district}/areas?level=grid`)
    ).json();
    const grid = areas.find((area) => area.code === GRID).id;
    await page.goto(address(`door-cards?area=${grid}`));
    await page.getByLabel('范围').selectOption('all');
    await page.getByRole('button', { name: '生成' }).click();
    await page.getByText(/张，可以打印/).waitFor();
    const sheets = await page.locator('.sheet').count();
    assert.ok(sheets > 0);
    await axe(page, 'the door cards');
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    assert.equal(pages, sheets, 'a sheet is a page');
    await page.getByRole('link', { name: '录入纸质反映单' }).click();
    await axe(page, 'the page of paper forms');
    await page.getByLabel('拍照或选照片').setInputFiles(await picture(browser, '空白', '#ffffff'));
    await page.getByRole('region', { name: '认出的内容' }).waitFor();
    await axe(page, 'what was read off a form');
    await page.getByRole('button', { name: /去补全文字/ }).click();
    await page.getByText('反映单的照片已经附上。').waitFor();
    assert.equal(await page.getByRole('radio', { name: '纸质表单' }).isChecked(), true);
  });

  test('phones, English, large type and the dark are as good', async () => {
    const page = await staff('leader', {
      viewport: { width: 360, height: 780 },
      colorScheme: 'dark',
    });
    await page.getByRole('button', { name: /切换为英文/ }).click();
    for (const path of ['boards/today', 'boards/street', 'map', 'admin/areas', 'admin/calendar']) {
      await page.goto(address(path));
      await page.getByRole('heading').first().waitFor();
      await page.waitForFunction(() => document.querySelector('.bone') === null);
      await axe(page, `${path} on a phone`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 360, `${path} scrolls sideways: ${wide}`);
    }
  });

  test('nothing went wrong on the way', () => {
    assert.deepEqual(faults, []);
  });
});
