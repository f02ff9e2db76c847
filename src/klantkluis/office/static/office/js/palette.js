// Ctrl-K: find any customer, document, product or page. A combobox with a list of links.

const SELECTED = "aria-selected";

export function palette() {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const input = dialog.querySelector("input[type=search]");
  const results = dialog.querySelector("[role=listbox]");

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
      const line = lines().find((each) => each.getAttribute(SELECTED) === "true");
      if (line) line.click();
    }
  });
  results.addEventListener("htmx:afterSwap", () => select(lines()[0]));
}
