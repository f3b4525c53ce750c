// An @ in a message offers people; arrows choose, Enter or Tab puts the login in, Escape leaves it as typed.
const MARK = /(?:^|\s)@([\p{L}\p{M}\w.\-]*)$/u;

for (const area of document.querySelectorAll("textarea[data-mentions]")) {
  const list = document.createElement("ul");
  list.className = "mention-list";
  list.id = `${area.name}-mentions`;
  list.setAttribute("role", "listbox");
  list.hidden = true;
  area.after(list);
  area.setAttribute("aria-controls", list.id);
  area.setAttribute("aria-autocomplete", "list");
  let asked = 0, timer;

  const close = () => { list.hidden = true; list.replaceChildren(); area.removeAttribute("aria-activedescendant"); };
  const begun = () => MARK.exec(area.value.slice(0, area.selectionStart));
  const mark = (at) => {
    [...list.children].forEach((one, place) => one.setAttribute("aria-selected", place === at));
    if (list.children[at]) area.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const chosen = () => [...list.children].findIndex((one) => one.getAttribute("aria-selected") === "true");

  function put(login) {
    const found = begun();
    if (!found) return;
    const start = area.selectionStart - found[1].length;
    area.setRangeText(`${login} `, start, area.selectionStart, "end");
    close();
    area.focus();
  }
  async function offer(typed) {
    const turn = ++asked;
    const address = new URL(area.dataset.mentions, location.href);
    address.searchParams.set("q", typed);
    const answer = await fetch(address).catch(() => null);
    const people = answer?.ok ? await answer.json() : [];
    if (turn !== asked || !begun()) return;
    list.replaceChildren(...people.map((person, at) => {
      const line = document.createElement("li");
      line.id = `${list.id}-${at}`;
      line.setAttribute("role", "option");
      line.dataset.login = person.login;
      const name = document.createElement("b"), unit = document.createElement("span");
      name.textContent = person.name;
      unit.textContent = person.unit;
      line.append(name, unit);
      return line;
    }));
    list.hidden = !people.length;
    mark(0);
  }
  area.addEventListener("input", (event) => {
    clearTimeout(timer);
    const found = begun();
    // While Unikey composes a letter the word is not finished; ask a moment later.
    if (found) timer = setTimeout(() => offer(found[1]), event.isComposing ? 400 : 200);
    else close();
  });
  area.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const count = list.children.length, at = chosen();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") mark((at + (event.key === "ArrowDown" ? 1 : count - 1)) % count);
    else if (event.key === "Enter" || event.key === "Tab") put(list.children[at].dataset.login);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const line = event.target.closest("li");
    if (line) put(line.dataset.login);
  });
  area.addEventListener("blur", close);
}
