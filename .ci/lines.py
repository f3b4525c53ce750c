"""Checks that files stay short: none above 300 lines; in app and modules the median is at most 80, nine in ten 200.

Migrations are not counted: they are written once by Alembic and never read through.
"""

import sys
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[1]
MEDIAN, NINE_IN_TEN, MOST = 80, 200, 300


def lines(*places: str) -> dict[Path, int]:
    """Return how many lines each Python file under the places has."""
    paths = [path for place in places for path in (ROOT / place).rglob("*.py") if "migrations" not in path.parts]
    return {path.relative_to(ROOT): len(path.read_text().splitlines()) for path in paths}


def main() -> None:
    """Print the three numbers; name the files that are too long."""
    product = lines("app", "modules")
    middle, tenth = median(product.values()), quantiles(product.values(), n=10)[-1]
    print(f"{len(product)} files, {sum(product.values())} lines: median {middle:g}, nine in ten {tenth:g}")
    every = product | lines("tests", ".ci")
    long = {path: count for path, count in every.items() if count > MOST}
    for path, count in long.items():
        print(f"{path} has {count} lines; split it by noun")
    sys.exit(1 if long or middle > MEDIAN or tenth > NINE_IN_TEN else 0)


if __name__ == "__main__":
    main()
