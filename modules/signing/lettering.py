"""Text in the papers' font as PDF wants it, carrying only the letters it uses: some milliseconds, some kilobytes."""

from __future__ import annotations

import unicodedata
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from app.toolkit import FONT_FILE, lazily

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")

# uharfbuzz takes five megabytes of every process: it is loaded by the first who signs.

ASCENT, DESCENT = 891, -216  # of Liberation Serif, in thousandths of the size


@dataclass(frozen=True)
class Letters:
    """The part of the font that some letters need: the glyph and width of each, and the packed file."""

    glyphs: dict[str, tuple[int, int]]
    file: bytes
    size: int

    def shown(self, text: str) -> bytes:
        """Return a text as an operand of Tj."""
        return b"<" + b"".join(b"%04X" % self.glyphs[letter][0] for letter in plain(text)) + b">"

    def font(self, document: pikepdf.Pdf) -> pikepdf.Object:
        """Put the font into a document."""
        file = pikepdf.Stream(document, self.file, Filter=pikepdf.Name.FlateDecode, Length1=self.size)
        descriptor = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=pikepdf.Name("/MOTCUA+LiberationSerif"),
            Flags=6,
            FontBBox=[-543, -303, 1277, 981],
            ItalicAngle=0,
            Ascent=ASCENT,
            Descent=DESCENT,
            CapHeight=662,
            StemV=80,
            FontFile2=document.make_indirect(file),
        )
        widths = pikepdf.Array(
            [part for glyph, width in sorted(set(self.glyphs.values())) for part in (glyph, pikepdf.Array([width]))]
        )
        descendant = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.CIDFontType2,
            BaseFont=descriptor.FontName,
            CIDSystemInfo=pikepdf.Dictionary(
                Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
            ),
            CIDToGIDMap=pikepdf.Name.Identity,
            FontDescriptor=document.make_indirect(descriptor),
            W=widths,
        )
        return document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type0,
                BaseFont=descriptor.FontName,
                Encoding=pikepdf.Name("/Identity-H"),
                DescendantFonts=[document.make_indirect(descendant)],
                ToUnicode=document.make_indirect(pikepdf.Stream(document, self._to_text())),
            )
        )

    def _to_text(self) -> bytes:
        pairs = "\n".join(
            f"<{glyph:04X}> <{letter.encode('utf-16-be').hex()}>" for letter, (glyph, _w) in self.glyphs.items()
        )
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Adobe-Identity-UCS def "
            "/CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange "
            f"{len(self.glyphs)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
        ).encode()


def plain(text: str) -> str:
    """Return a text with each letter and its marks as one, as fonts have them; what the font lacks becomes a question mark."""
    known = _font()[2]
    return "".join(letter if ord(letter) in known else "?" for letter in unicodedata.normalize("NFC", text))


def width_of(text: str) -> float:
    """Return how wide a text is at size 1."""
    font = _font()[1]
    return sum(_width(font, font.get_nominal_glyph(ord(letter))) for letter in plain(text)) / 1000


@lru_cache(maxsize=256)
def letters_of(text: frozenset[str]) -> Letters:
    """Cut the font down to some letters (no more than a hundred: more than a stamp has)."""
    face, font, _known = _font()
    import uharfbuzz as hb

    wanted = hb.SubsetInput()
    wanted.unicode_set.update({ord(letter) for letter in text})
    wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    file: bytes = hb.subset(face, wanted).blob.data
    glyphs = {letter: font.get_nominal_glyph(ord(letter)) for letter in sorted(text)}
    return Letters({one: (glyph, _width(font, glyph)) for one, glyph in glyphs.items()}, zlib.compress(file), len(file))


def _width(font: Any, glyph: int) -> int:
    return round(font.get_glyph_h_advance(glyph) * 1000 / font.face.upem)


@cache
def _font() -> tuple[Any, Any, frozenset[int]]:
    import uharfbuzz as hb

    face = hb.Face(hb.Blob.from_file_path(str(FONT_FILE)))
    return face, hb.Font(face), frozenset(face.unicodes)
