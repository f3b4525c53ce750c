// A file that a register holds needs no upload: its SHA-256 is computed here and only that is asked for.
const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

for (const form of document.querySelectorAll("form[data-check]")) {
  const asking = form.querySelector("[data-asking]");
  const button = form.querySelector("button");
  const file = form.elements.file;
  let unknown = false;

  async function ask() {
    if (!file.files.length || unknown) return;
    try {
      const address = form.dataset.check + hex(await crypto.subtle.digest("SHA-256", await file.files[0].arrayBuffer()));
      const answer = await fetch(`${address}.json`);
      if (answer.ok) {
        location.assign(address);
        return;
      }
    } catch {
      // Too large to read at once, or no connection: the server is asked with the whole file, if the person wants it.
    }
    unknown = true;
    asking.textContent = asking.dataset.unknown;
    button.lastChild.textContent = asking.dataset.send;
    button.classList.add("primary");
  }

  // Only a page that came by a safe connection may compute hashes; elsewhere the form goes up as it is.
  if (!globalThis.crypto?.subtle) continue;
  file.addEventListener("change", () => {
    unknown = false;
    ask();
  });
  form.addEventListener("submit", (event) => {
    if (!file.files.length || unknown) return;
    event.preventDefault();
    ask();
  });
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    file.files = event.dataTransfer.files;
    file.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
