"""The files of the keys folder: written whole or not at all, readable by the service only, opened once per process."""

from __future__ import annotations

import os
import tempfile
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.serialization import pkcs12
from flask import current_app


def key_folder() -> Path:
    """Where PKCS#12 files lie, readable by the service only."""
    return current_app.config["DATA_DIR"] / "keys"


def passphrase() -> bytes:
    """The passphrase of the key files, derived from the site's secret."""
    return ("keys:" + current_app.config["SECRET_KEY"]).encode()


def write(path: Path, content: bytes) -> None:
    """Put a file in its place at once; who reads meanwhile gets the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)  # made with mode 600
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    Path(temporary).replace(path)


@lru_cache(maxsize=64)
def opened(content: bytes, passphrase: bytes) -> pkcs12.PKCS12KeyAndCertificates:
    """Open what a PKCS#12 file holds; to read an RSA key costs ten times as much as to sign with it.

    ValueError when the content or the passphrase is wrong.
    """
    return pkcs12.load_pkcs12(content, passphrase)
