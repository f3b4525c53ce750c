"""Phôi Giấy khai sinh: where each value stands on the blank, in dated rows, and how far a printer prints beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Choice, Dated, Record, _, field, standing

TALLEST, WIDEST = 297, 210  # millimetres of an A4 page
FARTHEST = 30  # millimetres by which a printer may be off; more is another mistake


class BlankPart(Choice):
    """A value on the blank (TT 04/2020/TT-BTP)."""

    UNIT = "unit", _("Issuing agency")
    ENTRY = "entry", _("Entry")
    CHILD_NAME = "child_name", _("Full name of the child")
    BORN = "born", _("Born on")
    BORN_WORDS = "born_words", _("Born on, in words")
    SEX = "sex", _("Sex")
    ETHNICITY = "ethnicity", _("Ethnicity")
    COUNTRY = "country", _("Nationality")
    BORN_AT = "born_at", _("Place of birth")
    NATIVE_PLACE = "native_place", _("Native place")
    NUMBER = "number", _("Personal number of the child")
    MOTHER_NAME = "mother_name", _("Full name of the mother")
    MOTHER_BORN = "mother_born", _("Mother born")
    MOTHER_ETHNICITY = "mother_ethnicity", _("Ethnicity of the mother")
    MOTHER_COUNTRY = "mother_country", _("Nationality of the mother")
    MOTHER_HOME = "mother_home", _("Residence of the mother")
    FATHER_NAME = "father_name", _("Full name of the father")
    FATHER_BORN = "father_born", _("Father born")
    FATHER_ETHNICITY = "father_ethnicity", _("Ethnicity of the father")
    FATHER_COUNTRY = "father_country", _("Nationality of the father")
    FATHER_HOME = "father_home", _("Residence of the father")
    DECLARER_NAME = "declarer_name", _("Who declares")
    DECLARER_PAPER = "declarer_paper", _("Paper of the declarer")
    REGISTERED_AT = "registered_at", _("Registered at")
    REGISTERED_ON = "registered_on", _("Registered on")
    SIGNER_TITLE = "signer_title", _("Title of who signs")
    SIGNER_NAME = "signer_name", _("Signed by")


class Box(NamedTuple):
    """Where a value stands, in millimetres from the upper left corner: `down` is the dotted line it is written on."""

    across: float
    down: float
    width: float
    lines: int
    pitch: float
    size: int


class BlankPlace(Dated, Record):
    """Vị trí trên phôi of one value, from a day to a day: a new print of the blank is new rows."""

    __tablename__ = "civil_registration_blank_place"

    part: Mapped[BlankPart] = field.choice(_("What is written there"), BlankPart, required=True)
    across: Mapped[Decimal] = field.number(_("From the left (mm)"), required=True)
    down: Mapped[Decimal] = field.number(_("From the top (mm)"), required=True, help=_("To the dotted line."))
    width: Mapped[Decimal] = field.number(_("Width (mm)"), required=True)
    lines: Mapped[int] = field.whole(_("Dotted lines"), low=1, high=5, required=True, default=1)
    pitch: Mapped[Decimal] = field.number(_("From line to line (mm)"), required=True)
    size: Mapped[int] = field.whole(_("Size of letters (pt)"), low=6, high=20, default=12, required=True)
    source: Mapped[str] = field.text(_("Source"), max=300, required=True)

    def __str__(self) -> str:
        return str(self.part)

    def saved(self) -> None:
        """ValueError: it does not lie on the page."""
        if not (0 <= self.across <= WIDEST and 0 <= self.down <= TALLEST and 5 <= self.width <= WIDEST):
            raise ValueError(str(_("That does not lie on an A4 page: 210 mm across, 297 mm down.")))

    @classmethod
    def of(cls, session: Session, day: date) -> dict[BlankPart, Box]:
        """Return where the values stand on the blank of a day."""
        return _places(session, day)


@standing(BlankPlace)
def _places(session: Session, day: date) -> dict[BlankPart, Box]:
    found: dict[BlankPart, Box] = {}
    for row in session.scalars(select(BlankPlace).where(BlankPlace.valid_on(day)).order_by(BlankPlace.valid_from)):
        millimetres = float(row.across), float(row.down), float(row.width)
        found[row.part] = Box(*millimetres, row.lines, float(row.pitch), row.size)
    return found


class BlankPrinter(Record):
    """Máy in phôi of a unit: how far what it prints has to be moved so that it falls on the dotted lines."""

    __tablename__ = "civil_registration_blank_printer"
    searched = ("name",)

    name: Mapped[str] = field.text(_("Printer"), max=60, required=True, help=_("As: HP 1020, phòng một cửa"))
    right: Mapped[Decimal] = field.number(
        _("Move to the right (mm)"), required=True, help=_("To the left: a negative number, as -1,5.")
    )
    below: Mapped[Decimal] = field.number(_("Move down (mm)"), required=True, help=_("Up: a negative number."))

    def __init__(self, **words: object) -> None:
        super().__init__(**{"right": Decimal(0), "below": Decimal(0)} | words)

    def __str__(self) -> str:
        return self.name

    def saved(self) -> None:
        """ValueError: it is farther off than a printer is."""
        if abs(self.right) > FARTHEST or abs(self.below) > FARTHEST:
            raise ValueError(str(_("A printer is off by %(most)s mm at most: feed the blank in anew.", most=FARTHEST)))
