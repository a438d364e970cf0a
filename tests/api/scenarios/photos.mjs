// SPDX-License-Identifier: Apache-2.0
// Photos: only good JPEGs come in, and only to those who may see the case.
import assert from 'node:assert/strict';

import { assertRefused } from '../world.mjs';

/** The photo with its frame header claiming another size. */
function claiming(jpeg, width, height) {
  const out = Buffer.from(jpeg);
  for (let at = 2; at < out.length;) {
    const marker = out[at + 1];
    if (marker >= 0xc0 && marker <= 0xc2) {
      out.writeUInt16BE(height, at + 5);
      out.writeUInt16BE(width, at + 7);
      return out;
    }
    at += 2 + out.readUInt16BE(at + 2);
  }
  throw new Error('no frame header');
}

async function refusals(world) {
  const { jpeg } = world;
  const someone = world.anybody();
  const cases = [
    ['empty', Buffer.alloc(0), 422, 'photo_empty'],
    ['not a JPEG', Buffer.from('<svg onload=alert(1)>'), 415, 'photo_not_jpeg'],
    ['cut in the middle', jpeg.subarray(0, jpeg.length >> 1), 422, 'photo_truncated'],
    ['cut in its header', jpeg.subarray(0, 30), 422, 'photo_truncated'],
    ['a bomb', claiming(jpeg, 65500, 65500), 413, 'photo_pixels_too_many'],
    ['a wide bomb', claiming(jpeg, 65500, 16), 422, undefined],
    ['a dot', claiming(jpeg, 8, 8), 422, 'photo_too_small'],
  ];
  for (const [name, bytes, status, code] of cases) {
    const reply = await world.upload(someone, bytes);
    assert.equal(reply.status, status, `${name}: ${reply.text}`);
    if (code) assertRefused(reply, status, code, undefined);
  }
  assertRefused(await world.upload(someone, jpeg, 'image/png'), 415, 'media_unsupported',
                undefined);
  const large = { 'Content-Type': 'image/jpeg', 'Content-Length': 13 * 1024 * 1024 };
  assertRefused(await someone.post('/photos', '', { headers: large }), 413, 'body_too_large',
                undefined);
}

async function claims(world) {
  const someone = world.anybody();
  const { photo, token } = (await world.upload(someone)).json;
  const report = (photos) => someone.post('/reports', { words: '路灯坏了', photos });
  const wrong = await report([{ photo, token: '0'.repeat(token.length), kind: 'near' }]);
  assertRefused(wrong, 404, 'photo_unknown', '/photos/0');
  const unknown = await report([{ photo: '42', token, kind: 'near' }]);
  assertRefused(unknown, 404, 'photo_unknown', '/photos/0');
  const odd = await report([{ photo, token, kind: 'selfie' }]);
  assertRefused(odd, 422, 'code_unknown', '/photos/0/kind');
  const many = Array.from({ length: 10 }, () => ({ photo, token, kind: 'near' }));
  const tooMany = await report(many);
  assert.deepEqual([tooMany.status, tooMany.json.field], [422, '/photos'], tooMany.text);
  const taken = await report([{ photo, token, kind: 'near' }]);
  assert.equal(taken.status, 200, taken.text);
  const again = await report([{ photo, token, kind: 'near' }]);
  assert.ok(again.status >= 400 && again.json.field === '/photos/0', again.text);

  const path = `/follow/${taken.json.follow_code}/photos/${photo}`;
  const seen = await someone.get(path);
  assert.equal(seen.status, 200);
  assert.ok(seen.bytes.readUInt16BE(0) === 0xffd8);
  assert.equal(seen.headers['x-content-type-options'], 'nosniff');
  assert.match(seen.headers['cache-control'], /private/);
  const same = await someone.get(path, { headers: { 'If-None-Match': seen.headers.etag } });
  assert.equal(same.status, 304);
  assert.equal(same.bytes.length, 0);
  const thumb = await someone.get(`${path}?size=thumb`);
  assert.ok(thumb.bytes.length < seen.bytes.length);

  const other = (await someone.post('/reports', { words: '另一件事' })).json.follow_code;
  assertRefused(await someone.get(`/follow/${other}/photos/${photo}`), 404, 'photo_unknown',
                undefined);
}

export default async function photos(t, world) {
  await t.test('what is no sound photo is refused by name', () => refusals(world));
  await t.test('a photo belongs to whoever sent it and is seen by whoever follows the case', () =>
    claims(world));
}
