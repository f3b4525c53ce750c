"""QR codes as phones read them."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image

from app.engine.barcodes import QUIET, QrCode


@pytest.mark.parametrize(
    ("text", "level", "side"),
    [
        ("HTTP://X.VN/A1", "Q", 21),
        ("https://phuong.example/tai-san/TS-0001", "M", 29),
        ("MC1:" + "ABCDEFGH" * 21, "M", 45),  # capitals and digits take less room than bytes
    ],
)
def test_a_code_is_as_small_as_level_m_and_as_safe_as_that_size_allows(text: str, level: str, side: int) -> None:
    code = QrCode.of(text)
    assert code.modules == side + 2 * QUIET
    found = zxingcpp.read_barcode(Image.open(io.BytesIO(code.png)).convert("L"))
    assert found is not None
    assert (found.text, found.ec_level) == (text, level)
