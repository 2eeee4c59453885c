/* Feedback on a coaching visit, saved as one types: on this device at once, on the server a moment later, by revision.
   What another device changed meanwhile is taken over where it was not touched here; where both changed one field, both
   versions are shown and nothing is written over before somebody chose. On the device it is kept under its writer's
   number until the server has it, and goes from every page. Without this file the form has its buttons. */
(() => {
  "use strict";

  if (!window.device) return;
  const { WHO, read, write, keys, time, made, button, box, signedOut, deliver, beforeSignOut } = window.device;
  const MINE = `coaching:${WHO}:feedback:`, DEVICE = 200, SERVER = 1500, EVERY = 8000, PATIENCE = 20_000, TRIED = 6;

  const same = (one, other) => (one ?? "").trim() === (other ?? "").trim();
  /* Only what was changed here since the server's version is sent: what stands elsewhere is nobody's edit. */
  const changed = (values, base) => Object.fromEntries(Object.entries(values).filter(([name, value]) => !same(value, base[name])));
  const signIn = () => signedOut("What you type is kept on this device.");

  /* `draft`: {at, url, page, revision, base, values, tried}. Gives what became of it; a revision that was raised by an
     earlier try of ours, whose answer was lost, is our own. */
  const push = async (draft) => {
    const mine = changed(draft.values, draft.base);
    if (!Object.keys(mine).length) return { is: "sent", json: { revision: draft.revision } };
    draft.tried = [...draft.tried, mine].slice(-TRIED);
    const answer = await deliver(draft.url, { ...mine, revision: String(draft.revision) }, PATIENCE);
    if (answer.is !== "conflict") return answer;
    const { now, revision } = answer.json;
    const ours = draft.tried.some((one) => Object.entries(now).every(([name, value]) => same(value, one[name] ?? draft.base[name])));
    const clashes = ours ? [] : Object.keys(mine).filter((name) => name in now && !same(now[name], draft.base[name]) && !same(now[name], mine[name]));
    const untouched = Object.keys(now).filter((name) => !(name in mine));
    if (clashes.length) return { is: "conflict", now, revision, clashes, untouched };
    const base = { ...draft.base, ...now };
    const values = { ...draft.values, ...Object.fromEntries(untouched.map((name) => [name, now[name]])) };
    return { is: "again", draft: { ...draft, base, values, revision, tried: [] }, untouched };
  };

  const form = document.querySelector("form[data-coaching-feedback]");
  if (form) onItsPage(form);
  else elsewhere();

  function onItsPage() {
    const key = MINE + form.dataset.coachingFeedback;
    const state = form.querySelector("[data-state]");
    const tell = (...inner) => state.replaceChildren(...inner);
    const fields = () => [...form.elements].filter((one) => one.name && !["hidden", "submit", "button", "fieldset"].includes(one.type));
    const values = () => {
      const said = {};
      for (const one of fields()) if (one.type !== "radio" || one.checked) said[one.name] = one.value;
      return said;
    };
    const put = (name, value) => {
      for (const one of fields()) {
        if (one.name !== name) continue;
        if (one.type === "radio") one.checked = one.value === (name === "practice_step" && !value ? "own" : value);
        else one.value = value ?? "";
      }
    };
    /* The server calls a step of the two's own none. */
    const plain = (said) => ({ ...said, ...("practice_step" in said && said.practice_step === "own" ? { practice_step: "" } : {}) });

    let base = plain(values()), revision = Number(form.elements.revision.value), tried = [], waiting, sending, busy = null, shut = false, unheard = false;
    const draft = () => ({ at: Date.now(), url: form.dataset.save, page: location.pathname, revision, base, values: plain(values()), tried });
    const dirty = () => Object.keys(changed(plain(values()), base)).length > 0;
    const keep = () => {
      if (!dirty()) localStorage.removeItem(key);
      else if (!write(key, draft())) tell("This device is full. What you type is kept on the server alone.");
    };

    /* What is saved is what the page says, for the copy of it that offline.js keeps. */
    const asSaved = () => {
      for (const one of fields()) {
        const value = one.name === "practice_step" ? base[one.name] || "own" : (base[one.name] ?? "");
        if (one.type === "radio") one.defaultChecked = one.value === value;
        else one.defaultValue = value;
      }
      window.offline?.keep();
    };
    const clear = (name) => form.querySelector(`[data-both="${name}"]`)?.remove();
    const both = (name, theirs) => {
      clear(name);
      const field = fields().find((one) => one.name === name);
      const settle = (words, act) =>
        button(words, () => {
          act();
          clear(name);
          keep();
          if (!form.querySelector("[data-both]")) save();
        });
      const choice = made("div", { className: "feedback-both" }, made("b", {}, "On another device it says now:"), made("p", {}, theirs || "Nothing"));
      choice.dataset.both = name;
      choice.setAttribute("role", "alert");
      choice.append(
        settle("Keep what I wrote", () => {}), " ",
        settle("Take that instead", () => put(name, theirs)), " ",
        settle("Keep both", () => put(name, [theirs, field.value].filter(Boolean).join("\n"))),
      );
      (field.type === "radio" ? field.closest("fieldset") : field.parentElement).append(choice);
    };

    const sentences = (answer) => {
      for (const one of form.querySelectorAll(".feedback-error")) one.remove();
      for (const [name, says] of Object.entries(answer?.json?.fields ?? {})) {
        const field = fields().find((one) => one.name === name);
        (field?.parentElement ?? form).append(made("p", { className: "invalid-feedback d-block feedback-error" }, says));
      }
    };
    const refused = (says) => {
      shut = true;
      const texts = fields().filter((one) => one.tagName === "TEXTAREA" && one.value.trim());
      const copy = button("Copy all of it", async ({ target }) => {
        const text = texts.map((one) => `${form.querySelector(`label[for="${one.id}"]`)?.textContent ?? ""}\n${one.value}`).join("\n\n");
        await navigator.clipboard?.writeText(text).then(() => (target.textContent = "Copied"), () => {});
      });
      tell(`${says} What you wrote is kept on this device. `, copy);
      state.classList.add("is-refused");
    };

    /* True where the server has all of it. */
    const saveNow = async () => {
      if (form.querySelector("[data-both]")) return false;
      if (!dirty()) return true;
      keep();
      const sent = draft();
      const answer = await push(sent);
      tried = sent.tried;
      unheard = answer.is === "lost" || answer.is === "later";
      sentences(answer);
      if (answer.is === "sent") {
        base = { ...base, ...sent.values };
        revision = answer.json.revision;
        form.elements.revision.value = revision;
        tried = [];
        shut = false;
        state.classList.remove("is-refused");
        keep();
        tell(`Saved at ${time(Date.now())}.`);
        asSaved();
        return !dirty() || saveNow();
      }
      if (answer.is === "again") {
        ({ base, revision } = answer.draft);
        tried = [];
        for (const name of answer.untouched) put(name, base[name]);
        form.elements.revision.value = revision;
        return saveNow();
      }
      if (answer.is === "conflict") {
        base = { ...base, ...answer.now };
        revision = answer.revision;
        tried = [];
        form.elements.revision.value = revision;
        for (const name of answer.untouched) put(name, answer.now[name]);
        for (const name of answer.clashes) both(name, answer.now[name]);
        keep();
        tell("Another device changed this meanwhile. Both versions stand at the fields; nothing is lost.");
        form.querySelector("[data-both]")?.scrollIntoView({ block: "center" });
      } else if (answer.is === "signedOut") tell(...signIn());
      else if (answer.is === "mend") tell("Kept on this device. One thing to mend before it is saved.");
      else if (answer.is === "refused") refused(answer.says);
      else tell(`${answer.is === "lost" ? "No connection." : answer.says || "The server does not answer."} What you typed is kept on this device (${time(Date.now())}).`);
      return false;
    };
    const save = () => {
      clearTimeout(sending);
      busy = (busy ?? Promise.resolve()).then(saveNow).catch(() => false);
      return busy;
    };

    if (document.body.dataset.keptAt) tell("No connection. What you type is kept on this device.");
    const before = read(key);
    if (before) {
      for (const [name, value] of Object.entries(before.values)) put(name, value);
      ({ base, revision } = before);
      tried = before.tried ?? [];
      tell(`You are going on with what you typed at ${time(before.at)}.`);
      save();
    }
    form.addEventListener("input", ({ target }) => {
      if (target.name === "practice_step" && target.checked) takeStep(target);
      clearTimeout(waiting);
      clearTimeout(sending);
      waiting = setTimeout(keep, DEVICE);
      if (!shut) sending = setTimeout(save, SERVER);
    });
    /* A step of the practice is a beginning: its words go into the field unless one's own stand there. */
    const takeStep = (choice) => {
      const words = [...form.querySelectorAll("[name=practice_step]")].map((one) => one.closest("label").textContent.trim());
      const field = form.elements.step;
      if (choice.value !== "own" && (!field.value.trim() || words.includes(field.value.trim()))) field.value = choice.closest("label").textContent.trim();
      if (choice.value === "own") field.focus();
    };
    window.addEventListener("pagehide", keep);
    let through = false;
    form.addEventListener("submit", async (event) => {
      if (through) return;
      event.preventDefault();
      const give = event.submitter?.hasAttribute("data-give");
      keep();
      const saved = await save();
      if (!saved || !give) return;
      /* Nobody is led to the browser's own page for a lost network. */
      const there = await deliver(form.dataset.save, { revision: String(revision) }, PATIENCE);
      if (there.is === "signedOut") tell(...signIn());
      else if (there.is === "refused") refused(there.says);
      else if (there.is !== "sent") tell("No connection. What you wrote is saved: give it when there is a connection.");
      if (there.is !== "sent") return;
      through = true;
      form.requestSubmit(event.submitter);
    });
    window.addEventListener("online", () => dirty() && save());
    setInterval(() => {
      if (unheard && dirty() && !document.hidden) save();
    }, EVERY);
    beforeSignOut({
      waits: dirty,
      send: save,
      question: () => (dirty() ? "Feedback on a coaching visit is kept on this device alone and not saved. Signing out takes it off the device. Sign out all the same?" : ""),
      wipe: () => keys(MINE).forEach((one) => localStorage.removeItem(one)),
    });
  }

  /* On any other page: what was typed goes, and where another device changed it, its page shows both. */
  function elsewhere() {
    const show = (says, page) => box("feedback-box").replaceChildren(made("p", {}, `${says} `, made("a", { href: page }, "Open it")));
    const sendAll = async () => {
      for (const key of keys(MINE)) {
        let one = read(key);
        for (let turn = 0; one && turn < 3; turn += 1) {
          const answer = await push(one);
          if (answer.is === "again") {
            one = answer.draft;
            write(key, one);
            continue;
          }
          if (answer.is === "sent") localStorage.removeItem(key);
          else if (answer.is === "conflict") show("Feedback that you typed was changed on another device too.", one.page);
          else if (answer.is === "mend" || answer.is === "refused") show(`Feedback that you typed is kept on this device, not saved. ${answer.says}`, one.page);
          else show("Feedback that you typed is kept on this device, not saved yet.", one.page);
          break;
        }
      }
      if (!keys(MINE).length) document.getElementById("feedback-box")?.remove();
    };
    if (keys(MINE).length) sendAll();
    window.addEventListener("online", () => keys(MINE).length && sendAll());
    beforeSignOut({
      waits: () => keys(MINE).length > 0,
      send: sendAll,
      question: () => (keys(MINE).length ? "Feedback on a coaching visit is kept on this device alone and not saved. Signing out takes it off the device. Sign out all the same?" : ""),
      wipe: () => keys(MINE).forEach((one) => localStorage.removeItem(one)),
    });
  }
})();
