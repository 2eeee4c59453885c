// Fields for passwords: a button that shows what was typed, and beside a new one how long it is by now. Without script
// the fields work as they are; what a password may be is decided on the server alone.
(() => {
  "use strict";
  const SHORTEST = 12;
  const LONG = 16;

  function said(length) {
    if (length === 0) return "";
    if (length < SHORTEST) {
      const missing = SHORTEST - length;
      return `Too short: ${missing} more ${missing === 1 ? "character" : "characters"}.`;
    }
    return length < LONG ? "Long enough, if nobody would guess it." : "Long. Good, if nobody would guess it.";
  }

  for (const field of document.querySelectorAll("input[type='password']")) {
    const button = document.createElement("button");
    const label = field.labels[0] ? field.labels[0].firstChild.textContent.trim().toLowerCase() : "password";
    button.type = "button";
    button.className = "link password-show";
    button.textContent = "Show";
    button.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-label", `Show: ${label}`);
    button.addEventListener("click", () => {
      const shown = field.type === "text";
      field.type = shown ? "password" : "text";
      button.setAttribute("aria-pressed", String(!shown));
      button.textContent = shown ? "Show" : "Hide";
      button.setAttribute("aria-label", `${button.textContent}: ${label}`);
    });
    const box = document.createElement("span");
    box.className = "password-box";
    // What is wrong with a field is shown beside whatever bears this class.
    box.classList.toggle("is-invalid", field.classList.contains("is-invalid"));
    field.before(box);
    box.append(field, button);
    // What leaves the page is a password again: browsers keep what stood in fields of text.
    if (field.form) field.form.addEventListener("submit", () => (field.type = "password"));
    if (field.name !== "password1") continue;

    const meter = document.createElement("meter");
    const words = document.createElement("span");
    const line = document.createElement("span");
    line.className = "password-length";
    Object.assign(meter, { min: 0, low: SHORTEST, high: LONG - 1, optimum: LONG + 4, max: LONG + 4, value: 0 });
    meter.setAttribute("aria-hidden", "true");
    words.setAttribute("role", "status");
    line.append(meter, words);
    line.hidden = true;
    box.after(line);
    field.addEventListener("input", () => {
      line.hidden = field.value === "";
      meter.value = Math.min(field.value.length, meter.max);
      words.textContent = said(field.value.length);
    });
  }
})();
