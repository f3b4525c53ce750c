// Scans of a stock-take: kept on the phone until the server has them, sent one by one, each with an id of its own.
const room = document.getElementById("count");
const fresh = room.querySelector("[data-fresh]");
const result = room.querySelector("[data-result]");
const note = room.querySelector("[data-queue]");
const read = () => JSON.parse(localStorage.getItem(room.dataset.key) ?? "[]");
const write = (queue) => localStorage.setItem(room.dataset.key, JSON.stringify(queue));
const newId = () => [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
let sending = false;

function say(text) {
  note.hidden = !text;
  note.textContent = text;
}
function waiting() {
  const number = read().length;
  say(number ? room.dataset.waiting.replace("%(number)s", number) : "");
}

// A scan leaves the phone's list only when the server has answered it; sent twice, it counts once.
async function send() {
  if (sending) return;
  sending = true;
  try {
    for (let queue = read(); queue.length; queue = read()) {
      const answer = await fetch(fresh.action, {
        method: "POST",
        body: new URLSearchParams(queue[0]),
        headers: { "X-Count": "1", "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content },
      });
      if (answer.redirected) { say(room.dataset.again); return; }
      if (!answer.ok && answer.status !== 422) break;
      result.innerHTML = await answer.text();
      write(read().slice(1));
    }
    waiting();
  } catch {
    waiting();
  } finally {
    sending = false;
  }
}

room.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-scan]");
  if (!form) return;
  event.preventDefault();
  const scan = Object.fromEntries(new FormData(form));
  delete scan.csrf_token;
  if (event.submitter?.name) scan[event.submitter.name] = event.submitter.value;
  if (form === fresh) {
    if (!scan.code.trim()) return;
    scan.client = newId();
    form.elements.code.value = "";
    if (!video.srcObject) form.elements.code.focus(); // a keyboard would cover what the camera sees
  }
  write([...read(), scan]);
  send();
});
addEventListener("online", send);
setInterval(() => { if (read().length) send(); }, 10_000);
send();

// A photographed label is read by the server; its code then counts as if it had been scanned.
const photo = room.querySelector("[data-photo]");
const readPicture = (body) => fetch(photo.action, {
  method: "POST",
  body,
  headers: { "X-Count": "1", "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content },
});
photo.querySelector("[data-send]").hidden = true;
photo.elements.picture.addEventListener("change", async () => {
  if (!photo.elements.picture.files.length) return;
  try {
    const answer = await readPicture(new FormData(photo));
    const text = await answer.text();
    if (answer.redirected) { say(room.dataset.again); return; }
    if (!answer.ok) { say(answer.status === 422 ? text : room.dataset.nophoto); return; }
    fresh.elements.code.value = text;
    fresh.requestSubmit();
  } catch {
    say(room.dataset.nophoto);
  } finally {
    photo.elements.picture.value = "";
  }
});

// The camera: the browser reads the codes itself where it can (Chrome on Android), else the server reads a still at a time.
const button = room.querySelector("[data-camera]");
const video = room.querySelector("[data-video]");
const LONGEST = 960; // px: enough for a label at an arm's length, some 80 KB to send
const PAUSE = 400; // ms between two looks

async function still() {
  const scale = Math.min(1, LONGEST / Math.max(video.videoWidth, video.videoHeight));
  const canvas = Object.assign(document.createElement("canvas"), { width: video.videoWidth * scale, height: video.videoHeight * scale });
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  const body = new FormData();
  body.append("picture", await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8)), "label.jpg");
  const answer = await readPicture(body);
  if (answer.redirected) say(room.dataset.again);
  return answer.ok && !answer.redirected ? answer.text() : "";
}

async function look(detector) {
  if (!detector) return still();
  const [seen] = await detector.detect(video);
  return seen?.rawValue ?? "";
}

async function watch() {
  const formats = await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []) ?? [];
  const detector = formats.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
  for (let last = ""; video.srcObject?.active; await new Promise((done) => setTimeout(done, PAUSE))) {
    const code = await look(detector).catch(() => "");
    if (!code || code === last) continue;
    last = code;
    navigator.vibrate?.(60);
    fresh.elements.code.value = code;
    fresh.requestSubmit();
  }
}

if (navigator.mediaDevices) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      say(room.dataset.nocamera);
      return;
    }
    video.hidden = false;
    button.hidden = true;
    await video.play();
    watch();
  });
}
