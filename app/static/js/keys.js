// Keyboard: letters act only outside inputs; Ctrl+Shift and Alt+Z stay free, they are Unikey's switches.
import { openPalette } from "./palette.js";

const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
const go = (selector) => document.querySelector(selector)?.click();
const rows = () => [...document.querySelectorAll("table[data-keys] tbody tr:not(.grp)")];

function move(by) {
  const all = rows();
  const at = all.findIndex((row) => row.getAttribute("aria-selected") === "true");
  const next = all[Math.max(0, Math.min(all.length - 1, at + by))];
  all[at]?.removeAttribute("aria-selected");
  next?.setAttribute("aria-selected", "true");
  next?.scrollIntoView({ block: "nearest" });
}

const plain = {
  "/": () => document.querySelector("[data-search]")?.focus(),
  "?": () => document.getElementById("shortcuts")?.showModal(),
  j: () => move(1), k: () => move(-1),
  Enter: () => rows().find((row) => row.getAttribute("aria-selected") === "true")?.querySelector("a")?.click(),
};
const alt = { h: () => go(".brand"), c: () => go("[data-create]"), s: () => document.querySelector("form[data-main]")?.requestSubmit() };

document.querySelector("[data-help]")?.addEventListener("click", () => document.getElementById("shortcuts").showModal());
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.shiftKey && event.key !== "?") return;
  if (event.ctrlKey && event.key.toLowerCase() === "k") { event.preventDefault(); openPalette(); return; }
  if (event.ctrlKey && event.key === "Enter") { document.querySelector("form[data-main]")?.requestSubmit(); return; }
  if (event.altKey && alt[event.key.toLowerCase()]) { event.preventDefault(); alt[event.key.toLowerCase()](); return; }
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  if (plain[event.key]) { if (event.key === "/") event.preventDefault(); plain[event.key](); }
});
