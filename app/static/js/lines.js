// Item rows: add, remove, and paste rows from a spreadsheet (tab-separated) starting at the cell one is in.
import { bare, choose, fold, pickers, put } from "./select.js";
import { word } from "./words.js";

const renumber = (row, name, number) => {
  for (const field of row.querySelectorAll("[name]")) {
    field.name = field.name.replace(new RegExp(`^${name}-\\d+-`), `${name}-${number}-`);
    field.id = field.name;
  }
};
const fields = (row) => [...row.querySelectorAll(".in:not(.ts-wrapper)")];

export function add(table) {
  const name = table.dataset.lines;
  const body = table.tBodies[0];
  const row = body.rows[body.rows.length - 1].cloneNode(true);
  bare(row);
  for (const option of row.querySelectorAll("option[value^='“']")) option.remove();
  const numbers = [...body.querySelectorAll("[name]")].map((field) => Number(field.name.split("-")[1]));
  for (const field of row.querySelectorAll("[name]")) field.type === "checkbox" ? (field.checked = false) : (field.value = "");
  for (const shown of row.querySelectorAll("td.ro-c")) shown.textContent = "";
  for (const message of row.querySelectorAll(".emsg")) message.remove();
  for (const box of row.querySelectorAll(".err")) box.classList.remove("err");
  renumber(row, name, Math.max(...numbers) + 1);
  body.append(row);
  pickers(row);
  return row;
}

// What was pasted stays in its cell when no row of the catalogue has that name, until one is chosen: as a choice in
// quotation marks, which is never taken for a row's number, so that a refused save brings it back.
async function fill(field, text) {
  const cell = field.closest("td");
  cell.querySelector(".emsg")?.remove();
  if (field.tagName !== "SELECT") return void (field.value = text.trim());
  const option = [...field.options].find((one) => fold(one.text) === fold(text));
  if (option && !field.dataset.searchUrl) return void (field.value = option.value);
  if (!text.trim() || (field.dataset.searchUrl && (await choose(field, text)))) return;
  const typed = `“${text.trim()}”`;
  put(field, typed, typed);
  const message = document.createElement("p");
  message.className = "emsg";
  message.setAttribute("role", "alert");
  message.textContent = `${word("unknown")} ${typed}`;
  cell.append(message);
  field.addEventListener("change", () => message.remove(), { once: true });
}

// Product of two columns per row and its sum, as one types; the server counts again.
const number = (text) => Number(String(text ?? "").replace(/[^\d-]/g, "")) || 0;
const said = (value) => value.toLocaleString("vi-VN");

function count(table) {
  const keys = table.dataset.amount?.split(" ");
  if (!keys) return;
  let sum = 0;
  for (const row of table.tBodies[0].rows) {
    const [one, other] = keys.map((key) => row.querySelector(`[name$="-${key}"]`));
    const cell = row.querySelector("[data-product]");
    // A column that is only shown keeps what the server wrote.
    if (one && other) cell.textContent = one.value && other.value ? said(number(one.value) * number(other.value)) : "";
    sum += number(cell.textContent);
  }
  const total = table.closest(".card").querySelector("[data-total]");
  if (total) total.textContent = said(sum);
}

for (const table of document.querySelectorAll("table[data-lines]")) {
  const card = table.closest(".card");
  card.querySelector("[data-add]")?.addEventListener("click", async () => {
    const row = add(table);
    await pickers(row);
    (row.querySelector("td .ts-control input") ?? fields(row)[0])?.focus();
  });
  table.addEventListener("click", (event) => {
    const button = event.target.closest("[data-drop]");
    if (!button) return;
    const row = button.closest("tr");
    if (table.tBodies[0].rows.length > 1) row.remove();
    else for (const field of fields(row)) field.value = "";
    table.dispatchEvent(new Event("input", { bubbles: true }));
  });
  table.addEventListener("input", () => count(table));
  count(table); // a form that comes back with a mistake has rows that the server has not counted
  table.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    const cell = event.target.closest("td")?.querySelector(".in:not(.ts-wrapper)");
    if (!/[\t\n]/.test(text.trim()) || !cell) return;
    event.preventDefault();
    let row = event.target.closest("tr");
    const start = fields(row).indexOf(cell);
    for (const line of text.replace(/\r/g, "").replace(/\n$/, "").split("\n")) {
      line.split("\t").forEach((cell, at) => { const field = fields(row)[start + at]; if (field) fill(field, cell); });
      row = row.nextElementSibling || add(table);
    }
    table.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
