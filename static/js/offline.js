/* The page of a visit comes up again without a network: the last one that was opened to observe or to write feedback is
   kept on this device, with the files that it needs, and visit-worker.js answers with it. It is one page, of whoever is
   signed in. It goes when the feedback is given, on signing out, when somebody else signs in, and after thirty days; no
   other page is kept. Where a browser has no worker (over plain http), a page needs the network to load. */
(() => {
  "use strict";

  const WHO = document.body.dataset.who, NAME = "coaching-visit:", MINE = NAME + WHO, DAYS = 30; /* as visit-worker.js */
  if (!window.caches || !navigator.serviceWorker) return;

  const forget = () => caches.delete(MINE);
  const forgetOthers = async () => {
    for (const name of await caches.keys()) if (name.startsWith(NAME) && (name !== MINE || !WHO)) await caches.delete(name);
  };
  /* `over`: the visit whose feedback is given, or "". */
  const forgetPast = async (over) => {
    if (!(await caches.has(MINE))) return;
    const box = await caches.open(MINE);
    for (const request of await box.keys()) {
      const at = (await box.match(request))?.headers.get("Kept-At");
      const told = over && new URL(request.url).pathname.startsWith(`/coaching/visits/${over}/`);
      if (told || (at && Date.now() - Number(at) > DAYS * 864e5)) await forget();
    }
  };

  const page = document.querySelector("[data-kept-offline]");
  /* The copy came without the headers of the server; this one lets through no more than theirs (celt/settings.py). */
  const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  const keepNow = async () => {
    const here = location.origin + location.pathname;
    const files = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map((one) => one.href || one.src);
    const wanted = new Set([here, ...files]);
    const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY, "Kept-At": document.body.dataset.keptAt };
    const box = await caches.open(MINE);
    for (const request of await box.keys()) if (!wanted.has(request.url)) await box.delete(request);
    await Promise.all(files.map(async (file) => (await box.match(file)) || box.add(file)));
    /* Styles that a script set are no part of the page, and the policy refuses them. */
    const copy = document.documentElement.cloneNode(true);
    for (const one of copy.querySelectorAll("[style]")) one.removeAttribute("style");
    await box.put(here, new Response(`<!doctype html>${copy.outerHTML}`, { headers }));
  };

  /* One after the other; and nothing is kept any more by whoever is signing out. */
  let leaving = false, busy = forgetOthers().catch(() => {});
  const next = (act) => (busy = busy.then(act).catch(() => {}));
  const keep = () => next(() => page && !leaving && keepNow());
  window.offline = { keep };
  window.device?.beforeSignOut({
    waits: () => true,
    send: () => {
      leaving = true;
      return next(forget);
    },
    question: () => "",
    wipe: () => {},
  });

  if (!page) {
    next(() => forgetPast(document.querySelector("[data-visit-told]")?.dataset.visitTold ?? ""));
    return;
  }
  /* When it came from the server: from then on its clock goes, and its thirty days. */
  document.body.dataset.keptAt ||= Date.now();
  navigator.serviceWorker.register(page.dataset.keptOffline).catch(() => {});
  keep();
})();
