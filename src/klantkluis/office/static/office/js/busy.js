// A form that takes some seconds says so, and cannot be sent twice. When it gives a file the page
// stays: the server then sends a cookie with the mark of this form, by which we know that it comes.

const STEP = 250;
const LONGEST = 10 * 60 * 1000;

function mark() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function say(form, text) {
  const note = form.querySelector("[data-busy-note]");
  if (!note) return;
  note.querySelector("[data-busy-text]").textContent = text;
  note.classList.toggle("is-busy", form.dataset.busyNow === "1");
  note.hidden = !text;
}

function release(form, text) {
  delete form.dataset.busyNow;
  for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
  say(form, text);
}

function waitFor(form, wanted) {
  const until = Date.now() + LONGEST;
  const timer = setInterval(() => {
    const has = document.cookie.split("; ").includes(`begun=${wanted}`);
    if (!has && Date.now() < until) return;
    clearInterval(timer);
    if (!form.dataset.busyNow) return;
    release(form, has ? form.dataset.begun : "");
    // Whoever wants it once more says so with the password.
    for (const input of has ? form.querySelectorAll("input[type=password]") : []) input.value = "";
  }, STEP);
}

export function busyForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.dataset.busy) return;
    if (form.dataset.busyNow) {
      event.preventDefault();
      return;
    }
    form.dataset.busyNow = "1";
    for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-disabled", "true");
    say(form, form.dataset.busy);
    const input = form.querySelector("input[name=begun]");
    if (!input) return;
    input.value = mark();
    waitFor(form, input.value);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of document.querySelectorAll("form[data-busy]")) release(form, "");
  });
}
