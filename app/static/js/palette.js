// Ctrl K: find records and functions; arrows choose, Enter opens.
const palette = document.getElementById("palette");
const input = palette?.querySelector("input");
const links = () => [...palette.querySelectorAll("li a")];

export function openPalette() {
  if (!palette || palette.open) return;
  palette.showModal();
  input.value = "";
  input.focus();
  htmx.trigger(input, "search");
}

if (palette) {
  document.querySelector("[data-palette]")?.addEventListener("click", openPalette);
  palette.addEventListener("keydown", (event) => {
    if (event.isComposing || !["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
    const all = links();
    const at = all.findIndex((link) => link.classList.contains("on"));
    if (event.key === "Enter") { (all[at] || all[0])?.click(); event.preventDefault(); return; }
    event.preventDefault();
    all[at]?.classList.remove("on");
    all[(at + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]?.classList.add("on");
  });
}
