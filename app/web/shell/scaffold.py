"""`flask new-module NAME`: the files of a module that works and passes its inherited tests at once."""

from __future__ import annotations

import keyword
import re
from pathlib import Path
from string import Template

import click

from app.engine.registry import registry

ROOT = Path(__file__).resolve().parents[3]
SCAFFOLD = ROOT / "app" / "scaffold"
NAME = re.compile(r"[a-z][a-z]*(?:_[a-z]+)*")


@click.command("new-module")
@click.argument("name")
@click.option("--title", default="", help="Its Vietnamese name on the screens.")
@click.option("--into", type=click.Path(path_type=Path), default=ROOT, help="The folder of the source code.")
def new_module(name: str, title: str, into: Path) -> None:
    """Write modules/NAME and tests/modules/test_NAME.py; then `flask setup` installs it."""
    if not NAME.fullmatch(name) or keyword.iskeyword(name) or len(name) > 30:
        raise click.ClickException("Tên gồm chữ thường không dấu và dấu gạch dưới, ví dụ: leave_requests.")
    target = into / "modules" / name
    if target.exists() or name in registry.modules or any(one.startswith(f"{name}_") for one in registry.modules):
        raise click.ClickException(f"Đã có phân hệ tên {name} hoặc tên bắt đầu như vậy.")
    values = {
        "name": name,
        "Name": name.replace("_", " ").capitalize(),
        "title": title or name.replace("_", " ").capitalize(),
    }
    for source in sorted((SCAFFOLD / "module").rglob("*.txt")):
        place = str(source.relative_to(SCAFFOLD / "module")).removesuffix(".txt")
        place = place.replace("templates/", f"templates/{name}/").replace(
            "migrations/tables", f"migrations/{name}_0001_tables"
        )
        _write(target / place, source, values)
    test = into / "tests" / "modules" / f"test_{name}.py"
    _write(test, SCAFFOLD / "test.py.txt", values)
    click.echo(f"{target.relative_to(into)}\n{test.relative_to(into)}\nTiếp theo: flask --app wsgi setup")


def _write(path: Path, source: Path, values: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(Template(source.read_text(encoding="utf-8")).substitute(values), encoding="utf-8")
