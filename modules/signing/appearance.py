"""How signatures look on each kind of document: dated rows with their source, and the pictures that hang on the keys."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from app.toolkit import Choice, Dated, Record, Text, _, add_name, as_system, clock, content_of, field, kept, name_of
from modules.signing.look import Look
from modules.signing.models import Holder, Key
from modules.signing.pades import BLUE, RED, Places, said
from modules.signing.picture import Picture

POINTS = 72 / 25.4  # in a millimetre
LOWER = (310.0, 330.0, 530.0, 392.0)  # the official's place when a seal covers a part of it


PAPERS = "papers"  # the list of kinds of documents


def paper(code: str, label: Text) -> str:
    """Name a kind of document whose signatures' look is a matter of rows; the module that signs it says it once."""
    return add_name(PAPERS, code, label)


class Manner(Choice):
    """What is seen."""

    WORDS = "words", _("Words: who and when"), "grey"
    PICTURE = "picture", _("Picture of the signature or the seal"), "blue"
    CORNER = "corner", _("Words in the upper right corner of page 1"), "violet"


class Appearance(Dated, Record):
    """Hình thức chữ ký số: what a signature shows on a kind of document, from a day, to a day."""

    __tablename__ = "signing_appearance"

    paper: Mapped[str] = field.named(_("Kind of document"), PAPERS, max=40, index=False, required=True)
    holder: Mapped[Holder] = field.choice(_("Certificate holder"), Holder, required=True)
    manner: Mapped[Manner] = field.choice(_("What is seen"), Manner, required=True)
    width: Mapped[int] = field.whole(
        _("Width (mm)"),
        low=5,
        high=200,
        default=50,
        required=True,
        help=_("Of a seal: its true diameter; of words in the corner: their longest line"),
    )
    size: Mapped[int] = field.whole(_("Size of letters (pt)"), low=6, high=20, default=10, required=True)
    source: Mapped[str] = field.text(_("Source"), required=True)

    def __str__(self) -> str:
        return f"{name_of(PAPERS, self.paper)}, {self.holder.label}"

    @classmethod
    def of(cls, paper: str, holder: Holder) -> Appearance | None:
        """Return the row in force today, the newest when several are; None: words."""
        found = select(cls).where(cls.paper == paper, cls.holder == holder, cls.valid_on(clock.today()))
        with as_system() as session, session.no_autoflush:
            return session.scalars(found.order_by(cls.valid_from.desc(), cls.id.desc()).limit(1)).first()


def places(paper: str) -> Places:
    """Where both signatures show: a seal covers the left third of the official's picture (NĐ 30/2020, Phụ lục I)."""
    official, agency = (Appearance.of(paper, holder) for holder in (Holder.OFFICIAL, Holder.AGENCY))
    if agency is None or agency.manner is not Manner.PICTURE:
        return Places()
    left, low, right, high = LOWER
    if official is not None and official.manner is Manner.PICTURE:
        half = min(official.width * POINTS, right - left) / 2
        left, right = (left + right) / 2 - half, (left + right) / 2 + half
    size, middle, edge = agency.width * POINTS, (low + high) / 2, left + (right - left) / 3
    return replace(Places(), official=LOWER, agency=(edge - size, middle - size / 2, edge, middle + size / 2))


def look_of(paper: str, key: Key, name: str) -> Look:
    """Return what the signature of a key shows; words, where no picture is asked for or none hangs on the key."""
    row, ink = Appearance.of(paper, key.holder), RED if key.holder is Holder.AGENCY else BLUE
    if row is not None and row.manner is Manner.PICTURE:
        with as_system() as session, session.no_autoflush:
            found = [file for file in kept(session, key) if file.kind == "image/png"]
        if found:
            return Picture.of(found[-1].sha256, content_of(found[-1]), row.width * POINTS)
    words = said(name, ink)
    return replace(words, size=row.size) if row is not None else words
