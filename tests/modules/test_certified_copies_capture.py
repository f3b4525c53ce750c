"""A clerk scans what is no paper: a signed file, a form, a file with scripts. Each gets its sentence."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from PIL import Image

from modules.certified_copies.capture.formats import taken
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
    page = clerk.get(f"{HERE}/{row}").text
    assert "R12: quyet-dinh.pdf" in page
    assert f"{HERE}/{row}/files/" not in page


def test_a_plain_scan_is_fit() -> None:
    refuse_unfit("quet.pdf", scan())
    refuse_unfit("quet.pdf", scan(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.GoTo)))


def form() -> pikepdf.Dictionary:
    """Return a form with one field to fill in."""
    field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="ho-ten")
    return pikepdf.Dictionary(Fields=pikepdf.Array([field]))


def noted(kind: str) -> bytes:
    """Return a scan with one note of a kind laid over its page."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan())) as document:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(f"/{kind}"), Rect=[10, 10, 300, 60])
        document.pages[0].obj["/Annots"] = pikepdf.Array([document.make_indirect(note)])
        document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["FreeText", "Stamp", "Square"])
def test_a_scan_with_something_laid_over_it_is_refused_when_it_comes(kind: str) -> None:
    with pytest.raises(ValueError, match="ghi chú hoặc dấu"):
        taken("quet.pdf", noted(kind))
    assert taken("quet.pdf", noted("Link"))[0] == "quet.pdf"


def test_what_is_no_scan_is_refused_when_it_comes() -> None:
    out = io.BytesIO()
    pikepdf.new().save(out)
    for content, sentence in (
        (scan(AcroForm=form()), "to-khai.pdf có ô biểu mẫu"),
        (scan(Names=pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary())), "to-khai.pdf có mã lệnh"),
        (out.getvalue(), "to-khai.pdf không có trang nào"),
    ):
        with pytest.raises(ValueError, match=sentence):
            taken("to-khai.pdf", content)


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
@pytest.mark.parametrize("size", [(1, 1), (1654, 3), (60, 2000)])
def test_a_picture_too_small_to_be_a_page_gets_its_sentence(form: str, size: tuple[int, int]) -> None:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, form)
    with pytest.raises(ValueError, match="quá nhỏ, không thể là trang quét"):
        taken("bieu-tuong.png", out.getvalue())


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
