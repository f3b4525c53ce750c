"""PDF files written by hand, object by object, as forgers write them: no library puts anything right."""

from __future__ import annotations

import re
from collections.abc import Iterable

Objects = dict[int, bytes]


def stream(words: bytes, content: bytes) -> bytes:
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (words, len(content), content)


def form(content: bytes) -> bytes:
    return stream(b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<<>>", content)


def text(words: bytes) -> bytes:
    return b"BT /F1 24 Tf 72 700 Td (%b) Tj ET\n" % words


RED = form(b"1 0 0 rg 0 0 1 1 re f")
XMP = (
    b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
    b"<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title><rdf:Alt>"
    b"<rdf:li xml:lang='x-default'>So 12</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def contract() -> Objects:
    """Two pages that take fonts and size from the node above; a text field, an empty signature field, an attachment.

    Its pictures bear the names that a careless comparison leaves out.
    """
    shown = b"q 100 0 0 100 72 500 cm /P Do Q q 100 0 0 100 272 500 cm /Parent Do Q q 100 0 0 100 272 300 cm /Ov Do Q\n"
    outlines = {
        number: b"<</Title(b%d)/Parent 22 0 R/Next %d 0 R/Dest[3 0 R/Fit]>>" % (number, number + 1)
        for number in range(23, 222)
    }
    return {
        1: b"<</Type/Catalog/Pages 2 0 R/AcroForm 11 0 R/Metadata 13 0 R/Outlines 22 0 R"
        b"/Names<</EmbeddedFiles<</Names[(a)15 0 R]>>>>/OCProperties<</OCGs[17 0 R]/D<</ON[17 0 R]>>>>>>",
        2: b"<</Type/Pages/Kids[3 0 R 9 0 R]/Count 2/MediaBox[0 0 595 842]/Resources 18 0 R>>",
        3: b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots 20 0 R>>",
        4: stream(b"", text(b"Amount: 100") + shown),
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        6: form(b"0 0 1 rg 0 0 1 1 re f"),
        7: form(b"0 1 0 rg 0 0 1 1 re f"),
        8: form(b"1 0 1 rg 0 0 1 1 re f"),
        9: b"<</Type/Page/Parent 2 0 R/Contents 10 0 R/Rotate 90/CropBox[50 50 500 800]>>",
        10: stream(b"", text(b"Page two")),
        11: b"<</Fields[12 0 R 21 0 R]/SigFlags 1>>",
        12: b"<</Type/Annot/Subtype/Widget/FT/Tx/T(ten)/V(An)/F 4/Rect[50 50 150 70]/P 3 0 R/AP<</N 14 0 R>>>>",
        13: stream(b"/Type/Metadata/Subtype/XML", XMP),
        14: form(b"0.9 g 0 0 1 1 re f"),
        15: b"<</Type/Filespec/F(a.txt)/EF<</F 16 0 R>>>>",
        16: stream(b"/Type/EmbeddedFile", b"hello"),
        17: b"<</Type/OCG/Name(L)>>",
        18: b"<</Font<</F1 5 0 R>>/XObject<</P 6 0 R/Parent 7 0 R/Ov 8 0 R>>>>",
        19: b"<</Title(So 12)/Author(An)>>",
        20: b"[12 0 R 21 0 R]",
        21: b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Du)/F 4/Rect[400 50 500 90]/P 3 0 R>>",
        22: b"<</Type/Outlines/First 23 0 R/Last 222 0 R/Count 200>>",
        **outlines,
        222: b"<</Title(b222)/Parent 22 0 R/Dest[3 0 R/Fit]>>",
    }


def written(objects: Objects, *, hybrid: bool = False) -> bytes:
    """Write a whole file; `hybrid`: one object is named in a second table only, as word processors do it."""
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    more, size = b"", max(objects) + 1
    if hybrid:
        hidden, second, size = len(out), size, size + 2
        out += b"%d 0 obj\n(tagged)\nendobj\n" % second
        more = b"/XRefStm %d" % len(out)
        entry = b"\1" + hidden.to_bytes(4, "big") + b"\0"
        words = b"/Type/XRef/W[1 4 1]/Index[%d 1]/Size %d" % (second, size)
        out += b"%d 0 obj\n%b\nendobj\n" % (second + 1, stream(words, entry))
    begin, free = len(out), b"0000000000 65535 f \n"
    lines = [b"%010d 00000 n \n" % places[one] if one in places else free for one in range(1, size)]
    out += b"xref\n0 %d\n%b%b" % (size, free, b"".join(lines))
    out += b"trailer\n<</Size %d/Root 1 0 R/Info 19 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (size, more, begin)
    return bytes(out)


def table(pdf: bytes) -> int:
    """Where the newest table of a file lies."""
    return int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])


def trailer(pdf: bytes) -> bytes:
    begin = pdf.rfind(b"trailer")
    return pdf[begin + 7 : pdf.find(b"startxref", begin)].strip()


def body_of(pdf: bytes, number: int) -> bytes:
    """An object as its newest revision has it."""
    begin = pdf.rindex(b"\n%d 0 obj" % number)
    found = re.match(rb"\n\d+ 0 obj\s*(.*?)\s*endobj", pdf[begin:], re.DOTALL)
    assert found is not None
    return found[1]


def appended(
    pdf: bytes,
    objects: Objects,
    *,
    root: int = 1,
    gone: Iterable[int] = (),
    elsewhere: dict[int, int] | None = None,
    more: bytes = b"",
) -> bytes:
    """Append a revision; `gone`: objects that are freed, `elsewhere`: objects that the table says lie at another place."""
    out, places = bytearray(pdf if pdf.endswith(b"\n") else pdf + b"\n"), dict(elsewhere or {})
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    begin, old = len(out), trailer(pdf)
    size = max(int(re.findall(rb"/Size (\d+)", old)[0]), *(one + 1 for one in places), 0)
    out += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % (one, places[one]) for one in sorted(places))
    out += b"".join(b"%d 1\n0000000000 00001 f \n" % one for one in gone)
    info = re.findall(rb"/Info \d+ 0 R", old)
    words = (size, root, table(pdf), info[0] if info else b"", more, begin)
    return bytes(out) + b"trailer\n<</Size %d/Root %d 0 R/Prev %d%b%b>>\nstartxref\n%d\n%%%%EOF\n" % words
