// SPDX-License-Identifier: Apache-2.0
// What a resident lives through, on a phone: report with a photo, follow, rate, ask for it to be
// done again, prove it; join what others reported; and everything a phone, a network and a hurried
// thumb can do to a form.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { axe, PHONE, picture, startBrowser, startServer, watch } from './support/stage.mjs';
import { act, finish, staff } from './support/staff.mjs';

const GRID = '440311001001001';
const PEOPLE = {
  dispatcher: `street${GRID.slice(0, 9)}`,
  worker: `worker${GRID}`,
  verifier: `verifier${GRID.slice(0, 12)}`,
};
const WORDS = `东门路灯不亮三天了，晚上看不清台阶。${process.pid}`;
const LONG = '很长的一段话，'.repeat(1429); // ten thousand characters and a few

/** A report with a recording, made by the API: Ogg with Opus, a head page and one that ends it. */
async function spoken(server) {
  const page = (samples, packet) => {
    const head = Buffer.alloc(28);
    head.write('OggS');
    head.writeBigUInt64LE(BigInt(samples), 6);
    [head[26], head[27]] = [1, packet.length];
    return Buffer.concat([head, packet]);
  };
  const opus = Buffer.alloc(19);
  opus.write('OpusHead');
  const base = `${server.url}/api/v1/${server.district}`;
  const send = async (path, type, body) => {
    const headers = { 'Content-Type': type, 'Idempotency-Key': `spoken-${process.pid}-${type}` };
    const reply = await fetch(base + path, { method: 'POST', headers, body });
    assert.ok(reply.ok, `${path}: ${reply.status}`);
    return reply.json();
  };
  const sound = Buffer.concat([page(0, opus), page(4 * 48_000, Buffer.alloc(100, 7))]);
  const { voice, token } = await send('/voice-notes', 'audio/ogg', sound);
  const report = { words: '听录音，路灯坏了', voices: [{ voice, token }], address: '东门' };
  return send('/reports', 'application/json', JSON.stringify(report));
}

