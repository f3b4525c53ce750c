"""`flask demo load|reset`: fictional rows, for learning and for showing."""

from __future__ import annotations

import shutil

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import MetaData, select

from app.data.base import db
from app.data.people import User
from app.engine import demo
from app.engine.access import SYSTEM
from app.engine.passwords import check_password
from app.engine.work import work
from app.web.shell.acting import acting
from app.web.shell.setup import prepare

group = AppGroup("demo", help="Load or renew the demo data (only with DEMO=1).")


@group.command("load")
@click.option("--size", type=click.Choice(["ward", "city"]), help="Rows of a few units, or of all 168; else DEMO_SIZE.")
def load(size: str | None) -> None:
    """Load the demo rows of every module that lacks them."""
    _require_demo()
    demo.extent["size"] = size or demo.extent["size"]
    with acting(), work(SYSTEM) as session:
        demo.load_demo(session)
    click.echo("Đã nạp dữ liệu minh họa.")


@group.command("reset")
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(*, yes: bool) -> None:
    """Drop everything and load the demo anew; refused when somebody has an account of his own."""
    _require_demo()
    with acting():
        own = [
            user.login
            for user in db.session.scalars(select(User).where(User.active))
            if not check_password(user, demo.PASSWORD)
        ]
    if own:
        raise click.ClickException(f"Có tài khoản không phải minh họa: {', '.join(own[:5])}. Không xóa gì.")
    if not yes:
        click.confirm("Xóa toàn bộ dữ liệu và nạp lại dữ liệu minh họa?", abort=True)
    db.session.remove()
    found = MetaData()
    found.reflect(db.engine)
    found.drop_all(db.engine)
    shutil.rmtree(current_app.config["DATA_DIR"] / "files", ignore_errors=True)
    prepare()
    with acting(), work(SYSTEM) as session:
        demo.load_demo(session)
    click.echo("Đã nạp lại dữ liệu minh họa.")


def _require_demo() -> None:
    if not current_app.config["DEMO"]:
        raise click.ClickException("Chỉ dùng được với DEMO=1.")
