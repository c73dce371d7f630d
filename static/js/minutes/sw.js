// The service worker: opens the offline page where the net does not answer. /sw.js names its files (`shell`) and imports this.
// It keeps that page and static files, which are the same for everybody, and never any other answer.

const { version, page, files } = self.shell;
const NAME = `muntada-${version}`;
const addresses = new Set(files.map((file) => new URL(file, location.href).href));

self.addEventListener("install", (event) => {
  // Without cookies: what is kept is what a stranger gets.
  const requests = [page, ...files].map((url) => new Request(url, { credentials: "omit", cache: "no-cache" }));
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(requests)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const clean = async () => {
    for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(clean());
});

const kept = async (url) => (await caches.open(NAME)).match(url, { ignoreVary: true });

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(async () => (await kept(page)) ?? Response.error()));
  else if (addresses.has(request.url)) event.respondWith(kept(request.url).then((found) => found ?? fetch(request)));
});
