/* The board of a debrief. Notes are moved by dragging (mouse, or the dots of a note by touch), by keys, or by the menu on
   each, which is all there is without this file. Every answer of the server is the whole board: what is new in it is taken
   over piece by piece, and nothing is taken from under somebody who types or drags. */
(() => {
  "use strict";

  const at = () => document.getElementById("board");
  if (!window.htmx || !at()?.hasAttribute("data-open")) return;
  const page = at().closest("main");
  const toast = Object.assign(document.createElement("p"), { className: "debrief-told", hidden: true });
  const live = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  live.setAttribute("role", "status");
  page.append(toast, live);
  let fading;
  const tell = (words) => {
    live.textContent = words;
    toast.textContent = words;
    toast.hidden = false;
    clearTimeout(fading);
    fading = setTimeout(() => (toast.hidden = true), 6000);
  };

  const lists = () => [...at().querySelectorAll("[data-notes-of]")];
  const listOf = (group) => at().querySelector(`[data-notes-of="${group}"]`);
  const groupOf = (note) => note.parentElement.dataset.notesOf;
  const nameOf = (list) => list.getAttribute("aria-label");
  const start = (note) => {
    const says = note.querySelector(".debrief-says").textContent;
    return says.length > 60 ? `${says.slice(0, 60)}…` : says;
  };

  /* Taking over what the server says. */
  const FIELDS = "input:not([type=hidden]), textarea, select";
  const typedIn = (piece) =>
    [...piece.querySelectorAll("input:not([type=hidden]), textarea")].some((field) => field.value !== field.defaultValue);
  const busy = (piece) =>
    typedIn(piece) || piece.querySelector("details[open]:not(.debrief-keys)") || (piece.contains(document.activeElement) && document.activeElement.matches(FIELDS));
  const begin = (piece) => {
    window.htmx.process(piece);
    window.htmx.trigger(piece, "htmx:load", { elt: piece });
    piece.dispatchEvent(new CustomEvent("htmx:afterSettle", { bubbles: true }));
  };
  const replace = (old, fresh) => {
    const focused = old === document.activeElement || old.contains(document.activeElement) ? document.activeElement.id : "";
    old.replaceWith(fresh);
    begin(fresh);
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  };
  /* Puts `wanted` into `parent` in that order, moving as few as can be; who holds the focus keeps it. */
  const arrange = (parent, wanted) => {
    const held = document.activeElement;
    const keep = new Set(wanted);
    for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
    wanted.forEach((child, place) => {
      if (parent.children[place] !== child) parent.insertBefore(child, parent.children[place] ?? null);
    });
    if (held !== document.activeElement && held.isConnected) held.focus({ preventScroll: true });
  };
  const take = (html) => {
    const next = new DOMParser().parseFromString(html, "text/html").getElementById("board");
    if (!next) return null;
    const board = at(), fresh = next.dataset.fresh, moved = [];
    const forced = (piece) => fresh && piece.closest(`#${CSS.escape(fresh)}`);
    if (!next.hasAttribute("data-open") || !board.querySelector("#debrief-groups") || !next.querySelector("#debrief-groups")) {
      /* The debrief was closed meanwhile. Whoever still types is not interrupted. */
      const typing = [...board.querySelectorAll("form")].some(typedIn);
      if (typing) tell("The debrief is closed. What you typed is not sent: copy it, then open the page again.");
      else location.reload();
      return next;
    }
    const groups = board.querySelector("#debrief-groups");
    const known = new Map([...groups.children].map((each) => [each.id, each]));
    const columns = [...next.querySelector("#debrief-groups").children].map((column) => known.get(column.id) ?? document.importNode(column, true));
    /* A group that was taken off while somebody writes over it stays until they are done. */
    for (const [id, column] of known) if (!columns.includes(column) && !(fresh === id) && busy(column.firstElementChild)) columns.splice(-1, 0, column);
    const notes = new Map([...board.querySelectorAll("[data-note]")].map((each) => [each.id, each]));
    arrange(groups, columns);
    for (const column of columns) if (!known.has(column.id)) begin(column);
    for (const list of next.querySelectorAll("[data-notes-of]")) {
      const here = listOf(list.dataset.notesOf);
      const wanted = [...list.children].map((note) => {
        const old = notes.get(note.id);
        if (!old) return document.importNode(note, true);
        if (note.dataset.moved && old.dataset.moved !== note.dataset.moved) moved.push([note, list]);
        return old;
      });
      arrange(here, wanted);
      here.setAttribute("aria-label", nameOf(list));
      for (const note of wanted) if (!notes.has(note.id)) begin(note);
    }
    for (const piece of next.querySelectorAll("[data-v]")) {
      const old = document.getElementById(piece.id);
      if (!old || (old.dataset.v === piece.dataset.v && !forced(piece))) continue;
      const last = columns.some((column) => column.contains(old) && !known.has(column.id));
      if (last || (!forced(piece) && busy(old))) continue;
      replace(old, document.importNode(piece, true));
    }
    /* What a note's menu offers depends on the groups. */
    const offered = next.querySelector("[data-move-form] select")?.innerHTML;
    for (const menu of board.querySelectorAll("[data-move-form]")) {
      if (offered && document.activeElement !== menu.elements.group) menu.elements.group.innerHTML = offered;
      menu.elements.from.value = groupOf(menu.closest("[data-note]"));
      if (document.activeElement !== menu.elements.group) menu.elements.group.value = menu.elements.from.value;
    }
    board.dataset.seen = next.dataset.seen;
    for (const [note] of moved) document.getElementById(note.id)?.classList.add("is-moved");
    if (moved.length && !next.dataset.says) {
      const [note, list] = moved[0];
      const others = moved.length > 1 ? ` And ${moved.length - 1} more.` : "";
      tell(`${note.dataset.moved}: “${start(note)}” lies in ${nameOf(list)} now.${others}`);
    }
    if (next.dataset.says) tell(next.dataset.says);
    return next;
  };

  /* A look at the board that began before one's own write knows nothing of it. */
  let writing = 0, wrote = 0, hand = null;
  const looks = new WeakMap();
  const GONE = "This is not open to you any more.";
  const REFUSED = { 401: "You were signed out. Sign in in another tab; what you typed stands.", 403: GONE, 404: GONE };
  const ours = (detail) => detail.elt?.closest?.("#board") ?? null;
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt === at() && event.detail.verb === "get") event.detail.parameters.seen = at().dataset.seen;
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!ours(event.detail)) return;
    if (event.detail.requestConfig.verb === "get") looks.set(event.detail.xhr, performance.now());
    else writing += 1;
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event;
    if (!looks.has(detail.xhr) && detail.requestConfig?.verb === "get") return;
    if (!detail.requestConfig?.path.includes("/rounds/")) return;
    detail.shouldSwap = false;
    const look = looks.has(detail.xhr);
    if (!look) {
      writing -= 1;
      wrote = performance.now();
    }
    if (detail.xhr.status !== 200) {
      if (look && detail.xhr.status !== 401) return;
      tell(REFUSED[detail.xhr.status] ?? "The server does not answer. Try it again.");
      if (!look) at().dataset.seen = "";
      return;
    }
    if (look && (writing || hand || looks.get(detail.xhr) < wrote)) return;
    if (!look && writing) {
      const says = new DOMParser().parseFromString(detail.serverResponse, "text/html").getElementById("board")?.dataset.says;
      if (says) tell(says);
      return;
    }
    take(detail.serverResponse);
  });
  for (const lost of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(lost, (event) => {
      if (event.detail.requestConfig?.verb === "get") return;
      writing -= 1;
      tell("No connection. Nothing was moved or saved; what you typed stands. Try it again.");
      at().dataset.seen = "";
    });
  }

  /* One's own moves: at once on the page, then on the server. */
  const lay = (note, list, before, from) => {
    if (before ? note.nextElementSibling !== before : list !== note.parentElement || note.nextElementSibling) list.insertBefore(note, before);
    note.querySelector("details[open]")?.removeAttribute("open");
    at().dataset.seen = "";
    window.htmx.ajax("POST", note.dataset.move, {
      source: note,
      target: at(),
      swap: "none",
      values: { group: list.dataset.notesOf, before: before?.dataset.note ?? "", from },
    });
  };
  const beginGroup = (note) => {
    const form = document.querySelector("#group-new form"), told = form.querySelector("[data-with]");
    form.elements.note.value = note.dataset.note;
    told.textContent = `With the note: “${start(note)}”`;
    told.hidden = false;
    form.elements.name.focus();
    form.scrollIntoView({ block: "nearest" });
    tell("Give the new group a name.");
  };
  page.addEventListener("submit", (event) => {
    const menu = event.target;
    if (!menu.matches("[data-move-form]")) return;
    event.preventDefault();
    event.stopPropagation();
    const note = menu.closest("[data-note]");
    if (menu.elements.group.value === "new") return beginGroup(note);
    lay(note, listOf(menu.elements.group.value), null, menu.elements.from.value);
    note.focus();
  });

  /* Groups without their notes stand close together: room to drop a note on each, and patterns to read. */
  const fold = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: "Fold the groups" });
  fold.setAttribute("aria-pressed", "false");
  document.getElementById("debrief-ways").prepend(fold);
  fold.addEventListener("click", () => {
    const folded = fold.getAttribute("aria-pressed") !== "true";
    fold.setAttribute("aria-pressed", String(folded));
    page.classList.toggle("is-folded", folded);
  });

  /* By hand. */
  const FAR = 6, EDGE = 70;
  const placeAt = (list, y, note) =>
    [...list.children].find((each) => each !== note && each.dataset.note && y < each.getBoundingClientRect().top + each.offsetHeight / 2) ?? null;
  const gap = Object.assign(document.createElement("li"), { className: "debrief-gap" });
  gap.setAttribute("aria-hidden", "true");
  const over = (x, y) => {
    hand.ghost.hidden = true;
    const under = document.elementFromPoint(x, y);
    hand.ghost.hidden = false;
    return under?.closest("[data-group], .debrief-loose") ?? null;
  };
  const follow = (event) => {
    hand.ghost.style.setProperty("translate", `${event.clientX - hand.dx}px ${event.clientY - hand.dy}px`);
    const column = over(event.clientX, event.clientY);
    for (const each of at().querySelectorAll(".is-over")) if (each !== column) each.classList.remove("is-over");
    column?.classList.add("is-over");
    hand.list = column?.querySelector("[data-notes-of]") ?? null;
    hand.opens = column?.id === "group-new";
    if (hand.list) {
      hand.before = placeAt(hand.list, event.clientY, hand.note);
      hand.list.insertBefore(gap, hand.before);
    } else gap.remove();
    const down = event.clientY > innerHeight - EDGE ? 1 : event.clientY < EDGE ? -1 : 0;
    hand.scroll = down * 14;
  };
  const roll = () => {
    if (!hand?.ghost) return;
    if (hand.scroll) scrollBy({ top: hand.scroll, behavior: "instant" });
    requestAnimationFrame(roll);
  };
  const letGo = () => {
    gap.remove();
    hand?.ghost?.remove();
    hand?.note.classList.remove("is-dragged");
    for (const each of at().querySelectorAll(".is-over")) each.classList.remove("is-over");
    document.body.classList.remove("debrief-drags");
    hand = null;
  };
  page.addEventListener("pointerdown", (event) => {
    const note = event.target.closest("[data-note]");
    if (!note || hand || event.button || event.target.closest("details, a, button, select")) return;
    if (event.pointerType !== "mouse" && !event.target.closest(".debrief-grip")) return;
    hand = { note, id: event.pointerId, x: event.clientX, y: event.clientY, from: groupOf(note), by: "pointer" };
  });
  document.addEventListener("pointermove", (event) => {
    if (hand?.by !== "pointer" || event.pointerId !== hand.id) return;
    if (!hand.ghost) {
      if (Math.hypot(event.clientX - hand.x, event.clientY - hand.y) < FAR) return;
      const box = hand.note.getBoundingClientRect();
      hand.ghost = hand.note.cloneNode(true);
      hand.ghost.removeAttribute("id");
      hand.ghost.removeAttribute("data-note");
      hand.ghost.classList.add("debrief-ghost");
      hand.ghost.style.setProperty("width", `${box.width}px`);
      hand.dx = hand.x - box.left;
      hand.dy = hand.y - box.top;
      document.body.append(hand.ghost);
      hand.note.classList.add("is-dragged");
      document.body.classList.add("debrief-drags");
      getSelection()?.removeAllRanges();
      requestAnimationFrame(roll);
    }
    event.preventDefault();
    follow(event);
  });
  document.addEventListener("pointerup", (event) => {
    if (hand?.by !== "pointer" || event.pointerId !== hand.id) return;
    const { note, ghost, list, before, opens, from } = hand;
    letGo();
    if (!ghost) return;
    if (opens) beginGroup(note);
    else if (list && (list !== note.parentElement || (list.dataset.notesOf && before !== note.nextElementSibling))) lay(note, list, before, from);
  });
  document.addEventListener("pointercancel", () => hand?.by === "pointer" && letGo());

  /* By keys, on a note that holds the focus. */
  const step = (list, by) => {
    const all = lists();
    return all[all.indexOf(list) + by] ?? null;
  };
  const where = (note) => `${nameOf(note.parentElement)}, ${[...note.parentElement.children].indexOf(note) + 1} of ${note.parentElement.children.length}`;
  const putDown = (back) => {
    const { note, from, home, next } = hand;
    note.classList.remove("is-lifted");
    hand = null;
    if (back) {
      home.insertBefore(note, next?.parentElement === home ? next : null);
      note.focus();
      tell(`Put back: ${where(note)}.`);
    } else if (note.parentElement === home && note.nextElementSibling === next) tell(`Put down where it was: ${where(note)}.`);
    else {
      lay(note, note.parentElement, note.nextElementSibling, from);
      note.focus();
    }
  };
  const carry = (key) => {
    const { note } = hand, list = note.parentElement;
    const place = [...list.children].indexOf(note);
    hand.moves = true;
    if (key === "ArrowUp") list.insertBefore(note, list.children[place - 1] ?? list.firstElementChild);
    else if (key === "ArrowDown") list.insertBefore(note, list.children[place + 2] ?? null);
    else {
      const to = step(list, key === "ArrowLeft" ? -1 : 1);
      if (to) to.insertBefore(note, to.children[place] ?? null);
    }
    note.focus();
    hand.moves = false;
    tell(where(note));
  };
  const walk = (note, key) => {
    const list = note.parentElement;
    if (key === "ArrowUp") return note.previousElementSibling;
    if (key === "ArrowDown") return note.nextElementSibling;
    const by = key === "ArrowLeft" ? -1 : 1;
    for (let to = step(list, by); to; to = step(to, by)) if (to.firstElementChild) return to.firstElementChild;
    return null;
  };
  page.addEventListener("keydown", (event) => {
    const note = event.target;
    if (hand?.by === "pointer" && event.key === "Escape") return letGo();
    if (!note.matches?.("[data-note]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const lifted = hand?.by === "keys";
    const { key } = event;
    if (key.startsWith("Arrow")) {
      if (lifted) carry(key);
      else walk(note, key)?.focus();
    } else if (key === " " || (key === "Enter" && lifted)) {
      if (lifted) putDown(false);
      else {
        hand = { note, by: "keys", from: groupOf(note), home: note.parentElement, next: note.nextElementSibling };
        note.classList.add("is-lifted");
        tell(`Lifted: ${where(note)}. Arrow keys move it, Space puts it down, Escape puts it back.`);
      }
    } else if (key === "Escape" && lifted) putDown(true);
    else if (lifted) return;
    else if (/^[0-9]$/.test(key)) {
      const list = lists()[Number(key)];
      if (!list) tell(`There is no group ${key}.`);
      else if (list !== note.parentElement) {
        const next = note.nextElementSibling ?? note.previousElementSibling;
        lay(note, list, null, groupOf(note));
        (next ?? note).focus();
      }
    } else if (key === "n" || key === "N") beginGroup(note);
    else if (key === "m" || key === "M" || key === "Enter") {
      const menu = note.querySelector(".debrief-move");
      menu.open = true;
      menu.querySelector("select").focus();
    } else return;
    event.preventDefault();
  });
  page.addEventListener("focusout", (event) => {
    if (hand?.by === "keys" && event.target === hand.note && !hand.moves && event.relatedTarget) putDown(true);
  });
})();
