// Waiting before the next try: longer each time, and over at once when the connection is back.
const PAUSES = [2, 4, 8, 15]; // seconds

export const rest = (tries) => new Promise((resolve) => {
  const timer = setTimeout(resolve, PAUSES[Math.min(tries, PAUSES.length - 1)] * 1000);
  addEventListener("online", () => { clearTimeout(timer); resolve(); }, { once: true });
});
