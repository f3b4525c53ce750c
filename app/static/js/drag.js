// Cards of a calendar are dragged from day to day. The server decides; what it refuses goes back where it was.
import { word } from "./words.js";

const told = document.querySelector("[data-moved]");
const token = document.querySelector("meta[name=csrf-token]").content;
let held = null;

const written = (iso) => iso.split("-").reverse().join("/");

async function move(card, cell) {
  const body = new FormData();
  body.set("csrf_token", token);
  body.set("version", card.dataset.version);
  body.set("day", written(cell.dataset.day));
  let answer;
  try {
    answer = await fetch(card.dataset.move, { method: "POST", body, headers: { Accept: "application/json" } });
  } catch {
    told.textContent = word("offline");
    return;
  }
  const said = (await answer.json()).sentence;
  if (answer.ok) location.reload();
  else told.textContent = said;
}

for (const card of document.querySelectorAll("[data-move]")) {
  card.addEventListener("dragstart", (event) => { held = card; event.dataTransfer.effectAllowed = "move"; });
  card.addEventListener("dragend", () => { held = null; });
}
for (const cell of document.querySelectorAll("[data-day]")) {
  cell.addEventListener("dragover", (event) => { if (held) { event.preventDefault(); cell.classList.add("over"); } });
  cell.addEventListener("dragleave", () => cell.classList.remove("over"));
  cell.addEventListener("drop", (event) => {
    event.preventDefault();
    cell.classList.remove("over");
    if (held && !cell.contains(held)) move(held, cell);
  });
}
