/* Marks words that say what somebody thinks rather than what they saw, beneath a field with data-wording="id of the
   place". It never holds anybody up. The patterns come from reviews/rules/wording.py with the page: one list, one rule. */
(() => {
  "use strict";

  const given = document.getElementById("wording");
  if (!given) return;
  const rules = JSON.parse(given.textContent);
  let quoted, friends, find;
  try {
    [quoted, friends, find] = [rules.quoted, rules.friends, rules.find].map((each) => new RegExp(each, "gi"));
  } catch {
    return; /* a browser without lookbehind: the server shows the same beside the note */
  }
  const blank = (found) => "|".repeat(found.length);
  const plain = (word) => word.toLowerCase().replaceAll("\u2019", "'").replace(/[ \t\r\n\u00a0]+/g, " ");
  const prompts = (text) => {
    const found = {};
    for (const [word] of text.replace(quoted, blank).replace(friends, blank).matchAll(find)) {
      const kind = rules.kinds[plain(word)];
      ((found[kind] ??= new Map()).has(plain(word))) || found[kind].set(plain(word), word.replace(/[ \t\r\n\u00a0]+/g, " "));
    }
    return Object.keys(rules.asks).filter((kind) => found[kind]).map((kind) => ({ kind, asks: rules.asks[kind], words: [...found[kind].values()] }));
  };
  window.wording = Object.freeze({ prompts });

  const made = (tag, className, ...inner) => {
    const element = Object.assign(document.createElement(tag), { className });
    element.append(...inner);
    return element;
  };
  const line = ({ asks, words }) => {
    const item = made("li", "");
    for (const word of words) item.append(made("mark", "", word), " ");
    item.append(made("span", "", asks));
    return item;
  };
  const tell = (field) => {
    const place = document.getElementById(field.dataset.wording);
    if (!place) return;
    const found = prompts(field.value);
    const now = JSON.stringify(found);
    if (place.dataset.told === now) return;
    place.dataset.told = now;
    place.replaceChildren(...(found.length ? [made("ul", "wording", ...found.map(line))] : []));
  };

  /* A word is asked after once it is finished, not letter by letter. */
  const waiting = new WeakMap();
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.matches?.("[data-wording]")) return;
    clearTimeout(waiting.get(field));
    waiting.set(field, setTimeout(tell, 500, field));
  });
  document.addEventListener("submit", (event) => {
    setTimeout(() => event.target.querySelectorAll?.("[data-wording]").forEach(tell));
  });
  document.querySelectorAll("[data-wording]").forEach(tell);
  document.addEventListener("htmx:afterSettle", (event) => event.target.querySelectorAll?.("[data-wording]").forEach(tell));
})();
