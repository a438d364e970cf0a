// SPDX-License-Identifier: Apache-2.0
// The form without script: the same report, in any browser there is.
import assert from 'node:assert/strict';

import { freshAddress } from '../../support/gewu.mjs';
import { district } from '../world.mjs';

const path = `/plain/${district}`;

/** What a browser makes of a form: its fields as parts, each time between another boundary. */
export function multipart(fields, boundary = `----gewu${Math.random().toString(36).slice(2)}`) {
  const parts = Object.entries(fields).map(([name, value]) => {
    const file = Buffer.isBuffer(value);
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"` +
      (file ? '; filename="IMG 1.jpg"\r\nContent-Type: image/jpeg' : '') + '\r\n\r\n';
    return Buffer.concat([Buffer.from(head), Buffer.from(value), Buffer.from('\r\n')]);
  });
  return { body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
           type: `multipart/form-data; boundary=${boundary}` };
}

class Browser {
  constructor(world) {
    this.client = world.anybody();
  }
  get(more = '', headers = {}) {
    return this.client.send('GET', path + more, { headers });
  }
  async fresh(more = '') {
    const page = await this.get(more);
    assert.equal(page.status, 200, page.text);
    return /name="key" value="([0-9a-f]{32})"/.exec(page.text)[1];
  }
  post(fields, headers = {}) {
    const { body, type } = multipart(fields);
    return this.client.send('POST', path, { body, headers: { 'Content-Type': type, ...headers } });
  }
}

/** Whatever the answer: a page, safe in itself, kept by nobody. */
function assertPage(reply, status) {
  assert.equal(reply.status, status, reply.text);
  assert.equal(reply.headers['content-type'], 'text/html; charset=utf-8');
  const policy = reply.headers['content-security-policy'];
  assert.match(policy, /^default-src 'none'; style-src 'self'; form-action 'self'; /);
  assert.ok(!policy.includes('unsafe'));
  assert.equal(reply.headers['cache-control'], 'no-store');
  assert.equal(reply.headers['referrer-policy'], 'no-referrer');
  assert.ok(!/<script|<style|style=|onerror|javascript:/i.test(reply.text), reply.text);
  return reply.text;
}

const codeOf = (text) => /<p class="code">([0-9A-Z-]{12})<\/p>/.exec(text)?.[1];
const decode = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>')
  .replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

async function languages(browser) {
  const zh = assertPage(await browser.get(), 200);
  assert.match(zh, /<html lang="zh-CN">/);
  assert.match(zh, /光明区/);
  const en = assertPage(await browser.get('', { 'Accept-Language': 'en-GB,en;q=0.9' }), 200);
  assert.match(en, /<html lang="en">/);
  assertPage(await browser.get('?lang=zh', { 'Accept-Language': 'en' }), 200);
  const style = await browser.client.send('GET', '/plain/style.css');
  assert.equal(style.headers['content-type'], 'text/css; charset=utf-8');
}

async function start(browser) {
  const page = await browser.client.send('GET', '/plain');
  assert.equal(page.status, 303, 'there is one district');
  assert.equal(page.headers.location, path);
}

async function report(browser, world) {
  const fields = { lang: 'zh', key: await browser.fresh(), words: '路口积水\r\n很深', address: '公园北门',
                   category: 'event-05-06', name: '', phone: '13812345678', photo: world.jpeg };
  const text = assertPage(await browser.post(fields), 200);
  const code = codeOf(text);
  assert.ok(code, text);
  assert.match(text, new RegExp(`href="/${district}/follow/${code}"`));
  const again = assertPage(await browser.post(fields), 200);
  assert.equal(codeOf(again), code, 'pressed twice, another boundary: one report');
  const both = await Promise.all([1, 2, 3].map(() => browser.post(fields)));
  for (const reply of both) assert.equal(codeOf(reply.text), code);
  const other = assertPage(await browser.post({ ...fields, words: '另一件事' }), 409);
  assert.match(other, /作为另一件/);
  const key = /name="key" value="([0-9a-f]{32})"/.exec(other)[1];
  assert.notEqual(key, fields.key);
  const followed = (await browser.client.get(`/follow/${code}`)).json;
  assert.equal(followed.words, '路口积水\n很深');
  assert.equal(followed.address, '公园北门');
  assert.equal(followed.photos.length, 1);
  assert.deepEqual(followed.steps.map((s) => s.action), ['report']);
  const number = followed.number;
  const centre = await world.as('centre');
  const found = (await centre.get(`/cases?q=${number}`)).json.items[0];
  const c = (await centre.get(`/cases/${found.id}`)).json;
  assert.deepEqual(c.events.map((e) => `${e.seq} ${e.action} ${e.from}>${e.to} ${e.actor.kind}`),
                   ['1 report >reported reporter']);
  assert.equal(c.channel, 'resident_page');
  return code;
}

async function follow(browser, code) {
  const page = assertPage(await browser.get(`/follow?code=${code.toLowerCase()}&lang=zh`), 200);
  assert.match(page, /已收到，等待受理/);
  assert.match(page, /路口积水\n很深/);
  assert.ok(!page.includes('138'));
  const wrong = assertPage(await browser.get('/follow?code=%3Cb%3E'), 404);
  assert.match(wrong, /value="&lt;b&gt;"/);
  assertPage(await browser.get('/follow'), 200);
}

