// References with too many rows to list are searched as one types: select[data-search-url] answers [{value, text}].
import { word } from "./words.js";

const library = new URL("../vendor/tom-select.base.min.js", import.meta.url);
let loading;

function load() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = library;
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
  return loading;
}

export const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase().trim();

async function found(select, typed) {
  const address = new URL(select.dataset.searchUrl, location.href);
  address.searchParams.set("q", typed);
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  return answer.ok ? answer.json() : [];
}

// Put a row that is not listed yet into the field.
export function put(select, value, text) {
  if (select.tomselect) {
    select.tomselect.addOption({ value, text });
    select.tomselect.setValue(value);
  } else if (![...select.options].some((option) => option.value === String(value))) {
    select.append(new Option(text, value, true, true));
  } else select.value = value;
}

// Pasted text names a row when exactly that name exists, marks or not; false when it names none, or several.
export async function choose(select, text) {
  const same = (await found(select, text)).filter((row) => fold(row.text) === fold(text));
  if (same.length === 1) put(select, same[0].value, same[0].text);
  return same.length === 1;
}

const sentence = (name) => () => {
  const line = document.createElement("div");
  line.className = "ts-say";
  line.textContent = word(name);
  return line;
};

function enhance(select) {
  const picker = new TomSelect(select, {
    valueField: "value", labelField: "text", searchField: ["text"], maxOptions: 30,
    preload: "focus", loadThrottle: 300, closeAfterSelect: true,
    // The server has already searched, without marks and by code too: keep its rows in its order.
    score: () => () => 1,
    sortField: "$order",
    async load(typed, show) {
      try {
        const rows = await found(select, typed);
        this.clearOptions((option) => this.items.includes(String(option.value)));
        show(rows);
      } catch { show(); }
    },
    render: { no_results: sentence("nothing"), loading: sentence("searching") },
  });
  // A click into the open field is a click into text; it does not close the list.
  const click = picker.onClick.bind(picker);
  picker.onClick = () => { if (!picker.isOpen) click(); };
  for (const name of ["aria-label", "aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) picker.control_input.setAttribute(name, select.getAttribute(name));
  }
  // The label now belongs to the drawn field; the <select> only carries the value.
  select.setAttribute("aria-hidden", "true");
  // While Unikey or an IME composes a word, Enter and the arrows belong to it.
  picker.control_input.addEventListener("keydown", (event) => {
    if (event.isComposing) event.stopImmediatePropagation();
  }, true);
}

export async function pickers(root = document) {
  const selects = [...root.querySelectorAll("select[data-search-url]:not(.tomselected)")];
  if (!selects.length) return;
  await load();
  selects.filter((select) => !select.tomselect).forEach(enhance);
}

// A copied item row carries the picker's drawing but not its behaviour: leave the bare <select>.
export function bare(row) {
  for (const drawing of row.querySelectorAll(".ts-wrapper")) drawing.remove();
  for (const select of row.querySelectorAll("select.tomselected")) {
    select.classList.remove("tomselected", "ts-hidden-accessible");
    select.removeAttribute("tabindex");
    select.removeAttribute("aria-hidden");
    select.replaceChildren(...[...select.options].filter((option) => option.value === ""));
  }
}

pickers();
