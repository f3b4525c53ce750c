"""Answers for pages of a module's own: files, the way to a record, and the sentence of what was refused."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath

from flask import Response, current_app, flash, send_file, url_for

from app.data.record import Record
from app.data.stored import Attachment
from app.engine.keeping import content_of
from app.engine.registry import registry
from app.engine.xlsx import XLSX

INLINE = {"application/pdf", "image/jpeg", "image/png"}
KINDS = {
    ".pdf": "application/pdf",
    ".xlsx": XLSX,
    ".json": "application/json",
    ".zip": "application/zip",
    ".xml": "application/xml",
}


def hand_out(content: bytes | io.BytesIO, name: str, *, save: bool = False) -> Response:
    """Answer with a file whose kind its name tells. A PDF opens in the browser unless it is to be saved; others save."""
    kind = PurePath(name).suffix
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    return send_file(stream, KINDS[kind], as_attachment=save or kind != ".pdf", download_name=name)


def hand_out_file(file: Attachment, *, save: bool = False) -> Response:
    """Answer with a file of a record. PDF and pictures open in the browser unless they are to be saved; others save."""
    content = io.BytesIO(content_of(file))
    return send_file(content, file.kind, as_attachment=save or file.kind not in INLINE, download_name=file.name)


def address_of(model: type[Record], row: int, *, panel: str = "") -> str:
    """Return the address of a record's page, at one of its panels when named; LookupError when no screen shows it."""
    resource = registry.of_table(model.__tablename__)
    if resource is None:
        raise LookupError(model.__tablename__)
    return url_for("resource.show", res=resource, row=row, _anchor=f"panel-{panel}" if panel else None)


def public_address(endpoint: str, **values: object) -> str:
    """Return the whole address of a page, for readers outside: in a letter, in a QR code; also where no request runs."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_app.config['PUBLIC_URL']}{path}"


@contextmanager
def telling() -> Iterator[None]:
    """Tell a refusal (ValueError) of the block above the next page and go on; a `work` inside has undone itself by then.

    What must not follow a refusal, a note that it is done for instance, stands at the end of the block.
    """
    try:
        yield
    except ValueError as error:
        flash(str(error), "bad")
