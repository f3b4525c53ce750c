"""The file store: bytes under their SHA-256, type by content, limits."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.data.fold import normalise
from app.data.format import file_size
from app.data.text import _
from app.engine.lazily import lazily

if TYPE_CHECKING:
    from PIL import Image
else:
    Image = lazily("PIL.Image")

# Who sends a picture that is too large gets a sentence; the library's own warning names only files of the program.
warnings.filterwarnings("ignore", message="Image size .* could be decompression bomb")

LARGEST = 25 * 2**20
KINDS = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PICTURES = {"image/jpeg", "image/png"}
MOST_PIXELS = 60_000_000


class Store:
    """A folder of immutable files, two levels deep by hash."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """Keep `content` and return its SHA-256; OSError (a full disk) leaves nothing half-written."""
        name = hashlib.sha256(content).hexdigest()
        path = self.path_of(name)
        if not path.exists():
            _write(path, content)
        return name

    def get(self, name: str) -> bytes:
        """Return the bytes under a hash; LookupError when they are gone or have changed on the disk."""
        path = self.path_of(name)
        if not path.exists():
            raise LookupError(str(_("The file is missing from the store.")))
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != name:
            raise LookupError(str(_("The file in the store has been damaged.")))
        return content

    def cached(self, name: str, kind: str, make: Callable[[bytes], bytes]) -> bytes:
        """Return something derived from a file (a small picture), made at the first asking."""
        path = self.path_of(name).with_suffix(f".{kind}")
        if not path.exists():
            _write(path, make(self.get(name)))
        return path.read_bytes()

    def remove(self, name: str) -> None:
        """Forget a file and what was derived from it; the caller knows that no record has it any more."""
        path = self.path_of(name)
        for one in (path, *path.parent.glob(f"{name}.*")):
            one.unlink(missing_ok=True)

    def path_of(self, name: str) -> Path:
        """Return where the file of a hash lies; LookupError when it is no hash."""
        if not (len(name) == 64 and name.isalnum()):
            raise LookupError(name)
        return self.folder / name[:2] / name[2:4] / name


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def check_upload(name: str, content: bytes, *, kinds: set[str] | None = None) -> tuple[str, str]:
    """Return (clean name, content type by content); ValueError with a sentence for what may not be kept."""
    name = normalise(Path(name.replace("\\", "/")).name)[:200] or "tep"
    if not content:
        raise ValueError(str(_("%(name)s is empty.", name=name)))
    if len(content) > LARGEST:
        raise ValueError(str(_("%(name)s is larger than %(most)s.", name=name, most=file_size(LARGEST))))
    kind = _kind(content)
    if kind is None or (kinds is not None and kind not in kinds):
        raise ValueError(str(_("%(name)s is not a file of an accepted kind.", name=name)))
    if kind in PICTURES:
        _check_picture(name, content)
    return name, kind


def _kind(content: bytes) -> str | None:
    import puremagic  # large, and a server at rest does not need it

    try:
        found = puremagic.magic_string(content[:4096] if content[:4] != b"PK\x03\x04" else content)
    except (puremagic.PureError, ValueError):
        return None
    for one in found:
        if one.extension in KINDS:
            return KINDS[one.extension]
    return None


def _check_picture(name: str, content: bytes) -> None:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValueError(str(_("%(name)s has too many pixels.", name=name)))
            picture.load()
    except Image.DecompressionBombError as error:
        raise ValueError(str(_("%(name)s has too many pixels.", name=name))) from error
    except (OSError, SyntaxError) as error:
        raise ValueError(str(_("%(name)s is damaged and cannot be opened.", name=name))) from error
