"""Copies what the browser needs out of node_modules and draws the icon sprite."""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES, STATIC = ROOT / "node_modules", ROOT / "app" / "static"
SCRIPTS = {
    "htmx.org/dist/htmx.min.js",
    "tom-select/dist/js/tom-select.base.min.js",
    "tom-select/dist/css/tom-select.css",
}
WEIGHTS, SUBSETS = (400, 500, 600), ("vietnamese", "latin")


def main() -> None:
    """Fill app/static/vendor, app/static/fonts and app/static/icons.svg."""
    for folder in ("vendor", "fonts"):
        (STATIC / folder).mkdir(exist_ok=True)
    for name in SCRIPTS:
        shutil.copy(MODULES / name, STATIC / "vendor")
    for subset in SUBSETS:
        for weight in WEIGHTS:
            shutil.copy(
                MODULES / f"@fontsource/be-vietnam-pro/files/be-vietnam-pro-{subset}-{weight}-normal.woff2",
                STATIC / "fonts",
            )
    shutil.copy(MODULES / "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", STATIC / "fonts")
    symbols = [symbol(name) for name in (STATIC / "icons.txt").read_text().split()]
    (STATIC / "icons.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>')


def symbol(name: str) -> str:
    """Return one outline icon as a <symbol>."""
    drawing = (MODULES / f"@tabler/icons/icons/outline/{name}.svg").read_text()
    inner = re.sub(r"\s+", " ", drawing[drawing.index(">", drawing.index("<svg")) + 1 : drawing.index("</svg>")])
    return f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>'


if __name__ == "__main__":
    main()
