"""How many certified copies one core signs in a second and how long one file is checked, beside openssl's own rate: a part of `make bench`."""

from __future__ import annotations

import io
import re
import statistics
import subprocess
import time
from collections.abc import Callable
from functools import partial

from flask import Flask
from PIL import Image

from app.data.moment import now
from modules.certified_copies.document import certified, scan_pages
from modules.certified_copies.statement import Statement
from modules.signing.anchors import anchors
from modules.signing.authority import authority
from modules.signing.drivers.pkcs12 import load
from modules.signing.key_files import passphrase
from modules.signing.pades import prepare, seal_agency, sign_official
from modules.signing.verification import examine

TURNS = 20
GOALS = {"copies_per_s": 12, "copies_20p_per_s": 6, "verify_ms": 100, "verify_5p_ms": 100}  # of one core, warm


def signing_rates(site: Flask) -> dict[str, float]:
    """Copies per second of one core, of one and of twenty pages, with two visible RSA-3072 signatures each."""
    with site.app_context():
        key = load(authority().issue("bench.p12", "Đo Tốc Độ", "UBND"), passphrase())
        page = _scan()

        def make(pages: int) -> bytes:
            statement = Statement(
                agency="UBND Phường",
                unit_code="27004",
                number=1,
                book="01/2026-SCT/BS",
                day=now().date(),
                signer="Đo Tốc Độ",
                signer_title="CHỦ TỊCH",
                title="Bằng",
                code="0" * 12,
                address="http://x",
                test=True,
            )
            content = certified(scan_pages([("image/jpeg", page)] * pages), statement)
            return seal_agency(sign_official(prepare(content), key, "Đo Tốc Độ"), key, "UBND")

        rates = {
            name: round(1 / _seconds(partial(make, pages)), 1)
            for name, pages in (("copies_per_s", 1), ("copies_20p_per_s", 20))
        }
        trusted = anchors()
        for name, pages in (("verify_ms", 1), ("verify_5p_ms", 5)):
            rates[name] = round(1000 * _seconds(partial(examine, make(pages), trusted)), 1)
    return rates | {"openssl_rsa3072_per_s": _openssl()}


def _seconds(act: Callable[[], object]) -> float:
    """The median of the processor's time, since others may be using the cores, too."""
    act()
    spent = []
    for _n in range(TURNS):
        start = time.process_time()
        act()
        spent.append(time.process_time() - start)
    return statistics.median(spent)


def _scan() -> bytes:
    """A coloured page as a scanner at 300 dpi writes it: some 0.9 MB."""
    picture = Image.effect_noise((310, 438), 25).convert("RGB").resize((2480, 3508))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=75, dpi=(300, 300))
    return out.getvalue()


def _openssl() -> float:
    told = subprocess.run(
        ["openssl", "speed", "-seconds", "3", "rsa3072"], check=True, capture_output=True, text=True
    ).stdout
    found = re.search(r"rsa\s+3072 bits\s+\S+s\s+\S+s\s+([\d.]+)", told)
    return float(found[1]) if found else 0.0
