"""A forger who writes every byte himself, on a contract that another office has signed: nothing passes as intact."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from modules.signing.drivers.pkcs12 import HeldKey
from modules.signing.verification import Integrity, Trust, check, examine
from modules.signing.verification.sandbox import EXAMINER, SECONDS
from tests.modules.foreign import House, signed
from tests.modules.raw_pdf import RED, appended, body_of, contract, stream, table, text, trailer, written

OBJECTS = contract()
EVIL = stream(b"", text(b"Amount: 900"))
OTHER_BOX, PAGE_TWO = (320, 50, 380, 90), b"<</Type/Page/Parent 2 0 R/Contents 10 0 R/Rotate 90/CropBox[50 50 500 800]"
Forge = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def house() -> House:
    return House()


@pytest.fixture(scope="module")
def key(house: House) -> HeldKey:
    return house.signer(house.issue("Jean", house.keys[2]), house.keys[2])


@pytest.fixture(scope="module")
def file(key: HeldKey) -> bytes:
    return signed(written(OBJECTS), key)


def _widget(pdf: bytes) -> int:
    """The number of the signature field Ky."""
    return int(re.findall(rb"(\d+) 0 obj\n<<(?:(?!endobj).)*?/T \(Ky\)", pdf, re.DOTALL)[-1])


def _field(change: Callable[[bytes], bytes]) -> Forge:
    return lambda pdf: appended(pdf, {_widget(pdf): change(body_of(pdf, _widget(pdf)))})


def _with(words: bytes) -> Forge:
    return _field(lambda body: body[:-2] + words + b">>")


def _put(number: int, old: bytes, new: bytes) -> Forge:
    return lambda pdf: appended(pdf, {number: body_of(pdf, number).replace(old, new)})


def _annotation(kind: bytes, words: bytes = b"") -> Forge:
    box = b"<</Type/Annot/Subtype/%b/Contents(Evil)%b/F 4/Rect[60 690 300 730]/AP<</N 641 0 R>>>>" % (kind, words)
    return lambda pdf: appended(pdf, {640: box, 641: RED, 9: PAGE_TWO + b"/Annots[640 0 R]>>"})


def _new_root(pdf: bytes) -> bytes:
    """Shadow: the signed file already held another document, and the new table only turns to it."""
    other = b"<</Type/Catalog/Pages 641 0 R/AcroForm 11 0 R>>"
    pages = b"<</Type/Pages/Kids[642 0 R]/Count 1/MediaBox[0 0 595 842]/Resources 18 0 R>>"
    return appended(pdf, {640: other, 641: pages, 642: b"<</Type/Page/Parent 641 0 R/Contents 10 0 R>>"}, root=640)


def _unsigned_field_that_speaks(pdf: bytes) -> bytes:
    fields = body_of(pdf, 11).replace(b"/Fields [", b"/Fields [640 0 R ").replace(b"/Fields[", b"/Fields[640 0 R ")
    field = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(N)/F 4/Rect[100 200 200 260]/P 9 0 R/AP<</N 641 0 R>>>>"
    return appended(pdf, {640: field, 641: RED, 9: PAGE_TWO + b"/Annots[640 0 R]>>", 11: fields})


def _loose(tail: bytes) -> Forge:
    """Incremental saving without a table: readers that mend files show it, others do not."""
    return lambda pdf: pdf + b"\n4 0 obj\n" + EVIL + b"\nendobj\n" + tail % table(pdf)


def _twice(pdf: bytes) -> bytes:
    """One table names an object twice: readers differ in which they take."""
    evil = appended(pdf, {4: EVIL})
    line = b"4 1\n%010d 00000 n \n" % (evil.rindex(b"\n4 0 obj") + 1)
    return evil.replace(line, line + b"4 1\n%010d 00000 n \n" % (pdf.index(b"\n4 0 obj") + 1))


ATTACKS: dict[str, Forge] = {
    "content replaced": lambda pdf: appended(pdf, {4: EVIL}),
    "content found elsewhere in the signed bytes": lambda pdf: appended(
        pdf, {}, elsewhere={4: pdf.index(b"\n10 0 obj") + 1}
    ),
    "font replaced": _put(5, b"Helvetica", b"Symbol"),
    "picture named P": lambda pdf: appended(pdf, {6: RED}),
    "picture named Parent": lambda pdf: appended(pdf, {7: RED}),
    "cover taken off": lambda pdf: appended(pdf, {}, gone=[8]),
    "resources handed down": lambda pdf: appended(
        pdf,
        {
            630: b"<</Font<</F1 5 0 R>>/XObject<</P 631 0 R/Parent 7 0 R/Ov 8 0 R>>>>",
            631: RED,
            2: OBJECTS[2].replace(b"18", b"630"),
        },
    ),
    "size handed down": _put(2, b"842", b"600"),
    "turned": _put(2, b"/Count 2", b"/Count 2/Rotate 90"),
    "another document": _new_root,
    "free text": _annotation(b"FreeText", b"/DA(/F1 12 Tf)"),
    "stamp": _annotation(b"Stamp"),
    "redaction": _annotation(b"Redact", b"/QuadPoints[60 690 300 690 60 730 300 730]"),
    "text field": _annotation(b"Widget", b"/FT/Tx/T(x)/V(Evil)"),
    "link": _annotation(b"Link", b"/A<</S/URI/URI(http://evil)>>"),
    "signature hidden": _field(lambda body: re.sub(rb"/F \d+", b"/F 2", body)),
    "signature acts": _with(b"/A<</S/JavaScript/JS(app.alert(1))>>"),
    "signature labelled": _with(b"/MK<</BG[1 0 0]/CA(Evil)>>"),
    "signature in a layer": _with(b"/OC 17 0 R"),
    "signature renamed": _field(lambda body: body.replace(b"(Ky)", b"(Kz)")),
    "signature's picture": lambda pdf: appended(
        pdf, {int(re.findall(rb"/AP <<\s*/N (\d+)", body_of(pdf, _widget(pdf)))[0]): RED}
    ),
    "signature seen twice": lambda pdf: appended(pdf, {9: PAGE_TWO + b"/Annots[%d 0 R]>>" % _widget(pdf)}),
    "empty field speaks": lambda pdf: appended(pdf, {21: OBJECTS[21][:-2] + b"/AP<</N 641 0 R>>>>", 641: RED}),
    "new empty field speaks": _unsigned_field_that_speaks,
    "form value": _put(12, b"(An)", b"(Mallory)"),
    "form picture": lambda pdf: appended(pdf, {14: RED}),
    "title in the metadata": _put(13, b"So 12", b"So 99"),
    "title in the dictionary": _put(19, b"So 12", b"So 99"),
    "attachment": lambda pdf: appended(pdf, {16: stream(b"/Type/EmbeddedFile", b"hacked")}),
    "bookmark": _put(150, b"b150", b"evil"),
    "layer switched off": _put(1, b"/ON", b"/OFF"),
    "script": lambda pdf: appended(pdf, {1: body_of(pdf, 1)[:-2] + b"/OpenAction<</S/JavaScript/JS(1)>>>>"}),
    "objects without a table": _loose(b"%%%d"),
    "objects before the old table's place": _loose(b"startxref\n%d\n%%%%EOF\n"),
    "objects behind a remark": _loose(b"%%startxref\n%%%%EOF\nstartxref\n%d\n%%%%EOF\n"),
    "a trailer without a table": lambda pdf: _loose(
        b"trailer\n" + trailer(pdf).replace(b"%", b"%%") + b"\nstartxref\n%d\n%%%%EOF\n"
    )(pdf),
    "an object beside the revision": lambda pdf: appended(pdf + b"\n4 0 obj\n" + EVIL + b"\nendobj\n", {660: b"(x)"}),
    "named twice": _twice,
}


@pytest.mark.parametrize("name", ATTACKS)
def test_no_attack_passes(name: str, file: bytes, house: House) -> None:
    forged = ATTACKS[name](file)
    assert forged != file
    verdict = examine(forged, house.anchors, look=False)
    assert verdict.integrity is Integrity.MODIFIED and verdict.findings
    assert verdict.trust is Trust.TRUSTED, "integrity stands apart from trust"


@pytest.mark.parametrize(
    "name", ["signature hidden", "signature labelled", "title in the dictionary", "empty field speaks"]
)
def test_our_own_comparison_does_not_lean_on_the_library(
    name: str, file: bytes, house: House, monkeypatch: Any
) -> None:
    monkeypatch.setattr("modules.signing.verification.trust._permitted", lambda _status: None)
    assert examine(ATTACKS[name](file), house.anchors, look=False).integrity is Integrity.MODIFIED


def test_signatures_cannot_change_places(file: bytes, key: HeldKey, house: House) -> None:
    both = signed(file, key, "Ky2", OTHER_BOX)
    first, second = (int(n) for n in re.findall(rb"(\d+) 0 obj\n<<(?:(?!endobj).)*?/T \(Ky2?\)", both, re.DOTALL)[-2:])
    values = [re.findall(rb"/V \d+ 0 R", body_of(both, one))[0] for one in (first, second)]
    swapped = {
        first: body_of(both, first).replace(values[0], values[1]),
        second: body_of(both, second).replace(values[1], values[0]),
    }
    assert examine(both, house.anchors).integrity is Integrity.INTACT
    assert examine(appended(both, swapped), house.anchors).integrity is Integrity.MODIFIED


def test_honest_files_of_others_stay_intact(file: bytes, key: HeldKey, house: House) -> None:
    assert examine(file, house.anchors).integrity is Integrity.INTACT
    for field in ("Ky2", "Du"):  # a new field, and the one that was prepared; two hundred bookmarks are no hindrance
        verdict = examine(signed(file, key, field, OTHER_BOX), house.anchors)
        assert verdict.integrity is Integrity.INTACT and len(verdict.signatures) == 2
    store = appended(file, {660: b"<</Type/DSS>>", 1: body_of(file, 1)[:-2] + b"/DSS 660 0 R>>"})
    assert examine(store, house.anchors).integrity is Integrity.ALLOWED
    mixed = signed(written(OBJECTS, hybrid=True), key)
    assert examine(signed(mixed, key, "Ky2", OTHER_BOX), house.anchors).integrity is Integrity.INTACT
    assert examine(appended(mixed, {4: EVIL}), house.anchors).integrity is Integrity.MODIFIED


def test_fonts_that_a_second_signer_brings_change_no_form(key: HeldKey, house: House) -> None:
    bare = {**OBJECTS, 11: b"<</Fields[21 0 R]/SigFlags 1>>", 20: b"[21 0 R]"}
    del bare[12]
    file = signed(written(bare), key)
    fonts = body_of(file, 11)[:-2] + b"/DR<</Font<</Helv 5 0 R>>>>/DA(/Helv 0 Tf)>>"
    assert examine(appended(file, {11: fonts}), house.anchors).integrity is Integrity.ALLOWED


def test_a_new_field_covers_nothing_on_a_turned_and_cut_page(file: bytes, key: HeldKey, house: House) -> None:
    covering = examine(signed(file, key, "Ky2", (72, 695, 200, 730), page=1), house.anchors)
    assert [one.code for one in covering.findings] == ["cover"]
    assert examine(signed(file, key, "Ky2", (100, 100, 200, 130), page=1), house.anchors).intact


def test_a_second_signature_beside_the_page_is_no_damage(file: bytes, key: HeldKey, house: House) -> None:
    assert examine(signed(file, key, "Ky2", (700, 50, 780, 90)), house.anchors).integrity is Integrity.INTACT


def test_a_new_field_is_looked_for_behind_many_pages_with_notes(key: HeldKey, house: House) -> None:
    objects = dict(OBJECTS)
    for number in range(500, 512):
        objects[number] = b"<</Type/Page/Parent 2 0 R/Contents 10 0 R/Annots[%d 0 R]>>" % (number + 50)
        objects[number + 50] = b"<</Type/Annot/Subtype/Square/Rect[1 1 9 9]/F 4>>"
    kids = b"".join(b" %d 0 R" % number for number in range(500, 512))
    objects[2] = objects[2].replace(b"9 0 R]/Count 2", b"9 0 R" + kids + b"]/Count 14")
    file = signed(written(objects), key)
    covering = examine(signed(file, key, "Ky2", (72, 695, 200, 730), page=13), house.anchors)
    assert [(one.code, one.page) for one in covering.findings] == [("cover", 14)]


def _bomb(depth: int, size: int) -> bytes:
    content = bytes(size)
    for _n in range(depth):
        content = zlib.compress(content, 9)
    return content


def test_whatever_it_costs_there_is_an_answer_in_time(key: HeldKey, file: bytes, house: House) -> None:
    """The verdict of a changed file stands, even if drawing it would fill the memory."""
    heavy = {**OBJECTS, 4: stream(b"/Filter[/FlateDecode/FlateDecode/FlateDecode]", _bomb(3, 2**29))}
    changed = appended(signed(written(heavy), key), {12: OBJECTS[12].replace(b"(An)", b"(M)")})
    fields = b"".join(b"%d 0 R " % number for number in range(1000, 6000))
    value = re.findall(rb"/V (\d+) 0 R", body_of(file, _widget(file)))[0]
    many = {number: b"<</FT/Sig/T(s%d)/V %b 0 R>>" % (number, value) for number in range(1000, 6000)}
    deep = {n: b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (n + 1) for n in range(2, 30_000)}
    deep |= {1: b"<</Type/Catalog/Pages 2 0 R>>", 30_000: b"<</Type/Page>>", 19: deep[19]}
    xref = stream(
        b"/Type/XRef/W[1 4 1]/Size 33554432/Root 1 0 R/Filter/FlateDecode", zlib.compress(bytes(6 * 2**24), 1)
    )
    hostile = {
        "bomb": (changed, {Integrity.MODIFIED}),
        "5,000 signatures": (appended(file, {**many, 11: b"<</Fields[12 0 R 21 0 R " + fields + b"]>>"}), set()),
        "deep": (written(deep), set()),
        "table": (b"%PDF-1.7\n1 0 obj\n" + xref + b"\nendobj\nstartxref\n9\n%%EOF", set()),
        "objects without end": (file + b"1 0 obj<<>>endobj\n" * 2_000_000, set()),
        "cut": (file[: len(file) // 2], {Integrity.UNVERIFIABLE}),
        "nothing": (b"", {Integrity.UNVERIFIABLE}),
    }
    for name, (content, expected) in hostile.items():
        assert EXAMINER.examine(file, house.anchors).integrity is Integrity.INTACT, name  # a process is ready
        start = time.monotonic()
        verdict = EXAMINER.examine(content, house.anchors)
        assert time.monotonic() - start < SECONDS + 1, name
        assert not verdict.intact and (not expected or verdict.integrity in expected), name
        assert verdict.findings or verdict.integrity is Integrity.UNSIGNED, name


def test_a_process_that_a_file_has_taken_over_says_nothing_but_verdicts(file: bytes, house: House) -> None:
    import os
    import pickle

    from modules.signing.verification.sandbox import said

    class Evil:
        def __reduce__(self) -> Any:
            return os.getpid, ()

    honest = check.examine(ATTACKS["stamp"](file), house.anchors)
    assert said(pickle.dumps(honest)) == honest and honest.shown
    for lie in (Evil(), {"integrity": "intact"}):
        with pytest.raises(pickle.UnpicklingError):
            said(pickle.dumps(lie))
