"""What opens a key elsewhere (a PIN, a client secret): sealed with the site's secret, in a file of its own per key."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from app.toolkit import _
from modules.signing.key_files import key_folder, write


class WrongPin(ValueError):
    """The PIN was refused. It must not be tried again: a token locks itself after a few wrong ones."""


@dataclass(frozen=True)
class Secrets:
    """Never in a table, a log or a trail; `repr` shows nothing."""

    client_id: str = field(default="", repr=False)
    client_secret: str = field(default="", repr=False)
    pin: str = field(default="", repr=False)

    def keep(self, folder: Path, passphrase: bytes, address: str) -> None:
        """Seal them for the key at an address."""
        write(_path(folder, address), _box(passphrase).encrypt(json.dumps(asdict(self)).encode()))

    @classmethod
    def read(cls, folder: Path, passphrase: bytes, address: str) -> Secrets:
        """Open them. ValueError: nobody has entered them, or the site's secret has changed."""
        try:
            found = _box(passphrase).decrypt(_path(folder, address).read_bytes())
        except (OSError, InvalidToken) as error:
            raise ValueError(
                str(_("Enter the PIN of this key on its page, or with: flask signing secrets."))
            ) from error
        return cls(**json.loads(found))


def forget(address: str) -> None:
    """Take the secrets of a key away, so that a wrong PIN is not tried at every paper until the token locks itself."""
    _path(key_folder(), address).unlink(missing_ok=True)


def _path(folder: Path, address: str) -> Path:
    return folder / "csc" / f"{hashlib.sha256(address.encode()).hexdigest()[:32]}.sealed"


def _box(passphrase: bytes) -> Fernet:
    return Fernet(urlsafe_b64encode(hashlib.sha256(b"csc:" + passphrase).digest()))
