/* Notes of a review or a round, through a lost network. A note is kept on this device the moment it is written and sent
   when there is a way; the server takes each once, by the key it was given here. What is not sent yet is shown on every
   page, and goes from every page, after signing in again too. Signing out sends first, and asks before it takes anything
   off the device. A form says which fields go with its words (data-carries). Without this file it is a plain form. */
(() => {
  "use strict";

  if (!window.device) return;
  const { WHO, read, write, keys, forgetOlder, newKey, token, time, made, button, box, deliver, beforeSignOut } = window.device;
  const PREFIX = "note:", MINE = `${PREFIX}${WHO}:`, DAYS = 60, EVERY = 10_000, PATIENCE = 20_000, DEVICE = 500;

  forgetOlder(PREFIX, DAYS);
  const kept = () =>
    keys(MINE)
      .map((key) => ({ key, ...read(key) }))
      .sort((one, other) => one.at - other.at);
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
    const out = box("outbox");
    const inner = [];
    if (told) inner.push(made("p", { className: "outbox-told" }, told));
    if (signedOut) {
      inner.push(made("p", {}, ...window.device.signedOut("What you write is kept on this device and goes when you have signed in again.")));
    }
    if (notes.length) inner.push(made("ul", {}, ...notes.map(line)));
    out.replaceChildren(...inner);
    out.hidden = inner.length === 0;
  };

  const post = (item) =>
    deliver(item.url, { ...item.values, client_key: item.key.slice(MINE.length), seen_at: new Date(item.at).toISOString() }, PATIENCE);

  let sending = null;
  const sendAll = async () => {
    let sent = 0;
    for (const item of kept()) {
      if (item.refused) continue;
      const { is, json, says } = await post(item);
      if (is === "lost") {
        told = `No connection. What you write is kept on this device (${time(Date.now())}).`;
        break;
      }
      signedOut = is === "signedOut";
      if (signedOut) {
        told = "";
        break;
      }
      if (is === "sent" && json.sent) {
        localStorage.removeItem(item.key);
        sent += 1;
        told = `Sent at ${time(Date.now())}.`;
      } else if (is === "mend" && form?.dataset.notes === item.review && !form.elements.says.value.trim()) {
        backIntoField(item);
        told = says;
        form.elements.says.setAttribute("aria-invalid", "true");
      } else if (is === "mend" || is === "refused") {
        const { key, ...rest } = item;
        write(key, { ...rest, refused: says });
        told = "";
      } else {
        told = says || `The server does not answer. What you write is kept on this device (${time(Date.now())}).`;
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
    if (!document.querySelector(".gather") && !kept().length) return; /* on other pages nothing is promised */
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

  beforeSignOut({
    waits: () => kept().length > 0,
    send,
    question: () => {
      const left = kept().length;
      if (!left) return "";
      return `${left === 1 ? "One note is" : `${left} notes are`} kept on this device alone and not sent. Signing out takes ${left === 1 ? "it" : "them"} off the device. Sign out all the same?`;
    },
    wipe: () => kept().forEach((item) => localStorage.removeItem(item.key)),
  });

  show();
  if (wanted()) send();
})();
