// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';

import { engines } from '../support/gewu.mjs';
import badInput from './scenarios/bad_input.mjs';
import demo from './scenarios/demo.mjs';
import field from './scenarios/field.mjs';
import lists from './scenarios/filters.mjs';
import life from './scenarios/life.mjs';
import live from './scenarios/live.mjs';
import pages from './scenarios/pages.mjs';
import paper from './scenarios/paper.mjs';
import photos from './scenarios/photos.mjs';
import places from './scenarios/places.mjs';
import plain from './scenarios/plain.mjs';
import policies from './scenarios/policies.mjs';
import promises from './scenarios/promises.mjs';
import releases from './scenarios/releases.mjs';
import search from './scenarios/search.mjs';
import sessions from './scenarios/sessions.mjs';
import tiles from './scenarios/tiles.mjs';
import voices from './scenarios/voices.mjs';
import { World } from './world.mjs';

const scenarios = {
  life, sessions, policies, badInput, photos, voices, tiles, releases, plain, field, live, pages,
  lists, search, promises, paper, places, demo,
};
const chosen = (process.env.GEWU_SCENARIOS ?? Object.keys(scenarios).join(',')).split(',');

for (const engine of engines) {
  test(`the API on ${engine}`, { timeout: 120_000 }, async (t) => {
    const world = await World.make(engine);
    t.after(async () => {
      const errors = (await world.end()).split('\n').filter((l) => /error/.test(l));
      for (const line of errors) t.diagnostic(line);
    });
    for (const name of chosen) await scenarios[name](t, world);
    await t.test('the doctor finds nothing afterwards', async () => {
      await world.server.stop();
      assert.deepEqual(world.home.doctor().findings, []);
    });
  });
}
