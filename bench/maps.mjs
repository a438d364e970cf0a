// SPDX-License-Identifier: Apache-2.0
// What a worker's phone and a map ask for, as requests to measure.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A thousand dwellings in houses of twenty, below the first micro-grids of one grid. */
export async function addDwellings(home, client, grid, count = 1000) {
  const { areas } = (await client.get('/areas?level=micro_grid&limit=5000')).json;
  const parents = areas.filter((a) => a.code.startsWith(grid)).slice(0, 5);
  const point = (label, i) => ({
    type: 'Point', coordinates: [label.lon + (i % 40) * 1e-6, label.lat + Math.floor(i / 40) * 1e-6],
  });
  const feature = (properties, geometry) => ({ type: 'Feature', properties, geometry });
  const features = [];
  for (let i = 0; i < count; ++i) {
    const parent = parents[i % parents.length];
    const house = `BENCH-${Math.floor(i / 20)}`;
    if (i % 20 === 0) {
      const named = { code: house, name: `${i / 20 + 1}号楼`, level: 'building',
                      parent: parents[Math.floor(i / 20) % parents.length].code };
      features.push(feature(named, point(parent.label, i)));
    }
    const named = { code: `${house}-${i % 20}`, name: `${100 + (i % 20)}室`, level: 'dwelling',
                    parent: house };
    features.push(feature(named, point(parent.label, i)));
  }
  const path = join(home.folder, 'dwellings.geojson');
  writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features }));
  home.run(['import', 'areas', path, '--district', client.district]);
}

/** Reports all over the micro-grids of one grid, so that its worker's phone has something to do. */
export async function addReports(client, grid, count = 120) {
  const { areas } = (await client.get('/areas?level=micro_grid&limit=5000')).json;
  const places = areas.filter((a) => a.code.startsWith(grid)).map((a) => a.label);
  for (let i = 0; i < count; ++i) {
    const body = { words: `第${i}件：路灯不亮，夜里看不清`, place: places[i % places.length] };
    const reply = await client.post('/reports', body);
    if (reply.status !== 200) throw new Error(reply.text);
  }
}

/** Brings a phone from nothing to the present, as the app does: answers, bytes and seconds. */
export async function syncPhone(client, since = '') {
  const out = { answers: 0, bytes: 0, areas: 0, cases: 0, token: since };
  const from = process.hrtime.bigint();
  for (let more = true; more; ++out.answers) {
    const query = out.token ? `?since=${out.token}` : '';
    const headers = { 'Accept-Encoding': 'identity' };
    const reply = await client.get(`/field/kit${query}`, { headers });
    if (reply.status !== 200) throw new Error(reply.text);
    out.bytes += reply.bytes.length;
    out.areas += reply.json.areas.changed.length;
    out.cases += reply.json.cases.changed.length;
    ({ token: out.token, more } = reply.json);
  }
  out.seconds = Number(process.hrtime.bigint() - from) / 1e9;
  return out;
}

/** The tiles of a zoom that hold one of these points, most of them first. */
export function tilesAround(points, z, limit = 40) {
  const counts = new Map();
  const side = 2 ** z;
  for (const { lat, lon } of points) {
    const y = 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);
    const name = `${z}/${Math.floor((lon / 360 + 0.5) * side)}/${Math.floor(y * side)}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, limit).map(([name]) => name);
}
