// SPDX-License-Identifier: Apache-2.0
// Voice notes: only recordings come in, and only those who may hear them do.
import assert from 'node:assert/strict';

import { assertRefused } from '../world.mjs';

/** Ogg with Opus: a head page and one that ends after so many seconds. */
function ogg(seconds) {
  const page = (samples, packet) => {
    const head = Buffer.alloc(28);
    head.write('OggS');
    head.writeBigUInt64LE(BigInt(samples), 6);
    head[26] = 1;
    head[27] = packet.length;
    return Buffer.concat([head, packet]);
  };
  const opus = Buffer.alloc(19);
  opus.write('OpusHead');
  return Buffer.concat([page(0, opus), page(seconds * 48_000, Buffer.alloc(100, seconds))]);
}

const upload = (client, bytes, type = 'audio/ogg') =>
  client.post('/voice-notes', bytes, { headers: { 'Content-Type': type } });

async function refusals(world) {
  const someone = world.anybody();
  const bad = [[Buffer.from('<svg onload=alert(1)>'), 415, 'voice_not_sound'],
               [world.jpeg, 415, 'voice_not_sound'],
               [ogg(5).subarray(0, 90), 422, 'voice_damaged'],
               [ogg(200), 422, 'voice_too_long'],
               [Buffer.alloc(0), 422, 'voice_empty']];
  for (const [bytes, status, code] of bad) {
    assertRefused(await upload(someone, bytes), status, code, undefined);
  }
  assertRefused(await upload(someone, ogg(5), 'audio/mpeg'), 415, 'media_unsupported', undefined);
  const large = { 'Content-Type': 'audio/ogg', 'Content-Length': 2 * 1024 * 1024 };
  assertRefused(await someone.post('/voice-notes', '', { headers: large }), 413, 'body_too_large',
                undefined);
}

async function claims(world) {
  const someone = world.anybody();
  // As a browser names it: with its codec, and sometimes by another container's name.
  const sent = await upload(someone, ogg(7), 'audio/ogg;codecs=opus');
  assert.equal(sent.status, 200, sent.text);
  const { voice, token, seconds } = sent.json;
  assert.equal(seconds, 7);
  const report = (voices) => someone.post('/reports', { words: '听录音，路灯坏了', voices });
  const wrong = await report([{ voice, token: '0'.repeat(token.length) }]);
  assertRefused(wrong, 404, 'voice_unknown', '/voices/0');
  const taken = await report([{ voice, token }]);
  assert.equal(taken.status, 200, taken.text);
  assertRefused(await report([{ voice, token }]), 409, 'voice_attached_already', '/voices/0');
  const code = taken.json.follow_code;
  const [shown] = (await someone.get(`/follow/${code}`)).json.voices;
  assert.deepEqual([shown.voice, shown.media_type, shown.bytes, shown.seconds],
                   [voice, 'audio/ogg', ogg(7).length, 7]);
  const heard = await someone.get(`/follow/${code}/voices/${voice}`);
  assert.deepEqual(heard.bytes, ogg(7));
  assert.equal(heard.headers['content-type'], 'audio/ogg');
  assert.equal(heard.headers['x-content-type-options'], 'nosniff');
  assert.match(heard.headers['cache-control'], /private/);
  const headers = { 'If-None-Match': heard.headers.etag };
  assert.equal((await someone.get(`/follow/${code}/voices/${voice}`, { headers })).status, 304);
  const other = (await someone.post('/reports', { words: '另一件事' })).json.follow_code;
  assertRefused(await someone.get(`/follow/${other}/voices/${voice}`), 404, 'voice_unknown',
                undefined);
}

export default async function voices(t, world) {
  await t.test('what is no recording is refused by name', () => refusals(world));
  await t.test('a voice note is heard by whoever follows the report', () => claims(world));
}
