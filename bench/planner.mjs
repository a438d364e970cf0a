// SPDX-License-Identifier: Apache-2.0
// Quality and time of `gewu plan --graph` on public graphs, ten seeds each. Every plan is judged
// here from the graph alone, by none of the planner's own code.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.env.GEWU_DISTRICTING ??
  fileURLToPath(new URL('../../shared/data/districting', import.meta.url));
const instances = [
  { name: 'ID', parts: 2, known: 10, seconds: 5 },
  { name: 'AR', parts: 4, known: 33, seconds: 5 },
  { name: 'IA', parts: 4, known: 33, seconds: 5 },
  { name: 'KS', parts: 4, known: 32, seconds: 5 },
  { name: 'AR_tract', parts: 4, known: 69, seconds: 60 },
];

/** The cut of a plan; throws when a part is broken, empty or out of balance. */
function judged(graph, plan, parts, deviation) {
  const part = new Map(graph.nodes.map((n) => [n.id, plan.assignment[String(n.id)]]));
  const neighbours = new Map(graph.nodes.map((n, i) => [n.id, graph.adjacency[i].map((a) => a.id)]));
  const total = graph.nodes.reduce((sum, n) => sum + n.TOTPOP, 0);
  for (let p = 0; p < parts; ++p) {
    const units = graph.nodes.filter((n) => part.get(n.id) === p);
    const load = units.reduce((sum, n) => sum + n.TOTPOP, 0);
    if (Math.abs(load * parts - total) > total * deviation) throw new Error(`part ${p}: ${load}`);
    const seen = new Set([units[0].id]);
    for (const id of seen)
      for (const next of neighbours.get(id)) if (part.get(next) === p) seen.add(next);
    if (seen.size !== units.length) throw new Error(`part ${p} is in pieces`);
  }
  const links = new Set();
  for (const [id, around] of neighbours)
    for (const next of around)
      if (part.get(id) !== part.get(next)) links.add(id < next ? `${id} ${next}` : `${next} ${id}`);
  if (links.size !== plan.cut_edges) throw new Error(`cut ${links.size}, not ${plan.cut_edges}`);
  return links.size;
}

export function measurePlanner({ tell, binary }) {
  if (!existsSync(folder)) {
    console.log('skipped: data not present');
    return;
  }
  for (const { name, parts, known, seconds } of instances) {
    const file = join(folder, `${name}.json`);
    const graph = JSON.parse(readFileSync(file, 'utf8'));
    const cuts = [], times = [];
    for (let seed = 1; seed <= 10; ++seed) {
      const begin = performance.now();
      const done = spawnSync(binary, ['plan', '--graph', file, '--parts', parts, '--deviation',
        '0.005', '--population', 'TOTPOP', '--seconds', seconds, '--seed', seed, '--json']
        .map(String), { encoding: 'utf8', maxBuffer: 1e8 });
      times.push((performance.now() - begin) / 1000);
      if (done.status !== 0) throw new Error(`${name}, seed ${seed}: ${done.stderr}`);
      cuts.push(judged(graph, JSON.parse(done.stdout), parts, 0.005));
    }
    times.sort((a, b) => a - b);
    const reached = cuts.filter((cut) => cut <= known).length;
    tell(`plan ${name}, ${graph.nodes.length} units, ${parts} parts`,
         `cut ${Math.min(...cuts)} (${reached} of 10 seeds ≤ ${known})`,
         `median ${times[4].toFixed(2)} s, worst ${times[9].toFixed(2)} s`);
  }
}
