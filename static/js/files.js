/* Photos and files of a review, through a lost network. What is chosen is kept on this device at once, and sent one by
   one when there is a way; the server takes each once, by the key it was given here. A file goes after its note
   (static/js/gathering.js); what is chosen while a note is being written waits until it is kept. Photos are made
   smaller here already, where the browser can. Without this file a plain form takes them. */
(() => {
  "use strict";

  if (!window.device || !window.indexedDB) return;
  const { WHO, newKey, token, time, made, button, box } = window.device;
  const DAYS = 60, EVERY = 10_000, PATIENCE = 180_000, MB = 1024 * 1024, MOST = 25 * MB, LONGEST = 2000, SMALL = 600_000, LINES = 6, WAITING = 3, SAID = 12_000, LEAVING = 8000;
  const PHOTO = /^image\/(jpeg|png|webp|heic|heif)$/;

  /* The device: one store of items {key, who, review, url, page, note, held, name, blob, at, refused}. Where it takes
     nothing more, an item lives on this page alone. */
  const alone = new Map();
  const opening = new Promise((done) => {
    const asked = indexedDB.open("files", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("waiting", { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = asked.onblocked = () => done(null);
  });
  const store = async (mode, act) => {
    const base = await opening;
    if (!base) throw new Error("no store");
    return new Promise((done, failed) => {
      const work = base.transaction("waiting", mode);
      const asked = act(work.objectStore("waiting"));
      work.oncomplete = () => done(asked?.result);
      work.onerror = work.onabort = () => failed(work.error);
    });
  };
  const keep = async (item) => {
    try {
      await store("readwrite", (all) => all.put(item));
      alone.delete(item.key);
      return true;
    } catch {
      alone.set(item.key, item);
      return false;
    }
  };
  const drop = async (key) => {
    alone.delete(key);
    await store("readwrite", (all) => all.delete(key)).catch(() => {});
  };
  const mine = async () => {
    const all = await store("readonly", (waiting) => waiting.getAll()).catch(() => []);
    return [...all.filter((item) => item.who === WHO), ...alone.values()].sort((one, other) => one.at - other.at);
  };
  const throwAwayTheOld = async () => {
    const all = await store("readonly", (waiting) => waiting.getAll()).catch(() => []);
    for (const item of all) if (!(Date.now() - item.at < DAYS * 864e5)) await drop(item.key);
  };

  const counted = (items) => {
    const photos = items.every((item) => PHOTO.test(item.blob.type));
    return items.length === 1 ? (photos ? "One photo" : "One file") : `${items.length} ${photos ? "photos" : "files"}`;
  };
  const noteWaits = (item) => item.note && localStorage.getItem(`note:${WHO}:${item.note}`) !== null;
  const ready = (item) => !item.refused && !item.held && !noteWaits(item);

  const form = document.querySelector("form[data-notes][data-files]");
  /* `count`: how many are on the device; a form that is being sent cannot wait for the store's answer. */
  let told = "", signedOut = false, count = 0;

  const refusedOnes = (says, items) => {
    const names = items.slice(0, LINES).map((item) => item.name).join(", ") + (items.length > LINES ? ` and ${items.length - LINES} others` : "");
    const state = made("p", { className: "outbox-refused" }, `${says} ${items.length === 1 ? "It is" : "They are"} kept on this device. `);
    const again = async () => {
      for (const item of items) await keep({ ...item, refused: "" });
      send();
    };
    const off = async () => {
      for (const item of items) await drop(item.key);
      told = "";
      show();
    };
    state.append(button(items.length === 1 ? "Send it again" : "Send them again", again), " ", button(items.length === 1 ? "Take it off this device" : "Take them off this device", off));
    return made("li", {}, made("p", { className: "outbox-says" }, names), state);
  };
  let last = "";
  const show = async () => {
    const items = await mine();
    count = items.length;
    drawHeld(items.filter((item) => item.held && item.review === form?.dataset.notes));
    const elsewhere = items.filter((item) => item.held && item.review !== form?.dataset.notes);
    const waiting = items.filter((item) => !item.held && !item.refused);
    const refused = new Map();
    for (const item of items) if (item.refused) refused.set(item.refused, [...(refused.get(item.refused) ?? []), item]);
    if (!items.length && !told && !document.getElementById("filebox")) return;
    const shown = JSON.stringify([told, signedOut, items.map((item) => [item.key, item.held, item.refused, noteWaits(item)])]);
    if (shown === last) return;
    last = shown;
    const inner = [];
    if (told) inner.push(made("p", { className: "outbox-told" }, told));
    if (signedOut && waiting.length) {
      inner.push(made("p", {}, ...window.device.signedOut("What you chose is kept on this device and goes when you have signed in again.")));
    }
    if (elsewhere.length) {
      const back = made("a", { href: elsewhere[0].page }, "Go on writing it");
      inner.push(made("p", {}, `${counted(elsewhere)} ${elsewhere.length === 1 ? "waits" : "wait"} for a note that you have not kept yet. `, back));
    }
    const lines = [];
    if (waiting.length > WAITING) {
      lines.push(made("li", {}, made("p", { className: "outbox-says" }, `${counted(waiting)} waiting to be sent.`), made("p", { className: "outbox-state" }, "Kept on this device. They go one by one, each after its note.")));
    } else {
      for (const item of waiting) {
        const state = noteWaits(item) ? "Waiting to be sent after its note. Kept on this device." : alone.has(item.key) ? "Waiting to be sent. Your device is full: stay on this page until it is sent." : "Waiting to be sent. Kept on this device.";
        lines.push(made("li", {}, made("p", { className: "outbox-says" }, item.name), made("p", { className: "outbox-state" }, state)));
      }
    }
    for (const [says, some] of refused) lines.push(refusedOnes(says, some));
    if (lines.length) inner.push(made("ul", {}, ...lines));
    const out = box("filebox");
    out.replaceChildren(...inner);
    out.hidden = inner.length === 0;
  };

  const post = (item) => {
    const body = new FormData();
    body.set("client_key", item.key);
    body.set("note", item.note);
    body.set("writer", WHO);
    body.set("file", item.blob, item.name);
    return fetch(item.url, {
      method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE),
      headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch" },
    });
  };
  const refuse = (item, says) => keep({ ...item, refused: says });

  const sendAll = async () => {
    const gone = [];
    const some = (await mine()).filter(ready);
    for (const [n, item] of some.entries()) {
      told = some.length > 1 ? `Sending ${n + 1} of ${some.length} …` : "Sending …";
      show();
      let answer;
      try {
        answer = await post(item);
      } catch {
        told = `No connection. What you chose is kept on this device (${time(Date.now())}).`;
        break;
      }
      const json = answer.type === "opaqueredirect" ? null : await answer.json().catch(() => null);
      signedOut = answer.type === "opaqueredirect" || answer.status === 401 || (answer.status === 403 && !json);
      told = "";
      if (signedOut) break;
      if (answer.ok && json?.sent) {
        await drop(item.key);
        gone.push(item);
        if (gone.length % 5 === 0) fresh();
      } else if (json?.full) {
        for (const one of some.slice(n)) if (one.review === item.review) await refuse(one, json.says);
        break;
      } else if ((answer.status === 400 || answer.status === 403) && json) {
        await refuse(item, json.says);
      } else if (answer.status === 404) {
        await refuse(item, "The review is not open to you any more.");
      } else if (answer.status === 413) {
        await refuse(item, `${item.name} is too large for the server.`);
      } else {
        told = json?.says ?? `The server does not answer. What you chose is kept on this device (${time(Date.now())}).`;
        break;
      }
    }
    if (gone.length && !told) told = `${counted(gone)} sent at ${time(Date.now())}.`;
    await show();
    const said = told;
    if (gone.length) setTimeout(() => said === told && ((told = ""), show()), SAID);
    if (gone.length) fresh();
  };
  /* Twice: a list that is on its way already would come without the last of them. */
  const ask = () => {
    const feed = document.getElementById("notes-feed");
    if (feed) window.htmx?.trigger(feed, "fresh");
  };
  const fresh = () => {
    ask();
    setTimeout(ask, 1200);
  };
  /* One after the other, and one tab at a time. */
  let sending = null;
  const turn = () => (navigator.locks ? navigator.locks.request("files", sendAll) : sendAll());
  const send = () => {
    sending = (sending ?? Promise.resolve()).then(turn).catch(() => {});
    return sending;
  };

  /* What the camera gives is larger than a page needs. A file that is no picture goes as it is: the server says so. */
  const smaller = async (file) => {
    if (!PHOTO.test(file.type) || file.size < SMALL) return file;
    try {
      const picture = await createImageBitmap(file);
      const by = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      const page = made("canvas", { width: Math.round(picture.width * by), height: Math.round(picture.height * by) });
      const drawing = page.getContext("2d");
      drawing.fillStyle = "white";
      drawing.fillRect(0, 0, page.width, page.height);
      drawing.drawImage(picture, 0, 0, page.width, page.height);
      picture.close();
      const jpeg = await new Promise((done) => page.toBlob(done, "image/jpeg", 0.85));
      return jpeg && jpeg.size < file.size ? new File([jpeg], `${file.name.replace(/\.\w{1,5}$/, "")}.jpg`, { type: "image/jpeg" }) : file;
    } catch {
      return file;
    }
  };
  const take = async (files, where) => {
    const large = [];
    let n = 0, full = false;
    for (const file of files) {
      n += 1;
      if (files.length > 3) {
        told = `Keeping ${n} of ${files.length} on this device …`;
        show();
      }
      const small = await smaller(file);
      if (small.size > MOST) {
        large.push(file.name);
        continue;
      }
      /* A file of the picker may be gone by the time it is sent: its bytes are read now. */
      const blob = await small.arrayBuffer().then((bytes) => new Blob([bytes], { type: small.type }), () => null);
      if (!blob) {
        large.push(file.name);
        continue;
      }
      const item = { key: newKey(), who: WHO, review: where.review, url: where.url, page: location.pathname, note: where.note, held: where.held, name: small.name, blob, at: Date.now() + n / 1000, refused: "" };
      full = !(await keep(item)) || full;
    }
    told = large.length ? `Not added: ${large.join(", ")}. ${large.length === 1 ? "It has" : "They have"} more than 25 MB or cannot be read.` : "";
    if (full) told += " Your device is full: stay on this page until everything is sent.";
    await show();
    send();
  };
  const choose = (where, more = {}) => {
    const input = made("input", { type: "file", multiple: true, hidden: true, accept: document.querySelector("[data-accept]")?.dataset.accept ?? "", ...more });
    input.setAttribute("data-chooser", "");
    input.addEventListener("change", () => {
      take([...input.files], where);
      input.remove();
    });
    document.querySelector("[data-chooser]")?.remove();
    document.body.append(input);
    input.click();
  };

  /* In the form of a new note: a button in the field's place, and what goes with the note. */
  let held = null;
  const drawn = new Map();
  const preview = (item) => {
    const small = made("canvas", { width: 128, height: 96 });
    small.setAttribute("aria-hidden", "true");
    if (PHOTO.test(item.blob.type)) {
      createImageBitmap(item.blob, { resizeWidth: 128 }).then(
        (picture) => small.getContext("2d").drawImage(picture, 0, Math.min(0, (96 - picture.height) / 2)),
        () => small.remove(),
      );
      return small;
    }
    return "";
  };
  const drawHeld = (items) => {
    if (!held) return;
    for (const [key, row] of drawn) {
      if (items.some((item) => item.key === key)) continue;
      row.remove();
      drawn.delete(key);
    }
    for (const item of items) {
      if (drawn.has(item.key)) continue;
      const off = button("Take off", async () => {
        await drop(item.key);
        await show();
        document.getElementById("note-files-choose")?.focus();
      });
      off.setAttribute("aria-label", `Take off ${item.name}`);
      const row = made("li", {}, preview(item), made("span", {}, item.name), off);
      drawn.set(item.key, row);
      held.append(row);
    }
    held.hidden = items.length === 0;
  };
  const place = form?.querySelector("[data-note-files]");
  if (place) {
    const field = place.querySelector("input[type=file]"), label = place.querySelector("label");
    const where = { review: form.dataset.notes, url: form.dataset.files, note: "", held: true };
    const any = made("button", { type: "button", className: "btn", id: "note-files-choose" }, "Add photos or files");
    any.setAttribute("aria-describedby", "note-files-help");
    any.addEventListener("click", () => choose(where));
    const camera = made("button", { type: "button", className: "btn files-camera" }, "Take a photo");
    camera.addEventListener("click", () => choose(where, { multiple: false, accept: "image/*", capture: "environment" }));
    held = made("ul", { className: "files-waiting", hidden: true });
    held.setAttribute("aria-label", "Goes with this note");
    place.querySelector("[data-plain]")?.remove();
    label.replaceWith(made("div", { className: "files-choose" }, any, camera));
    field.remove();
    place.append(held);
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-add-files]");
    if (!link || !form || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose({ review: form.dataset.notes, url: new URL(link.href).pathname, note: link.dataset.addFiles, held: false });
  });

  /* A note is kept: what was chosen beside it is its own. Put back into the field, it takes its photos along. */
  const moveHeld = async (review, from, to) => {
    for (const item of await mine()) if (item.review === review && from(item)) await keep({ ...item, ...to });
    await show();
    send();
  };
  document.addEventListener("note:kept", ({ detail }) => moveHeld(detail.review, (item) => item.held, { held: false, note: detail.key }));
  document.addEventListener("note:back", ({ detail }) => moveHeld(detail.review, (item) => item.note === detail.key, { held: true, note: "" }));
  document.addEventListener("notes:turn", () => sendWanted());

  const sendWanted = async () => {
    if ((await mine()).some(ready)) send();
    else show();
  };
  window.addEventListener("online", () => {
    told = "";
    sendWanted();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) sendWanted();
  });
  setInterval(() => {
    if (!document.hidden) sendWanted();
  }, EVERY);

  let leaving = false;
  window.addEventListener(
    "submit",
    async (event) => {
      const out = event.target;
      if (!out.matches("[data-sign-out]") || leaving || !count) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      await Promise.race([send(), new Promise((done) => setTimeout(done, LEAVING))]);
      const left = await mine();
      const question = `${counted(left)} ${left.length === 1 ? "is" : "are"} kept on this device alone and not sent. Signing out takes ${left.length === 1 ? "it" : "them"} off the device. Sign out all the same?`;
      if (left.length && !window.confirm(question)) return;
      for (const item of left) await drop(item.key);
      leaving = true;
      out.requestSubmit();
    },
    true,
  );

  throwAwayTheOld().then(sendWanted);
})();
