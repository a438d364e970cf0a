// SPDX-License-Identifier: Apache-2.0
// Keeps the app itself on the phone, and nothing else: what the server says about people and cases
// never passes through here. The list of files is put in by vite.config.ts.
const VERSION = '__VERSION__';
const FILES = __FILES__;
const PREFIX = 'gewu-field-';
const CACHE = PREFIX + VERSION;
const scope = new URL('./', self.location.href);

self.addEventListener('install', (event) => {
  // 'reload': not from the HTTP cache, which may hold files of another version.
  const requests = FILES.map((file) => new Request(new URL(file, scope), { cache: 'reload' }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

self.addEventListener('activate', (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

// A new version waits until the worker says so: nothing changes under her hands.
self.addEventListener('message', (event) => {
  if (event.data === 'activate') self.skipWaiting();
});

async function held(request, name) {
  const cache = await caches.open(CACHE);
  return (await cache.match(name ?? request)) ?? fetch(request);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || !url.href.startsWith(scope.href)) return;
  if (request.mode === 'navigate') event.respondWith(held(request, new URL('index.html', scope)));
  else event.respondWith(held(request));
});
