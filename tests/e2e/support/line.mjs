// SPDX-License-Identifier: Apache-2.0
// The line between a phone and the server, which a test can cut where it wants: before the server
// hears, after it has done the deed but before the phone learns of it, or with the answer held back
// until the tab is gone. Needs no timing: fates are given per request.
import http from 'node:http';

export class Line {
  /** `fate(request)` → 'carry' | 'cut_before' | 'cut_after' | 'hold' */
  constructor(target) {
    this.target = new URL(target);
    this.fate = () => 'carry';
    this.writes = [];
    this.waiting = [];
  }

  async open() {
    this.server = http.createServer((request, response) => this.carry(request, response));
    await new Promise((done) => this.server.listen(0, '127.0.0.1', done));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  carry(request, response) {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const isWrite = request.method !== 'GET';
      const fate = isWrite ? this.fate(request) : 'carry';
      if (isWrite) this.note(request, fate);
      if (fate === 'cut_before') return void request.socket.destroy();
      this.forward(request, Buffer.concat(chunks), (answer, body) => {
        if (fate === 'cut_after') return void request.socket.destroy();
        if (fate === 'hold') return void this.heldBack(request);
        response.writeHead(answer.statusCode, answer.headers);
        response.end(body);
      });
    });
  }

  note(request, fate) {
    this.writes.push({ path: request.url, key: request.headers['idempotency-key'], fate });
  }

  /** The deed is done, the phone does not know. */
  heldBack(request) {
    for (const tell of this.waiting.splice(0)) tell(request);
  }

  /** Resolves once an answer is being held back. */
  held() {
    return new Promise((done) => this.waiting.push(done));
  }

  forward(request, body, done) {
    const { hostname, port } = this.target;
    const options = { hostname, port, path: request.url, method: request.method };
    const headers = { ...request.headers, 'accept-encoding': 'identity' };
    const onward = http.request({ ...options, headers }, (answer) => {
      // Live events never end: they are handed through as they come.
      if (String(answer.headers['content-type']).startsWith('text/event-stream')) {
        return void request.socket.destroy();
      }
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => done(answer, Buffer.concat(parts)));
    });
    onward.on('error', () => request.socket.destroy());
    onward.end(body);
  }

  async close() {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
