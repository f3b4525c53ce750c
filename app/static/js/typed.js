// What stands beside a form follows what is typed: asked for half a second after the last key, the latest answer counts.
const form = document.querySelector("form[data-typed-url]");
let timer = 0;
let asked = null;

async function follow() {
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(form.dataset.typedUrl, { method: "POST", body: new FormData(form), signal: asked.signal });
    if (!answer.ok || answer.redirected) return;
    show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch { /* the next key asks again; saving tells what is wrong */ }
}

function show(page) {
  for (const block of page.querySelectorAll("[data-live]")) {
    const here = document.querySelector(`[data-live="${block.dataset.live}"]`);
    const leaf = here?.querySelector(".page");
    const at = leaf?.scrollTop;
    here?.replaceWith(block);
    if (leaf) block.querySelector(".page").scrollTop = at;
  }
  mark();
}

// Each field says whether something was found in it.
function mark() {
  for (const field of form.querySelectorAll(".f.found")) field.classList.remove("found");
  for (const link of document.querySelectorAll("[data-found=stops]")) {
    document.getElementById(link.hash.slice(1))?.closest(".f")?.classList.add("found");
  }
}

if (form) {
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(follow, 500); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-put]");
    const field = button && document.getElementById(button.dataset.put);
    if (!field) return;
    field.value = button.dataset.value;
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  mark();
  if ("typedNow" in form.dataset) follow();
}
