/* A coaching visit through a lost network: notes, and that the visit is over, are kept on this device the moment they are
   made and sent in their order when there is a way; the server takes each once, by the key it was given here. What is not
   sent goes from every page. Text of a visit is on the device only until the server has it; signing out sends first, asks,
   and takes all of it off. Without this file they are plain forms. */
(() => {
  "use strict";

  if (!window.device) return;
  const { WHO, read, write, keys, forgetOlder, newKey, time, made, button, box, deliver, beforeSignOut } = window.device;
  const ALL = "coaching:", MINE = `${ALL}${WHO}:`, OUT = `${MINE}out:`, TYPING = `${MINE}typing:`;
  const DAYS = 30, EVERY = 8000, PATIENCE = 20_000, DEVICE = 250;

  forgetOlder(ALL, DAYS);
  const kept = () =>
    keys(OUT)
      .map((key) => ({ key, ...read(key) }))
      .sort((one, other) => one.at - other.at);
  const wanted = () => kept().some((item) => !item.refused);
  const idOf = (item) => item.key.slice(OUT.length);
  let last = 0;
  const now = () => (last = Math.max(Date.now(), last + 1)); /* two of one moment keep their order */

  const page = document.querySelector("[data-visit]");
  const visit = page?.dataset.visit;
  const form = document.querySelector("form[data-coaching-note]");
  const stop = document.querySelector("form[data-coaching-stop]");
  const state = form?.querySelector("[data-note-state]");
  const list = document.querySelector("[data-notes-list]");
  const LOST = "No connection. What you write is kept on this device.";
  let told = page && document.body.dataset.keptAt ? LOST : "", signedOut = false;

  const clock = (second) => {
    const two = (n) => String(n).padStart(2, "0");
    const hours = Math.floor(second / 3600), minutes = Math.floor(second / 60) % 60;
    return hours ? `${hours}:${two(minutes)}:${two(second % 60)}` : `${minutes}:${two(second % 60)}`;
  };

  /* The clock goes on from what the server said, whatever this device takes the time to be. */
  let over = page ? kept().find((item) => item.kind === "stop" && item.visit === visit) : null;
  const opened = Number(document.body.dataset.keptAt) || Date.now(); /* a copy that offline.js kept is older */
  const began = page ? opened - Number(page.dataset.seconds) * 1000 : 0;
  const second = () => Math.max(0, Math.floor(((over ? over.at : Date.now()) - began) / 1000));
  const face = page?.querySelector("[data-clock]");
  const tick = () => {
    if (face) face.textContent = clock(second());
  };

  /* What waits: on the page of its visit in the list of notes, on any other page in a box at its top. */
  const copy = (text) =>
    button("Copy the text", async ({ target }) => {
      await navigator.clipboard?.writeText(text).then(
        () => (target.textContent = "Copied"),
        () => {},
      );
    });
  const refusedLine = (item) => {
    const line = made("p", { className: "outbox-refused" }, `${item.refused} It is kept on this device. `);
    const again = button("Send it again", () => {
      const { key, refused, ...rest } = item;
      write(key, rest);
      show();
      send();
    });
    const off = button("Take it off this device", () => {
      localStorage.removeItem(item.key);
      show();
    });
    if (item.values.says) line.append(copy(item.values.says), " ");
    line.append(again, " ", off);
    return line;
  };
  const drawnLine = (item) => {
    const at = made("span", { className: "observe-at" }, item.values.second === "" ? "after" : clock(Number(item.values.second)));
    const says = made("p", { className: "observe-says" }, item.values.says);
    const line = made("li", { className: item.refused ? "is-refused" : "is-waiting" }, at, says);
    line.dataset.key = idOf(item);
    line.append(item.refused ? refusedLine(item) : made("span", { className: "observe-waits" }, "Kept on this device"));
    return line;
  };
  const showHere = () => {
    for (const old of list.querySelectorAll(".is-waiting, .is-refused")) old.remove();
    for (const item of kept()) {
      if (item.visit !== visit || item.kind !== "note") continue;
      list.querySelector(`[data-key="${CSS.escape(idOf(item))}"]`)?.remove();
      list.prepend(drawnLine(item));
    }
    const none = page.querySelector("[data-notes-none]");
    if (none) none.hidden = list.children.length > 0;
  };
  const signIn = () => {
    return made("p", {}, ...window.device.signedOut("What you wrote is kept on this device and goes when you have signed in again."));
  };
  const showElsewhere = () => {
    const items = kept().filter((item) => !list || item.visit !== visit || item.kind !== "note");
    const inner = [];
    if (told && !state) inner.push(made("p", { className: "outbox-told" }, told));
    if (signedOut && (items.length || list)) inner.push(signIn());
    const waiting = items.filter((item) => !item.refused && item.kind === "note").length;
    if (waiting) inner.push(made("p", {}, `${waiting === 1 ? "One note" : `${waiting} notes`} of a visit ${waiting === 1 ? "is" : "are"} kept on this device, not sent yet.`));
    for (const item of items) {
      if (!item.refused) continue;
      const text = item.values.says ? made("details", {}, made("summary", {}, "A note that was not taken"), made("p", { className: "outbox-says" }, item.values.says)) : "";
      inner.push(made("div", {}, text, refusedLine(item)));
    }
    if (!inner.length && !document.getElementById("coaching-box")) return;
    const out = box("coaching-box");
    out.replaceChildren(...inner);
    out.hidden = inner.length === 0;
  };
  const show = () => {
    if (list) showHere();
    showElsewhere();
    if (state && told) state.textContent = told;
    page?.classList.toggle("is-over", Boolean(over));
  };

  const settleSent = (item, json) => {
    localStorage.removeItem(item.key);
    const line = list?.querySelector(`[data-key="${CSS.escape(idOf(item))}"]`);
    if (line && item.kind === "note") {
      line.className = "";
      line.querySelector(".observe-waits")?.remove();
      if (json.edit) line.append(made("a", { href: json.edit }, "Change", made("span", { className: "visually-hidden" }, ` the note of ${clock(Number(item.values.second))}`)));
    }
  };
  const sendAll = async () => {
    let sent = 0, stopped = null;
    for (const item of kept()) {
      if (item.refused) continue;
      const values = { ...item.values, client_key: idOf(item), seen_at: new Date(item.at).toISOString() };
      const { is, json, says } = await deliver(item.url, values, PATIENCE);
      signedOut = is === "signedOut";
      if (is === "sent" && json.sent) {
        settleSent(item, json);
        sent += 1;
        told = item.kind === "note" ? `Sent at ${time(Date.now())}.` : "";
        if (item.kind === "stop") stopped = item;
      } else if (is === "mend" || is === "refused") {
        const { key, ...rest } = item;
        write(key, { ...rest, refused: says });
        if (item.kind === "stop" && item.visit === visit) over = null;
        told = "";
      } else {
        if (is === "lost") told = LOST;
        else told = signedOut ? "You were signed out." : says || "The server does not answer. What you write is kept on this device.";
        break;
      }
    }
    if (sent > 1) told = `${sent} notes sent at ${time(Date.now())}.`;
    show();
    if (sent) window.offline?.keep();
    if (stopped && stopped.visit === visit && page && !form.elements.says.value.trim()) location.assign(page.dataset.feedback);
    if (sent && form?.hasAttribute("data-after")) location.reload();
  };
  /* One after the other, and one tab at a time. */
  let sending = null;
  const turn = () => (navigator.locks ? navigator.locks.request("coaching", sendAll) : sendAll());
  const send = () => {
    sending = (sending ?? Promise.resolve()).then(turn).catch(() => {});
    return sending;
  };

  if (form) {
    const says = form.elements.says, of = form.dataset.coachingNote, typing = TYPING + of;
    /* A note belongs to the moment in which one began to write it. */
    let begun = null, waiting;
    const keepTyping = () => {
      if (!says.value.trim()) localStorage.removeItem(typing);
      else if (!write(typing, { at: Date.now(), begun, says: says.value })) told = "This device is full: keep the note before you leave the page.";
    };
    const before = read(typing);
    if (before && !says.value.trim()) {
      says.value = before.says;
      begun = before.begun;
      form.closest("details")?.setAttribute("open", "");
      told = `You are going on with what you typed at ${time(before.at)}.`;
    }
    says.addEventListener("input", () => {
      if (begun === null && page) begun = second();
      if (!says.value.trim()) begun = null;
      says.removeAttribute("aria-invalid");
      clearTimeout(waiting);
      waiting = setTimeout(keepTyping, DEVICE);
    });
    window.addEventListener("pagehide", keepTyping);
    says.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    form.addEventListener("submit", (event) => {
      if (!says.value.trim()) {
        event.preventDefault();
        told = "Write what you see and hear first.";
        show();
        says.focus();
        return;
      }
      const at = now(), values = { says: says.value, second: page ? String(begun ?? second()) : "" };
      const item = { at, kind: "note", visit: of, url: new URL(form.action).pathname, values };
      /* On a full device the form goes as a plain form does. */
      if (!write(OUT + newKey(), item)) return;
      event.preventDefault();
      clearTimeout(waiting);
      says.value = "";
      begun = null;
      localStorage.removeItem(typing);
      form.querySelector("[role=alert]")?.remove();
      told = "";
      show();
      send();
      says.focus();
    });
  }

  if (stop) {
    stop.addEventListener("submit", (event) => {
      if (over) {
        event.preventDefault();
        send();
        return;
      }
      if (form.elements.says.value.trim()) form.requestSubmit();
      const at = now();
      const item = { at, kind: "stop", visit, url: new URL(stop.action).pathname, values: {} };
      if (!write(OUT + newKey(), item)) return;
      event.preventDefault();
      over = item;
      told = `Stopped after ${clock(second())}. It goes when there is a connection; then you write the feedback.`;
      tick();
      show();
      send();
    });
  }
  if (page) {
    tick();
    setInterval(tick, 500);
    /* The tablet's screen stays on while one watches the lesson. */
    const stayOn = () => {
      if (!document.hidden && !over) navigator.wakeLock?.request("screen").catch(() => {});
    };
    stayOn();
    document.addEventListener("visibilitychange", stayOn);
  }

  /* A reply is kept on the device while it is typed; its form has a key, and is sent again when there is a way. */
  const words = () => document.querySelector("form[data-coaching-word]");
  const wordKey = (one) => `${TYPING}word-${one.dataset.coachingWord}`;
  let unsent = false;
  const takeUpWord = () => {
    const one = words();
    const before = one && read(wordKey(one));
    if (before && !one.elements.says.value.trim()) {
      one.elements.says.value = before.says;
      one.elements.client_key.value = before.key;
      one.querySelector("[data-note-state]").textContent = `You are going on with what you typed at ${time(before.at)}.`;
    }
  };
  document.addEventListener("input", ({ target }) => {
    const one = target.closest?.("form[data-coaching-word]");
    if (!one) return;
    if (target.value.trim()) write(wordKey(one), { at: Date.now(), key: one.elements.client_key.value, says: target.value });
    else localStorage.removeItem(wordKey(one));
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const one = detail.elt.closest?.("form[data-coaching-word]");
    if (!one || detail.successful) return;
    unsent = true;
    const says = one.querySelector("[data-note-state]");
    if (detail.xhr.status === 401) says.replaceChildren(...signIn().childNodes);
    else says.textContent = "No connection. What you typed is kept on this device.";
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const one = detail.requestConfig?.elt?.closest?.("form[data-coaching-word]");
    if (!one || detail.xhr.status !== 200) return;
    unsent = false;
    if (!/role="alert"/.test(detail.xhr.responseText)) localStorage.removeItem(wordKey(one));
  });
  document.addEventListener("htmx:load", takeUpWord);
  document.addEventListener("htmx:configRequest", (event) => {
    if (!event.target.closest?.("[data-coaching-word], #words")) return;
    event.detail.headers["X-CSRFToken"] = window.device.token();
    event.detail.parameters.delete?.("csrfmiddlewaretoken");
  });
  window.addEventListener("online", () => {
    if (unsent && words()) words().requestSubmit(words().querySelector("button[value=reply]"));
  });

  window.addEventListener("online", () => {
    told = "";
    if (wanted()) send();
    else if (state) state.textContent = "";
  });
  window.addEventListener("offline", () => {
    if (!form && !kept().length) return;
    told = LOST;
    show();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && wanted()) send();
  });
  window.addEventListener("storage", (event) => {
    if (event.key?.startsWith(OUT)) show();
  });
  setInterval(() => {
    if (wanted()) send();
  }, EVERY);

  const count = () => kept().filter((item) => item.kind === "note").length;
  beforeSignOut({
    waits: () => kept().length > 0,
    send,
    question: () => {
      const left = count();
      if (!left) return "";
      return `${left === 1 ? "One note of a coaching visit is" : `${left} notes of a coaching visit are`} kept on this device alone and not sent. Signing out takes ${left === 1 ? "it" : "them"} off the device. Sign out all the same?`;
    },
    wipe: () => [...keys(OUT), ...keys(TYPING)].forEach((key) => localStorage.removeItem(key)),
  });

  takeUpWord();
  show();
  if (wanted()) send();
})();
