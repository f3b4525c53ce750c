// Remembers the rows of the list one came from, so that a record page can lead to the next one.
const KEY = "rows";
const path = (link) => new URL(link.href).pathname;
const table = document.querySelector("table[data-keys]");

if (table) {
  const rows = [...table.querySelectorAll("tbody tr:not(.grp)")].map((row) => row.querySelector("a")).filter(Boolean).map(path);
  sessionStorage.setItem(KEY, JSON.stringify(rows));
} else {
  const rows = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
  const at = rows.indexOf(location.pathname);
  const crumbs = document.querySelector(".crumbs");
  const drawing = document.getElementById("pager");
  if (at >= 0 && rows.length > 1 && crumbs && drawing) {
    const pager = drawing.content.cloneNode(true);
    pager.querySelector("[data-place]").textContent = `${at + 1} / ${rows.length}`;
    for (const [name, row] of [["before", rows[at - 1]], ["after", rows[at + 1]]]) {
      const link = pager.querySelector(`[data-go=${name}]`);
      if (row) link.href = row; else link.remove();
    }
    crumbs.after(pager);
  }
}
