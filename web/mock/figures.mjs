// SPDX-License-Identifier: Apache-2.0
import { areas, areaById, categories, random } from './data.mjs';
import { cases } from './cases.mjs';

const METRICS = [
  'reported',
  'registered',
  'dispatched',
  'handled',
  'handled_on_time',
  'overdue',
  'returned',
  'reworked',
  'closed',
  'closed_on_time',
  'self_handled',
  'reopened',
];
const SHARE = [1, 0.95, 0.93, 0.88, 0.81, 0.07, 0.05, 0.03, 0.86, 0.79, 0.11, 0.02];
const DAY = 86_400_000;

function daysOf(from, to) {
  const days = [];
  for (
    let t = Date.parse(`${from}T00:00:00Z`);
    t <= Date.parse(`${to}T00:00:00Z`) && days.length < 800;
    t += DAY
  ) {
    days.push(new Date(t).toISOString().slice(0, 10));
  }
  return days;
}

const hashOf = (text) =>
  [...text].reduce((h, c) => Math.imul(h ^ c.charCodeAt(0), 16777619), 2166136261);
const cell = (area, day, metric) => {
  const n = Math.floor(random(hashOf(area + day))() * 4.2);
  const i = METRICS.indexOf(metric);
  return Array.from(
    { length: n },
    (_, k) => random(hashOf(area + day + k + metric))() < SHARE[i],
  ).filter(Boolean).length;
};

const leavesOf = (id) => {
  const below = areas.filter((area) => area.parent === id);
  return below.length === 0 ? [id] : below.flatMap((area) => leavesOf(area.id));
};

function sum(leaves, days) {
  const out = Object.fromEntries(METRICS.map((m) => [m, 0]));
  for (const leaf of leaves)
    for (const day of days) for (const m of METRICS) out[m] += cell(leaf, day, m);
  return out;
}

/** Wilson interval at 95 %. */
function rate(code, n, d) {
  if (d === 0) return { code, numerator: n, denominator: d, value: null, low: null, high: null };
  const z = 1.96;
  const p = n / d;
  const mid = (p + (z * z) / (2 * d)) / (1 + (z * z) / d);
  const half = (z / (1 + (z * z) / d)) * Math.sqrt((p * (1 - p)) / d + (z * z) / (4 * d * d));
  return { code, numerator: n, denominator: d, value: p, low: mid - half, high: mid + half };
}

export function figures(query) {
  const area = areaById.get(query.get('area')) ?? areas[0];
  const from = query.get('from');
  const to = query.get('to');
  const by = query.get('by') ?? 'area';
  const days = daysOf(from, to);
  const leaves = leavesOf(area.id);
  const total = sum(leaves, days);
  let rows = [];
  if (by === 'day') rows = days.map((day) => ({ key: { day }, values: sum(leaves, [day]) }));
  else if (by === 'category') {
    rows = categories.map((c, i) => ({
      key: { id: c.id, code: c.code, name: c.name_zh, name_zh: c.name_zh, name_en: c.name_en },
      values: sum(
        leaves.filter((_, k) => k % categories.length === i),
        days,
      ),
    }));
  } else {
    rows = areas
      .filter((a) => a.parent === area.id)
      .map((a) => ({
        key: { id: a.id, code: a.code, name: a.name },
        values: sum(leavesOf(a.id), days),
      }));
  }
  return {
    area: { id: area.id, code: area.code, name: area.name, level: area.level },
    from,
    to,
    lens: query.get('lens') ?? 'as_was',
    total,
    rates: [
      rate('on_time_rate', total.handled_on_time, total.handled),
      rate('closing_rate', total.closed, total.registered),
      rate('rework_rate', total.reworked, total.closed),
    ],
    rows,
    unfolded: 0,
  };
}

export function figureRows(query) {
  const area = areaById.get(query.get('area')) ?? areas[0];
  const metric = query.get('metric');
  const days = daysOf(query.get('from'), query.get('to'));
  const total = sum(leavesOf(area.id), days)[metric] ?? 0;
  const start = Number(query.get('cursor') ?? 0);
  const list = [...cases.values()];
  const items = Array.from({ length: Math.min(50, total - start) }, (_, i) => {
    const held = list[(start + i) % list.length];
    return {
      case_id: held.id,
      number: held.number,
      title: held.title,
      at: held.reported_at,
      value: 1,
      area_name: held.area?.name ?? '',
      category: held.category,
    };
  });
  return {
    metric,
    total,
    items,
    next: start + items.length < total ? String(start + items.length) : null,
  };
}
