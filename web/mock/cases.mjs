// SPDX-License-Identifier: Apache-2.0
import {
  ORGANISATIONS,
  PEOPLE,
  WORDS,
  between,
  categories,
  centreOf,
  chainOf,
  district,
  grids,
  newId,
  pick,
  sha,
} from './data.mjs';
import { CAN, CLOCKS, allowedOf, nextOf } from './lifecycle.mjs';

export const NOW = Date.now();
const MINUTE = 60_000;
export const iso = (ms) => new Date(ms).toISOString();
export const cases = new Map();
export const byCode = new Map();
let number = 0;

const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const newCode = () =>
  Array.from({ length: 12 }, () => pick([...ALPHABET]))
    .join('')
    .replace(/(.{4})(?=.)/g, '$1-');

const STORY = [
  ['register', 'registered', '陈立民', 14],
  ['dispatch', 'dispatched', '陈立民', 10],
  ['accept', 'handling', '', 55],
  ['report_done', 'checking', '', 160],
  ['pass', 'closed', '何秀芬', 24],
];
const LENGTH = {
  reported: 0,
  verifying: 0,
  registered: 1,
  dispatched: 2,
  handling: 3,
  checking: 4,
  closed: 5,
};

export function addEvent(held, action, to, actor, at, note) {
  const previous = held.events.at(-1)?.hash ?? '';
  const event = {
    seq: held.events.length + 1,
    at: iso(at),
    recorded_at: iso(at + (held.events.length === 3 ? 95 * MINUTE : 0)),
    late: false,
    action,
    from: held.events.length === 0 ? null : held.state,
    to,
    actor: { kind: actor === '' ? 'reporter' : 'account', name: actor || '居民' },
    note: note ?? null,
  };
  event.hash = sha(previous, JSON.stringify(event)).toString('hex');
  held.events.push(event);
  held.state = to;
  setClock(held, at);
}

function setClock(held, at) {
  const clock = CLOCKS[held.state];
  held.clock = clock
    ? {
        kind: clock[0],
        limit: clock[1],
        started_at: iso(at),
        due_at: iso(at + clock[2] * MINUTE),
        paused: false,
      }
    : null;
  held.due_at = held.clock?.due_at ?? null;
  const left = held.due_at ? Date.parse(held.due_at) - Date.now() : Infinity;
  held.alarm = left < 0 ? 'overdue' : left < 12 * MINUTE ? 'warned' : 'none';
  held.supervisor =
    held.alarm === 'overdue' ? { name: `${held.area_names[0]}值班台`, due_at: null } : null;
}

export function makeCase(input) {
  const grid = input.grid ?? null;
  const chain = grid ? chainOf(grid.id) : [];
  number += 1;
  const held = {
    id: newId(),
    number: `GM2026${String(number).padStart(6, '0')}`,
    title: input.words.split(/[，。,.]/)[0].slice(0, 40),
    words: input.words,
    category: input.category,
    state: 'reported',
    area: grid ? { id: grid.id, name: grid.name } : null,
    area_names: chain
      .filter((a) => a.level !== 'district')
      .map((a) => a.name)
      .reverse(),
    desk: { id: chain[1]?.id ?? '1', name: chain[1] ? `${chain[1].name}值班台` : '光明区受理中心' },
    holder: null,
    due_at: null,
    alarm: 'none',
    reported_at: iso(input.at),
    channel: input.channel ?? 'resident_page',
    photo_count: input.photos?.length ?? 0,
    co_reporters: 0,
    version: 1,
    address: input.address ?? null,
    place: input.place ?? null,
    contact: input.contact ?? null,
    reports: [],
    clock: null,
    supervisor: null,
    assistants: [],
    photos: input.photos ?? [],
    events: [],
    pending: null,
    merged_into: null,
    merged: [],
    duplicates: [],
    rating: null,
    answer: null,
    code: newCode(),
  };
  held.receipt = sha(held.id, held.code).toString('hex');
  held.reports.push({ number: held.number, channel: held.channel, at: held.reported_at });
  addEvent(held, 'report', 'reported', '', input.at, null);
  held.holder = { kind: 'desk', id: held.desk.id, name: held.desk.name };
  cases.set(held.id, held);
  byCode.set(held.code.replaceAll('-', ''), held);
  return held;
}

export function demoCase(state, minutesAgo) {
  const category = pick(categories);
  const grid = pick(grids);
  const centre = centreOf(grid);
  let at = NOW - minutesAgo * MINUTE;
  const held = makeCase({
    words: WORDS[category.code],
    category,
    grid: state === 'unlocated' ? null : grid,
    at,
    place: state === 'unlocated' ? null : centre,
    channel: pick(['resident_page', 'resident_page', 'phone', 'worker_note', 'hotline']),
    address: pick(['3 栋 2 单元门口', '东门路灯旁', '商业街 18 号对面', null]),
    photos: pick([[], ['near'], ['near', 'far']]).map((kind) => ({ photo: newId(), kind })),
    contact: pick([null, { name: '刘**', phone: '139****0042' }]),
  });
  const handler = pick(PEOPLE);
  for (const [action, to, actor, minutes] of STORY.slice(0, LENGTH[state] ?? 0)) {
    at += minutes * MINUTE;
    if (action === 'accept') held.holder = { kind: 'account', id: newId(), name: handler };
    const note = action === 'report_done' ? '已清理并拍照，现场恢复正常。' : null;
    addEvent(held, action, to, actor || handler, at, note);
    if (action === 'dispatch')
      held.holder = { kind: 'organisation', id: newId(), name: pick(ORGANISATIONS) };
    if (action === 'report_done') {
      held.photos.push({ photo: newId(), kind: 'after' });
      held.answer = '工作人员已到现场处理，并约定两日后复查。感谢您的反映。';
    }
    held.version += 1;
  }
  if (state === 'verifying')
    addEvent(held, 'verify_first', 'verifying', '陈立民', at + MINUTE, null);
  if (state === 'closed' && minutesAgo % 2 === 0) {
    held.rating = {
      solved: true,
      satisfied: true,
      stars: 4,
      comment: '处理得很快。',
      at: iso(at + 40 * MINUTE),
    };
  }
  held.co_reporters = minutesAgo % 7 === 0 ? 2 : 0;
  return held;
}

