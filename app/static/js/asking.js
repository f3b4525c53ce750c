// The button of a section that asks another system: what came back fills what is empty, and is offered beside the rest.
import { put } from "./select.js";

function fill(form, told) {
  const field = form.elements.namedItem(told.fill);
  if (!field) return;
  const changed = field instanceof RadioNodeList ? field[0] : field;
  if (field.tagName === "SELECT") put(field, told.value, told.text);
  else field.value = told.value;
  changed.dispatchEvent(new Event("input", { bubbles: true }));
}

async function ask(button) {
  const form = button.closest("form");
  const place = button.parentElement.nextElementSibling;
  const label = button.querySelector("span");
  const words = label.textContent;
  [button.disabled, label.textContent] = [true, button.dataset.waiting];
  try {
    const answer = await fetch(button.dataset.ask, { method: "POST", body: new FormData(form) });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    place.innerHTML = await answer.text();
    for (const told of place.querySelectorAll("template[data-fill]")) fill(form, told.dataset);
  } catch {
    place.textContent = button.dataset.failed;
  }
  [button.disabled, label.textContent] = [false, words];
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-ask]");
  if (button) return ask(button);
  const other = event.target.closest("button[data-fill]");
  if (!other) return;
  fill(other.closest("form"), other.dataset);
  other.closest("li").remove();
});
