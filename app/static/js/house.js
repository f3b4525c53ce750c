// The house's behaviour on every page. Everything works without it; nothing here touches text while it is typed.
import "./palette.js";
import "./keys.js";
import "./draft.js";
import "./typed.js";
import "./asking.js";
import "./lines.js";
import "./select.js";
import "./upload.js";
import "./viewer.js";
import "./pager.js";
import "./bulk.js";
import "./mentions.js";

// Shows the buttons that only scripts can answer.
document.documentElement.classList.add("js");

// What cannot be taken back is asked once more.
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.sure;
  if (question && !confirm(question)) event.preventDefault();
});

// A second click on the same button is the commonest way to do something twice; forms that only hand out files (data-again) may be.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method === "post" && !("again" in form.dataset)) {
    form.dataset.sent = "1";
    for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-disabled", "true");
  }
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
});

// Menus close when one clicks elsewhere or presses Escape.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
});
document.querySelector("[data-focus]")?.focus();