export function seedCases() {
  const plan = [
    ['reported', 9, 2, 25],
    ['verifying', 4, 10, 50],
    ['registered', 7, 20, 45],
    ['dispatched', 8, 40, 200],
    ['handling', 14, 90, 460],
    ['checking', 6, 240, 300],
    ['closed', 16, 300, 4000],
    ['unlocated', 3, 3, 30],
  ];
  for (const [state, count, low, high] of plan) {
    for (let i = 0; i < count; i += 1) demoCase(state, between(low, high));
  }
  const list = [...cases.values()];
  for (const held of list) {
    held.duplicates = list
      .filter(
        (other) =>
          other !== held && other.category === held.category && other.area?.id === held.area?.id,
      )
      .slice(0, 2)
      .map((other) => ({
        id: other.id,
        number: other.number,
        title: other.title,
        distance_m: between(5, 48),
        minutes_apart: between(4, 900),
        same_category: true,
      }));
  }
  const registered = list.find((held) => held.state === 'registered');
  if (registered && registered.duplicates.length === 0) {
    const other = list.find((held) => held.state === 'handling');
    registered.duplicates = [
      {
        id: other.id,
        number: other.number,
        title: other.title,
        distance_m: 31,
        minutes_apart: 75,
        same_category: false,
      },
    ];
  }
}

const ROW = [
  'id',
  'number',
  'title',
  'state',
  'area',
  'area_names',
  'desk',
  'holder',
  'due_at',
  'alarm',
  'reported_at',
  'channel',
  'photo_count',
  'co_reporters',
  'version',
];
const short = ({ code, name_zh, name_en }) => ({ code, name_zh, name_en });

export function rowOf(held) {
  const row = Object.fromEntries(ROW.map((name) => [name, held[name]]));
  return { ...row, category: held.category ? short(held.category) : null };
}

export function detailOf(held) {
  const rest = { ...held };
  for (const name of ['code', 'receipt', 'answer']) delete rest[name];
  return {
    ...rest,
    category: held.category ? short(held.category) : null,
    allowed: allowedOf(held),
  };
}

export function followOf(held) {
  return {
    number: held.number,
    title: held.title,
    words: held.words,
    category: held.category ? short(held.category) : null,
    state: held.state,
    area_names: held.area_names,
    address: held.address,
    reported_at: held.reported_at,
    holder: held.holder && { kind: held.holder.kind, name: held.holder.name },
    due_at: held.due_at,
    supervisor: held.supervisor?.name ?? null,
    steps: held.events.map((e) => ({
      at: e.at,
      action: e.action,
      state: e.to,
      by: e.actor.name,
      note: e.note,
    })),
    photos: held.photos,
    answer: held.answer,
    can: (CAN[held.state] ?? []).filter((action) => action !== 'rate' || !held.rating),
    rating: held.rating,
    reopen_until:
      held.state === 'closed'
        ? iso(Date.parse(held.events.at(-1).at) + 14 * 24 * 60 * MINUTE)
        : null,
    co_reporters: held.co_reporters,
    receipt: held.receipt,
  };
}

/** Merkle tree of one day's receipts. */
export function proofOf(held) {
  const day = new Date(Date.parse(held.reported_at) + district.utc_offset_minutes * MINUTE)
    .toISOString()
    .slice(0, 10);
  const today = new Date(Date.now() + district.utc_offset_minutes * MINUTE)
    .toISOString()
    .slice(0, 10);
  const leaves = [...cases.values()]
    .filter(
      (c) =>
        new Date(Date.parse(c.reported_at) + district.utc_offset_minutes * MINUTE)
          .toISOString()
          .slice(0, 10) === day,
    )
    .map((c) => c.receipt)
    .sort();
  const index = leaves.indexOf(held.receipt);
  const path = [];
  let level = leaves.map((leaf) => sha(Buffer.from([0]), Buffer.from(leaf, 'hex')));
  for (let at = index; level.length > 1; at >>= 1) {
    const side = at % 2 === 0 ? 'right' : 'left';
    const sibling = level[at ^ 1];
    if (sibling) path.push({ side, hash: sibling.toString('hex') });
    const up = [];
    for (let i = 0; i < level.length; i += 2) {
      up.push(level[i + 1] ? sha(Buffer.from([1]), level[i], level[i + 1]) : level[i]);
    }
    level = up;
  }
  return {
    receipt: held.receipt,
    day,
    root: day < today ? level[0].toString('hex') : null,
    leaf_index: index,
    leaf_count: leaves.length,
    path,
  };
}

export { nextOf };
