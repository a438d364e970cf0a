// SPDX-License-Identifier: Apache-2.0
// What every scenario starts from: a demo of three days, a server over it, and its people.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { Home, Server, endAll, freshAddress } from '../support/gewu.mjs';

export const district = '440311';
export const password = 'Gewu-demo-2026';

export class World {
  static async make(engine, args = []) {
    const world = new World();
    world.engine = engine;
    world.home = new Home(engine);
    const made = JSON.parse(world.home.run(['demo', '--days', '3', '--json']));
    world.demo = made;
    world.server = await Server.start(world.home, { args });
    world.logins = new Map();
    return world;
  }
  async end() {
    const errors = await endAll();
    this.home.remove();
    return errors;
  }

  /** Somebody who has not signed in. */
  anybody() {
    return this.server.client({ district });
  }
  /** The signed-in client of one of the demo's accounts. */
  async as(login) {
    if (!this.logins.has(login)) {
      const client = this.anybody();
      const reply = await client.login(login, password);
      assert.equal(reply.status, 200, `${login}: ${reply.text}`);
      client.session = reply.json;
      this.logins.set(login, client);
    }
    return this.logins.get(login);
  }

  /** A point inside a micro-grid of the first grid, and the area itself. */
  async somewhere() {
    if (!this.place) {
      const areas = await this.anybody().get('/areas.geojson?level=micro_grid');
      assert.equal(areas.status, 200, areas.text);
      const first = areas.json.features.find((f) =>
        f.properties.code.startsWith('440311001001001'));
      // Between the houses, so that it is the micro-grid that answers.
      const found = await this.anybody().get(`/locate?address=${first.properties.code}`);
      this.place = found.json.address.choices[0].place ?? centre(first.geometry);
    }
    return { ...this.place };
  }

  /** One of the demo's photos: a JPEG that is known to be good. */
  get jpeg() {
    const walk = (folder) => readdirSync(folder).flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? walk(path) : [path];
    });
    this.photo ??= readFileSync(walk(join(this.home.folder, 'photos')).sort()[0]);
    return this.photo;
  }
  async upload(client, bytes = this.jpeg, type = 'image/jpeg') {
    const headers = { 'Content-Type': type, 'X-Forwarded-For': freshAddress() };
    return client.post('/photos', bytes, { headers });
  }
}

function centre(geometry) {
  const ring = geometry.type === 'Polygon' ? geometry.coordinates[0] : geometry.coordinates[0][0];
  const mean = (i) => ring.reduce((sum, p) => sum + p[i], 0) / ring.length;
  return { lon: mean(0), lat: mean(1) };
}

/** Asserts a refusal: status, code and the field it names. */
export function assertRefused(reply, status, code, field) {
  const got = [reply.status, reply.json?.code, reply.json?.field];
  assert.deepEqual(got, [status, code, field], reply.text);
  assert.equal(reply.headers['content-type'], 'application/problem+json');
  assert.equal(reply.json.status, status);
  assert.ok(reply.json.detail.length > 5, reply.text);
  assert.equal(reply.json.request_id, reply.headers['x-request-id']);
}
