/* Notes of a review or a round, through a lost network. A note is kept on this device the moment it is written and sent
   when there is a way; the server takes each once, by the key it was given here. What is not sent yet is shown on every
   page, and goes from every page, after signing in again too. Signing out sends first, and asks before it takes anything
   off the device. A form says which fields go with its words (data-carries). Without this file it is a plain form. */
(() => {
  "use strict";

  const WHO = document.body.dataset.who;
  if (!window.localStorage || !WHO) return;
  const PREFIX = "note:", MINE = `${PREFIX}${WHO}:`, DAYS = 60, EVERY = 10_000, PATIENCE = 20_000, DEVICE = 500;

  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const write = (key, value) => {
    try {
      localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false; /* the device is full */
    }
  };
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX) && !(Date.now() - (read(key)?.at ?? 0) < DAYS * 864e5)) localStorage.removeItem(key);
  }
  const kept = () =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith(MINE))
      .map((key) => ({ key, ...read(key) }))
      .sort((one, other) => one.at - other.at);
  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };
  /* Signing in again changes the token; the cookie has the present one. */
  const token = () =>
    document.cookie.split("; ").find((one) => one.startsWith("csrftoken="))?.slice("csrftoken=".length) ??
    JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
  const time = (at) => new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const made = (tag, more = {}, ...inner) => {
    const element = Object.assign(document.createElement(tag), more);
    element.append(...inner);
    return element;
  };

  const button = (words, act) => {
    const one = made("button", { type: "button", className: "link" }, words);
    one.addEventListener("click", act);
    return one;
  };
  /* Photos follow their notes: static/js/files.js does alike, and listens. */
  window.gathering = Object.freeze({ WHO, newKey, token, time, made, button });
  const tell = (what, detail = {}) => document.dispatchEvent(new CustomEvent(what, { detail }));

  const form = document.querySelector("form[data-notes]");
  const typing = form && `draft:${WHO}:noting-${form.dataset.notes}`;
  const carried = form ? (form.dataset.carries ?? "where about").split(" ") : [];
  const carry = () => Object.fromEntries(carried.map((name) => [name, form.elements[name].value]));
  const takeUp = (values) => {
    for (const name of carried) if (name !== "about" && values[name]) form.elements[name].value = values[name];
  };

  /* What is told below the form, or at the top of any other page. */
  let told = "", signedOut = false;
  const box = () => {
    const here = document.getElementById("outbox");
    if (here) return here;
    const other = made("aside", { id: "outbox", className: "outbox card" });
    other.setAttribute("role", "status");
    document.getElementById("content")?.prepend(other);
    return other;
  };
  const backIntoField = (item) => {
    const field = form.elements.says;
    field.value = field.value.trim() ? `${field.value.trimEnd()}\n${item.values.says}` : item.values.says;
    if (!form.elements.where?.value) takeUp(item.values);
    localStorage.removeItem(item.key);
    tell("note:back", { review: item.review, key: item.key.slice(MINE.length) });
    keepTyping();
  };
  const line = (item) => {
    const says = made("p", { className: "outbox-says" }, item.values.says.length > 600 ? `${item.values.says.slice(0, 600)} …` : item.values.says);
    const state = made("p", { className: item.refused ? "outbox-refused" : "outbox-state" });
    state.append(item.refused ? `${item.refused} The note is kept on this device. ` : "Kept on this device, not sent yet.");
    if (item.refused) {
      state.append(
        button("Send it again", () => {
          const { key, refused, ...rest } = item;
          write(key, rest);
          send();
        }),
      );
      if (form?.dataset.notes === item.review)
        state.append(
          " ",
          button("Put it back into the field", () => {
            backIntoField(item);
            told = "";
            show();
            form.elements.says.focus();
          }),
        );
    }
    return made("li", {}, says, state);
  };
  const show = () => {
    const notes = kept();
    if (!notes.length && !told && !document.getElementById("outbox")) return;
    const out = box();
    const inner = [];
    if (told) inner.push(made("p", { className: "outbox-told" }, told));
    if (signedOut) {
      const again = made("a", { href: "/account/login/", target: "_blank" }, "Sign in in another tab");
      inner.push(made("p", {}, "You were signed out. What you write is kept on this device and goes when you have signed in again. ", again));
    }
    if (notes.length) inner.push(made("ul", {}, ...notes.map(line)));
    out.replaceChildren(...inner);
    out.hidden = inner.length === 0;
  };

  const post = (item) =>
    fetch(item.url, {
      method: "POST",
      body: new URLSearchParams({
        ...item.values,
        client_key: item.key.slice(MINE.length),
        seen_at: new Date(item.at).toISOString(),
        writer: WHO,
      }),
      headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch" },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
  const saysOf = async (answer) => {
    try {
      return await answer.json();
    } catch {
      return null;
    }
  };

  let sending = null;
  const sendAll = async () => {
    let sent = 0;
    for (const item of kept()) {
      if (item.refused) continue;
      let answer;
      try {
        answer = await post(item);
      } catch {
        told = `No connection. What you write is kept on this device (${time(Date.now())}).`;
        break;
      }
      const json = answer.type === "opaqueredirect" ? null : await saysOf(answer);
      signedOut = answer.type === "opaqueredirect" || answer.status === 401 || (answer.status === 403 && !json);
      if (signedOut) {
        told = "";
        break;
      }
      if (answer.ok && json?.sent) {
        localStorage.removeItem(item.key);
        sent += 1;
        told = `Sent at ${time(Date.now())}.`;
      } else if (json?.mend && form?.dataset.notes === item.review && !form.elements.says.value.trim()) {
        backIntoField(item);
        told = json.says;
        form.elements.says.setAttribute("aria-invalid", "true");
      } else if ((answer.status === 400 || answer.status === 403) && json) {
        const { key, ...rest } = item;
        write(key, { ...rest, refused: json.says });
        told = "";
      } else if (answer.status === 404) {
        const { key, ...rest } = item;
        write(key, { ...rest, refused: "This is not open to you any more." });
        told = "";
      } else {
        told = json?.says ?? `The server does not answer. What you write is kept on this device (${time(Date.now())}).`;
        break;
      }
    }
    if (sent > 1) told = `${sent} notes sent at ${time(Date.now())}.`;
    show();
    const feed = document.getElementById("notes-feed");
    if (sent && feed) window.htmx?.trigger(feed, "fresh");
    tell("notes:turn");
  };
  /* One after the other: what is written while others are sent goes in the next turn. */
  const send = () => {
    sending = (sending ?? Promise.resolve()).then(sendAll).catch(() => {});
    return sending;
  };

  const keepTyping = () => {
    if (!form.elements.says.value.trim()) localStorage.removeItem(typing);
    else write(typing, { at: Date.now(), values: { says: form.elements.says.value, ...carry(), words: aboutWords() } });
  };
  const aboutLine = form?.querySelector(".note-about");
  const aboutWords = () => aboutLine?.querySelector("[data-about-words]").textContent;
  const writeAbout = (about, words) => {
    if (!aboutLine) return;
    form.elements.about.value = about;
    aboutLine.querySelector("[data-about-words]").textContent = words;
    aboutLine.hidden = !about;
  };

  if (form) {
    const says = form.elements.says;
    const begun = read(typing);
    if (begun && !says.value.trim()) {
      says.value = begun.values.says;
      takeUp(begun.values);
      if (begun.values.about && !form.elements.about?.value) writeAbout(begun.values.about, begun.values.words);
      told = `You are going on with what you typed at ${time(begun.at)}.`;
    }
    let waiting;
    form.addEventListener("input", () => {
      says.removeAttribute("aria-invalid");
      clearTimeout(waiting);
      waiting = setTimeout(keepTyping, DEVICE);
    });
    form.addEventListener("submit", (event) => {
      const values = { says: says.value, ...carry() };
      if (!values.says.trim()) {
        event.preventDefault();
        told = "Write what you see and hear first.";
        show();
        says.focus();
        return;
      }
      const key = newKey();
      /* On a full device the form goes as a plain form does. */
      if (!write(MINE + key, { at: Date.now(), review: form.dataset.notes, url: new URL(form.action).pathname, values })) return;
      event.preventDefault();
      tell("note:kept", { review: form.dataset.notes, key });
      clearTimeout(waiting);
      says.value = "";
      writeAbout("", "");
      form.querySelector("[role=alert]")?.remove();
      localStorage.removeItem(typing);
      told = "";
      show();
      send();
      says.focus();
    });
    document.addEventListener("click", (event) => {
      const choice = event.target.closest?.("a[data-about]");
      if (!choice) return;
      event.preventDefault();
      writeAbout(choice.dataset.about, choice.dataset.words ?? "");
      says.focus();
    });
  }

  /* A session that ended takes nobody away from what they write. */
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.elt.id !== "notes-feed") return;
    const ended = event.detail.xhr.status === 401;
    if (ended) event.preventDefault();
    if (ended !== signedOut) {
      signedOut = ended;
      show();
      if (!ended) send();
    }
  });
  document.addEventListener("htmx:configRequest", (event) => {
    if (!document.querySelector(".gather")) return;
    event.detail.headers["X-CSRFToken"] = token();
    event.detail.parameters.delete?.("csrfmiddlewaretoken");
  });
  for (const lost of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(lost, (event) => {
      if (!event.target.closest(".gather")) return;
      told = "No connection. What you write is kept on this device.";
      show();
    });
  }

  const wanted = () => kept().some((item) => !item.refused);
  window.addEventListener("online", () => {
    told = "";
    show();
    send();
  });
  window.addEventListener("offline", () => {
    told = "No connection. What you write is kept on this device.";
    show();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && wanted()) send();
  });
  window.addEventListener("storage", (event) => {
    if (event.key?.startsWith(MINE)) show();
  });
  setInterval(() => {
    if (wanted()) send();
  }, EVERY);

  let leaving = false;
  window.addEventListener(
    "submit",
    async (event) => {
      const out = event.target;
      if (!out.matches("[data-sign-out]") || leaving || !kept().length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      await send();
      const left = kept();
      const question = `${left.length === 1 ? "One note is" : `${left.length} notes are`} kept on this device alone and not sent. Signing out takes ${left.length === 1 ? "it" : "them"} off the device. Sign out all the same?`;
      if (left.length && !window.confirm(question)) return;
      for (const item of left) localStorage.removeItem(item.key);
      leaving = true;
      out.requestSubmit();
    },
    true,
  );

  show();
  if (wanted()) send();
})();
