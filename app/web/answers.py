"""Files as answers, for pages of a module's own."""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import Any

from flask import send_file

from app.engine.xlsx import XLSX

KINDS = {".pdf": "application/pdf", ".xlsx": XLSX, ".json": "application/json"}


def hand_out(content: bytes | io.BytesIO, name: str, *, save: bool = False) -> Any:
    """Answer with a file whose kind its name tells. A PDF opens in the browser unless it is to be saved; others save."""
    kind = PurePath(name).suffix
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    return send_file(stream, KINDS[kind], as_attachment=save or kind != ".pdf", download_name=name)
