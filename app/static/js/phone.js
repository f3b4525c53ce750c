// Pictures from a telephone go up one by one; one that breaks off goes again, under the same id, until it is there.
import { rest } from "./patience.js";

const form = document.querySelector("form[data-phone]");
const list = document.querySelector("[data-sent]");
const count = document.querySelector("[data-count]");
const queue = [];
let busy = false;
let there = 0;

const newId = () => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function line(file) {
  const row = document.createElement("li");
  const picture = document.createElement("img");
  const text = document.createElement("span");
  const state = document.createElement("span");
  const bar = document.createElement("progress");
  if (file.type.startsWith("image/")) { picture.src = URL.createObjectURL(file); picture.alt = ""; picture.width = 56; row.append(picture); }
  text.className = "grow";
  text.textContent = file.name;
  state.className = "sub";
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  text.append(state, bar);
  row.append(text);
  if (!there && !queue.length) list.replaceChildren();
  list.append(row);
  return { file, id: newId(), row, state, bar };
}

// Answers the status and the sentence; 0 when there was no answer.
function send({ file, id, bar }) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.set("csrf_token", form.elements.namedItem("csrf_token").value);
    body.set("client", id);
    body.set("files", file);
    request.responseType = "json";
    request.timeout = 120000;
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
    request.addEventListener("load", () => resolve({ status: request.status, sentence: request.response?.sentence ?? "" }));
    for (const name of ["error", "timeout", "abort"]) request.addEventListener(name, () => resolve({ status: 0, sentence: "" }));
    request.open("POST", form.action);
    request.send(body);
  });
}

async function work() {
  if (busy) return;
  busy = true;
  while (queue.length) {
    const one = queue[0];
    for (let tries = 0; ; tries += 1) {
      one.state.textContent = form.dataset.sending;
      const { status, sentence } = await send(one);
      if (status && status < 500 && status !== 429) {
        one.bar.remove();
        one.state.textContent = status < 300 ? form.dataset.done : sentence || form.dataset.failed;
        one.state.className = status < 300 ? "sub good" : "sub emsg";
        if (status < 300) { there += 1; count.textContent = there; }
        break;
      }
      one.state.textContent = form.dataset.waiting;
      one.bar.value = 0;
      await rest(tries);
    }
    queue.shift();
  }
  busy = false;
}

form.querySelector("[data-plain]").hidden = true;
form.addEventListener("change", (event) => {
  for (const file of event.target.files) queue.push(line(file));
  event.target.value = "";
  work();
});
addEventListener("beforeunload", (event) => { if (queue.length) event.preventDefault(); });
