// SPDX-License-Identifier: Apache-2.0
// What a resident's first visit costs: bytes on the wire, and the time until the page answers to a
// finger on a phone four times slower than this machine, on 1.6 Mb/s with 150 ms of delay. Beside
// each figure stands the same page without the brakes, because both depend on the machine.
import { startBrowser } from '../tests/e2e/support/stage.mjs';

const RUNS = 3;
const SLOW = { cpu: 4, bitsPerSecond: 1.6e6, delay: 150 };
/** Page, and what must be there to be touched. */
const PAGES = [
  ['front page', '', 'a[href$="/report"]'],
  ['report page', 'report', 'button[type=submit]'],
  ['public map', 'map', '.light-map-box'],
  ['who answers', 'who', '.light-map-box'],
];

/** Runs in the page: when the wanted element came, and the end of the last long task. */
function observe(selector) {
  const seen = { there: 0, busyUntil: 0 };
  globalThis.seenByBench = seen;
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) {
      seen.busyUntil = Math.max(seen.busyUntil, task.startTime + task.duration);
    }
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    if (seen.there === 0 && document.querySelector(selector)) seen.there = performance.now();
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}

/** Interactive: it is there, and nothing has kept the page busy for a second since. */
function isQuiet() {
  const { there, busyUntil } = globalThis.seenByBench;
  const at = Math.max(there, busyUntil);
  return there > 0 && performance.now() - at > 1000 ? at : 0;
}

async function visit(browser, address, selector, slow) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'zh-CN',
  });
  try {
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    await wire.send('Network.enable');
    let bytes = 0;
    let requests = 0;
    wire.on('Network.loadingFinished', (event) => {
      bytes += event.encodedDataLength;
      requests += 1;
    });
    if (slow) {
      await wire.send('Emulation.setCPUThrottlingRate', { rate: slow.cpu });
      const perSecond = slow.bitsPerSecond / 8;
      await wire.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: slow.delay,
        downloadThroughput: perSecond,
        uploadThroughput: perSecond,
      });
    }
    await page.addInitScript(observe, selector);
    await page.goto(address, { waitUntil: 'commit' });
    const at = await page.waitForFunction(isQuiet, undefined, { timeout: 60_000 });
    return { ms: await at.jsonValue(), bytes, requests };
  } finally {
    await context.close();
  }
}

const middle = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;

/** `tell` as in run.mjs; `server` serves the demo and the built pages. */
export async function measureWeb({ tell, address }) {
  const browser = await startBrowser();
  try {
    for (const [name, path, selector] of PAGES) {
      const free = [];
      const slow = [];
      for (let run = 0; run < RUNS; run += 1) {
        free.push(await visit(browser, address + path, selector, null));
        slow.push(await visit(browser, address + path, selector, SLOW));
      }
      const ms = (list) => middle(list.map((one) => one.ms));
      const [{ bytes, requests }] = slow;
      tell(
        `${name}: interactive on a slow phone`,
        `${seconds(ms(slow))}, ${(bytes / 1024).toFixed(1)} kB in ${requests} requests`,
        `${seconds(ms(free))} without brakes, ratio ${(ms(slow) / ms(free)).toFixed(1)}`,
      );
    }
  } finally {
    await browser.close();
  }
}
