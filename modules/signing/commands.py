"""`flask signing verify FILE`."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import click
from flask.cli import AppGroup

from modules.signing.anchors import anchors
from modules.signing.verification.registers import answer
from modules.signing.verification.sandbox import EXAMINER

signing = AppGroup("signing", help="Check signed files.")
NOT_INTACT, UNREADABLE = 1, 2
SECRETS = (
    ("pin", "Mã PIN"),
    ("client_id", "Mã ứng dụng (bỏ trống nếu không có)"),
    ("client_secret", "Khóa bí mật của ứng dụng"),
)


@signing.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def verify_file(file: Path, *, as_json: bool) -> None:
    """Check a signed PDF; exit 0 when it is intact, 1 when not, 2 when it cannot be read."""
    try:
        content = file.read_bytes()
    except OSError as error:
        click.echo(f"Không đọc được {file}: {error.strerror}", err=True)
        raise SystemExit(UNREADABLE) from error
    EXAMINER.warm(1)  # it loads while the roots are read
    verdict = EXAMINER.examine(content, anchors())
    told = answer(hashlib.sha256(content).hexdigest(), verdict)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        click.echo(told["sentence"])
        for reason in verdict.findings:
            click.echo(f"  {reason}")
        for one in verdict.signatures:
            click.echo(f"  {one.signer} ({one.organisation}), {one.when}: {one.integrity} {one.trust}")
    if not verdict.intact:
        raise SystemExit(UNREADABLE if verdict.unreadable else NOT_INTACT)


@signing.command("add-key")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def add_key(file: Path) -> None:
    """Take a PKCS#12 file into the keys folder: asks for its passphrase and keeps it under the site's own."""
    from modules.signing.drivers.pkcs12 import adopt
    from modules.signing.key_files import key_folder, passphrase

    secret = click.prompt("Mật khẩu của tệp khóa", hide_input=True, default="", show_default=False)
    try:
        held = adopt(file.name, file.read_bytes(), secret.encode(), key_folder(), passphrase())
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"Đã nhận khóa của {held.parsed.subject.rfc4514_string()}. Ghi “{file.name}” vào ô Tệp khóa khi thêm chứng thư số."
    )


@signing.command("secrets")
@click.argument("address")
def keep_secrets(address: str) -> None:
    """Enter what opens a key elsewhere: its PIN; for a remote service client id and client secret, too. Not echoed."""
    from modules.signing.drivers.sealed import Secrets
    from modules.signing.models import Key

    key = Key(file=address)
    asked = SECRETS if key.is_remote else SECRETS[:1]
    try:
        key.keep_secrets(Secrets(**{name: _asked(word) for name, word in asked}))
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def _asked(word: str) -> str:
    found: str = click.prompt(word, hide_input=True, default="", show_default=False)
    return found
