// SPDX-License-Identifier: Apache-2.0
// What staff do while a resident waits, by the API: the resident's journey is about her pages.
import assert from 'node:assert/strict';

let made = 0;

/** A signed-in member of staff. */
export async function staff(server, login) {
  const base = `${server.url}/api/v1/${server.district}`;
  let cookie = '';
  let csrf = '';
  async function send(method, path, body, headers = {}) {
    const raw = Buffer.isBuffer(body);
    const response = await fetch(base + path, {
      method,
      headers: {
        Cookie: cookie,
        'X-CSRF-Token': csrf,
        'Idempotency-Key': `staff-${process.pid}-${(made += 1)}`,
        ...(body === undefined || raw ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined || raw ? body : JSON.stringify(body),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    const set = response.headers.getSetCookie?.() ?? [];
    if (set.length > 0) cookie = set.map((c) => c.split(';')[0]).join('; ');
    return text === '' ? undefined : JSON.parse(text);
  }
  csrf = (await send('POST', '/sessions', { login, password: server.password })).csrf_token;
  return {
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
    del: (path, body) => send('DELETE', path, body),
    photo: (bytes) => send('POST', '/photos', bytes, { 'Content-Type': 'image/jpeg' }),
  };
}

/** The case behind a report's number, as this member of staff sees it. */
export async function caseOf(who, number) {
  const { items } = await who.get(`/cases?queue=all&q=${number}`);
  assert.equal(items.length, 1, `case ${number}`);
  return items[0];
}

/** One deed after another on one case; each may be made from the case as it stands. */
export async function act(who, number, ...deeds) {
  const { id } = await caseOf(who, number);
  for (const deed of deeds) {
    const now = await who.get(`/cases/${id}`);
    const body = typeof deed === 'function' ? await deed(now) : deed;
    await who.post(`/cases/${id}/actions`, { version: now.version, ...body });
  }
  return id;
}

/** From reported to closed, by the people of its grid. */
export async function finish(server, number, people, afterPhoto) {
  const desk = await staff(server, people.dispatcher);
  await act(desk, number, { action: 'register' }, async ({ id }) => {
    const holders = await desk.get(`/cases/${id}/holders`);
    const { kind, id: holder } = holders.find((h) => h.role === 'grid_worker');
    return { action: 'dispatch', holder: { kind, id: holder } };
  });
  const worker = await staff(server, people.worker);
  const { photo, token } = await worker.photo(afterPhoto);
  await act(
    worker,
    number,
    { action: 'accept' },
    {
      action: 'report_done',
      answer: '已更换灯泡，晚上七点试亮正常。',
      photos: [{ photo, token, kind: 'after' }],
    },
  );
  const verifier = await staff(server, people.verifier);
  return act(verifier, number, { action: 'pass' });
}
