// The sentences scripts show, translated by the server in layout.html; %(name)s marks are filled in here.
const store = document.getElementById("words")?.dataset ?? {};

export function word(name, values = {}) {
  return (store[name] ?? "").replace(/%\((\w+)\)s/g, (_mark, key) => values[key] ?? "");
}
