"""The list of issuers we trust, as an administrator keeps it: what is entered there is what a receiver reads."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Flask

from app.data import clock
from app.data.format import format_day
from modules.signing.anchors import anchors
from modules.signing.verification import Trust, examine
from tests.modules.foreign import House, signed
from tests.modules.raw_pdf import contract, written

HERE = "/signing/anchors"


def _pem(one: x509.Certificate) -> str:
    return one.public_bytes(Encoding.PEM).decode()


def test_a_foreign_root_is_entered_once_and_taken_off_again(site: Flask, browse: Any) -> None:
    house, keeper = House(), browse("quantri")
    file = signed(written(contract()), house.signer(house.issue("Jean", house.keys[2]), house.keys[2]))

    def trust() -> Trust | None:
        with site.app_context():
            return examine(file, anchors()).trust

    def entered(pem: str, path: str = f"{HERE}/new", **more: str) -> Any:
        words = {"name": "Racine", "kind": "foreign", "source": "Journal officiel", "version": "0", "pem": pem}
        return keeper.post(path, words | {"valid_from": format_day(clock.today())} | more)

    refused = {
        "no certificate": ("%PDF-1.7", "không phải"),
        "a signer": (_pem(house.issue("Jean", house.keys[2])), "không được"),
        "ended": (_pem(house.issue("Cu", house.keys[1], authority=True, days=(-90, -30))), "đã hết hạn"),
    }
    for what, (pem, sentence) in refused.items():
        answer = entered(pem)
        assert answer.status_code == 422 and sentence in answer.text, what
    assert trust() is Trust.UNTRUSTED
    bare = "".join(_pem(house.root).splitlines()[1:-1])
    answer = entered(bare)
    assert answer.status_code == 303, answer.text
    assert trust() is Trust.TRUSTED
    again = entered(_pem(house.root), name="Khác")
    assert again.status_code == 422 and "Racine" in again.text
    page = keeper.get(answer.location).text
    assert format_day(house.root.not_valid_after_utc.date()) in page, "nobody is trusted longer than it lasts"
    form = keeper.get(f"{answer.location}/edit").text
    version = re.findall(r'name="version" value="(\d+)"', form)[0]
    yesterday = format_day(clock.today() - timedelta(days=1))
    ended = entered(bare, f"{answer.location}/edit", version=version, valid_from=yesterday, valid_to=yesterday)
    assert ended.status_code == 303, ended.text
    assert trust() is Trust.UNTRUSTED
