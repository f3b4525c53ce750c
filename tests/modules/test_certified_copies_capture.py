"""A clerk scans what is no paper: a signed file, a form, a file with scripts. Each gets its sentence."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest

from modules.certified_copies.capture.unfit import refuse_unfit
from modules.certified_copies.document import scan_pages
from modules.certified_copies.made_up import picture
from tests.modules.test_certified_copies_story import HERE, file_of, issue


def scan(**root: Any) -> bytes:
    """Make a scanned page, with what a hostile sender puts into the root of the file."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan_pages([("image/jpeg", picture("Bằng", "An"))]))) as document:
        for key, value in root.items():
            document.Root[f"/{key}"] = value
        document.save(out)
    return out.getvalue()


def test_a_signed_file_is_no_paper_original(rows: Any, browse: Any) -> None:
    signed = file_of(rows, browse, issue(rows, browse))
    clerk = browse("motcua")
    answer = clerk.post(f"{HERE}/new", {"version": "0", "title": "Quyết định", "requester": "Lê Thị Kim Ngân"})
    row = int(answer.location.rsplit("/", 1)[1])
    clerk.post(f"{HERE}/{row}/files", {"files": (io.BytesIO(signed), "quyet-dinh.pdf")})
    step = f"{HERE}/{row}/steps/submit"
    answer = clerk.post(step, {"version": clerk.version(step)})
    assert answer.status_code == 422
    assert "R12: quyet-dinh.pdf" in answer.text


def test_a_plain_scan_is_fit() -> None:
    refuse_unfit("quet.pdf", scan())
    refuse_unfit("quet.pdf", scan(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.GoTo)))


def form() -> pikepdf.Dictionary:
    """Return a form with one field to fill in."""
    field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="ho-ten")
    return pikepdf.Dictionary(Fields=pikepdf.Array([field]))


@pytest.mark.parametrize(
    ("root", "sentence"),
    [
        ({"AcroForm": form()}, "ô biểu mẫu"),
        ({"OpenAction": pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")}, "mã lệnh hoặc tệp ẩn"),
        ({"Names": pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary())}, "mã lệnh hoặc tệp ẩn"),
        ({"Names": pikepdf.Dictionary(JavaScript=pikepdf.Dictionary())}, "mã lệnh hoặc tệp ẩn"),
    ],
)
def test_a_file_that_hides_something_is_refused(root: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        refuse_unfit("quet.pdf", scan(**root))


def test_a_damaged_file_is_refused() -> None:
    with pytest.raises(ValueError, match="hỏng"):
        refuse_unfit("quet.pdf", b"%PDF-1.7\nnonsense")
