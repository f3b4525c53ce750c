// Scanned pages: larger, smaller, turned. Only the picture on the screen changes, never the file.
const ZOOMS = [0.5, 0.75, 1, 1.5, 2, 3];

function draw(viewer) {
  const room = viewer.querySelector(".pages").clientWidth - 32;
  const zoom = ZOOMS[Number(viewer.dataset.scale ?? 2)];
  const turned = Number(viewer.dataset.turned ?? 0);
  for (const picture of viewer.querySelectorAll(".pages img")) {
    if (!picture.naturalWidth) { picture.addEventListener("load", () => draw(viewer), { once: true }); continue; }
    const ratio = picture.naturalWidth / picture.naturalHeight;
    const wide = Math.min(room, turned % 2 ? picture.naturalHeight : picture.naturalWidth) * zoom;
    // A picture on its side keeps its old box: size it so that its turned width fits, then give back the difference.
    const width = turned % 2 ? wide * ratio : wide;
    const spare = turned % 2 ? (wide - width) / 2 : 0;
    Object.assign(picture.style, {
      maxWidth: "none", width: `${width}px`, height: `${width / ratio}px`,
      transform: turned ? `rotate(${turned * 90}deg)` : "", margin: `${-spare}px ${spare}px`,
    });
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".viewer [data-zoom], .viewer [data-turn]");
  const viewer = button?.closest(".viewer");
  if (!viewer) return;
  if (button.dataset.zoom) {
    const at = Number(viewer.dataset.scale ?? 2) + Number(button.dataset.zoom);
    viewer.dataset.scale = Math.max(0, Math.min(ZOOMS.length - 1, at));
  } else viewer.dataset.turned = (Number(viewer.dataset.turned ?? 0) + 1) % 4;
  draw(viewer);
});
addEventListener("resize", () => {
  for (const viewer of document.querySelectorAll(".viewer[data-scale], .viewer[data-turned]")) draw(viewer);
});
