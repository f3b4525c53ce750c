// Files go up one by one with a bar each; one failed or cancelled file does not hold up the others.
import { word } from "./words.js";

// Below this many bytes a bar would be gone before it is seen: the form goes up in the ordinary way.
const SMALL = 1024 * 1024;
// What a new file changes on the page; the rest, with anything typed into it, stays as it is.
const PARTS = [".phead", ".smart", ".viewer", "#files"];

function line(file, list) {
  const row = document.createElement("li");
  const name = document.createElement("span");
  const bar = document.createElement("progress");
  const stop = document.createElement("button");
  name.className = "grow";
  name.textContent = file.name;
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  stop.type = "button";
  stop.className = "btn quiet sm";
  stop.textContent = word("cancel");
  stop.setAttribute("aria-label", `${word("cancel")} ${file.name}`);
  row.append(name, bar, stop);
  list.append(row);
  return { row, bar, stop };
}

// The part of the page that holds the files: a form may name another one than the card of attachments.
const partOf = (form) => form.dataset.upload || "#files";

// A form that says so gets its page once, with the last file: of the others only the sentences come back.
function send(form, file, { row, bar, stop }, more) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const body = new FormData(form);
    body.set(form.querySelector("input[type=file]").name, file);
    if (more) body.set("more", "1");
    const failed = (name) => {
      bar.replaceWith(Object.assign(document.createElement("span"), { className: "emsg", textContent: word(name) }));
      stop.remove();
      resolve(null);
    };
    request.responseType = "document";
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
    request.addEventListener("load", () => {
      if (request.status >= 400 || !request.response?.querySelector(more ? ".flashes" : partOf(form))) { failed(request.status === 413 ? "large" : "failed"); return; }
      row.remove();
      resolve(request.response);
    });
    request.addEventListener("error", () => failed("failed"));
    request.addEventListener("abort", () => failed("cancelled"));
    request.open("POST", form.action);
    // Sent in the next turn: whoever cancels at once has sent nothing.
    const start = setTimeout(() => request.send(body));
    stop.addEventListener("click", () => {
      clearTimeout(start);
      if (request.readyState === XMLHttpRequest.OPENED && !bar.value) failed("cancelled");
      request.abort();
    });
  });
}

// A sentence that is there already is counted, not repeated: a thousand files bring a thousand of them.
function tell(note) {
  const flashes = document.querySelector(".flashes");
  const text = note.textContent.trim();
  const same = [...flashes.children].find((one) => one.dataset.said === text);
  if (!same) {
    const fresh = document.importNode(note, true);
    fresh.dataset.said = text;
    flashes.append(fresh);
    return;
  }
  same.dataset.many = Number(same.dataset.many ?? 1) + 1;
  (same.querySelector(".many") ?? same.appendChild(Object.assign(document.createElement("b"), { className: "many" }))).textContent = `× ${same.dataset.many}`;
}

function renew(page, held) {
  for (const part of new Set([...PARTS, held])) {
    const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
    if (old && fresh) old.replaceWith(document.importNode(fresh, true));
    else if (fresh && part === ".viewer") document.querySelector(".split .stack")?.prepend(document.importNode(fresh, true));
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-upload]")) return;
  const files = [...form.querySelector("input[type=file]").files];
  if (form.getAttribute("aria-busy")) { event.preventDefault(); return; }
  if (files.reduce((sum, file) => sum + file.size, 0) < SMALL) return;
  event.preventDefault();
  form.setAttribute("aria-busy", "true");
  const held = partOf(form);
  const list = document.createElement("ul");
  list.className = "uploads";
  form.after(list);
  const lines = files.map((file) => line(file, list));
  let page = null;
  for (const [at, file] of files.entries()) {
    if (!lines[at].stop.isConnected) continue;
    const more = "more" in form.dataset && lines.slice(at + 1).some((one) => one.stop.isConnected);
    const answer = await send(form, file, lines[at], more);
    for (const note of answer?.querySelectorAll(".flashes .note") ?? []) tell(note);
    page = answer && !more ? answer : page;
  }
  form.removeAttribute("aria-busy");
  form.reset();
  const left = [...list.children];
  if (page) renew(page, held);
  else if ("more" in form.dataset) location.reload(); // the last one failed: what the others changed is not shown yet
  if (left.length) {
    const place = document.querySelector(`${held} form[data-upload]`);
    list.replaceChildren(...left);
    place?.after(list);
  } else list.remove();
});

document.addEventListener("change", (event) => {
  const chosen = event.target.type === "file" && event.target.closest("label")?.parentElement.querySelector("[data-picked]");
  if (chosen) chosen.textContent = [...event.target.files].map((file) => file.name).join(", ");
});

// Leaving the page would drop what is still going up.
addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-upload][aria-busy]")) event.preventDefault();
});

// Dropping files on the card is the same as choosing them.
document.addEventListener("dragover", (event) => { if (event.target.closest?.("#files")) event.preventDefault(); });
document.addEventListener("drop", (event) => {
  const form = event.target.closest?.("#files")?.querySelector("form[data-upload]");
  if (!form || !event.dataTransfer.files.length) return;
  event.preventDefault();
  form.querySelector("input[type=file]").files = event.dataTransfer.files;
  form.requestSubmit();
});
