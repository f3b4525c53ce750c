// Answers that must not get lost: kept on the server two seconds after the last change, on this page while there is no
// connection. The time that counts is the server's; the clock here only tells how much of it is left.
const form = document.querySelector("form[data-keep]");
const state = form?.querySelector("[data-state]");
const shown = form?.querySelector("[data-clock]");
const ends = performance.now() + Number(form?.dataset.left ?? 0) * 1000; // a clock that nobody can put back
let timer = 0;
let behind = false;

async function keep() {
  try {
    const answer = await fetch(form.dataset.keep, { method: "POST", body: new FormData(form), keepalive: true, headers: { Accept: "application/json" } });
    state.textContent = (await answer.json()).sentence;
    behind = false;
  } catch {
    behind = true;
    state.textContent = form.dataset.offline;
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(keep, 2000);
}

function tick() {
  const left = Math.max(0, Math.round((ends - performance.now()) / 1000));
  shown.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  if (left === 0) form.requestSubmit();
  else setTimeout(tick, 1000);
}

if (form) {
  form.addEventListener("input", soon);
  addEventListener("online", () => { if (behind) keep(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep(); });
  tick();
}
