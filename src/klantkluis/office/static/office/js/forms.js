// Nothing typed is lost: leaving a page with changes asks first, and the first error gets the focus.

const changed = new WeakSet();

function watched(form) {
  return form instanceof HTMLFormElement && form.hasAttribute("data-guard");
}

export function guardForms() {
  document.addEventListener("input", (event) => {
    if (watched(event.target.form)) changed.add(event.target.form);
  });
  document.addEventListener("submit", (event) => {
    changed.delete(event.target);
    const button = event.submitter;
    if (!button || event.target.hasAttribute("data-many")) return;
    // A second click must not send the form twice; the name of the button must still be sent.
    setTimeout(() => (button.disabled = true), 0);
    setTimeout(() => (button.disabled = false), 4000);
  });
  window.addEventListener("beforeunload", (event) => {
    const open = [...document.querySelectorAll("form[data-guard]")].some((form) => changed.has(form));
    if (open) event.preventDefault();
  });
  const wrong = document.querySelector("[aria-invalid='true'], .field.is-odd input, .field.is-odd select");
  wrong?.focus({ preventScroll: false });
}

// A browser that goes back loads the page anew and fills in again what was typed, with another
// number: so the number is kept with this place in the history, and the same press is known again.
export function keepNumbers() {
  const fields = [...document.querySelectorAll("input[data-number]")];
  if (fields.length === 0) return;
  const kept = history.state?.numbers;
  if (kept?.length === fields.length) fields.forEach((field, at) => (field.value = kept[at]));
  else history.replaceState({ ...history.state, numbers: fields.map((field) => field.value) }, "");
}

export function isChanged(form) {
  return changed.has(form);
}
