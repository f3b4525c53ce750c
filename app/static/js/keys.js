// Keyboard: letters act only outside inputs; Ctrl+Shift and Alt+Z stay free, they are Unikey's switches.
import { openPalette } from "./palette.js";

const OFF = "letters-off"; // single-letter shortcuts can be switched off (WCAG 2.1.4)
const typing = (element) => element.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
const go = (selector) => document.querySelector(selector)?.click();
const send = () => document.querySelector("form[data-main]")?.requestSubmit();
const rows = () => [...document.querySelectorAll("table[data-keys] tbody tr:not(.grp)")];
const here = () => rows().find((row) => row.contains(document.activeElement));
const sheet = document.getElementById("shortcuts");

function move(by) {
  const all = rows();
  const at = all.indexOf(here());
  const next = all[Math.max(0, Math.min(all.length - 1, at + by))];
  next?.querySelector("a")?.focus();
}

// The main action: of the form one is in, else of the page. A step that must be confirmed is a link to its question.
function finish(target) {
  const form = target.closest("form");
  if (form?.method === "post") form.requestSubmit();
  else if (document.querySelector("form[data-main]")) send();
  else go(".phead .primary");
}

const plain = {
  "/": () => document.querySelector("[data-search]")?.focus(),
  "?": () => sheet?.showModal(),
  j: () => move(1), k: () => move(-1),
  x: () => here()?.querySelector("input[name=rows]")?.click(),
};
const arrows = { arrowdown: 1, arrowup: -1 }; // outside a list they scroll the page
const alt = {
  h: () => go(".brand"), c: () => go("[data-create]"), s: send, j: () => go(".actions a.btn"),
  n: () => go("[data-go=after]"), p: () => go("[data-go=before]"),
};

document.querySelector("[data-help]")?.addEventListener("click", () => sheet.showModal());
const letters = sheet?.querySelector("[data-letters]");
if (letters) {
  letters.checked = !localStorage.getItem(OFF);
  letters.addEventListener("change", () => letters.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1"));
}

document.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  if (event.isComposing || event.shiftKey && key !== "?") return;
  if (event.ctrlKey && key === "k") { event.preventDefault(); openPalette(); return; }
  if (document.querySelector("dialog[open]")) return;
  if (event.ctrlKey && key === "enter") { event.preventDefault(); finish(event.target); return; }
  if (event.altKey && !event.ctrlKey && alt[key]) { event.preventDefault(); alt[key](); return; }
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target) || localStorage.getItem(OFF)) return;
  if (arrows[key] && here()) { event.preventDefault(); move(arrows[key]); return; }
  const named = document.querySelector(`[data-letter="${CSS.escape(key)}"]`);
  if (named) { event.preventDefault(); named.click(); } else if (plain[key]) { event.preventDefault(); plain[key](); }
});
