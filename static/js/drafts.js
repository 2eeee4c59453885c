/* Keeps what is typed into a form with data-draft="name": on this device at once, on the server a moment later, until
   the server has the form itself. The newer of the two is offered when the form is opened again, here or on another
   device. Without this file the form works; what was typed is then lost with the page, as on any page. Signing out
   clears every draft from the device. */
(() => {
  "use strict";

  if (!window.device) return;
  const { WHO, read, write, keys, forgetOlder } = window.device;
  const PREFIX = "draft:", MINE = `${PREFIX}${WHO}:`, DAYS = 14, DEVICE = 600, SERVER = 2500;
  const SAVE = "/drafts/save/", KEPT = "/drafts/kept/", DISCARD = "/drafts/discard/";

  forgetOlder(PREFIX, DAYS);

  /* What arrived, by the server's own word. */
  const settle = () => {
    const cookie = document.cookie.split("; ").find((one) => one.startsWith("delivered="));
    if (!cookie) return;
    for (const name of cookie.slice("delivered=".length).replaceAll('"', "").split("~")) localStorage.removeItem(MINE + name);
    document.cookie = "delivered=; path=/; max-age=0; samesite=lax";
  };
  settle();

  /* The digest of what its writer saw is kept too: a draft of an older version is then met by both versions. */
  const isSeen = (field) => field.type === "hidden" && /(^|-)seen$/.test(field.name);
  const fields = (form) =>
    [...form.elements].filter(
      (e) => e.name && (isSeen(e) || !["hidden", "file", "password", "submit", "button"].includes(e.type)),
    );
  const ticks = (field) => field.type === "checkbox" || field.type === "radio";
  const nameOf = (field) => (ticks(field) ? `${field.name}=${field.value}` : field.name);
  const typed = (form) => {
    const values = {};
    for (const field of fields(form)) {
      if (field.type === "select-multiple") for (const option of field.options) values[`${field.name}=${option.value}`] = option.selected;
      else values[nameOf(field)] = ticks(field) ? field.checked : field.value;
    }
    return values;
  };
  const fill = (form, values) => {
    for (const field of fields(form)) {
      if (field.type === "select-multiple") {
        for (const option of field.options) option.selected = values[`${field.name}=${option.value}`] ?? option.selected;
        continue;
      }
      const value = values[nameOf(field)];
      if (value === undefined) continue;
      if (ticks(field)) field.checked = value;
      else field.value = value;
    }
  };
  const said = (values) => JSON.stringify(Object.entries(values).filter(([name]) => !/(^|-)seen$/.test(name)).sort());
  const time = (at) => new Date(at).toLocaleString("en-GB", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });

  const note = (form, text, more) => {
    let line = form.querySelector(":scope > .draft");
    if (!line) {
      line = document.createElement("div");
      line.className = "draft";
      line.setAttribute("role", "status");
      form.prepend(line);
    }
    line.replaceChildren(Object.assign(document.createElement("span"), { textContent: text }), ...(more ? [more] : []));
  };
  const button = (text, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: text });
    made.addEventListener("click", act);
    return made;
  };

  const post = (form, url, values, options = {}) => {
    const body = new URLSearchParams(values);
    const token = form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    const headers = { "X-CSRFToken": token, "X-Requested-With": "fetch" };
    return fetch(url, { method: "POST", body, headers, redirect: "manual", ...options });
  };

  const titleOf = (form) =>
    (form.dataset.draftTitle || document.querySelector("h1")?.textContent || document.title).trim().replace(/\s+/g, " ");

  /* Gives a function that offers a draft in place of the form as it came, unless its writer has begun anew. */
  const begin = (form) => {
    const name = form.dataset.draft, key = MINE + name;
    const fresh = typed(form);
    const refused = form.querySelector("[role=alert]");
    let waiting, sending, saving, begun = false;

    const forget = () => {
      clearTimeout(waiting);
      clearTimeout(sending);
      localStorage.removeItem(key);
      post(form, DISCARD, { name }, { keepalive: true }).catch(() => {});
    };
    const offer = (kept) => {
      if (begun || refused || !kept || said({ ...fresh, ...kept.values }) === said(fresh)) return;
      fill(form, kept.values);
      form.closest("details")?.setAttribute("open", ""); /* a form that is folded away shows what it holds */
      note(
        form,
        `You are going on with what you typed on ${time(kept.at)}.`,
        button("Start afresh", () => {
          forget();
          fill(form, fresh);
          note(form, "Started afresh.");
        }),
      );
    };

    const toServer = async () => {
      saving = new AbortController();
      const values = typed(form);
      const page = location.pathname + location.search;
      try {
        const answer = await post(
          form,
          SAVE,
          { name, url: form.dataset.draftUrl || page, title: titleOf(form), fields: JSON.stringify(values) },
          { signal: saving.signal },
        );
        if (answer.ok) {
          const { at } = await answer.json();
          if (read(key)) write(key, { at, values });
          note(form, `Draft saved at ${time(at)}.`);
        } else if (answer.type === "opaqueredirect" || answer.status === 403) {
          note(form, ...window.device.signedOut("What you type is kept on this device."));
        } else if (answer.status === 400) {
          note(form, (await answer.json()).says);
        } else {
          note(form, `The server does not answer. What you typed is kept on this device (${time(Date.now())}).`);
        }
      } catch (error) {
        if (error.name !== "AbortError") note(form, `No connection. What you typed is kept on this device (${time(Date.now())}).`);
      }
    };
    const toDevice = () => {
      const at = Date.now();
      const full = !write(key, { at, values: typed(form) });
      note(form, full ? "This device is full: what you type is kept on the server alone." : `Kept on this device at ${time(at)}.`);
    };
    form.addEventListener("input", () => {
      begun = true;
      clearTimeout(waiting);
      clearTimeout(sending);
      waiting = setTimeout(toDevice, DEVICE);
      sending = setTimeout(toServer, SERVER);
    });
    window.addEventListener("online", () => {
      if (form.isConnected && read(key)) toServer();
    });
    form.addEventListener("submit", () => {
      clearTimeout(waiting);
      clearTimeout(sending);
      saving?.abort();
      write(key, { at: Date.now(), values: typed(form) });
    });
    return offer;
  };

  const start = async (root) => {
    const forms = [...root.querySelectorAll("form[data-draft]:not([data-drafting])")];
    if (root.matches?.("form[data-draft]:not([data-drafting])")) forms.push(root);
    if (!forms.length) return;
    for (const form of forms) {
      form.dataset.drafting = "";
      const name = Object.assign(document.createElement("input"), { type: "hidden", name: "_draft", value: form.dataset.draft });
      form.append(name);
    }
    const offers = forms.map((form) => {
      const offer = begin(form), here = read(MINE + form.dataset.draft);
      offer(here);
      return { name: form.dataset.draft, at: here?.at ?? 0, offer };
    });
    try {
      const query = new URLSearchParams(offers.map(({ name }) => ["name", name]));
      const answer = await fetch(`${KEPT}?${query}`, { headers: { Accept: "application/json" }, redirect: "manual" });
      const kept = answer.ok ? await answer.json() : {};
      for (const { name, at, offer } of offers) if (kept[name]?.at > at) offer(kept[name]);
    } catch {
      /* no connection: the device's own draft will do */
    }
  };

  start(document);
  document.addEventListener("htmx:beforeSwap", settle); /* before a form of the same name comes in its place */
  document.addEventListener("htmx:load", (event) => start(event.detail.elt));
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-sign-out]")) keys(PREFIX).forEach((key) => localStorage.removeItem(key));
  });
})();
