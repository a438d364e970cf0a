// SPDX-License-Identifier: Apache-2.0
// A stand-in for the server while pages are made: `npm run mock`, then `npm run build` and look at
// http://127.0.0.1:8390/. It sends the built files with the same content security policy as the
// server, so that a page which breaks it breaks here. Development only; never shipped.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { areas, categories, chainOf, classes, district, geojson, gridAt, newId } from './data.mjs';
import {
  addEvent,
  byCode,
  cases,
  detailOf,
  followOf,
  iso,
  makeCase,
  nextOf,
  proofOf,
  rowOf,
  seedCases,
} from './cases.mjs';
import { figureRows, figures } from './figures.mjs';

const port = Number(process.env.GEWU_MOCK_PORT ?? 8390);
const web = resolve(
  process.env.GEWU_WEB_DIR ?? fileURLToPath(new URL('../../build/web', import.meta.url)),
);
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};
const listeners = new Set();
const answers = new Map();
const photos = new Map();
seedCases();

const CSRF = 'mock-csrf-token';
const SESSION = {
  account: '7000000000000001',
  name: '陈立民',
  grants: [{ role: 'dispatcher', area: areas[0].id, area_name: '光明区', organisation: null }],
  csrf_token: CSRF,
};

class Refusal extends Error {
  constructor(status, code, detail, field) {
    super(code);
    Object.assign(this, { status, code, detail, field });
  }
}

const refuse = (...args) => {
  throw new Refusal(...args);
};

function publish(held) {
  const data = JSON.stringify({ case: held.id, area: held.area?.id ?? '', version: held.version });
  for (const response of listeners) response.write(`event: case\ndata: ${data}\n\n`);
}

const open = (held) =>
  !['closed', 'archived', 'void', 'merged', 'withdrawn', 'imported'].includes(held.state);
const QUEUES = {
  mine: (c) => ['handling', 'dispatched'].includes(c.state) && c.number.endsWith('3'),
  desk: (c) => ['reported', 'registered'].includes(c.state) && c.area,
  to_check: (c) => c.state === 'checking',
  overdue: (c) => open(c) && c.alarm === 'overdue',
  unlocated: (c) => !c.area,
  all: () => true,
};

function listCases(query) {
  const queue = QUEUES[query.get('queue') ?? 'all'] ?? QUEUES.all;
  const q = query.get('q') ?? '';
  const area = query.get('area');
  const list = [...cases.values()]
    .filter(queue)
    .filter((c) => !query.get('state') || c.state === query.get('state'))
    .filter((c) => !query.get('category') || c.category?.code === query.get('category'))
    .filter((c) => !area || chainOf(c.area?.id).some((a) => a.id === area))
    .filter((c) => q === '' || (c.title + c.words + c.number).includes(q))
    .sort((a, b) => (a.due_at ?? '9').localeCompare(b.due_at ?? '9'));
  const start = Number(query.get('cursor') ?? 0);
  const limit = Number(query.get('limit') ?? 30);
  const next = start + limit < list.length ? String(start + limit) : null;
  return { items: list.slice(start, start + limit).map(rowOf), next };
}

function counts() {
  const list = [...cases.values()];
  const states = {};
  for (const held of list) states[held.state] = (states[held.state] ?? 0) + 1;
  const queues = Object.fromEntries(
    Object.entries(QUEUES).map(([name, fits]) => [name, list.filter(fits).length]),
  );
  return { queues, states, capped_at: 1000 };
}

function report(body, channel) {
  if (!body.words || body.words.length > 2000)
    refuse(422, 'words_length', 'words: 1 to 2000 characters', '/words');
  const category = categories.find((c) => c.code === body.category) ?? null;
  const grid = body.place ? gridAt(body.place.lat, body.place.lon) : null;
  const held = makeCase({
    words: body.words,
    category,
    grid,
    at: Date.now(),
    place: body.place,
    address: body.address,
    contact: body.contact?.phone
      ? {
          name: body.contact.name ?? null,
          phone: body.contact.phone.replace(/^(.{3}).*(.{4})$/, '$1****$2'),
        }
      : null,
    photos: body.photos?.map(({ photo, kind }) => ({ photo, kind })),
    channel: channel ?? 'resident_page',
  });
  publish(held);
  return {
    id: held.id,
    number: held.number,
    follow_code: held.code,
    follow_path: `/${district.code}/follow/${held.code}`,
    state: held.state,
    area: held.area,
    desk: { name: held.desk.name },
    due_at: held.due_at,
    receipt: held.receipt,
    emergency_number: category?.emergency_number ?? null,
  };
}

