"""Scans come as TIFF from the copier and as HEIC from telephones; what cannot be used is named with its reason."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from app.data.stored import Attachment
from app.engine.leaves import page_picture, seen
from modules.certified_copies.book.entries import Entry
from modules.certified_copies.capture import formats
from modules.certified_copies.capture.formats import taken
from modules.certified_copies.capture.pages import Page
from modules.certified_copies.document import pages_in, scan_pages
from modules.certified_copies.made_up import picture
from tests.modules.test_certified_copies_capture_findings import PAGES, draft


def image(title: str = "Bằng") -> Image.Image:
    return Image.open(io.BytesIO(picture(title, "Võ An"))).convert("RGB")


def tiff(*images: Image.Image, **more: Any) -> bytes:
    out = io.BytesIO()
    images[0].save(out, "TIFF", save_all=True, append_images=images[1:], dpi=(200, 200), **more)
    return out.getvalue()


def heic(folder: Path) -> bytes:
    image().save(folder / "anh.png")
    command = ["heif-enc", "-q", "90", str(folder / "anh.png"), "-o", str(folder / "anh.heic")]
    subprocess.run(command, check=True, capture_output=True)
    return (folder / "anh.heic").read_bytes()


def test_a_tiff_of_the_copier_becomes_pages_without_loss(rows: Any, browse: Any) -> None:
    first, second = image("Một").resize((413, 292)), image("Hai").resize((413, 292))
    row = draft(browse, tiff(first, second, compression="tiff_lzw"), kind="tif")
    rows.rollback()
    assert len(rows.scalars(select(Page.id).where(Page.copy_id == row)).all()) == 2
    _name, content = taken("quet.tif", tiff(first, second, compression="tiff_lzw"))
    with pikepdf.open(io.BytesIO(content)) as document:
        found = [pikepdf.PdfImage(next(iter(page.get_images().values()))).as_pil_image() for page in document.pages]
    assert [one.convert("RGB").tobytes() for one in found] == [first.tobytes(), second.tobytes()]


def test_an_original_of_three_hundred_pages_is_taken() -> None:
    with pikepdf.open(io.BytesIO(scan_pages([("image/jpeg", picture("Hồ sơ", "Võ An"))]))) as one:
        thick, out = pikepdf.new(), io.BytesIO()
        for _page in range(150):
            thick.pages.append(one.pages[0])
        thick.save(out)
    halves = [("application/pdf", taken(name, out.getvalue())[1]) for name in ("tap-1.pdf", "tap-2.pdf")]
    assert pages_in(scan_pages(halves)) == 300


def test_a_black_and_white_fax_stays_small() -> None:
    fax = tiff(image().convert("1"), compression="group4")
    name, content = taken("fax.tif", fax)
    assert name == "fax.pdf" and len(content) < len(fax) * 2


def test_a_picture_of_a_telephone_becomes_a_jpeg(rows: Any, browse: Any, tmp_path: Path) -> None:
    row = draft(browse, heic(tmp_path), kind="heic")
    rows.rollback()
    file = rows.scalar(select(Attachment).join(Page, Page.file_id == Attachment.id).where(Page.copy_id == row))
    assert (file.name, file.kind) == ("quet-0.jpg", "image/jpeg")
    page = rows.scalar(select(Page).where(Page.copy_id == row))
    assert page.measures["colour"] and page.measures["sharpness"] > 30


def test_a_turned_picture_of_a_telephone_is_turned_once(tmp_path: Path) -> None:
    notes = Image.Exif()
    notes[274] = 6  # the telephone was held upright
    image().save(tmp_path / "anh.jpg", exif=notes.tobytes())
    command = ["heif-enc", str(tmp_path / "anh.jpg"), "-o", str(tmp_path / "anh.heic")]
    subprocess.run(command, check=True, capture_output=True)
    _name, content = taken("anh.heic", (tmp_path / "anh.heic").read_bytes())
    with Image.open(io.BytesIO(content)) as made:
        made.load()
        assert not made.getexif(), "what the decoder has done is not done again, and no place is told"


def test_a_picture_behind_the_picture_is_no_page() -> None:
    out = io.BytesIO()
    image().save(out, "MPO", save_all=True, append_images=[image().resize((300, 212))])
    name, content = taken("anh.jpg", out.getvalue())
    both = scan_pages([("image/jpeg", content), ("image/jpeg", picture("Hai", "An"))])
    with pikepdf.open(io.BytesIO(both)) as document:
        assert len(document.pages) == 2
    before, after = Image.open(out), Image.open(io.BytesIO(content))
    assert name == "anh.jpg" and before.convert("RGB").tobytes() == after.convert("RGB").tobytes()


def test_grey_of_sixteen_bits_is_shown_as_it_is() -> None:
    out = io.BytesIO()
    line = (2_000).to_bytes(2, "little") * 800 + (60_000).to_bytes(2, "little") * 800
    Image.frombytes("I;16", (1600, 1200), line * 1200).save(out, "PNG")
    shown = Image.open(io.BytesIO(page_picture(out.getvalue(), "image/png", 0, width=200))).convert("L")
    (one,) = seen(out.getvalue(), "image/png")
    for one_seen in (shown, one.picture.convert("L")):
        dark, light = (one_seen.getpixel((one_seen.width * at // 8, one_seen.height // 2)) for at in (2, 6))
        assert dark < 20 and light > 220


def test_without_the_program_the_clerk_is_told(monkeypatch: Any, tmp_path: Path) -> None:
    content = heic(tmp_path)
    monkeypatch.setattr(formats, "PROGRAM", "no-such-program")
    with pytest.raises(ValueError, match=r"anh\.heic là ảnh HEIC"):
        taken("anh.heic", content)


def secret() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan_pages([("image/jpeg", picture("Bằng", "An"))]))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="chu", user="khach"))
    return out.getvalue()


def huge() -> bytes:
    """A small file that unpacks to a picture of nine hundred million pixels."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    words = {"Type": "/XObject", "Subtype": "/Image", "Width": 30000, "Height": 30000, "BitsPerComponent": 8}
    stream = pikepdf.Stream(document, b"x" * 10)
    for key, value in words.items():
        stream[f"/{key}"] = pikepdf.Name(value) if isinstance(value, str) else value
    stream["/ColorSpace"] = pikepdf.Name.DeviceGray
    document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=stream))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "kind", "sentence"),
    [
        (lambda: tiff(image())[:5000], "tif", "quet-0.tif bị hỏng"),
        (lambda: b"II*\x00" + b"\xff" * 200, "tif", "quet-0.tif bị hỏng"),
        (
            lambda: tiff(Image.new("1", (9000, 9000)), compression="group4"),
            "tif",
            "quet-0.tif có kích thước ảnh quá lớn",
        ),
        (lambda: tiff(*[Image.new("1", (8, 8))] * 501), "tif", "quet-0.tif có hơn 500 trang"),
        (lambda: b"\x00\x00\x00\x18ftypheic" + b"\x00" * 90, "heic", "quet-0.heic bị hỏng"),
        (lambda: b"%PDF-1.7\nnonsense", "pdf", "quet-0.pdf bị hỏng"),
        (secret, "pdf", "quet-0.pdf có mật khẩu"),
        (huge, "pdf", "quet-0.pdf có kích thước ảnh quá lớn"),
        (lambda: picture("Bằng", "An")[:9000], "jpg", "quet-0.jpg bị hỏng"),
        (lambda: b"GIF89a" + b"\x00" * 50, "gif", "quet-0.gif"),
    ],
)
def test_what_cannot_be_used_is_named(rows: Any, browse: Any, make: Any, kind: str, sentence: str) -> None:
    clerk, row = browse("motcua"), draft(browse)
    answer = clerk.post(f"{PAGES}/{row}/add", {"files": (io.BytesIO(make()), f"quet-0.{kind}")})
    assert sentence in clerk.get(answer.location).text
    rows.rollback()
    assert rows.scalar(select(Page.id).where(Page.copy_id == row)) is None


def test_a_folder_of_tiffs_is_issued_once(site: Flask, rows: Any, tmp_path: Path) -> None:
    folder = tmp_path / "quet"
    folder.mkdir()
    (folder / "bang.tif").write_bytes(tiff(image("Bằng TIFF")))
    command = ["copies", "issue", str(folder), "--unit", "27004", "-o", str(tmp_path / "ra")]
    for _turn in range(2):
        shutil.rmtree(tmp_path / "ra", ignore_errors=True)
        answer = site.test_cli_runner().invoke(args=command)
        assert answer.exit_code == 0, answer.output
    rows.rollback()
    assert len(rows.scalars(select(Entry.id).where(Entry.title == "bang")).all()) == 1
