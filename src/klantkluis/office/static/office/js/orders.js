// The lines of an order: Enter goes to the next one, a chosen product brings its price along.

export function orderLines() {
  const lines = document.getElementById("order-lines");
  if (!lines) return;
  const form = lines.closest("form");
  const total = form.querySelector("[name='lines-TOTAL_FORMS']");
  const part = (row, name) => row.querySelector(`[name$='-${name}']`);

  function addLine(kind) {
    const text = document.getElementById(`empty-${kind}`).innerHTML;
    lines.insertAdjacentHTML("beforeend", text.replaceAll("__prefix__", total.value));
    total.value = String(Number(total.value) + 1);
    const row = lines.lastElementChild;
    window.htmx.process(row);
    return row;
  }

  function goTo(row) {
    row.querySelector("[data-suggest], [name$='-text']").focus();
  }

  function renew() {
    lines.dispatchEvent(new CustomEvent("lines:changed", { bubbles: true }));
  }

  lines.addEventListener("suggest:chosen", (event) => {
    const row = event.target.closest("tr");
    const price = part(row, "unit_price");
    event.target.value = event.detail.value;
    if (price.value === "" || price.dataset.filled === price.value) {
      price.value = event.detail.price;
      price.dataset.filled = price.value;
    }
    const quantity = part(row, "quantity");
    quantity.focus();
    quantity.select();
    renew();
  });

  lines.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (!event.target.matches("input, select")) return;
    event.preventDefault();
    const row = event.target.closest("tr");
    goTo(row.nextElementSibling ?? addLine("product"));
    renew();
  });

  lines.addEventListener("click", (event) => {
    const drop = event.target.closest("[data-drop-line]");
    if (!drop) return;
    event.preventDefault();
    const row = drop.closest("tr");
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    goTo(next ?? addLine("product"));
    renew();
  });

  form.addEventListener("click", (event) => {
    const add = event.target.closest("[data-add-line]");
    if (!add) return;
    event.preventDefault();
    goTo(addLine(add.dataset.addLine));
  });

  form.querySelector("[name='order-basis']").addEventListener("change", () => {
    // Prices that came along with a product come along anew in the other basis.
    for (const price of lines.querySelectorAll("[name$='-unit_price']")) {
      if (price.dataset.filled && price.dataset.filled === price.value) price.value = "";
    }
  });

  form.addEventListener("keydown", (event) => {
    // Enter in a field of the head must not take the order, nor add a line.
    if (event.key === "Enter" && event.target.matches("input:not([type=search])") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
    }
  });
}
