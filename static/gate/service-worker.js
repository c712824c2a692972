/**
 * Keeps the gate's pages on the phone (scanner and clicker). FILES and VERSION come before these lines (festival/gate/views/app.py): everything
 * the page needs, and a name that changes with any of it. What is listed is answered from the store, at once and with no
 * network; what is not (the server's answers) is left alone.
 */
/* global FILES, VERSION */
const PREFIX = "gate-";
const STORE = PREFIX + VERSION;

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener("message", ({ data, source }) => {
  if (data === "take over") self.skipWaiting();
  if (data === "version") source.postMessage({ version: VERSION, files: FILES.length });
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const name = request.mode === "navigate" ? url.pathname : url.pathname + url.search;
  if (!FILES.includes(name)) return;
  event.respondWith(answer(name, request));
});

/** All or nothing: a page of which a part is missing would fail at the gate. */
async function keepAll() {
  const store = await caches.open(STORE);
  await store.addAll(FILES.map((name) => new Request(name, { cache: "no-cache", credentials: "omit" })));
}

async function takeOver() {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== STORE) await caches.delete(name);
  await self.clients.claim();
}

async function answer(name, request) {
  const store = await caches.open(STORE);
  return (await store.match(name, { ignoreVary: true })) ?? fetch(request);
}
