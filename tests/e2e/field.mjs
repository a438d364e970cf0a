// SPDX-License-Identifier: Apache-2.0
// A grid worker on a bad day: no signal, a line that drops answers, a tab that dies, a login that
// runs out, a clock three hours wrong, a phone that refuses storage. Afterwards the server holds
// each deed exactly once. Everything is found by roles and labels, as a screen reader would.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Line } from './support/line.mjs';
import { axe as axeOnce, picture, startBrowser, startServer, watch } from './support/stage.mjs';

const GRID = '440311001001001';
const WORKER = `worker${GRID}`;
const OTHER = 'worker440311001001002';
const DESK = 'centre';
const RUN = String(process.pid);
const HOUR = 3_600_000;

/** By day and by night. */
async function axe(page, where) {
  await axeOnce(page, where);
  await page.emulateMedia({ colorScheme: 'dark' });
  await axeOnce(page, `${where}, dark`);
  await page.emulateMedia({ colorScheme: 'light' });
}

describe('a worker and her phone', () => {
  let server;
  let browser;
  let line;
  let desk;
  let place;
  const faults = [];

  before(async () => {
    server = await startServer();
    line = await new Line(server.url).open();
    browser = await startBrowser(['--use-fake-device-for-media-stream']);
    desk = await signedIn(DESK);
    const { areas } = await desk.get('/areas?level=grid');
    place = areas.find((area) => area.code === GRID).label;
  });

  after(async () => {
    await browser?.close();
    await line?.close();
    await server?.end();
  });

  // ---- the server's side, as the truth ----------------------------------------------------------

  async function signedIn(login) {
    const base = `${server.url}/api/v1/${server.district}`;
    const json = { 'Content-Type': 'application/json' };
    const reply = await fetch(`${base}/sessions`, {
      method: 'POST',
      headers: { ...json, 'Idempotency-Key': `in-${login}-${RUN}-${Math.random()}` },
      body: JSON.stringify({ login, password: server.password }),
    });
    const { csrf_token } = await reply.json();
    const cookie = reply.headers.get('set-cookie').split(';')[0];
    const send = async (method, path, body) => {
      const key = `desk-${RUN}-${Math.random()}`;
      const headers = { ...json, Cookie: cookie, 'X-CSRF-Token': csrf_token, 'Idempotency-Key': key };
      const answer = await fetch(base + path, { method, headers, body: JSON.stringify(body) });
      assert.equal(answer.ok, true, `${path}: ${await answer.clone().text()}`);
      return answer.json();
    };
    return { get: (path) => send('GET', path), post: (path, body) => send('POST', path, body) };
  }

  const detail = (id) => desk.get(`/cases/${id}`);
  async function act(id, action, more = {}) {
    const { version } = await detail(id);
    return desk.post(`/cases/${id}/actions`, { action, version, ...more });
  }

  /** A case in the worker's grid, given to her. */
  async function given(words) {
    const made = await desk.post('/cases', {
      words,
      channel: 'phone',
      category: 'demand-10-01',
      place: { lat: place.lat, lon: place.lon },
    });
    await act(made.id, 'register');
    const holders = await desk.get(`/cases/${made.id}/holders`);
    const worker = holders.find((one) => one.role === 'grid_worker' && one.kind === 'account');
    await act(made.id, 'dispatch', { holder: { kind: worker.kind, id: worker.id } });
    return made.id;
  }

  /** Every case whose words hold `words`, whatever became of it. */
  async function reported(words) {
    const found = [];
    for (let cursor = ''; cursor !== null; ) {
      const page = await desk.get(`/cases?queue=all&limit=100${cursor}`);
      found.push(...page.items.filter((item) => item.title.includes(words)));
      cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : null;
    }
    return found;
  }

  // ---- the phone --------------------------------------------------------------------------------

  async function phone({ login = WORKER, script, permissions = ['geolocation'], signIn = true } = {}) {
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      locale: 'zh-CN',
      reducedMotion: 'reduce',
      permissions,
      geolocation: { latitude: place.lat, longitude: place.lon, accuracy: 12 },
    });
    if (script) await context.addInitScript(script);
    const page = await open(context, `/field/${server.district}`);
    if (signIn) await enter(page, login);
    return { context, page };
  }

  async function open(context, path) {
    const page = await context.newPage();
    watch(page, new URL(line.url).origin, faults);
    await page.goto(line.url + path);
    return page;
  }

  async function enter(page, login = WORKER) {
    await page.getByLabel('账号').fill(login);
    await page.getByLabel('密码', { exact: true }).fill(server.password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('heading', { name: /^今天/, level: 1 }).waitFor();
    await page.getByRole('link', { name: /已同步/ }).waitFor();
  }

  /** The app lies on the phone: from now on it opens without a line. */
  const settled = (page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));

  /** Photo, category, send. */
  async function note(page, words, photo) {
    await page.goto(`${line.url}/field/${server.district}/note`);
    await page.getByRole('heading', { name: '随手记' }).waitFor();
    await page.getByText('±12 米').waitFor();
    if (photo) {
      await page.getByLabel('拍照', { exact: true }).setInputFiles(photo);
      await page.getByRole('img', { name: '近景 1' }).waitFor();
    }
    await page.getByRole('radio', { name: '路灯不亮' }).check({ force: true });
    if (words) await page.getByLabel(/^一句话说明/).fill(words);
    await page.getByRole('button', { name: '发送', exact: true }).click();
    await page.getByRole('heading', { name: /^今天/, level: 1 }).waitFor();
  }

  const today = (page) => page.getByRole('heading', { name: /^今天/, level: 1 }).waitFor();
  const synced = (page) => page.getByRole('link', { name: /已同步/ }).waitFor();
  const waits = (page, n) => page.getByRole('link', { name: new RegExp(`待传 ${n}$`) }).waitFor();

  async function deed(page, id, action, fill = async () => {}) {
    await page.goto(`${line.url}/field/${server.district}/cases/${id}?do=${action.code}`);
    const form = page.getByRole('form', { name: action.name });
    await form.waitFor();
    await fill(form);
    await page.getByRole('button', { name: `确认：${action.name}` }).click();
    await form.waitFor({ state: 'detached' });
  }
  /** Records and keys in the phone's store. */
  const rowsLeft = (page) =>
    page.evaluate(async () => {
      const database = await new Promise((done) => {
        const request = indexedDB.open('gewu-field');
        request.onsuccess = () => done(request.result);
      });
      const count = (name) =>
        new Promise((done) => {
          const request = database.transaction(name).objectStore(name).count();
          request.onsuccess = () => done(request.result);
        });
      return [await count('rows'), await count('keys')];
    });
  const ACCEPT = { code: 'accept', name: '签收' };
  const DONE = { code: 'report_done', name: '处置完成' };
  const HELP = { code: 'ask_help', name: '请求协助' };

  // ---- the day ----------------------------------------------------------------------------------

  test('without a line she notes, restarts the phone and notes again; all arrives once', async () => {
    const { context, page } = await phone();
    await axe(page, 'today');
    await settled(page);
    await context.setOffline(true);
    const first = `井盖松动甲${RUN}`;
    const second = `井盖松动乙${RUN}`;
    await note(page, first, await picture(browser, '井盖', '#554433'));
    await waits(page, 1);
    await page.close();
    const again = await open(context, `/field/${server.district}`);
    await again.getByRole('link', { name: /离线 · 待传 1/ }).waitFor();
    await note(again, second);
    await waits(again, 2);
    await axe(again, 'today without a line');
    await again.goto(`${line.url}/field/${server.district}/outbox`);
    await again.getByRole('heading', { name: new RegExp(first) }).waitFor();
    await axe(again, 'the outbox');
    assert.equal((await reported(first)).length, 0);
    await context.setOffline(false);
    await synced(again);
    const [one] = await reported(first);
    assert.equal((await reported(first)).length, 1);
    assert.equal((await reported(second)).length, 1);
    const held = await detail(one.id);
    assert.deepEqual([held.channel, held.photos.length], ['worker_note', 1]);
    assert.ok(Math.abs(held.place.lat - place.lat) < 1e-4);
    await context.close();
  });

  test('three taps are enough: photo, category, send', async () => {
    const { context, page } = await phone();
    const before = (await reported('路灯不亮')).length;
    // The first tap takes the photo from anywhere and opens the note with it.
    await page.locator('#tab-camera').setInputFiles(await picture(browser, '三下', '#224466'));
    await page.getByRole('img', { name: '近景 1' }).waitFor();
    await page.getByText('±12 米').waitFor();
    await axe(page, 'the note');
    await page.getByRole('radio', { name: '路灯不亮' }).check({ force: true });
    await page.getByRole('button', { name: '发送', exact: true }).click();
    await today(page);
    await synced(page);
    assert.equal((await reported('路灯不亮')).length, before + 1);
    await context.close();
  });

  test('on a line that drops requests and answers every deed is done once', async () => {
    const { context, page } = await phone();
    const fates = ['cut_after', 'cut_before', 'cut_after', 'carry'];
    let n = 0;
    line.fate = () => fates[(n += 1) % fates.length];
    const words = [1, 2, 3].map((i) => `垃圾堆放${i}-${RUN}`);
    for (const one of words) await note(page, one, await picture(browser, one, '#335533'));
    for (let tries = 0; tries < 40; tries += 1) {
      await page.goto(`${line.url}/field/${server.district}/outbox`);
      await page.getByRole('heading', { name: '待传', level: 1 }).waitFor();
      const more = page.getByRole('button', { name: /现在就传|正在传/ });
      if ((await more.count()) === 0 && (await page.getByText('没有要传的').count()) > 0) break;
      await more.click({ timeout: 2_000 }).catch(() => {});
    }
    line.fate = () => 'carry';
    await synced(page);
    for (const one of words) {
      const found = await reported(one);
      assert.equal(found.length, 1, one);
      assert.equal((await detail(found[0].id)).photos.length, 1, `the photo of ${one}`);
    }
    await context.close();
  });

  test('a tab killed while the answer is on its way sends again under the same key', async () => {
    const { context, page } = await phone();
    const words = `护栏断裂${RUN}`;
    line.writes.length = 0;
    line.fate = ({ url }) => (url.endsWith('/cases') ? 'hold' : 'carry');
    const arrived = line.held();
    await note(page, words);
    await arrived;
    assert.equal((await reported(words)).length, 1, 'done, though the phone does not know');
    await page.close();
    line.fate = () => 'carry';
    const again = await open(context, `/field/${server.district}`);
    await synced(again);
    const keys = line.writes.filter(({ path }) => path.endsWith('/cases')).map(({ key }) => key);
    assert.equal(keys.length, 2);
    assert.equal(keys[0], keys[1]);
    assert.equal((await reported(words)).length, 1);
    await context.close();
  });

  test('two tabs at once do not send twice', async () => {
    const { context, page } = await phone();
    const second = await open(context, `/field/${server.district}`);
    await synced(second);
    await settled(page);
    await context.setOffline(true);
    const words = `水管漏水${RUN}`;
    await note(page, words);
    await second.getByRole('link', { name: /待传 1/ }).waitFor();
    line.writes.length = 0;
    await context.setOffline(false);
    await synced(page);
    await synced(second);
    assert.equal((await reported(words)).length, 1);
    const sent = line.writes.filter(({ path }) => path.endsWith('/cases'));
    assert.equal(sent.length, 1);
    await context.close();
  });

  test('an expired login keeps the queue, asks to log in, then sends', async () => {
    const { context, page } = await phone();
    await context.clearCookies();
    const words = `树枝断落${RUN}`;
    await note(page, words);
    await page.getByText('登录已过期，新记录先存在手机上。').waitFor();
    await axe(page, 'today with an expired login');
    assert.equal((await reported(words)).length, 0);
    await page.getByRole('main').getByRole('link', { name: '登录' }).click();
    await page.getByText(/您记下的都还在这台手机上/).waitFor();
    await axe(page, 'the login page after an expired login');
    await enter(page);
    assert.equal((await reported(words)).length, 1);
    await context.close();
  });

  test('somebody else who signs in on the phone neither sees nor sends what waits', async () => {
    const { context, page } = await phone();
    const words = `楼道堆物${RUN}`;
    await context.clearCookies();
    await note(page, words);
    await page.goto(`${line.url}/field/${server.district}/login`);
    await enter(page, OTHER);
    await page.goto(`${line.url}/field/${server.district}/outbox`);
    await page.getByText('没有要传的').waitFor();
    assert.equal((await reported(words)).length, 0);
    await page.goto(`${line.url}/field/${server.district}/me`);
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByText(/另有 1 条是别人记的/).waitFor();
    await enter(page, WORKER);
    assert.equal((await reported(words)).length, 1);
    await context.close();
  });

  test('a clock three hours fast is told and put right', async () => {
    const script = `(() => {
      const Real = Date;
      const now = () => Real.now() + ${3 * HOUR};
      globalThis.Date = class extends Real {
        constructor(...parts) {
          super(...(parts.length === 0 ? [now()] : parts));
        }
        static now() {
          return now();
        }
      };
    })()`;
    const { context, page } = await phone({ script });
    await page.getByText(/手机时间快了 3小时/).waitFor();
    await settled(page);
    await context.setOffline(true);
    const words = `路面塌陷处${RUN}`;
    await note(page, words);
    const noted = Date.now();
    await context.setOffline(false);
    await synced(page);
    const [one] = await reported(words);
    const held = await detail(one.id);
    assert.ok(Math.abs(Date.parse(held.events[0].at) - noted) < 60_000, held.events[0].at);
    await context.close();
  });

  test('a phone that refuses storage says so and still reports', async () => {
    const refuse = `for (const name of ['indexedDB', 'localStorage', 'sessionStorage']) {
      Object.defineProperty(globalThis, name, {
        get() { throw new DOMException('refused', 'SecurityError'); },
      });
    }`;
    const { context, page } = await phone({ script: refuse });
    await page.getByText(/这台手机不让存储/).waitFor();
    await axe(page, 'today where storage is refused');
    const words = `宣传栏破损${RUN}`;
    await page.getByRole('link', { name: '查找' }).click();
    await page.locator('#tab-camera').setInputFiles(await picture(browser, '栏', '#446688'));
    await page.getByRole('img', { name: '近景 1' }).waitFor();
    await page.getByText('±12 米').waitFor();
    await page.getByLabel(/^一句话说明/).fill(words);
    await page.getByRole('button', { name: '发送', exact: true }).click();
    await today(page);
    await synced(page);
    assert.equal((await reported(words)).length, 1);
    await context.close();
  });

  test('she works a case without a line, with photos before and after, in the right order', async () => {
    const id = await given(`楼道灯不亮${RUN}`);
    const { context, page } = await phone();
    await page.getByRole('heading', { name: new RegExp(`楼道灯不亮${RUN}`) }).waitFor();
    await settled(page);
    await context.setOffline(true);
    await deed(page, id, ACCEPT);
    await page.getByText('“签收”已记在手机上，等待传出。').waitFor();
    await axe(page, 'a case with a deed that waits');
    await context.setOffline(false);
    await synced(page);
    assert.equal((await detail(id)).state, 'handling');
    await context.setOffline(true);
    await deed(page, id, HELP, (form) => form.getByLabel('原因').fill('需要登高车'));
    await context.setOffline(false);
    await synced(page);
    await context.setOffline(true);
    await deed(page, id, DONE, async (form) => {
      await page.getByRole('button', { name: '确认：处置完成' }).click();
      await form.getByText('请填写“给居民的答复”。').waitFor();
      await axe(page, 'the form of a deed');
      await form.getByLabel('给居民的答复').fill('已换灯泡，试亮正常。');
      await form.getByLabel('处置前', { exact: true }).setInputFiles(await picture(browser, '前', '#333333'));
      await form.getByRole('img', { name: '处置前 1' }).waitFor();
      await form.getByLabel('处置后', { exact: true }).setInputFiles(await picture(browser, '后', '#ccaa33'));
      await form.getByRole('img', { name: '处置后 2' }).waitFor();
    });
    await page.reload();
    await waits(page, 1);
    await context.setOffline(false);
    await synced(page);
    const held = await detail(id);
    assert.equal(held.state, 'checking');
    assert.deepEqual(held.photos.map(({ kind }) => kind).sort(), ['after', 'before']);
    const actions = held.events.map(({ action }) => action);
    assert.deepEqual(actions.slice(-3), ['accept', 'ask_help', 'report_done']);
    await context.close();
  });

  test('she accepts and reports done in one go without a line, as the server foresaw', async () => {
    const id = await given(`地砖松动${RUN}`);
    const { context, page } = await phone();
    await page.getByRole('heading', { name: new RegExp(`地砖松动${RUN}`) }).waitFor();
    await settled(page);
    await context.setOffline(true);
    await deed(page, id, ACCEPT);
    await deed(page, id, DONE, async (form) => {
      await form.getByLabel('给居民的答复').fill('已重铺。');
      const photo = await picture(browser, '铺好', '#8899aa');
      await form.getByLabel('处置后', { exact: true }).setInputFiles(photo);
      await form.getByRole('img', { name: '处置后 1' }).waitFor();
    });
    await waits(page, 2);
    await context.setOffline(false);
    await synced(page);
    const { state, events } = await detail(id);
    const actions = events.map(({ action }) => action).slice(-2);
    assert.deepEqual([state, ...actions], ['checking', 'accept', 'report_done']);
    await context.close();
  });

  test('a voice note is kept without a line and arrives with its report', async () => {
    const { context, page } = await phone({ permissions: ['geolocation', 'microphone'] });
    await settled(page);
    await context.setOffline(true);
    const words = `语音记录${RUN}`;
    await page.goto(`${line.url}/field/${server.district}/note`);
    await page.getByText('±12 米').waitFor();
    await page.getByRole('button', { name: '录语音' }).click();
    const stop = page.getByRole('button', { name: /停止 0:0[1-9]/ });
    await stop.waitFor();
    await axe(page, 'the note while recording');
    await stop.click();
    await page.getByLabel(/^语音 1/).waitFor();
    await axe(page, 'the note with a voice note');
    await page.reload();
    await page.getByLabel(/^语音 1/).waitFor();
    await page.getByLabel(/^一句话说明/).fill(words);
    await page.getByText('±12 米').waitFor();
    await page.getByRole('button', { name: '发送', exact: true }).click();
    await today(page);
    await context.setOffline(false);
    await synced(page);
    const [one] = await reported(words);
    assert.equal((await detail(one.id)).voices.length, 1);
    await context.close();
  });

  test('a deed that somebody was faster than keeps what was typed and says who won', async () => {
    const id = await given(`积水严重${RUN}`);
    const { context, page } = await phone();
    await page.getByRole('heading', { name: new RegExp(`积水严重${RUN}`) }).waitFor();
    await settled(page);
    await deed(page, id, ACCEPT);
    await synced(page);
    await context.setOffline(true);
    await deed(page, id, HELP, (form) => form.getByLabel('原因').fill('需要抽水泵'));
    await act(id, 'note', { note: '已电话通知物业' });
    await context.setOffline(false);
    await page.getByRole('link', { name: /1 件要您看/ }).click();
    await page.getByText(/先办了“添加备注”，您的“请求协助”没有生效/).waitFor();
    await page.getByText('需要抽水泵').waitFor();
    await axe(page, 'the outbox with a conflict');
    await page.getByRole('button', { name: '仍然按我写的办' }).click();
    await synced(page);
    const actions = (await detail(id)).events.map(({ action }) => action);
    assert.equal(actions.filter((action) => action === 'ask_help').length, 1);
    await context.close();
  });

  test('what she fixed on the spot is one report with its answer and photos', async () => {
    const { context, page } = await phone();
    const words = `小广告已清除${RUN}`;
    await page.getByRole('link', { name: '查找' }).waitFor();
    await page.goto(`${line.url}/field/${server.district}/note`);
    await page.getByText('±12 米').waitFor();
    await page.getByLabel(/^当场办好了/).check();
    await page.getByLabel('拍照', { exact: true }).setInputFiles(await picture(browser, '前', '#663333'));
    await page.getByRole('img', { name: '近景 1' }).waitFor();
    await page.getByLabel('办好后的照片', { exact: true }).setInputFiles(await picture(browser, '后', '#336633'));
    await page.getByRole('img', { name: '处置后 2' }).waitFor();
    await page.getByRole('radio', { name: /垃圾没人收/ }).check({ force: true });
    await page.getByLabel(/^一句话说明/).fill(words);
    await page.getByLabel('怎么办好的').fill('当场铲除并擦净。');
    await axe(page, 'the note of something fixed');
    // A reload in the middle loses nothing.
    await page.getByLabel('怎么办好的').blur();
    await page.reload();
    await page.getByRole('img', { name: '处置后 2' }).waitFor();
    assert.equal(await page.getByLabel(/^一句话说明/).inputValue(), words);
    await page.getByRole('button', { name: '发送', exact: true }).click();
    await today(page);
    await synced(page);
    const [one] = await reported(words);
    const held = await detail(one.id);
    assert.deepEqual([held.state, held.answer], ['self_handled', '当场铲除并擦净。']);
    assert.equal(held.photos.length, 2);
    await context.close();
  });

  test('map, search, categories and settings hold up to axe and work without a line', async () => {
    const { context, page } = await phone();
    await settled(page);
    await context.setOffline(true);
    const go = (path) => page.goto(`${line.url}/field/${server.district}${path}`);
    await go('/map');
    await page.getByRole('application', { name: '我的网格' }).waitFor();
    await axe(page, 'the map');
    await go('/search');
    await page.getByRole('searchbox').fill(RUN);
    await page.getByText(/找到 \d+ 件.*没有网络/).waitFor();
    await axe(page, 'the search');
    await go('/note');
    await page.getByRole('button', { name: '全部类别' }).click();
    await page.getByRole('dialog', { name: '全部类别' }).waitFor();
    await axe(page, 'all categories');
    await page.keyboard.press('Escape');
    await go('/me');
    await page.getByText('没有网络也能打开').waitFor();
    await page.getByLabel(/^大字/).check();
    await axe(page, 'the settings in large type');
    await go('/nowhere');
    await context.close();
  });

  test('the keyboard alone writes a note', async () => {
    const { context, page } = await phone({ permissions: [] });
    const words = `键盘记录${RUN}`;
    const press = async (name, role = 'button') => {
      const target = page.getByRole(role, { name }).first();
      for (let n = 0; n < 80; n += 1) {
        if (await target.evaluate((node) => node === document.activeElement)) return;
        await page.keyboard.press('Tab');
      }
      assert.fail(`Tab never reaches ${name}`);
    };
    await press('查找', 'link');
    await page.goto(`${line.url}/field/${server.district}/note`);
    await page.getByText('定位没有打开').waitFor();
    await press(/^一句话说明/, 'textbox');
    await page.keyboard.type(words);
    await page.getByText('地址或旁边的标志').first().focus();
    await page.keyboard.press('Enter');
    await press('地址或旁边的标志', 'textbox');
    await page.keyboard.type('东门传达室');
    await press('发送');
    await page.keyboard.press('Enter');
    await today(page);
    await synced(page);
    assert.equal((await reported(words)).length, 1);
    await context.close();
  });

  test('signing out says what is unsent, and clears the phone', async () => {
    const { context, page } = await phone();
    await settled(page);
    await context.setOffline(true);
    await note(page, `未传出${RUN}`);
    await page.goto(`${line.url}/field/${server.district}/me`);
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByRole('heading', { name: '还有 1 条没有传出' }).waitFor();
    await axe(page, 'signing out with something unsent');
    await page.getByRole('button', { name: '删除并退出' }).click();
    await page.getByRole('heading', { name: '网格员登录' }).waitFor();
    const left = await rowsLeft(page);
    assert.deepEqual(left, [0, 0]);
    await context.close();
  });

  test('a phone that an administrator revokes wipes itself and says why', async () => {
    const { context, page } = await phone({ login: OTHER });
    await settled(page);
    const guard = await signedIn('secadmin');
    const me = await page.evaluate(async (district) => {
      const reply = await fetch(`/api/v1/${district}/session`);
      return (await reply.json()).account;
    }, server.district);
    await guard.post(`/accounts/${me}/revoke-devices`, {});
    await page.getByRole('button', { name: /刷新/ }).click();
    await page.getByText(/管理员已收回这台手机的登录/).waitFor();
    await axe(page, 'the login page after a wipe');
    assert.deepEqual(await rowsLeft(page), [0, 0]);
    await context.close();
  });

  test('no page complained', () => {
    // A line that is cut on purpose is no fault of the page.
    const real = faults.filter((fault) => !/ERR_|Failed to fetch|NetworkError/.test(fault));
    assert.deepEqual(real, []);
  });
});
