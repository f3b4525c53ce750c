"""How a signature covers the file: from the first byte on, with a hole for itself and nothing else in it."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from asn1crypto import cms, core

DICTIONARIES = re.compile(rb"/ByteRange\s*\[")
PARTS = 4


def covers_itself(pdf: bytes, signature: Any) -> bool:
    """Whether the range begins at 0 and its gap holds the signature, zeros, and nothing else."""
    try:
        start, length, after, rest = (int(number) for number in signature.byte_range)
        content = bytes(signature.pkcs7_content)
        used = len(core.Any.load(content).dump())
        hole = pdf[start + length : after]
        return (
            start == 0
            and 0 < length < after
            and rest >= 0
            and after + rest <= len(pdf)
            and hole.lower() == b"<" + content.hex().encode() + b">"
            and hole in (hole.lower(), hole.upper())
            and not any(content[used:])
        )
    except Exception:  # noqa: BLE001 - a hostile container raises anything at all
        return False


def end_of(signature: Any) -> int:
    """Return the byte behind the last one a signature covers; 0 when its range cannot be read."""
    try:
        numbers = [int(number) for number in signature.byte_range]
        return numbers[2] + numbers[3] if len(numbers) == PARTS else 0
    except Exception:  # noqa: BLE001 - as above
        return 0


def signatures_in(pdf: bytes) -> int:
    """Count what looks like a signature in the raw bytes, also where no field leads to it."""
    return len(DICTIONARIES.findall(pdf))


def digest_fits(pdf: bytes, signature: Any) -> bool | None:
    """Compare the signed digest with the bytes by ourselves; None when the signature cannot be read."""
    try:
        start, length, after, rest = (int(number) for number in signature.byte_range)
        signer = cms.ContentInfo.load(bytes(signature.pkcs7_content))["content"]["signer_infos"][0]
        name = signer["digest_algorithm"]["algorithm"].native
        said = next(one["values"][0].native for one in signer["signed_attrs"] if one["type"].native == "message_digest")
        found = hashlib.new(name, pdf[start : start + length] + pdf[after : after + rest]).digest()
    except Exception:  # noqa: BLE001 - as above
        return None
    return bool(found == said)
