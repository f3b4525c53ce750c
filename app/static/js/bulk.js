// Ticked rows of a list: the bar with what can be done to all of them, and groups that fold.
const table = document.querySelector("table[data-bulk]");
const bar = document.querySelector(".bulk");

if (table && bar) {
  const boxes = () => [...table.querySelectorAll("tbody input[name=rows]")];
  const all = table.querySelector("[data-all]");
  let last = null;

  const show = () => {
    const ticked = boxes().filter((box) => box.checked);
    bar.classList.toggle("on", ticked.length > 0);
    bar.querySelector("[data-count]").textContent = ticked.length;
    const sum = bar.querySelector("[data-sum]");
    const total = ticked.reduce((whole, box) => whole + Number(box.dataset.amount || 0), 0);
    if (sum) sum.textContent = total ? `${total.toLocaleString("vi-VN")} ₫` : "";
    for (const box of boxes()) box.closest("tr").setAttribute("aria-selected", box.checked);
    const states = new Set(ticked.map((box) => box.dataset.state));
    for (const button of bar.querySelectorAll("[data-from]"))
      button.hidden = !button.dataset.from.split(" ").some((state) => states.has(state));
    all.checked = ticked.length > 0 && ticked.length === boxes().length;
    all.indeterminate = ticked.length > 0 && !all.checked;
  };
  table.addEventListener("change", show);
  all.addEventListener("change", () => { for (const box of boxes()) box.checked = all.checked; show(); });
  // Shift and a click ticks everything between.
  table.addEventListener("click", (event) => {
    const box = event.target.closest("input[name=rows]");
    if (!box) return;
    if (event.shiftKey && last) {
      const line = boxes(), ends = [line.indexOf(last), line.indexOf(box)].sort((a, b) => a - b);
      for (const one of line.slice(ends[0], ends[1] + 1)) one.checked = box.checked;
      show();
    }
    last = box;
  });
  bar.querySelector("[data-none]")?.addEventListener("click", () => { for (const box of boxes()) box.checked = false; show(); });
  addEventListener("pageshow", show);
  show();
}

for (const button of document.querySelectorAll("tr.grp button")) {
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", open);
    for (const row of button.closest("tbody").querySelectorAll("tr:not(.grp)")) row.hidden = !open;
  });
}
