"""`flask copies issue SCAN… --unit CODE --title TEXT -o OUT.pdf`."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.toolkit import SYSTEM, Post, User, as_person, content_of, db, keep, kept, take_steps, unit_of, work
from modules.certified_copies.after import purge
from modules.certified_copies.after.log_check import faults
from modules.certified_copies.book.books import Book
from modules.certified_copies.models import Copy

copies = AppGroup("copies", help="Issue certified copies.")


@copies.command("issue")
@click.argument("scans", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--unit", "unit_code", required=True, help="Code of the ward.")
@click.option("--title", required=True, help="Title of the original.")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path))
def issue(scans: tuple[Path, ...], unit_code: str, title: str, output: Path) -> None:
    """Issue one certified copy with the keys of the unit's certifier and agency; nothing is kept when a step fails."""
    try:
        contents = [(path.name, path.read_bytes()) for path in scans]
    except OSError as error:
        raise click.ClickException(f"Không đọc được {error.filename}: {error.strerror}") from error
    try:
        with as_person(None), work():
            content = _issue(contents, unit_code, title)
    except (ValueError, LookupError) as error:
        raise click.ClickException(str(error)) from error
    try:
        output.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"Không ghi được {output}: {error.strerror}") from error
    click.echo(output)


def _issue(contents: list[tuple[str, bytes]], unit_code: str, title: str) -> bytes:
    unit = unit_of(db.session(), unit_code)
    where = (Post.unit_id == unit.id, Post.role == "certified_copies.certifier")
    certifier = db.session.scalar(select(User).join(Post, Post.user_id == User.id).where(*where).limit(1))
    if certifier is None:
        raise LookupError(f"Đơn vị {unit_code} chưa có người ký chứng thực.")
    copy = Copy(unit_id=unit.id, title=title, requester="")
    db.session.add(copy)
    db.session.flush()
    copy.saved()
    for check in copy.checks:
        check.passed = True
    for name, content in contents:
        keep(db.session(), copy, name, content, slot="scan")
    take_steps(db.session(), "certified_copies.copies", copy, [])
    for step in ("submit", "sign", "seal"):
        with as_person(certifier.id):
            take_steps(db.session(), "certified_copies.copies", copy, [(step, certifier.id)])
    return content_of(kept(db.session(), copy, "final")[0])


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
            click.echo(f"{one.rule.matter}, trước {one.before:%d/%m/%Y}: {one.many}")
            for name in one.first:
                click.echo(f"  {name}")
    if not only_trial:
        with work(SYSTEM) as session:
            for done, total in purge.purge(session):
                click.echo(f"{done}/{total}")
