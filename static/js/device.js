/* What is kept on this device until the server has it: the parts that drafts.js, gathering.js, files.js, coaching.js and
   feedback.js share. Everything is kept under the number of whoever is signed in, so that the next person's pages never
   show it. */
(() => {
  "use strict";

  const WHO = document.body.dataset.who;
  if (!window.localStorage || !WHO) return;

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
  const keys = (prefix) => Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  /* Whoever's it is: what is older than so many days goes. */
  const forgetOlder = (prefix, days) => {
    for (const key of keys(prefix)) if (!(Date.now() - (read(key)?.at ?? 0) < days * 864e5)) localStorage.removeItem(key);
  };
  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };
  const cookie = (name) => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
  /* Signing in again changes the token; the cookie has the present one. Over TLS it has the longer name. */
  const token = () =>
    cookie("__Host-csrftoken") ??
    cookie("csrftoken") ??
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

  /* Where a page says what waits: a place of its own, else one at its top. */
  const box = (id) => {
    const here = document.getElementById(id);
    if (here) return here;
    const other = made("aside", { id, className: "outbox card" });
    other.setAttribute("role", "status");
    document.getElementById("content")?.prepend(other);
    return other;
  };
  /* `what` is kept meanwhile. */
  const signedOut = (what) => [`You were signed out. ${what} `, made("a", { href: "/account/login/", target: "_blank" }, "Sign in in another tab")];

  /* Sends, and says what became of it: {is, json, says}. `is`: "sent" (2xx), "lost" (no way to the server), "signedOut",
     "conflict" (another device changed it), "mend" (its writer can), "refused" (nothing is taken), "later". */
  const deliver = async (url, values, patience) => {
    let answer;
    try {
      answer = await fetch(url, {
        method: "POST",
        body: new URLSearchParams({ ...values, writer: WHO }),
        headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch" },
        redirect: "manual",
        signal: AbortSignal.timeout(patience),
      });
    } catch {
      return { is: "lost", json: null, says: "" };
    }
    const json = answer.type === "opaqueredirect" ? null : await answer.json().catch(() => null);
    const told = (is, says = "") => ({ is, json, says: json?.says ?? says });
    if (answer.type === "opaqueredirect" || answer.status === 401 || (answer.status === 403 && !json)) return told("signedOut");
    if (answer.ok && json) return told("sent");
    if (answer.status === 409 && json?.conflict) return told("conflict");
    if (answer.status === 400 && (json?.mend || json?.fields)) return told("mend");
    if ((answer.status === 400 || answer.status === 403) && json) return told("refused");
    if (answer.status === 404) return told("refused", "This is not open to you any more.");
    return told("later");
  };

  /* Signing out takes what is kept off the device: `send` is tried first, and whoever signs out is asked (`question`,
     empty where nothing would be lost) before `wipe`. Several of them follow one another. */
  const beforeSignOut = ({ waits, send, question, wipe }) => {
    let leaving = false;
    window.addEventListener(
      "submit",
      async (event) => {
        const out = event.target;
        if (!out.matches("[data-sign-out]") || leaving) return;
        if (!waits()) {
          wipe();
          return;
        }
        event.preventDefault();
        event.stopImmediatePropagation();
        await send();
        const asked = question();
        if (asked && !window.confirm(asked)) return;
        wipe();
        leaving = true;
        out.requestSubmit();
      },
      true,
    );
  };

  window.device = Object.freeze({ WHO, read, write, keys, forgetOlder, newKey, token, time, made, button, box, signedOut, deliver, beforeSignOut });
})();
