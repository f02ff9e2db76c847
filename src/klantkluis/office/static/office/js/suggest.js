// Suggestions while typing: a combobox with a list below it, moved through with the arrows.

const SELECTED = "aria-selected";

function listOf(input) {
  return document.getElementById(input.getAttribute("aria-controls"));
}

function options(list) {
  return [...list.querySelectorAll("[role=option]:not([aria-disabled])")];
}

function open(input, yes) {
  const list = listOf(input);
  list.hidden = !yes || !list.childElementCount;
  input.setAttribute("aria-expanded", String(!list.hidden));
  if (list.hidden) input.removeAttribute("aria-activedescendant");
}

function select(input, option) {
  for (const each of options(listOf(input))) each.setAttribute(SELECTED, String(each === option));
  if (option) {
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
}

function selected(input) {
  return options(listOf(input)).find((each) => each.getAttribute(SELECTED) === "true");
}

function step(input, by) {
  const all = options(listOf(input));
  if (!all.length) return;
  open(input, true);
  select(input, all[(all.indexOf(selected(input)) + by + all.length) % all.length]);
}

function choose(input, option) {
  open(input, false);
  if (option instanceof HTMLButtonElement) option.click();
  else input.dispatchEvent(new CustomEvent("suggest:chosen", { bubbles: true, detail: option.dataset }));
}

function comboOf(target) {
  return target instanceof Element && target.matches("[data-suggest]") ? target : null;
}

export function suggestions() {
  document.addEventListener("keydown", (event) => {
    const input = comboOf(event.target);
    if (!input || event.ctrlKey || event.metaKey || event.altKey) return;
    const isOpen = !listOf(input).hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(input, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      open(input, false);
    } else if (event.key === "Enter" && isOpen && selected(input)) {
      event.preventDefault();
      event.stopPropagation();
      choose(input, selected(input));
    } else if (event.key === "Enter" && input.form.querySelector("[data-takes]")) {
      event.preventDefault();
    }
  }, true);
  document.addEventListener("htmx:afterSwap", (event) => {
    const list = event.detail.target;
    if (!list.classList.contains("suggestions")) return;
    const input = document.querySelector(`[aria-controls="${CSS.escape(list.id)}"]`);
    const shown = input === document.activeElement && input.value.trim() !== "";
    open(input, shown);
    if (shown) select(input, options(list)[0]);
  });
  document.addEventListener("mousedown", (event) => {
    // The input keeps the focus, so that the list does not close before the click arrives.
    if (event.target.closest(".suggestions")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const option = event.target.closest(".suggestions [role=option]:not([aria-disabled])");
    if (!option || option instanceof HTMLButtonElement) return;
    const list = option.closest(".suggestions");
    choose(document.querySelector(`[aria-controls="${CSS.escape(list.id)}"]`), option);
  });
  document.addEventListener("focusout", (event) => {
    const input = comboOf(event.target);
    if (input) open(input, false);
  });
}
