// A form that must arrive although the connection is gone: it tries again by itself until the server has answered.
import { rest } from "./patience.js";

const form = document.querySelector("form[data-again]");
const state = form?.querySelector("[data-state]");
let going = false;

async function send() {
  for (let tries = 0; ; tries += 1) {
    state.textContent = form.dataset.sending;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      if (answer.status < 500) {
        const said = (await answer.json()).sentence;
        state.textContent = said;
        state.className = answer.ok ? "note good" : "note bad";
        if (answer.ok) for (const part of form.querySelectorAll("button, .f")) part.hidden = true;
        return;
      }
    } catch { /* no answer: the connection is gone, or the server */ }
    state.textContent = form.dataset.waiting;
    await rest(tries);
  }
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  if (going) return;
  going = true;
  await send();
  going = false;
});
