// Ctrl-K: find any customer, document, product or page. A combobox with a list of links.

const SELECTED = "aria-selected";

export function palette() {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const input = dialog.querySelector("input[type=search]");
  const results = dialog.querySelector("[role=listbox]");

  // What the lines belong to; Enter waits for the answer to what was typed last.
  let asked = null;
  let shown = "";
  let entered = false;

  function go() {
    entered = false;
    lines().find((each) => each.getAttribute(SELECTED) === "true")?.click();
  }

  function open() {
    if (!dialog.open) dialog.showModal();
    input.select();
  }

  function lines() {
    return [...results.querySelectorAll("[role=option]")];
  }

  function select(line) {
    for (const each of lines()) each.setAttribute(SELECTED, String(each === line));
    if (line) {
      input.setAttribute("aria-activedescendant", line.id);
      line.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function step(by) {
    const all = lines();
    if (!all.length) return;
    const now = all.findIndex((line) => line.getAttribute(SELECTED) === "true");
    select(all[(now + by + all.length) % all.length]);
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette]")) {
      event.preventDefault();
      open();
    }
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      // A search field would only empty itself at the first press.
      event.preventDefault();
      dialog.close();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (shown === input.value) go();
      else entered = true;
    }
  });
  input.addEventListener("input", () => (entered = false));
  input.addEventListener("htmx:beforeRequest", () => (asked = input.value));
  results.addEventListener("htmx:afterSwap", () => {
    shown = asked;
    select(lines()[0]);
    if (entered && shown === input.value) go();
  });
}
