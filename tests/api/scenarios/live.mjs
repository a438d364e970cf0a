// SPDX-License-Identifier: Apache-2.0
// Live hints: an open page hears of what changed in its areas, and of nothing else.
import assert from 'node:assert/strict';
import http from 'node:http';

import { until } from '../../support/gewu.mjs';

/** Opens the stream and collects what comes. */
function listen(client) {
  const heard = { events: [], text: '' };
  const headers = { Cookie: client.cookie };
  const path = `${client.base}/events`;
  const options = { host: '127.0.0.1', port: client.server.port, path, headers };
  return new Promise((resolve, reject) => {
    const request = http.get(options, (r) => {
      heard.headers = r.headers;
      heard.status = r.statusCode;
      heard.close = () => request.destroy();
      r.on('error', () => {});
      r.on('data', (d) => {
        heard.text += d;
        const whole = heard.text.split('\n\n');
        heard.text = whole.pop();
        for (const block of whole) {
          const data = /^data: (.*)$/m.exec(block);
          const name = /^event: (.*)$/m.exec(block);
          if (data) heard.events.push({ name: name[1], ...JSON.parse(data[1]) });
        }
      });
      resolve(heard);
    });
    request.on('error', reject);
  });
}

export default async function live(t, world) {
  await t.test('a change is heard by those whose areas it is in', async () => {
    const here = await listen(await world.as('grid440311001001001'));
    const elsewhere = await listen(await world.as('grid440311001001002'));
    const above = await listen(await world.as('centre'));
    try {
      assert.equal(here.status, 200);
      assert.match(here.headers['content-type'], /^text\/event-stream/);
      const body = { words: '有人听见吗', place: await world.somewhere() };
      const reply = await world.anybody().post('/reports', body);
      assert.equal(reply.status, 200, reply.text);
      const lead = await world.as('grid440311001001001');
      const [found] = (await lead.get(`/cases?q=${reply.json.number}`)).json.items;
      const mine = (heard) => heard.events.filter((e) => e.case === found.id);
      await until(() => mine(here), (m) => m.length > 0, 'the hint');
      await until(() => mine(above), (m) => m.length > 0, 'the hint above');
      const [event] = mine(here);
      assert.equal(event.name, 'case');
      assert.deepEqual(Object.keys(event).sort(), ['area', 'case', 'name', 'state', 'version']);
      assert.equal(event.state, 'reported');
      // Sent in one go to all who listen, so the neighbour would have it by now.
      assert.deepEqual(mine(elsewhere), []);
    } finally {
      for (const heard of [here, elsewhere, above]) heard.close();
    }
  });
  await t.test('two at one case see each other, and only who may see it hears of them', async () => {
    const lead = await world.as('grid440311001001001'), centre = await world.as('centre');
    const stranger = await world.as('grid440311001001002');
    const body = { words: '两个人同时在看', place: await world.somewhere() };
    const { number } = (await world.anybody().post('/reports', body)).json;
    const [found] = (await lead.get(`/cases?q=${number}`)).json.items;
    const above = await listen(centre), elsewhere = await listen(stranger);
    try {
      const path = `/cases/${found.id}/presence`;
      const first = await centre.post(path, { editing: true });
      assert.deepEqual(first.json, { others: [] }, first.text);
      const { others } = (await lead.post(path, { editing: false })).json;
      assert.deepEqual(others.map((p) => [p.name, p.editing]), [[centre.session.name, true]]);
      const news = () => above.events.filter((e) => e.name === 'presence' && e.case === found.id);
      const heard = await until(news, (n) => n.length === 2, 'both');
      assert.deepEqual(heard[1].people.map((p) => p.name),
                       [centre.session.name, lead.session.name]);
      assert.equal((await stranger.post(path, { editing: false })).status, 404);
      assert.ok(!elsewhere.events.some((e) => e.case === found.id));
      await centre.post(path, { editing: false, leaving: true });
      assert.deepEqual((await lead.post(path, { editing: false })).json, { others: [] });
    } finally {
      for (const stream of [above, elsewhere]) stream.close();
    }
  });
}
