// Works out the proof that a form asks for: a number that makes SHA-256 begin with zero bits.
// Without this script waiting does the same.
"use strict";

const form = document.querySelector("form[data-proof]");

async function prove(nonce, bits) {
  const encoder = new TextEncoder();
  for (let number = 0; ; number += 1) {
    const digest = await crypto.subtle.digest("SHA-256", encoder.encode(`${nonce}:${number}`));
    if (new DataView(digest).getUint32(0) >>> (32 - bits) === 0) {
      return number;
    }
  }
}

if (form && globalThis.crypto && crypto.subtle) {
  const status = form.querySelector("[data-status]");
  const button = form.querySelector("button");
  button.disabled = true;
  status.textContent = form.dataset.working;
  prove(form.dataset.nonce, Number(form.dataset.bits)).then((number) => {
    form.elements.proof.value = String(number);
    button.disabled = false;
    status.textContent = form.dataset.ready;
    if (!form.querySelector("input[type=password]")) {
      form.submit();
    }
  });
}
