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
        const address = new URL(select.dataset.searchUrl, location.href);
        address.searchParams.set("q", typed);
        const answer = await fetch(address, { headers: { Accept: "application/json" } });
        const rows = answer.ok ? await answer.json() : [];
        this.clearOptions((option) => this.items.includes(String(option.value)));
        show(rows);
      } catch { show(); }
    },
    render: { no_results: sentence("nothing"), loading: sentence("searching") },
  });
  for (const name of ["aria-label", "aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) picker.control_input.setAttribute(name, select.getAttribute(name));
  }
  // While Unikey or an IME composes a word, Enter and the arrows belong to it.
  picker.control_input.addEventListener("keydown", (event) => {
    if (event.isComposing) event.stopImmediatePropagation();
  }, true);
}

export async function pickers(root = document) {
  const selects = [...root.querySelectorAll("select[data-search-url]:not(.tomselected)")];
  if (!selects.length) return;
  await load();
  selects.forEach(enhance);
}

// A copied item row carries the picker's drawing but not its behaviour: leave the bare <select>.
export function bare(row) {
  for (const drawing of row.querySelectorAll(".ts-wrapper")) drawing.remove();
  for (const select of row.querySelectorAll("select.tomselected")) {
    select.classList.remove("tomselected", "ts-hidden-accessible");
    select.removeAttribute("tabindex");
    select.replaceChildren(...[...select.options].filter((option) => option.value === ""));
  }
}

pickers();
