// The lines of an order: products while typing, their price as a hint, and another line.

export function orderLines() {
  const lines = document.getElementById("order-lines");
  if (!lines) return;
  const options = document.getElementById("products");
  const form = lines.closest("form");
  const total = form.querySelector("[name$='TOTAL_FORMS']");
  let waiting = 0;

  function addLine() {
    const text = document.getElementById("empty-line").innerHTML;
    lines.insertAdjacentHTML("beforeend", text.replaceAll("__prefix__", total.value));
    total.value = String(Number(total.value) + 1);
    return lines.lastElementChild;
  }

  async function look(input) {
    const answer = await fetch(`${options.dataset.source}?product=${encodeURIComponent(input.value)}`);
    if (answer.ok) options.innerHTML = await answer.text();
    hint(input);
  }

  function hint(input) {
    const found = [...options.options].find((each) => each.value.toLowerCase() === input.value.toLowerCase());
    const price = input.closest("tr").querySelector("[name$='unit_price']");
    price.placeholder = found ? found.dataset.price : "";
  }

  lines.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-product]")) look(event.target);
    if (event.target.closest("tr") === lines.lastElementChild && lines.children.length < 100) addLine();
  });
  lines.addEventListener("input", (event) => {
    if (!event.target.matches("[data-product]")) return;
    clearTimeout(waiting);
    waiting = setTimeout(look, 150, event.target);
  });
  document.querySelector("[data-add-line]").addEventListener("click", () => {
    addLine().querySelector("[data-product]").focus();
  });
}
