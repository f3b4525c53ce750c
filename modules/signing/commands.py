"""`flask signing verify FILE`."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from modules.signing.models import trusted_roots
from modules.signing.verify import Outcome, verify

signing = AppGroup("signing", help="Check signed files.")


@signing.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def verify_file(file: Path, *, as_json: bool) -> None:
    """Check a signed PDF; exit 0 only when it is valid."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise click.ClickException(f"Không đọc được {file}: {error.strerror}") from error
    verdict = verify(content, trusted_roots())
    if as_json:
        click.echo(json.dumps(verdict.to_json(), ensure_ascii=False, indent=1))
    else:
        click.echo(str(verdict.outcome))
        for one in verdict.signatures:
            click.echo(f"  {one.signer} ({one.organisation}), {one.at}")
    if verdict.outcome is not Outcome.VALID:
        raise SystemExit(1)
