"""What a signature shows in its box on the page: lines of text, a picture, both, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.toolkit import lazily
from modules.signing.lettering import letters_of, plain, width_of

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")

LEADING = 1.35


class Look(Protocol):
    """Draws itself into a box of a width and height in points."""

    def draw(self, document: pikepdf.Pdf, width: float, height: float) -> pikepdf.Object:
        """Return the form that is shown, put into a document."""


@dataclass(frozen=True)
class Words:
    """Lines of text from the top of the box; long ones are broken at spaces. `ink`: red, green, blue from 0 to 1."""

    lines: tuple[str, ...]
    ink: tuple[float, float, float] = (0, 0, 0)
    size: float = 10
    right: bool = False
    margin: float = 3

    def draw(self, document: pikepdf.Pdf, width: float, height: float) -> pikepdf.Object:
        """Draw the lines."""
        room = width - 2 * self.margin
        lines = [part for line in self.lines for part in self.broken(plain(line), room)]
        letters = letters_of(frozenset("".join(lines)))
        out = [b"%g %g %g rg BT /F %g Tf" % (*self.ink, self.size)]
        y = height - self.margin - self.size
        for line in lines:
            x = self.margin + (room - width_of(line) * self.size if self.right else 0)
            out.append(b"1 0 0 1 %.2f %.2f Tm %b Tj" % (x, y, letters.shown(line)))
            y -= self.size * LEADING
        return form(
            document,
            width,
            height,
            b"\n".join([*out, b"ET"]),
            pikepdf.Dictionary(Font=pikepdf.Dictionary(F=letters.font(document))),
        )

    def broken(self, line: str, room: float) -> list[str]:
        """Break a line into parts that fit; a word longer than the room stands alone."""
        parts = [""]
        for word in line.split():
            longer = f"{parts[-1]} {word}".strip()
            if parts[-1] and width_of(longer) * self.size > room:
                parts.append(word)
            else:
                parts[-1] = longer
        return parts


def form(
    document: pikepdf.Pdf, width: float, height: float, content: bytes, resources: pikepdf.Dictionary
) -> pikepdf.Object:
    """Make a form of a content stream, in points from the lower left corner."""
    stream = pikepdf.Stream(
        document,
        content,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=pikepdf.Array([0, 0, round(width, 2), round(height, 2)]),
        Resources=resources,
    )
    return document.make_indirect(stream)
