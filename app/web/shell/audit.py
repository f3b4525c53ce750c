"""`flask audit verify`: is the trail whole."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.data.base import db
from app.data.trail import Trail, TrailHead
from app.web.shell.acting import acting

group = AppGroup("audit", help="Check the trail.")


@group.command("verify")
def verify() -> None:
    """Recompute every hash of the trail; exit 1 at the first line that does not fit."""
    heads: dict[int, str] = {}
    count = 0
    with acting():
        rows = db.session.scalars(select(Trail).order_by(Trail.id).execution_options(yield_per=2000))
        for row in rows:
            if row.before != heads.get(row.unit_id, "") or row.hash != row.digest():
                rows.close()
                raise click.ClickException(f"Nhật ký bị sửa tại dòng {row.id} ({row.table} {row.row_id}).")
            heads[row.unit_id] = row.hash
            count += 1
        for head in db.session.scalars(select(TrailHead)):
            if heads.get(head.unit_id) != head.hash:
                raise click.ClickException(f"Nhật ký của đơn vị {head.unit_id} bị cắt cuối.")
    click.echo(f"Nhật ký nguyên vẹn: {count} dòng.")
