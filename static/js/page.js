/* Small comforts on every page. Each of them works without this file: the theme by its form, the menu by its link,
   the file field by the browser's own button. */
(() => {
  "use strict";

  const showTheme = (theme) => {
    if (theme === "auto") delete document.documentElement.dataset.bsTheme;
    else document.documentElement.dataset.bsTheme = theme;
    for (const button of document.querySelectorAll(".theme button")) {
      button.setAttribute("aria-pressed", String(button.value === theme));
    }
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches(".theme")) return;
    event.preventDefault();
    const theme = event.submitter?.value ?? "auto";
    showTheme(theme);
    const body = new FormData(form);
    body.set("theme", theme);
    fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } }).catch(() => form.submit());
  });

  /* Two clicks send a form once. Where its answer does not come, it can be sent again after a while. */
  const WAITS = 4000;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    const last = Number(form.dataset.sent ?? 0);
    if (Date.now() - last < WAITS) event.preventDefault();
    else form.dataset.sent = String(Date.now());
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (location.hash === "#menu") {
      location.hash = "#content";
      document.querySelector("[href='#menu']")?.focus();
    }
    document.querySelector("details.confirm-inline[open], details.tabs-more[open]")?.removeAttribute("open");
  });

  /* A filter bar that htmx serves needs no Show button to be pressed. */
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto]");
    if (form) form.requestSubmit();
  });

  const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
  const told = (drop) => {
    const files = [...drop.querySelector("input[type=file]").files];
    const said = drop.querySelector("output");
    if (said) said.textContent = files.map((file) => `${file.name}, ${size(file.size)}`).join("; ");
  };
  for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      const drop = event.target.closest?.("[data-drop]");
      if (!drop || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      drop.classList.toggle("is-over", name === "dragenter" || name === "dragover");
      if (name !== "drop") return;
      drop.querySelector("input[type=file]").files = event.dataTransfer.files;
      told(drop);
    });
  }
  document.addEventListener("change", (event) => {
    const drop = event.target.closest("[data-drop]");
    if (drop) told(drop);
  });

  /* On a phone the pages of an academy do not all fit: the one that is open is brought into view. */
  for (const open of document.querySelectorAll(".tabs > ul [aria-current]")) {
    const strip = open.closest("ul");
    strip.scrollLeft = open.getBoundingClientRect().left - strip.getBoundingClientRect().left - (strip.clientWidth - open.offsetWidth) / 2;
  }

  /* A long choice in folds: what is typed leaves the lines that hold every word of it, and opens their folds. */
  const offerFind = () => {
    for (const find of document.querySelectorAll("[data-narrow-find]")) find.hidden = false;
  };
  offerFind();
  document.addEventListener("htmx:afterSettle", offerFind);
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-narrow-by]")) return;
    const choice = event.target.closest("[data-narrow]");
    const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const fold of choice.querySelectorAll("details")) {
      let here = 0;
      for (const line of fold.querySelectorAll("[data-narrow-line]")) {
        const text = line.textContent.toLowerCase();
        line.hidden = !words.every((word) => text.includes(word));
        here += !line.hidden;
      }
      fold.hidden = here === 0;
      fold.open = words.length > 0 && here > 0;
      left += here;
    }
    choice.querySelector("[data-narrow-none]").hidden = left > 0;
  });
  document.addEventListener("keydown", (event) => {
    /* Enter in the search sends no form. */
    if (event.key === "Enter" && event.target.matches?.("[data-narrow-by]")) event.preventDefault();
  });

  /* A table that scrolls sideways can be reached by keyboard; one that does not is no stop on the way. */
  const reach = () => {
    for (const box of document.querySelectorAll(".table-box")) {
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };
  reach();
  window.addEventListener("resize", reach);
  document.addEventListener("toggle", reach, true);
  document.addEventListener("htmx:afterSettle", reach);
})();
