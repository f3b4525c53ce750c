// Answers that must not get lost: kept on the server two seconds after the last change, on this page while no server answers.
// The time that counts is the server's; the clock here only tells how much of it is left.
import { rest } from "./patience.js";

const form = document.querySelector("form[data-keep]");
const state = form?.querySelector("[data-state]");
const shown = form?.querySelector("[data-clock]");
const ends = performance.now() + Number(form?.dataset.left ?? 0) * 1000; // a clock that nobody can put back
let timer = 0;
let changes = 0;
let unkept = false;
let going = null; // one at a time: older answers never arrive after newer ones
let leaving = false;

function post(answers = new FormData(form)) {
  return fetch(form.dataset.keep, { method: "POST", body: answers, keepalive: true, headers: { Accept: "application/json" } });
}

// From here on this page changes only what is answered anew on it: another tab may change the rest.
function remember(answers) {
  for (const seen of form.querySelectorAll("input[name^='seen-']")) seen.value = answers.getAll(seen.name.slice(5)).join(",");
}

async function send() {
  for (let tries = 0; ; tries += 1) {
    const seen = changes;
    const answers = new FormData(form);
    try {
      const answer = await post(answers);
      if (answer.redirected) {
        state.textContent = form.dataset.out;
      } else if (answer.status < 500) {
        state.textContent = (await answer.json()).sentence;
        if (answer.ok) remember(answers);
        unkept = seen !== changes;
        if (!unkept) return;
        continue; // something was added meanwhile
      } else state.textContent = form.dataset.offline;
    } catch {
      state.textContent = form.dataset.offline; // the connection is gone, or the server
    }
    await rest(tries);
  }
}

function keep() {
  clearTimeout(timer);
  going ??= send().finally(() => { going = null; });
  return going;
}

function soon() {
  changes += 1;
  unkept = true;
  clearTimeout(timer);
  timer = setTimeout(keep, 2000);
}

// The page is left only when a server is there to hand it to: else the answers would be gone with it.
async function handIn(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
  if (leaving) return;
  leaving = true;
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
  await keep();
  form.submit();
}

function tick() {
  const left = Math.max(0, Math.round((ends - performance.now()) / 1000));
  shown.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  if (left === 0) form.requestSubmit();
  else setTimeout(tick, 1000);
}

if (form) {
  form.addEventListener("input", soon);
  form.addEventListener("submit", handIn);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && unkept) post().catch(() => {}); // the tab may be closed: now or never
  });
  tick();
}
