// Keeps what is typed in the drafts store, two seconds after the last change; never in the record itself.
import { add } from "./lines.js";
import { put } from "./select.js";
import { word } from "./words.js";

const form = document.querySelector("form[data-draft-url]");
// On a record the words stand in the bar at the foot of the page, outside the form.
const state = form && document.querySelector("[data-draft-state]");
let timer = 0;
let changed = false;
let leaving = false; // the page goes away: the request must outlive it

// A searched reference is kept with its words: the next page does not list the row.
const WORDS = "__words";

function content() {
  const kept = Object.fromEntries([...new FormData(form)].filter(([key]) => !["csrf_token", "version", "seen"].includes(key)));
  for (const field of form.querySelectorAll("select[data-search-url]")) {
    if (field.value) kept[field.name + WORDS] = field.selectedOptions[0].text;
  }
  return kept;
}

// A slow desk is typed on before its scripts are there.
function typedBefore() {
  const written = [...form.elements].filter((field) => field.matches("textarea, input:not([type]), input[type=text], input[type=number]"));
  return written.some((field) => field.value !== field.defaultValue);
}

function later() {
  clearTimeout(timer);
  changed = true;
  timer = setTimeout(save, 2000);
}

function say(text) {
  if (state) state.textContent = text;
}

function send(kept) {
  return fetch(form.dataset.draftUrl, {
    method: "POST", body: JSON.stringify(kept), keepalive: leaving,
    headers: { "Content-Type": "application/json", "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content },
  });
}

async function save() {
  clearTimeout(timer);
  changed = false;
  try {
    const answer = await send(content());
    // The server's time in Vietnam, as everywhere else on the pages; a desk's own clock may be wrong.
    if (answer.ok) say(word("saved", { time: new Date((await answer.json()).saved_at).toLocaleTimeString("vi-VN", { timeZone: "Asia/Ho_Chi_Minh" }) }));
    else say(word("unsaved"));
  } catch { say(word("offline")); }
}

if (form) {
  form.addEventListener("input", later);
  if (typedBefore()) later();
  // Leaving the form, not each field of it, keeps the text at once.
  form.addEventListener("focusout", (event) => { if (changed && !form.contains(event.relatedTarget)) save(); });
  form.addEventListener("submit", () => { clearTimeout(timer); changed = false; });
  addEventListener("pagehide", () => { leaving = true; if (changed) save(); });
  document.querySelector("[data-drop]")?.addEventListener("click", async (event) => {
    const note = event.currentTarget.closest(".note");
    try { if ((await send({})).ok) note.remove(); else say(word("unsaved")); } catch { say(word("offline")); }
  });
  for (const button of document.querySelectorAll("[data-restore]")) button.addEventListener("click", () => restore(button));
}

// A whole draft, or one value that a colleague has stored.
function restore(button) {
  const kept = JSON.parse(button.dataset.restore);
  let last = null;
  for (const [key, value] of Object.entries(kept)) {
    if (key.endsWith(WORDS)) continue;
    const table = document.querySelector(`table[data-lines="${key.match(/^(\w+)-\d+-/)?.[1]}"]`);
    while (table && !form.elements.namedItem(key) && table.tBodies[0].rows.length < 500) add(table);
    const field = form.elements.namedItem(key);
    if (!field) continue;
    last = field;
    if (kept[key + WORDS] && field.dataset.searchUrl) put(field, value, kept[key + WORDS]);
    else if ("value" in field) field.type === "checkbox" ? (field.checked = Boolean(value)) : (field.value = value);
  }
  (button.closest("li") || button.closest(".note")).remove();
  last?.focus?.();
}
