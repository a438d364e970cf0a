// SPDX-License-Identifier: Apache-2.0
// What a change costs until every open page has heard of it: many browsers on one server, each
// with an open event stream that reads its page again when told, as the console does.
import http from 'node:http';

const perSession = 25; // a login of its own for each browser would measure argon2

/** One browser's open stream; `heard` is called with the data of each change of a case. */
function listen(client, heard) {
  return new Promise((resolve, reject) => {
    const request = http.get({
      host: '127.0.0.1', port: client.server.port, path: `${client.base}/events`, agent: false,
      headers: { Cookie: client.cookie, 'X-Forwarded-For': client.address ?? '10.99.0.1' },
    }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`events: ${response.statusCode}`));
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (text) => {
        const messages = (rest + text).split('\n\n');
        rest = messages.pop();
        for (const message of messages) {
          const data = /^event: case\n(?:.*\n)*?data: (.*)$/m.exec(message);
          if (data) heard(JSON.parse(data[1]));
        }
      });
      resolve(() => request.destroy());
    });
    request.on('error', (error) => (error.code === 'ECONNRESET' ? undefined : reject(error)));
  });
}

const milliseconds = (from) => Number(process.hrtime.bigint() - from) / 1e6;
function spread(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { p50_ms: at(0.5), p99_ms: at(0.99), most: sorted.at(-1) };
}

/** Resolves when `count` calls have been made; says how many are missing after `limit_s`. */
function countdown(count, limit_s = 30) {
  let left = count, finish, give_up;
  const done = new Promise((resolve, reject) => {
    finish = resolve;
    give_up = setTimeout(() => reject(new Error(`${left} of ${count} never came`)), limit_s * 1e3);
  });
  return { done, one: () => --left === 0 && (clearTimeout(give_up), finish()) };
}

/**
 * `report` files one report and answers once it is acknowledged. Calm: one report at a time, heard
 * by all. Reading: each browser that hears of it reads `page` before the next one comes.
 */
export async function measureLive({ tell, ms, number, login, report, page, browsers, rounds }) {
  const clients = [];
  for (let i = 0; i < Math.ceil(browsers / perSession); ++i) clients.push(await login());
  let told = () => undefined;
  const closers = [];
  for (let i = 0; i < browsers; ++i) {
    const client = clients[i % clients.length];
    closers.push(await listen(client, () => told(client)));
  }
  const plain = [], answered = [], hearing = [], reading = [];
  for (let i = 0; i < 100; ++i) {
    const from = process.hrtime.bigint();
    await clients[0].get('/session');
    plain.push(milliseconds(from));
  }
  for (const reads of [false, true]) {
    for (let i = 0; i < rounds; ++i) {
      const all = countdown(browsers);
      const from = process.hrtime.bigint();
      told = async (client) => {
        if (!reads) hearing.push(milliseconds(from));
        if (reads && (await client.get(page)).status !== 200) throw new Error('a page failed');
        if (reads) reading.push(milliseconds(from));
        all.one();
      };
      await report();
      if (!reads) answered.push(milliseconds(from));
      await all.done;
    }
  }
  closers.forEach((close) => close());
  const base = spread(plain), answer = spread(answered);
  const line = (name, times, beside) => {
    const s = spread(times);
    tell(`${name}, ${number(browsers)} browsers`,
         `p50 ${ms(s.p50_ms)}, p99 ${ms(s.p99_ms)}, most ${ms(s.most)}`, beside(s));
  };
  line('a report heard', hearing, (s) => `${(s.p50_ms / answer.p50_ms).toFixed(1)} × its own ` +
    `answer (${ms(answer.p50_ms)}), ${(s.p50_ms / base.p50_ms).toFixed(1)} × the plainest read`);
  line('heard and the page read anew', reading, (s) =>
    `${(s.p50_ms / base.p50_ms).toFixed(0)} × the plainest read (${ms(base.p50_ms)})`);
}
