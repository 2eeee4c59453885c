// Passkeys: a form with data-passkey has a button that asks the browser for one, puts its answer into the form's
// field and sends it. Without script, or where the browser knows no passkeys, the button stays hidden.
(() => {
  "use strict";
  const passkeys = window.webauthnJSON;
  const BROKEN = "That did not work, or was broken off. Try again, or use a code instead.";
  const KNOWN = "This device has a passkey here already.";

  async function options(form) {
    const data = form.querySelector("script[type='application/json']");
    if (data) return JSON.parse(data.textContent);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no challenge");
    return answer.json();
  }

  function creation(given, alone) {
    const wanted = given.publicKey.authenticatorSelection;
    wanted.residentKey = alone ? "required" : "preferred";
    wanted.requireResidentKey = alone;
    if (alone) wanted.userVerification = "required";
    return given;
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("button");
    const complaint = form.querySelector("[role='alert'][hidden]");
    if (!passkeys || !passkeys.supported() || !window.isSecureContext) {
      if (form.dataset.passkey !== "login" && complaint) {
        complaint.textContent = "This browser makes no passkeys here. Use a code instead.";
        complaint.hidden = false;
      }
      continue;
    }
    button.hidden = false;
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      button.disabled = true;
      complaint.hidden = true;
      try {
        const given = await options(form);
        const alone = form.querySelector("[name='passwordless']");
        const made =
          form.dataset.passkey === "add"
            ? await passkeys.create(creation(given.creation_options, Boolean(alone && alone.checked)))
            : await passkeys.get(given.request_options);
        form.querySelector("[name='credential']").value = JSON.stringify(made);
        form.submit();
      } catch (error) {
        complaint.textContent = error.name === "InvalidStateError" ? KNOWN : BROKEN;
        complaint.hidden = false;
        button.disabled = false;
      }
    });
  }
})();
