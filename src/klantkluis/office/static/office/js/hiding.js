// Hiding passages of a text with the mouse or the keyboard; without this one types the brackets.

const OPENS = "[[";
const CLOSES = "]]";

function around(box, start, end) {
  while (start < end && /\s/.test(box.value[start])) start += 1;
  while (end > start && /\s/.test(box.value[end - 1])) end -= 1;
  const words = box.value.slice(start, end);
  if (!words || words.includes(OPENS) || words.includes(CLOSES)) return false;
  const before = box.value.slice(0, start);
  if (before.lastIndexOf(OPENS) > before.lastIndexOf(CLOSES)) return false;
  box.setRangeText(`${OPENS}${words}${CLOSES}`, start, end, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

function wherever(box, words) {
  let from = 0;
  for (;;) {
    const start = box.value.indexOf(words, from);
    if (start < 0) return;
    const end = start + words.length;
    const alone = !/[\p{L}\p{N}_]/u.test((box.value[start - 1] ?? "") + (box.value[end] ?? ""));
    const done = alone && around(box, start, end);
    from = done ? end + 4 : end;
  }
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

export function hiding() {
  for (const group of document.querySelectorAll("[data-hiding]")) {
    const box = group.querySelector("textarea");
    const tools = group.querySelector("[data-tools]");
    tools.append(button(group.dataset.hiding, () => {
      around(box, box.selectionStart, box.selectionEnd);
      box.focus();
    }));
    for (const name of group.querySelectorAll("[data-name]")) {
      const words = name.textContent;
      name.replaceWith(button(words, () => wherever(box, words)));
    }
    tools.hidden = false;
    const whole = group.querySelector("input[type=checkbox]");
    const follow = () => {
      box.readOnly = whole.checked;
      group.classList.toggle("is-out", whole.checked);
    };
    whole.addEventListener("change", follow);
    follow();
  }
}
