/* Keeps what is typed into a form with data-draft="name" on this device, until the server has it. Without this file the
   form works; what was typed is then lost with the page, as on any page. Signing out clears every draft. */
(() => {
  "use strict";

  const WHO = document.body.dataset.who;
  if (!window.localStorage) return;
  if (!WHO) {
    /* A session ended before the form arrived: its draft stays for when its writer is back. */
    for (const key of Object.keys(localStorage)) if (key.startsWith("sent:")) localStorage.removeItem(key);
    return;
  }
  const PREFIX = "draft:", MINE = `${PREFIX}${WHO}:`, SENT = `sent:${WHO}`, DAYS = 14;

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
      return false; /* the device is full: say nothing was kept */
    }
  };
  const every = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

  for (const key of every()) {
    const kept = read(key);
    if (!kept || Date.now() - kept.at > DAYS * 864e5) localStorage.removeItem(key);
  }

  const fields = (form) =>
    [...form.elements].filter(
      (e) => e.name && !["hidden", "file", "password", "submit", "button"].includes(e.type) && e.name !== "csrfmiddlewaretoken",
    );
  const valueOf = (field) => (field.type === "checkbox" || field.type === "radio" ? field.checked : field.value);
  const nameOf = (field) => (field.type === "checkbox" || field.type === "radio" ? `${field.name}=${field.value}` : field.name);
  const typed = (form) => Object.fromEntries(fields(form).map((field) => [nameOf(field), valueOf(field)]));
  const fill = (form, values) => {
    for (const field of fields(form)) {
      const value = values[nameOf(field)];
      if (value === undefined) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = value;
      else field.value = value;
    }
  };
  const time = (at) => new Date(at).toLocaleString("en-GB", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });

  const note = (form, text, again) => {
    let line = form.querySelector(".draft");
    if (!line) {
      line = document.createElement("div");
      line.className = "draft";
      line.setAttribute("role", "status");
      form.prepend(line);
    }
    line.replaceChildren(Object.assign(document.createElement("span"), { textContent: text }));
    if (!again) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: "Start afresh" });
    button.addEventListener("click", again);
    line.append(button);
  };

  const forms = [...document.querySelectorAll("form[data-draft]")];

  /* What was sent from a page has arrived unless that page, or the sign-in page, came back. */
  const sent = read(SENT);
  if (sent) {
    const came_back = forms.some((form) => MINE + form.dataset.draft === sent && form.querySelector("[role=alert]"));
    if (!came_back) localStorage.removeItem(sent);
    localStorage.removeItem(SENT);
  }

  for (const form of forms) {
    const key = MINE + form.dataset.draft;
    const fresh = typed(form);
    const kept = read(key);
    const refused = form.querySelector("[role=alert]");
    if (kept && !refused && JSON.stringify(kept.values) !== JSON.stringify(fresh)) {
      fill(form, kept.values);
      note(form, `You are going on with what you typed on ${time(kept.at)}.`, () => {
        localStorage.removeItem(key);
        fill(form, fresh);
        note(form, "Started afresh.");
      });
    }
    let waiting;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        const at = Date.now();
        note(form, write(key, { at, values: typed(form) }) ? `Kept on this device at ${time(at)}.` : "This device is full: what you type is not kept.");
      }, 600);
    });
    form.addEventListener("submit", () => {
      clearTimeout(waiting);
      write(key, { at: Date.now(), values: typed(form) });
      write(SENT, key);
    });
  }

  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-sign-out]")) every().forEach((key) => localStorage.removeItem(key));
  });
})();
