// @ts-check
// The kiosk's shell for a reload without the server. The network comes first, so that an update is never held back; no
// answer of the API is ever kept. `VERSION` and `FILES` stand before this, written by the server.
/* global VERSION, FILES */

const worker = /** @type {any} */ (self);
const CACHE = `kaodoki-kiosk-${VERSION}`;
const SHELL = '/kiosk/';
const PATIENCE_MS = 4_000;

worker.addEventListener('install', (event) => {
  event.waitUntil(fill().then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(clear().then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
  const {request} = event;
  const {origin, pathname} = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (pathname === SHELL || FILES.includes(pathname)) event.respondWith(networkFirst(request, pathname));
});

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll([SHELL, ...FILES].map((path) => new Request(path, {cache: 'reload'})));
}

async function clear() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('kaodoki-kiosk-') && name !== CACHE).map((name) => caches.delete(name)));
}

/** @param {Request} request @param {string} pathname */
async function networkFirst(request, pathname) {
  const kept = caches.open(CACHE).then((cache) => cache.match(pathname));
  try {
    const answer = await fetch(request, {signal: AbortSignal.timeout(PATIENCE_MS)});
    if (answer.status < 500) return answer;
    return (await kept) ?? answer;
  } catch (error) {
    const found = await kept;
    if (found) return found;
    throw error;
  }
}