describe('a resident', () => {
  let server;
  let browser;
  let place;
  let photo;
  let code;
  let number;
  let caseId;
  let released;
  const faults = [];
  let contexts = 0;

  const address = (path) => `${server.url}/${server.district}/${path}`;

  before(async () => {
    server = await startServer();
    browser = await startBrowser();
    photo = await picture(browser, '路灯', '#445566');
    const list = await fetch(`${server.url}/api/v1/${server.district}/areas?level=grid`);
    place = (await list.json()).areas.find((area) => area.code === GRID).label;
  });

  after(async () => {
    await browser?.close();
    await server?.end();
  });

  /** A phone of its own: own storage, own address, position allowed unless told otherwise. */
  async function phone({ geo = true, locale = 'zh-CN', width = 390, ...more } = {}) {
    const context = await browser.newContext({
      viewport: { width, height: 844 },
      locale,
      reducedMotion: 'reduce',
      hasTouch: true,
      extraHTTPHeaders: { 'X-Forwarded-For': `10.9.0.${(contexts += 1)}` },
      ...(geo && {
        permissions: ['geolocation'],
        geolocation: { latitude: place.lat, longitude: place.lon, accuracy: 12 },
      }),
      ...more,
    });
    return context;
  }

  async function open(path, options = {}) {
    const context = options.context ?? (await phone(options));
    const page = await context.newPage();
    watch(page, new URL(server.url).origin, faults);
    await page.goto(address(path));
    return page;
  }

  const send = (page) => page.getByRole('button', { name: '提交', exact: true }).click();
  const sentCode = async (page) => (await page.locator('.code').innerText()).trim();
  const numberOn = async (page) =>
    Number(
      (
        await page
          .getByText(/^编号 \d+$/)
          .first()
          .innerText()
      ).replace(/\D/g, ''),
    );

  /** The least that can be sent. */
  async function fillIn(page, words) {
    await page.getByLabel('说说情况').fill(words);
    await page.getByLabel('地址或旁边的标志').fill('3 栋');
  }

  describe('reports and is answered', () => {
    test('in a minute: photo, position that is there by itself, category, send', async () => {
      const page = await open('');
      await page.getByRole('link', { name: '我要反映问题' }).click();
      await page.getByLabel('拍照或选照片').setInputFiles(photo);
      await page.getByRole('img', { name: '第 1 张照片' }).waitFor();
      await page.getByText(/这里由 .* 负责/).waitFor();
      await page.getByRole('radio', { name: '路灯不亮' }).check();
      await page.getByLabel('说说情况').fill(WORDS);
      await page.locator('summary', { hasText: '联系方式' }).click();
      await page.getByLabel('手机号码').fill(PHONE);
      await send(page);
      await page.getByRole('heading', { name: '已收到' }).waitFor();
      await page.getByRole('img', { name: '查询链接的二维码' }).waitFor();
      await axe(page, 'the page after sending');
      code = await sentCode(page);
      number = await numberOn(page);
      // Going back does not bring the form with what was sent; a reload still shows the code.
      await page.reload();
      assert.equal(await sentCode(page), code);
      await page.goBack();
      await page.getByText('我在这台设备上的反映').waitFor();
      await page.getByRole('link', { name: new RegExp(WORDS.slice(0, 6)) }).click();
      await page.getByRole('heading', { name: WORDS.slice(0, 8) }).waitFor();
      await page.getByText('下一步：工作人员受理').waitFor();
      await axe(page, 'the progress page');
    });

    test('the code, typed in small letters or pasted as a link, finds it', async () => {
      const page = await open('');
      await page.getByLabel('查询码').fill(` ${code.toLowerCase()} `);
      await page.getByRole('button', { name: '查看' }).click();
      await page.getByRole('heading', { name: WORDS.slice(0, 8) }).waitFor();
      await page.goto(address('follow'));
      await page.getByLabel('查询码').fill(address(`follow/${code}`));
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: WORDS.slice(0, 8) }).waitFor();
    });

    test('the page plays what she said, and brings itself up to date while she looks', async () => {
      const told = await spoken(server);
      const page = await open(`follow/${told.follow_code}`);
      const voice = page.getByLabel('第 1 段语音');
      await voice.waitFor();
      const heard = await page.evaluate(
        async (url) => (await fetch(url)).status,
        await voice.getAttribute('src'),
      );
      assert.equal(heard, 200);
      await page.clock.install();
      await page.reload();
      await page.getByText('下一步：工作人员受理').waitFor();
      await axe(page, 'the progress page with a voice');
      const answer = () =>
        page.waitForResponse((r) => r.url().endsWith(`/follow/${told.follow_code}`));
      const same = answer();
      await page.clock.fastForward(60_000);
      assert.equal((await same).status(), 304, 'nothing new is an empty answer');
      await act(await staff(server, 'centre'), told.number, { action: 'register' });
      await page.clock.fastForward(120_000);
      await page.getByText('下一步：指派给负责的人或单位').waitFor();
      await page.getByText('有新进展：已立案').waitFor({ state: 'attached' });
    });

    test('once it is solved she rates it, and the stages say so', async () => {
      caseId = await finish(server, number, PEOPLE, photo.buffer);
      const page = await open(`follow/${code}`);
      await page.getByText('已更换灯泡，晚上七点试亮正常。').first().waitFor();
      const last = page.locator('.stages > li').last();
      await last.getByText('已结案').waitFor();
      await last.getByText('（已完成）').waitFor({ state: 'attached' });
      await page.getByRole('radio', { name: '没有解决', exact: true }).check();
      await page.getByRole('radio', { name: '不满意', exact: true }).check();
      await page.getByRole('radio', { name: '2 星' }).check({ force: true });
      await page.getByLabel('想说的话').fill(LONG);
      await page.getByRole('button', { name: '提交评价' }).click();
      await page.getByText(/超出 [\d,]+ 字/).waitFor();
      await page.getByLabel('想说的话').fill('昨晚又不亮了 💡👨\u200d👩\u200d👧');
      await page.reload();
      await page.getByRole('radio', { name: '不满意', exact: true, checked: true }).waitFor();
      await axe(page, 'rating');
      let rated = 0;
      page.on('request', (r) => (rated += r.url().endsWith('/ratings') ? 1 : 0));
      await page.getByRole('button', { name: '提交评价' }).dblclick();
      await page.getByText('谢谢，评价已记下。').waitFor();
      await page
        .locator('p.pre', { hasText: '昨晚又不亮了 💡👨\u200d👩\u200d👧' })
        .first()
        .waitFor();
      assert.equal(rated, 1, 'a double tap rates once');
    });

    test('and has the last word: it is taken up again', async () => {
      const page = await open(`follow/${code}`);
      await page.locator('summary', { hasText: '没有解决，要求重办' }).click();
      const again = page.getByRole('button', { name: '没有解决，要求重办' });
      await again.click();
      await page.getByText('请写一句原因。').waitFor();
      await page.getByLabel('原因').fill('昨晚又不亮了');
      await again.click();
      await page.getByText('重新办理过 1 次').waitFor();
      const now = page.locator('.stages > li[aria-current]');
      await now.getByText('已立案').waitFor();
      await axe(page, 'a report taken up again');
    });

    test('the receipt waits for the day to end; one of an earlier day holds', async () => {
      const page = await open(`receipts/${code}`);
      await page.getByRole('heading', { name: '还没到公布的时候' }).waitFor();
      if (server.followCode === undefined) return;
      await page.goto(address(`receipts/${server.followCode}`));
      await page.getByRole('heading', { name: '核验通过' }).waitFor();
      await axe(page, 'a receipt that holds');
    });
  });

  describe('joins what others reported', () => {
    test('nothing is public before staff release it', async () => {
      const page = await open('report');
      await page.getByText(/这里由 .* 负责/).waitFor();
      await page.getByRole('radio', { name: '路灯不亮' }).check();
      await page.waitForLoadState('networkidle');
      assert.equal(await page.getByText(/附近有/).count(), 0);
    });

    test('a released one nearby is offered before sending, and joined with an own code', async () => {
      const desk = await staff(server, PEOPLE.dispatcher);
      const title = '东门外路灯不亮';
      await desk.put(`/cases/${caseId}/release`, { title, place: 'street', photos: [] });
      const page = await open('report');
      await page.getByLabel('说说情况').fill('我也看到了，孩子放学走这里');
      await page.getByText(/这里由 .* 负责/).waitFor();
      await page.getByRole('radio', { name: '路灯不亮' }).check();
      await page.getByText('附近有 1 件已公开的反映').waitFor();
      await axe(page, 'the report page with a report nearby');
      await page.getByRole('link', { name: new RegExp(title) }).click();
      await page.getByRole('heading', { name: title }).waitFor();
      released = new URL(page.url()).pathname.split('/').pop();
      assert.equal(
        await page.getByLabel('想补充的话').inputValue(),
        '我也看到了，孩子放学走这里',
        'what was typed comes along',
      );
      await page.getByRole('button', { name: '在地图上看' }).click();
      await page.getByRole('application', { name: /地图/ }).waitFor();
      await axe(page, 'a released report');
      await page.getByRole('button', { name: '就是这件，我要跟进' }).dblclick();
      await page.getByRole('heading', { name: '已跟进' }).waitFor();
      const own = await sentCode(page);
      assert.notEqual(own, code, 'an own code');
      await axe(page, 'the page after joining');
      await page.getByRole('link', { name: '查看进度' }).click();
      await page.getByText('有人先反映了同一件事').waitFor();
      const { co_reporters: joined } = await desk.get(`/cases/${caseId}`);
      assert.equal(joined, 1, 'a double tap joins once');
      await page.goto(address('report'));
      assert.equal(await page.getByLabel('说说情况').inputValue(), '', 'the draft went into it');
    });

    test('the map colours its grid, and shows it from near, in a list as well', async () => {
      const page = await open('map');
      await page.getByRole('application', { name: '身边的反映' }).waitFor();
      await page
        .getByRole('button', { name: /未办结 \d/ })
        .first()
        .waitFor();
      await page.locator('.light-area.heat-1, .light-area.heat-2').first().waitFor();
      assert.equal(await page.locator('.light-map-dot').count(), 0, 'no points from far');
      await axe(page, 'the map');
      await page.getByRole('button', { name: '看我附近' }).click();
      await page.locator('.light-map-dot').first().waitFor();
      const row = page.getByRole('link', { name: /东门外路灯不亮/ });
      await row.waitFor();
      await axe(page, 'the map from near');
      await row.click();
      await page.getByRole('heading', { name: '东门外路灯不亮' }).waitFor();
    });

    test('the map moves by keyboard and by touch', async () => {
      const page = await open('map');
      const map = page.getByRole('application', { name: '身边的反映' });
      const view = () => map.locator('svg').getAttribute('viewBox');
      await map.focus();
      const before = await view();
      await page.keyboard.press('+');
      await page.keyboard.press('ArrowRight');
      const after = await view();
      assert.notEqual(after, before);
      const box = await map.boundingBox();
      await page.mouse.move(box.x + 80, box.y + 80);
      await page.mouse.down();
      await page.mouse.move(box.x + 160, box.y + 120, { steps: 4 });
      await page.mouse.up();
      assert.notEqual(await view(), after);
      await page.getByRole('button', { name: '看全区' }).click();
      assert.equal(await view(), before);
    });

    test('the form for joining survives what a phone does to it', async () => {
      const page = await open(`released/${released}`);
      const words = page.getByLabel('想补充的话');
      await words.fill(LONG);
      await page.getByText(/超出 [\d,]+ 字/).waitFor();
      assert.equal((await words.inputValue()).length, LONG.length, 'nothing was cut');
      await words.fill('昨晚我也看到了 😱');
      await page.reload();
      assert.equal(await words.inputValue(), '昨晚我也看到了 😱');
      await page.goto(address(''));
      await page.goBack();
      assert.equal(await words.inputValue(), '昨晚我也看到了 😱');
      await page.route('**/follow', (route) => route.abort());
      await page.getByRole('button', { name: '就是这件，我要跟进' }).click();
      await page.getByText('没有连上服务器，内容还在这里').waitFor();
      assert.equal(await words.inputValue(), '昨晚我也看到了 😱');
    });

    test('what is taken back is gone at once', async () => {
      const desk = await staff(server, PEOPLE.dispatcher);
      await desk.del(`/cases/${caseId}/release`, { reason: '已并到另一件' });
      const page = await open(`released/${released}`);
      await page.getByRole('heading', { name: '这件反映现在没有公开' }).waitFor();
      await axe(page, 'a report that is not public');
    });
  });

  describe('scans the card at the door', () => {
    const notice = (page) => page.getByText(/^门牌：/);
    let path;
    before(async () => {
      const lead = await staff(server, `grid${GRID}`);
      const { areas } = await lead.get('/areas?level=grid');
      const { id } = areas.find((area) => area.code === GRID);
      const { report_url: url } = await lead.get(`/areas/${id}/door-card`);
      path = `report${new URL(url).search}`;
    });

    test('its place and its categories are there, and may be changed', async () => {
      const page = await open(path, { geo: false });
      await notice(page).waitFor();
      await page.getByText('位置和常见类别已按门牌填好').waitFor();
      await page.getByText(/这里由 .*光明第1网格.* 负责/).waitFor();
      await axe(page, 'the report page of a door card');
      await page.getByLabel('说说情况').fill('楼道灯不亮');
      await page.reload();
      await page.getByText('位置和常见类别已按门牌填好').waitFor();
      await page.getByRole('button', { name: '在地图上点' }).click();
      await page.getByRole('application', { name: '地图：点选位置' }).click();
      await page.getByText('您已经选了别的位置').waitFor();
      await page.reload();
      await page.getByText('您已经选了别的位置').waitFor();
      await page.getByRole('button', { name: '改用门牌的位置' }).click();
      await page.getByText('位置和常见类别已按门牌填好').waitFor();
      await send(page);
      await page.getByRole('heading', { name: '已收到' }).waitFor();
      await page.getByText(/由 .*光明第1网格.* 受理/).first().waitFor();
    });

    test('a card that is not known leaves the form as it is', async () => {
      const page = await open('report?card=440311001001001-2222', { geo: false });
      await page.getByText('没有认出这张门牌').waitFor();
      await fillIn(page, '门牌认不出也能报');
      await send(page);
      await page.getByRole('heading', { name: '已收到' }).waitFor();
    });
  });

  describe('asks who answers', () => {
    test('by position, by a tap, and by choosing the area; and reports from there', async () => {
      const page = await open('who');
      await page.getByRole('button', { name: '用我的位置' }).click();
      await page.locator('.chain').getByText('光明第1网格', { exact: true }).waitFor();
      await axe(page, 'who answers');
      await page.getByRole('combobox', { name: '街道' }).selectOption({ label: '光明街道' });
      await page.getByRole('combobox', { name: '社区' }).selectOption({ label: '光明社区' });
      await page.getByRole('combobox', { name: '网格', exact: true }).selectOption({ index: 2 });
      await page.locator('.chain').getByText('光明第2网格', { exact: true }).waitFor();
      const map = page.getByRole('application', { name: '地图：点选位置' });
      await map.focus();
      await page.keyboard.press('Enter');
      await page.getByText('街道指挥中心').waitFor();
      await page.getByRole('button', { name: '反映这里的问题' }).click();
      await page.getByText('已在地图上选定位置').waitFor();
    });
  });

  describe('is not let down by her phone', () => {
    test('a photo of 40 MB arrives as a small one', async () => {
      const page = await open('report');
      const big = { ...photo, buffer: Buffer.concat([photo.buffer, Buffer.alloc(40 << 20)]) };
      await page.getByLabel('拍照或选照片').setInputFiles(big);
      await page.getByRole('img', { name: '第 1 张照片' }).waitFor();
      await fillIn(page, '大照片');
      const upload = page.waitForRequest((r) => r.url().endsWith('/photos'));
      await send(page);
      const size = Number((await upload).headers()['content-length'] ?? 0);
      assert.ok(size < 3 << 20, `${size} bytes`);
      await page.getByRole('heading', { name: '已收到' }).waitFor();
    });

    test('a photo this phone cannot read says what to do, and does not stand in the way', async () => {
      const page = await open('report');
      const heic = Buffer.concat([
        Buffer.from([0, 0, 0, 24]),
        Buffer.from('ftypheic\0\0\0\0mif1heic'),
        Buffer.alloc(4000, 7),
      ]);
      const files = [
        { name: 'IMG_1.HEIC', mimeType: 'image/heic', buffer: heic },
        { name: 'list.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') },
      ];
      await page.getByLabel('拍照或选照片').setInputFiles(files);
      await page.getByText(/HEIC/).waitFor();
      await page.getByText('这个文件不是照片').waitFor();
      await axe(page, 'photos that cannot be read');
      await fillIn(page, '照片读不出来也能提交');
      await send(page);
      await page.getByRole('heading', { name: '已收到' }).waitFor();
    });

    test('a denied position leads to map and address', async () => {
      const page = await open('report', { geo: false });
      await page.getByRole('button', { name: '用我的位置' }).click();
      await page.getByText('没有得到定位许可').waitFor();
      const map = page.getByRole('application', { name: '地图：点选位置' });
      await map.click();
      await page.getByText(/这里由 .* 负责/).waitFor();
      await axe(page, 'a denied position');
      await page.getByLabel('说说情况').fill('点地图也行');
      await send(page);
      await page.getByRole('heading', { name: '已收到' }).waitFor();
    });

    test('ten thousand characters stay and are counted; hidden ones go; emoji arrive whole', async () => {
      const page = await open('report');
      const words = page.getByLabel('说说情况');
      await page.getByLabel('地址或旁边的标志').fill('3 栋');
      await words.fill(LONG);
      await send(page);
      await page.getByText(/超出 [\d,]+ 字/).waitFor();
      assert.equal((await words.inputValue()).length, LONG.length, 'nothing was cut');
      await words.fill('井盖松了\u202e 😱👩🏽\u200d🚒\u0007，请小心\ufeff');
      await send(page);
      await page.getByRole('heading', { name: '已收到' }).waitFor();
      await page.getByRole('link', { name: '查看进度' }).click();
      await page.getByText('井盖松了 😱👩🏽\u200d🚒，请小心').first().waitFor();
    });

    test('back, forward and reload keep the draft; its photo, too', async () => {
      const page = await open('');
      await page.getByRole('link', { name: '我要反映问题' }).click();
      await fillIn(page, '写到一半');
      await page.getByLabel('拍照或选照片').setInputFiles(photo);
      await page.getByRole('img', { name: '第 1 张照片' }).waitFor();
      await page.goBack();
      await page.getByText('有一份没写完的，接着写').waitFor();
      await page.goForward();
      assert.equal(await page.getByLabel('说说情况').inputValue(), '写到一半');
      await page.reload();
      assert.equal(await page.getByLabel('说说情况').inputValue(), '写到一半');
      await page.getByRole('img', { name: '第 1 张照片' }).waitFor();
      await page.getByRole('button', { name: '清空重写' }).click();
      await page.getByRole('button', { name: '撤销' }).click();
      assert.equal(await page.getByLabel('说说情况').inputValue(), '写到一半');
    });

    test('a double tap and a lost answer make one report', async () => {
      const page = await open('report', { geo: false });
      await fillIn(page, `只报一次 ${process.pid}`);
      let lost = 0;
      await page.route('**/reports', async (route) => {
        if (route.request().method() !== 'POST' || lost > 0) return route.fallback();
        lost += 1;
        await route.fetch(); // it arrives
        return route.abort(); // and the answer does not
      });
      await page.getByRole('button', { name: '提交', exact: true }).dblclick();
      await page.getByRole('heading', { name: '已收到' }).waitFor();
      const first = await numberOn(page);
      assert.equal(lost, 1);
      const next = await open('report');
      await fillIn(next, '下一件');
      await send(next);
      await next.getByRole('heading', { name: '已收到' }).waitFor();
      assert.ok((await numberOn(next)) > first);
      const desk = await staff(server, 'centre');
      const { items } = await desk.get('/cases?queue=unlocated&limit=50');
      const same = items.filter((item) => item.title.includes(`只报一次 ${process.pid}`));
      assert.equal(same.length, 1);
    });

    test('two tabs share one draft, and what one sent the other does not send again', async () => {
      const context = await phone();
      const one = await open('report', { context });
      await fillIn(one, '两个标签页');
      const two = await open('report', { context });
      assert.equal(await two.getByLabel('说说情况').inputValue(), '两个标签页');
      await send(one);
      await one.getByRole('heading', { name: '已收到' }).waitFor();
      await two.getByText('这份草稿已经在另一个标签页提交或清空。').waitFor();
      assert.equal(await two.getByLabel('说说情况').inputValue(), '');
      await axe(two, 'a draft that another tab sent');
      await fillIn(two, '另一件事');
      await send(two);
      await two.getByRole('heading', { name: '已收到' }).waitFor();
      assert.notEqual(await sentCode(one), await sentCode(two));
    });

    test('a clock three days wrong does not spoil the time left', async () => {
      const context = await phone();
      await context.addInitScript(() => {
        const Real = Date;
        const back = 3 * 86_400_000;
        globalThis.Date = class extends Real {
          constructor(...args) {
            if (args.length === 0) super(Real.now() - back);
            else super(...args);
          }
          static now() {
            return Real.now() - back;
          }
        };
      });
      const page = await open('report', { context });
      await fillIn(page, '手机时间不对');
      await send(page);
      await page.getByRole('heading', { name: '已收到' }).waitFor();
      await page.getByRole('link', { name: '查看进度' }).click();
      const due = page.locator('.due').first();
      await due.waitFor();
      assert.match(await due.innerText(), /^剩 \d+分钟$/);
    });

    test('when the server fails or is out of reach, everything typed is still there', async () => {
      const page = await open('report');
      await fillIn(page, '服务器出错');
      let answer = (route) => route.abort();
      await page.route('**/reports', (route) => answer(route));
      await send(page);
      await page.getByText('没有连上服务器，内容还在这里').waitFor();
      await axe(page, 'the report page without a network');
      const refusal = { code: 'photo_storage_full', detail: 'x' };
      answer = (route) =>
        route.fulfill({
          status: 422,
          contentType: 'application/problem+json',
          body: JSON.stringify(refusal),
        });
      await send(page);
      await page.getByText('可以先不带照片提交').waitFor();
      assert.equal(await page.getByLabel('说说情况').inputValue(), '服务器出错');
      await page.unroute('**/reports');
      await send(page);
      await page.getByRole('heading', { name: '已收到' }).waitFor();
    });

    test('a page that did not load can be asked for again', async () => {
      const page = await open('');
      await page.route('**/assets/WhoPage-*', (route) => route.abort());
      await page
        .getByRole('link', { name: /这里谁负责/ })
        .first()
        .click();
      await page.getByRole('heading', { name: '这一页没有载入' }).waitFor();
      await axe(page, 'a page that did not load');
      await page.unroute('**/assets/WhoPage-*');
      await page.getByRole('button', { name: '重试' }).click();
      await page.getByRole('heading', { name: '这里谁负责' }).waitFor();
    });
  });

  describe('needs neither mouse nor good eyes', () => {
    test('a whole report goes by keyboard alone', async () => {
      const page = await open('');
      const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
      await page.keyboard.press('Tab');
      assert.match(await focused(), /跳到正文/);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      assert.match(await focused(), /我要反映问题/);
      await page.keyboard.press('Enter');
      await page.getByLabel('地址或旁边的标志').waitFor();
      const tabTo = async (name) => {
        for (let i = 0; i < 60; i += 1) {
          await page.keyboard.press('Tab');
          const label = await page.evaluate(
            () =>
              document.activeElement?.labels?.[0]?.textContent?.trim() ??
              document.activeElement?.textContent?.trim() ??
              '',
          );
          if (label.startsWith(name)) return;
        }
        assert.fail(`no way to “${name}” by Tab`);
      };
      await tabTo('地址或旁边的标志');
      await page.keyboard.type('东门');
      await tabTo('说说情况');
      await page.keyboard.type('键盘提交');
      await tabTo('提交');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: '已收到' }).waitFor();
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
    });

    test('large type is remembered, folds the rest away, and loses nothing', async () => {
      const context = await phone({ width: 360 });
      const page = await open('', { context });
      await page.getByRole('button', { name: '大字版' }).click();
      await page.reload();
      await page.getByRole('button', { name: '大字版', pressed: true }).waitFor();
      const font = await page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
      assert.ok(parseFloat(font) >= 20, font);
      await page.locator('summary', { hasText: '更多' }).click();
      for (const name of ['身边的反映', '这里谁负责', '办结承诺', '凭证核验']) {
        await page
          .getByRole('link', { name: new RegExp(name) })
          .first()
          .waitFor();
      }
      for (const path of ['', 'report', 'map', 'who', 'promises', `follow/${code}`, 'receipts']) {
        await page.goto(address(path));
        await page.waitForLoadState('networkidle');
        await axe(page, `/${path} in large type`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= 360, `/${path} scrolls sideways: ${wide}`);
      }
    });

    for (const [locale, scheme] of [
      ['en-GB', 'light'],
      ['zh-CN', 'dark'],
      ['en-GB', 'dark'],
    ]) {
      test(`no page has a violation in ${locale}, ${scheme}`, async () => {
        const context = await phone({ locale, colorScheme: scheme, width: 360 });
        const page = await open('', { context });
        const paths = [
          '',
          'report',
          'sent',
          'map',
          'who',
          'promises',
          'receipts',
          'follow',
          `follow/${code}`,
          'follow/NOPE-NOPE',
          `receipts/${code}`,
          'released/1',
          'no/page',
        ];
        for (const path of paths) {
          await page.goto(address(path));
          await page.waitForLoadState('networkidle');
          await axe(page, `/${path}`);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(wide <= 360, `/${path} scrolls sideways: ${wide}`);
        }
      });
    }
  });

  test('a newcomer to the demo is told whom to be and what to try', async () => {
    const context = await phone();
    const page = await context.newPage();
    watch(page, new URL(server.url).origin, faults);
    await page.goto(`${server.url}/`);
    await page.getByRole('heading', { name: '欢迎来到格物演示' }).waitFor();
    await page.getByText(server.password).waitFor();
    await axe(page, 'the welcome page');
    await page.locator('summary', { hasText: '其他角色' }).click();
    await page.getByText(PEOPLE.dispatcher, { exact: true }).waitFor();
    await page.getByRole('link', { name: '我要反映问题' }).click();
    await page.getByLabel('说说情况').waitFor();
  });

  test('a browser that knows no modules, or runs no script, is led to the plain pages', async () => {
    const context = await phone({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(address(`follow/${code}`));
    await page.getByRole('link', { name: /不用脚本/ }).click();
    await page.waitForURL(/\/plain\//);
    const old = await fetch(`${server.url}/old.js`);
    assert.equal(old.status, 200);
    const went = [];
    const { pathname } = new URL(address(`follow/${code}`));
    new Function('location', await old.text())({ pathname, replace: (to) => went.push(to) });
    const led = await fetch(`${server.url}${went[0]}`);
    assert.match(await led.text(), new RegExp(WORDS.slice(0, 8)));
  });

  test('no page had an error, asked a foreign host or carried a phone number', () => {
    const real = faults.filter((fault) => !/WhoPage/.test(fault));
    assert.deepEqual(real, []);
  });
});