function act(held, body) {
  if (body.version !== held.version)
    refuse(409, 'version_stale', 'Somebody was quicker.', '/version');
  const to = nextOf(held.state, body.action);
  if (!to) refuse(409, 'action_not_possible', `The case is ${held.state}.`);
  if (body.action === 'dispatch')
    held.holder = body.holder && {
      ...body.holder,
      name: holders().find((h) => h.id === body.holder.id)?.name ?? '',
    };
  if (body.action === 'request_extension')
    held.pending = { kind: 'extension', reason: body.reason };
  if (body.action === 'request_shelving') held.pending = { kind: 'shelving', reason: body.reason };
  if (body.action.startsWith('decide_')) held.pending = null;
  if (body.action === 'reveal') held.contact = { name: '刘女士', phone: '13900000042' };
  if (body.answer) held.answer = body.answer;
  if (body.photos) held.photos.push(...body.photos.map(({ photo, kind }) => ({ photo, kind })));
  if (body.category)
    held.category = categories.find((c) => c.code === body.category) ?? held.category;
  addEvent(
    held,
    body.action,
    body.granted === false ? held.state : to,
    SESSION.name,
    Date.now(),
    body.reason ?? body.note ?? null,
  );
  held.version += 1;
  publish(held);
  return detailOf(held);
}

const HOLDERS = [
  ['account', '林志强', 'grid_worker', '柳溪第1网格'],
  ['account', '吴小燕', 'micro_grid_lead', '柳溪第1网格'],
  ['organisation', '城管执法队', null, '光明街道'],
  ['organisation', '市政养护中心', null, '光明区'],
  ['organisation', '和兴物业', null, '柳溪社区'],
  ['desk', '光明街道值班台', null, '光明街道'],
].map(([kind, name, role, area_name]) => ({ kind, id: newId(), name, role, area_name }));
const holders = () => HOLDERS;

function chainCheck(held) {
  const { receipt, day, root, path } = proofOf(held);
  return {
    intact: true,
    events: held.events.length,
    head: held.events.at(-1).hash,
    receipt,
    day,
    root,
    path,
  };
}

function roots(query) {
  const days = new Map();
  for (const held of cases.values()) {
    const proof = proofOf(held);
    if (proof.root)
      days.set(proof.day, {
        day: proof.day,
        root: proof.root,
        leaf_count: proof.leaf_count,
        previous: null,
      });
  }
  const list = [...days.values()]
    .filter((r) => r.day >= query.get('from') && r.day <= query.get('to'))
    .sort((a, b) => a.day.localeCompare(b.day));
  list.forEach((root, i) => (root.previous = list[i - 1]?.root ?? null));
  return { roots: list };
}

function locate(query) {
  const lat = Number(query.get('lat'));
  const lon = Number(query.get('lon'));
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180)
    refuse(422, 'coordinates_off_earth', 'off the earth', '/lat');
  const grid = gridAt(lat, lon);
  if (!grid)
    return {
      inside: false,
      area: null,
      chain: [],
      nearest: { ...strip(areas.find((a) => a.level === 'grid')), distance_m: 840 },
    };
  return {
    inside: true,
    area: strip(grid),
    chain: chainOf(grid.id).slice(1).map(strip),
    nearest: null,
  };
}
const strip = ({ id, code, name, level, parent }) => ({ id, code, name, level, parent });
const caseOf = (id) => cases.get(id) ?? refuse(404, 'case_unknown', 'No such case.');
const followed = (code) =>
  byCode.get(decodeURIComponent(code).replaceAll('-', '').toUpperCase()) ??
  refuse(404, 'follow_code_unknown', 'No such code.');

const SVG = (text) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240"><rect width="320" height="240" fill="#b9c7be"/><path d="M0 190l90-70 60 40 80-90 90 80v90H0z" fill="#8aa194"/><text x="16" y="36" font-size="22" fill="#24352c">${text}</text></svg>`;

