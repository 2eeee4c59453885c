/* Between the pages of a visit (/coaching/visits/) and the network, for a classroom without one: where the network
   fails, it answers with the page that offline.js kept on this device, and with the files that the page needs. It keeps
   nothing itself, and whatever is sent goes its own way. Served by coaching/views/worker.py. */
"use strict";

const DAYS = 30; /* as offline.js */

const kept = async (request) => {
  const found = await caches.match(request, { ignoreSearch: request.mode === "navigate" });
  const at = found?.headers.get("Kept-At");
  return found && (!at || Date.now() - Number(at) < DAYS * 864e5) ? found : Response.error();
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode !== "navigate" && !["style", "script", "image", "font"].includes(request.destination)) return;
  event.respondWith(fetch(request).catch(() => kept(request)));
});
