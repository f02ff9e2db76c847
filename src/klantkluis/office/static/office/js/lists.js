// Lists: pick all, count what is picked, and keep the picks while the table is renewed.

function count(list) {
  const picked = list.querySelectorAll("input[name='pick']:checked").length;
  for (const place of list.querySelectorAll("[data-picked]")) place.textContent = String(picked);
  const all = list.querySelector("[data-pick-all]");
  const total = list.querySelectorAll("input[name='pick']").length;
  if (all) {
    all.checked = picked > 0 && picked === total;
    all.indeterminate = picked > 0 && picked < total;
  }
}

export function lists() {
  let last = null;
  document.addEventListener("change", (event) => {
    const list = event.target.closest(".list");
    if (!list) return;
    if (event.target.matches("[data-pick-all]")) {
      for (const box of list.querySelectorAll("input[name='pick']")) box.checked = event.target.checked;
    }
    if (event.target.matches("[data-pick-all], input[name='pick']")) count(list);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.matches("input[name='pick']")) return;
    const boxes = [...document.querySelectorAll("input[name='pick']")];
    if (event.shiftKey && last && boxes.includes(last)) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(event.target)].sort((a, b) => a - b);
      for (const box of boxes.slice(from, to + 1)) box.checked = event.target.checked;
      count(event.target.closest(".list"));
    }
    last = event.target;
  });
}
