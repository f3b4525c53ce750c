"""`flask copies issue SCAN… --unit CODE --title TEXT -o OUT.pdf`, or a FOLDER of originals with `-o` a folder."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.toolkit import SYSTEM, as_person, db, format_day, unit_of, work
from modules.certified_copies.after import purge
from modules.certified_copies.after.log_check import faults
from modules.certified_copies.book.books import Book
from modules.certified_copies.bulk import issue as bulk
from modules.certified_copies.bulk.folder import originals

copies = AppGroup("copies", help="Issue certified copies.")


@copies.command("issue")
@click.argument("scans", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--unit", "unit_code", required=True, help="Code of the ward.")
@click.option("--title", help="Title of the original; a folder has titles.csv or its file names.")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="A file; for a folder, a folder.")
def issue(scans: tuple[Path, ...], unit_code: str, title: str | None, output: Path) -> None:
    """Issue the copy of one original, or of each original in a folder; run a folder again to go on where it stopped."""
    try:
        if len(scans) == 1 and scans[0].is_dir():
            with as_person(None), bulk.alone(unit_code):
                _issue_folder(scans[0], unit_code, output)
            return
        if not title:
            raise ValueError("Thiếu tên bản chính (--title).")
        contents = [(path.name, _read(path)) for path in scans]
        with as_person(None), work():
            content = bulk.final(bulk.issue(contents, unit_code, title))
    except (ValueError, LookupError) as error:
        raise click.ClickException(str(error)) from error
    try:
        output.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"Không ghi được {output}: {error.strerror}") from error
    click.echo(output)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ValueError(f"Không đọc được {path}: {error.strerror}") from error


def _issue_folder(folder: Path, unit_code: str, output: Path) -> None:
    found, failed = originals(folder), 0
    output.mkdir(parents=True, exist_ok=True)
    for done, original in enumerate(found, 1):
        try:
            contents = original.contents()
            with work():
                copy = bulk.issued(contents, unit_code, original.title)
                copy = copy or bulk.issue(contents, unit_code, original.title, original.requester)
                content, number = bulk.final(copy), str(copy)
        except (ValueError, OSError) as error:
            failed += 1
            click.echo(f"{done}/{len(found)} {original.name}: {error}", err=True)
            continue
        part = output / f".{original.name}.part"
        part.write_bytes(content)
        part.replace(output / f"{original.name}.pdf")
        click.echo(f"{done}/{len(found)} {original.name}: {number}")
    if failed:
        raise click.ClickException(f"{failed} bản chính chưa phát hành được; sửa rồi chạy lại lệnh này.")


@copies.command("check-book")
@click.argument("unit_code")
@click.argument("year", type=int)
def check_book(unit_code: str, year: int) -> None:
    """Check the volumes of a unit's year: numbers without gaps, closed lines unchanged; exit 1 when not."""
    with as_person(None):
        unit = unit_of(db.session(), unit_code)
        books = list(db.session.scalars(select(Book).where(Book.unit_id == unit.id, Book.year == year)))
        if not books:
            raise click.ClickException(f"Đơn vị {unit_code} không có sổ năm {year}.")
        faults = {book.title: book.faults() for book in books}
    for title, found in faults.items():
        click.echo(f"{title}: " + ("; ".join(found) or "đúng"))
    if any(faults.values()):
        raise SystemExit(1)


@copies.command("check-log")
def check_log() -> None:
    """Check the whole public log; exit 1 when a leaf or root was changed or removed."""
    with as_person(None):
        found = list(faults(db.session()))
    click.echo("\n".join(found) or "Nhật ký đúng và đủ.")
    if found:
        raise SystemExit(1)


@copies.command("purge")
@click.option("--trial", "only_trial", is_flag=True, help="Say what would go, and change nothing.")
def purge_now(*, only_trial: bool) -> None:
    """Purge what the retention rules of today no longer let us keep; book lines and hashes stay."""
    with as_person(None):
        for one in purge.trial(db.session()):
            click.echo(f"{one.rule.matter}, trước {format_day(one.before)}: {one.many}")
            for name in one.first:
                click.echo(f"  {name}")
    if not only_trial:
        with work(SYSTEM) as session:
            for done, total in purge.purge(session):
                click.echo(f"{done}/{total}")
