"""`flask signing verify-seal TEXT|FILE` and `flask signing new-key USE`: seals need no database, only public keys."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.toolkit import lazily
from modules.signing import site_keys
from modules.signing.commands import UNREADABLE, signing
from modules.signing.page_digest import digest_of
from modules.signing.seal import LONGEST, MARK, Reading, SealFinding, read
from modules.signing.seal_picture import seal_in
from modules.signing.site_keys import KeySet, Use

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")

__all__ = ["signing"]
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@signing.command("verify-seal")
@click.argument("what")
@click.option(
    "--keys", type=FILE, help="Public keys (/.well-known/motcua-keys.json); those of this site when left out."
)
@click.option("--annulled", type=FILE, help="Signed list of annulled copies (/xac-thuc/huy-bo/danh-sach.json).")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def verify_seal(what: str, *, keys: Path | None, annulled: Path | None, as_json: bool) -> None:
    """Check a seal: its text, a picture of it, or the PDF it is printed in; exit 0 genuine, 1 not, 2 unreadable."""
    try:
        known = json.loads(keys.read_bytes()) if keys else site_keys.key_set()
        taken_back = _annulled(annulled, known)
    except (ValueError, OSError, KeyError) as error:
        raise click.ClickException("Không đọc được tệp khóa, hoặc danh sách hủy bỏ không do khóa này ký.") from error
    content = _content(what)
    try:
        text, digest = (what, None) if content is None else (seal_in(content), None)
        reading = read(text, known, taken_back, digest)
        if content and content.startswith(b"%PDF-") and reading.seal:
            reading = read(text, known, taken_back, _digest(content, reading.seal.pages))
    except ValueError:
        reading = Reading(SealFinding.UNREADABLE)
    _say(reading, as_json=as_json, compared=annulled is not None)
    raise SystemExit(reading.code)


@signing.command("new-key")
@click.argument("use", type=click.Choice([use.value for use in Use]))
def new_key(use: str) -> None:
    """Make a new key for seals or for the log; what the old one signed until today stays good."""
    site_keys.make(Use(use))
    click.echo(site_keys.newest(Use(use)))


def _content(what: str) -> bytes | None:
    """Return the bytes of a file; None for what is a seal's text. SystemExit, with a sentence: it is neither."""
    try:
        return Path(what).read_bytes()
    except (OSError, ValueError) as error:  # ValueError: no file can have such a name
        if "".join(what.split()).upper().startswith(MARK):
            return None
        reason = getattr(error, "strerror", None) or "tên không hợp lệ"
        click.echo(f"Không đọc được {what[:LONGEST]}: {reason}", err=True)
        raise SystemExit(UNREADABLE) from error


def _annulled(path: Path | None, keys: KeySet) -> list[dict[str, Any]]:
    if path is None:
        return []
    found: list[dict[str, Any]] = site_keys.opened(keys, Use.LOG, json.loads(path.read_bytes())["signed"])["annulled"]
    return found


def _digest(content: bytes, pages: int) -> bytes:
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            return digest_of(document, pages)
    except pikepdf.PdfError as error:
        raise ValueError(str(error)) from error


def _say(reading: Reading, *, as_json: bool, compared: bool) -> None:
    """`compared`: a list of annulled copies was at hand; a genuine seal alone does not say that the copy has its value."""
    if as_json:
        told = reading.to_json() | {"annulments_compared": compared}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    click.echo(str(reading.answer) + (f" ({reading.decision})" if reading.decision else ""))
    seal = reading.seal
    if seal is not None and (reading.code != 1 or reading.decision):
        click.echo(
            f"  {seal.number}, quyển số {seal.book}, ngày {seal.day:%d/%m/%Y}, {seal.pages} trang, đơn vị {seal.agency}"
        )
    if reading.code == 0 and not compared:
        click.echo("  Chưa đối chiếu danh sách bản sao đã bị hủy bỏ (tải tại /xac-thuc/huy-bo, thêm --annulled TỆP).")