async function kept(browser, world) {
  const key = await browser.fresh();
  const words = '</textarea><script>alert(1)</script>"&\r\n' + '长'.repeat(10_000);
  const fields = { lang: 'zh', key, words, address: '<b>"公园', category: 'event-05-06',
                   name: "李'某", phone: 'abc', photo: world.jpeg };
  const text = assertPage(await browser.post(fields), 422);
  assert.match(text, /<a href="#words">太长了/);
  const back = /<textarea[^>]*>\n([^]*?)<\/textarea>/.exec(text)[1];
  assert.equal(decode(back), words, 'every character of it');
  assert.match(text, /value="&lt;b&gt;&quot;公园"/);
  assert.match(text, /value="李&#39;某"/);
  assert.match(text, /照片已经收到/);
  const photo = /name="photo_kept" value="(\d+)"/.exec(text)[1];
  const token = /name="photo_token" value="([0-9a-f]+)"/.exec(text)[1];
  const mended = { ...fields, words: '改短了', photo: Buffer.alloc(0), photo_kept: photo,
                   photo_token: token };
  const phone = assertPage(await browser.post(mended), 422);
  assert.match(phone, /<a href="#phone">电话号码不对/);
  assert.match(phone, new RegExp(`name="photo_kept" value="${photo}"`));
  const sent = assertPage(await browser.post({ ...mended, phone: '' }), 200);
  const followed = (await browser.client.get(`/follow/${codeOf(sent)}`)).json;
  assert.equal(followed.photos.length, 1, 'the photo came along');
  const stolen = { lang: 'zh', key: await browser.fresh(), words: '别人的照片',
                   photo_kept: photo, photo_token: 'f'.repeat(32) };
  assert.match(assertPage(await browser.post(stolen), 404), /刚才的照片找不到了/);
}

async function badInput(browser) {
  const base = { lang: 'zh', key: await browser.fresh(), words: '路灯不亮' };
  const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
  assert.match(assertPage(await browser.post({ ...base, photo: heic }), 415), /HEIC/);
  assert.match(assertPage(await browser.post({ ...base, category: 'x' }), 422), /#category/);
  assert.match(assertPage(await browser.post({ ...base, words: ' ' }), 422), /#words/);
  assert.match(assertPage(await browser.post({ ...base, words: Buffer.from([0xff, 0xfe]).toString(
    'latin1') + '\u202e' }), 422), /#words/);
  assertPage(await browser.post({ ...base, key: '' }), 422);
  const send = (body, type) => browser.client.send('POST', path, {
    body, headers: { 'Content-Type': type } });
  assertPage(await send('words=%', 'application/x-www-form-urlencoded'), 422);
  assertPage(await send('--x', 'multipart/form-data; boundary=x'), 422);
  assertPage(await send('{}', 'application/json'), 415);
  const form = `lang=en&key=${await browser.fresh()}&words=The+lamp+is+dark%0D%0Aagain`;
  const plain = assertPage(await send(form, 'application/x-www-form-urlencoded'), 200);
  assert.ok(codeOf(plain));
  assert.match(plain, /<html lang="en">/);
}

/** A photo of forty megabytes: the browser has sent it all before it shows what we say. */
async function tooLarge(browser) {
  const reply = await browser.post({ lang: 'zh', words: '大照片', photo: Buffer.alloc(40 << 20) });
  assert.match(assertPage(reply, 413), /照片太大了/);
}

async function unknownDistrict(browser) {
  const reply = await browser.client.send('GET', '/plain/999999?lang=en');
  assert.match(assertPage(reply, 404), /no such district/);
  const odd = await browser.client.send('GET', `/plain/${encodeURIComponent('<b>"')}`);
  assert.ok(!assertPage(odd, 404).includes('<b>'));
}

async function doorCard(browser, world) {
  const areas = (await world.anybody().get('/areas?level=micro_grid&limit=1')).json.areas;
  const { code, name } = areas[0];
  const page = assertPage(await browser.get(`?at=${code}`), 200);
  assert.ok(page.includes(name) && page.includes(`name="at" value="${code}"`));
  const fields = { lang: 'zh', key: await browser.fresh(), words: '楼道灯不亮', at: code };
  const sent = codeOf(assertPage(await browser.post(fields), 200));
  const followed = (await browser.client.get(`/follow/${sent}`)).json;
  assert.equal(followed.area_names.at(-1), name);
  const grid = (await world.anybody().get('/areas?level=street&limit=1')).json.areas[0];
  assert.ok(!(await browser.get(`?at=${grid.code}`)).text.includes('name="at"'), 'a street is no place');
}

async function flood(browser) {
  const headers = { 'X-Forwarded-For': freshAddress() };
  const answers = [];
  for (let i = 0; i < 40; ++i) answers.push(await browser.post({ lang: 'zh', words: '' }, headers));
  const slowed = answers.find((r) => r.status === 429);
  assert.match(assertPage(slowed, 429), /太快了/);
  assert.equal(slowed.headers['retry-after'], '60');
}

export default async function plain(t, world) {
  const browser = new Browser(world);
  let code = '';
  await t.test('without a district one is led to the form', () => start(browser));
  await t.test('a form in two languages, without script', () => languages(browser));
  await t.test('a report with a photo, sent twice, is one', async () => {
    code = await report(browser, world);
  });
  await t.test('its progress is a page', () => follow(browser, code));
  await t.test('a refusal keeps what was typed and the photo', () => kept(browser, world));
  await t.test('bad input is told as a page', () => badInput(browser));
  await t.test('a photo of 40 MB is refused by a page', () => tooLarge(browser));
  await t.test('an unknown district is a page', () => unknownDistrict(browser));
  await t.test('a door card brings its place', () => doorCard(browser, world));
  await t.test('a flood is slowed down by a page', () => flood(browser));
}