const P = `/api/v1/${district.code}`;
const routes = [
  ['GET', '/api/v1/districts', () => ({ items: [{ code: district.code, name: district.name }] })],
  ['GET', P, () => district],
  ['GET', `${P}/categories`, () => ({ classes })],
  ['GET', `${P}/locate`, ({ query }) => locate(query)],
  ['GET', `${P}/areas`, () => ({ items: areas.map(strip) })],
  ['GET', `${P}/areas.geojson`, () => geojson],
  [
    'POST',
    `${P}/photos`,
    ({ raw }) => {
      const id = newId();
      photos.set(id, raw);
      return { photo: id, token: `t${id}`, width: 800, height: 600 };
    },
  ],
  ['POST', `${P}/reports`, ({ body }) => report(body)],
  ['GET', `${P}/follow/([^/]+)`, ({ m }) => followOf(followed(m[1]))],
  [
    'POST',
    `${P}/follow/([^/]+)/ratings`,
    ({ m, body }) => {
      const held = followed(m[1]);
      held.rating = { ...body, at: iso(Date.now()) };
      return followOf(held);
    },
  ],
  [
    'POST',
    `${P}/follow/([^/]+)/actions`,
    ({ m, body }) => {
      const held = followed(m[1]);
      const to = {
        withdraw: 'withdrawn',
        object: 'reported',
        restore: 'reported',
        reopen: 'registered',
      }[body.action];
      addEvent(held, body.action, to, '', Date.now(), body.reason);
      held.version += 1;
      publish(held);
      return followOf(held);
    },
  ],
  ['GET', `${P}/follow/([^/]+)/receipt`, ({ m }) => proofOf(followed(m[1]))],
  ['GET', `${P}/roots`, ({ query }) => roots(query)],
  [
    'POST',
    `${P}/sessions`,
    ({ body, response }) => {
      if (body.password !== 'demo') refuse(401, 'login_refused', 'Wrong login or password.');
      response.setHeader('Set-Cookie', 'gewu=mock; Path=/; HttpOnly; SameSite=Strict');
      return SESSION;
    },
  ],
  ['GET', `${P}/session`, ({ signed }) => signed()],
  [
    'DELETE',
    `${P}/session`,
    ({ response }) => {
      response.setHeader('Set-Cookie', 'gewu=; Path=/; Max-Age=0');
      return {};
    },
  ],
  ['GET', `${P}/cases`, ({ query, signed }) => signed() && listCases(query)],
  ['GET', `${P}/cases/counts`, ({ signed }) => signed() && counts()],
  ['POST', `${P}/cases`, ({ body, signed }) => signed() && report(body, body.channel)],
  ['GET', `${P}/cases/(\\d+)`, ({ m, signed }) => signed() && detailOf(caseOf(m[1]))],
  [
    'POST',
    `${P}/cases/(\\d+)/actions`,
    ({ m, body, signed }) => signed() && act(caseOf(m[1]), body),
  ],
  ['GET', `${P}/cases/(\\d+)/holders`, ({ signed }) => signed() && { items: HOLDERS }],
  ['GET', `${P}/cases/(\\d+)/chain`, ({ m, signed }) => signed() && chainCheck(caseOf(m[1]))],
  ['GET', `${P}/figures`, ({ query, signed }) => signed() && figures(query)],
  ['GET', `${P}/figures/rows`, ({ query, signed }) => signed() && figureRows(query)],
];

function events(request, response) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.write(': hello\n\n');
  listeners.add(response);
  request.on('close', () => listeners.delete(response));
}

function photo(response, id, size) {
  const raw = photos.get(id);
  response.writeHead(200, {
    'Content-Type': raw ? 'image/jpeg' : 'image/svg+xml',
    'Cache-Control': 'private',
  });
  response.end(raw ?? SVG(size === 'full' ? '示意照片' : '示意'));
}

async function api(request, response, url, raw) {
  if (url.pathname === `${P}/events`) return events(request, response);
  const picture = new RegExp(`^${P}/(?:follow|cases)/[^/]+/photos/(\\d+)$`).exec(url.pathname);
  if (picture) return photo(response, picture[1], url.searchParams.get('size'));
  const key = request.headers['idempotency-key'];
  const known = key && answers.get(key);
  const send = (status, body) => {
    response.writeHead(status, {
      'Content-Type': status < 400 ? 'application/json' : 'application/problem+json',
      'Cache-Control': 'no-store',
    });
    response.end(JSON.stringify(body));
  };
  try {
    if (known) return send(200, known);
    for (const [method, pattern, handler] of routes) {
      const m = new RegExp(`^${pattern}/?$`).exec(url.pathname);
      if (!m || method !== request.method) continue;
      const json = request.headers['content-type'] === 'application/json';
      const signed = () =>
        (request.headers.cookie ?? '').includes('gewu=mock')
          ? SESSION
          : refuse(401, 'not_signed_in', 'Sign in first.');
      const body = await handler({
        m,
        query: url.searchParams,
        body: json && raw.length ? JSON.parse(raw) : {},
        raw,
        response,
        signed,
      });
      if (key) answers.set(key, body);
      return send(200, body);
    }
    refuse(404, 'route_unknown', 'Nothing here.');
  } catch (error) {
    const { status = 500, code = 'internal', message, detail = message, field = '' } = error;
    send(status, {
      type: 'about:blank',
      title: code,
      status,
      code,
      detail,
      field,
      request_id: 'mock-7f3a',
    });
  }
}

async function file(response, path) {
  const app = path.startsWith('/console/') ? 'console' : 'public';
  const inner = app === 'console' ? path.slice('/console'.length) : path;
  const wanted = join(web, app, normalize(inner));
  const name = extname(wanted) && !wanted.endsWith('/') ? wanted : join(web, app, 'index.html');
  try {
    const body = await readFile(name);
    response.writeHead(200, {
      'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream',
      'Content-Security-Policy': POLICY,
      'X-Content-Type-Options': 'nosniff',
    });
    response.end(body);
  } catch {
    response.writeHead(404).end('not found');
  }
}

createServer(async (request, response) => {
  const url = new URL(request.url, 'http://127.0.0.1');
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  if (url.pathname.startsWith('/api/')) await api(request, response, url, Buffer.concat(chunks));
  else if (url.pathname === '/console') response.writeHead(308, { Location: '/console/' }).end();
  else await file(response, url.pathname);
}).listen(port, '127.0.0.1', () => {
  console.log(`mock at http://127.0.0.1:${port}/  (login: any name, password demo)`);
  const sample = [...cases.values()].find((c) => c.state === 'closed' && !c.rating);
  console.log(`a follow code: ${sample.code}`);
});
