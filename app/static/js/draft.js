// Keeps what is typed in the drafts store, two seconds after the last change; never in the record itself.
const form = document.querySelector("form[data-draft-url]");
const state = form?.querySelector("[data-draft-state]");
let timer = 0;

const content = () => Object.fromEntries([...new FormData(form)].filter(([key]) => key !== "csrf_token" && key !== "version"));

async function save() {
  clearTimeout(timer);
  try {
    const answer = await fetch(form.dataset.draftUrl, {
      method: "POST", body: JSON.stringify(content()),
      headers: { "Content-Type": "application/json", "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content },
    });
    if (answer.ok) state.textContent = `Đã lưu nháp ${new Date().toLocaleTimeString("vi-VN")}`;
    else state.textContent = "Chưa lưu được nháp";
  } catch { state.textContent = "Mất kết nối. Nội dung đang nhập vẫn còn trên trang này."; }
}

if (form) {
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 2000); });
  form.addEventListener("submit", () => clearTimeout(timer));
  document.querySelector("[data-restore]")?.addEventListener("click", (event) => {
    for (const [key, value] of Object.entries(JSON.parse(event.currentTarget.dataset.restore))) {
      const field = form.elements.namedItem(key);
      if (field && "value" in field) field.type === "checkbox" ? (field.checked = true) : (field.value = value);
    }
    event.currentTarget.closest(".note").remove();
  });
}
