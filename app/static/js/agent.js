// Calls the program of a signing device through the script that its maker gives out; without it the page says so.
const place = document.querySelector("[data-agent]");

place?.querySelector("button").addEventListener("click", () => {
  const { function: name, words } = JSON.parse(place.dataset.agent);
  const missing = () => (document.querySelector("[data-agent-missing]").hidden = false);
  if (typeof window[name] !== "function") return missing();
  try {
    // Status 0 is success; the page goes on by itself when the file has come back.
    window[name](JSON.stringify(words), (answer) => {
      try {
        if (JSON.parse(answer).Status !== 0) missing();
      } catch {
        missing();
      }
    });
  } catch {
    missing();
  }
});
