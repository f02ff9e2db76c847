// Keyboard first: Ctrl-K finds, / searches this list, ? shows the keys, Ctrl-Enter sends the form.

function typing(target) {
  return target.matches("input, textarea, select, [contenteditable]");
}

export function shortcuts() {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    // Shortcuts of a single key can be switched off in one's account (WCAG 2.1.4).
    if (!document.body.hasAttribute("data-single-keys")) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "/") {
      const search = document.querySelector("[data-list-search]");
      if (search) {
        event.preventDefault();
        search.focus();
      }
    } else if (event.key === "?") {
      document.getElementById("keys")?.showModal();
    } else if (event.key === "n") {
      document.querySelector("[data-key='n']")?.click();
    }
  });
}
