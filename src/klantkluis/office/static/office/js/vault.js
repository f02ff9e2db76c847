// The clock of the vault: how long it stays open, and a page without names when it has closed.

function words(seconds) {
  const minutes = Math.floor(seconds / 60);
  return minutes >= 1 ? `${minutes} min` : `${Math.max(0, Math.floor(seconds))} s`;
}

export function vaultClock() {
  const clock = document.querySelector("[data-vault-seconds]");
  if (!clock) return;
  let until = Date.now() + Number(clock.dataset.vaultSeconds) * 1000;

  function tick() {
    const left = (until - Date.now()) / 1000;
    clock.textContent = words(left);
    clock.classList.toggle("soon", left < 60);
    if (left > 0) return;
    clearInterval(timer);
    // A form with unsaved text stays; any other page is renewed, so that no name stays on the screen.
    if (document.querySelector("form[data-guard]")) clock.closest(".vault-group")?.classList.add("ended");
    else location.reload();
  }

  const timer = setInterval(tick, 1000);
  tick();
  document.addEventListener("htmx:afterRequest", (event) => {
    const left = Number(event.detail.xhr?.getResponseHeader("X-Vault-Seconds"));
    if (left > 0) until = Date.now() + left * 1000;
  });
}

export function vaultDoor() {
  // Unlock in a dialogue, so that a half-filled form stays where it is.
  const dialog = document.getElementById("vault-dialog");
  if (!dialog) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-unlock]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    window.htmx
      .ajax("GET", link.dataset.unlock, { target: "#vault-panel", swap: "innerHTML" })
      .then(() => {
        dialog.showModal();
        dialog.querySelector("input[type=password]")?.focus();
      });
  });
  document.addEventListener("vault:opened", () => {
    dialog.close();
    document.getElementById("vault-panel").replaceChildren();
    if (document.querySelector("form[data-guard]")) {
      window.htmx.ajax("GET", dialog.dataset.state, { target: "#vault-state", swap: "outerHTML" }).then(vaultClock);
    } else location.reload();
  });
  dialog.addEventListener("htmx:afterSwap", () => dialog.querySelector("input[type=password]")?.focus());
}

export function carryOn() {
  // What was typed while the vault was locked is sent again at once; the button works without us.
  document.querySelector("form[data-carry-on]")?.requestSubmit();
}
