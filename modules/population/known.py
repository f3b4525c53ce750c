"""What is known of a person and from where: every value that was declared, read from a sheet, looked up or decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import Choice, Unit, _, acting, clock, db, field, format_moment
from modules.population.beside import PersonAddress

if TYPE_CHECKING:
    from modules.population.person import Person

COLUMNS = (
    "full_name", "born", "sex", "ethnicity_id", "country_id", "other_country_id", "citizen_id", "old_number", "phone",
    "died_on",
)  # fmt: skip
MASKED = ("citizen_id", "old_number")


class Source(Choice):
    """Where a value comes from."""

    DECLARED = "declared", _("Declared"), "grey"
    SHEET = "sheet", _("From a sheet"), "grey"
    LOOK_UP = "look_up", _("Population database"), "green"
    REGISTER = "register", _("Civil status register"), "green"
    DECIDED = "decided", _("Decided by an official"), "blue"


class Known(db.Model):  # type: ignore[name-defined]
    """One value of one column from one source at one time; only ever added."""

    __tablename__ = "population_known"
    __untracked__ = True  # it is a history itself, and the trail would keep numbers that it must not

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("population_person.id"), index=True)
    column: Mapped[str] = field.text(_("Field"), max=40, required=True)
    value: Mapped[str] = field.text(_("Value"), max=400, required=True)
    source: Mapped[Source] = field.choice(_("Source"), Source, required=True)
    at: Mapped[datetime] = field.moment(_("Since"), required=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id"))
    why: Mapped[str | None] = field.text(_("Basis"), max=300)


def note(session: Session, person: Person, source: Source, why: str = "") -> None:
    """Write down each value that is not the last one known of its column."""
    session.flush()
    here = select(Known.column, Known.value).where(Known.person_id == person.id).order_by(Known.id)
    last = {row.column: row.value for row in session.execute(here)}
    for column, value in _values(session, person):
        if value != last.get(column, ""):
            add(session, person, column, value, source, why)


def add(session: Session, person: Person, column: str, value: str, source: Source, why: str = "") -> None:
    """Write down one value, also the same one from a better source."""
    words = {"at": clock.now(), "by_id": acting().user_id, "why": why[:300] or None}
    session.add(Known(person_id=person.id, column=column, value=value[:400], source=source, **words))


def text_of(session: Session, person: Person, column: str) -> str:
    """Return a value of a person as people read it, "" for none."""
    value = getattr(person, column)
    if value is None or value == "":
        return ""
    if column.endswith("_id") and column != "citizen_id":
        model = getattr(type(person), column.removesuffix("_id")).property.mapper.class_
        return str(session.get(model, value))
    return str(value)


def sentence(source: str, moment: str) -> str:
    """Say why a value is locked."""
    when = format_moment(datetime.fromisoformat(moment))
    text = _("From %(source)s, %(when)s. If it is wrong, enter a difference.", source=Source(source), when=when)
    return str(text)


def _values(session: Session, person: Person) -> Iterator[tuple[str, str]]:
    for column in COLUMNS:
        yield column, text_of(session, person, column)
    found: dict[str, list[str]] = {}
    for address in session.scalars(
        select(PersonAddress).where(PersonAddress.person_id == person.id).order_by(PersonAddress.position)
    ):
        unit: Any = session.get(Unit, address.unit_id) if address.unit_id else None
        found.setdefault(f"address.{address.kind.value}", []).append(address.text(str(unit) if unit else ""))
    for column, texts in found.items():
        yield column, "; ".join(text for text in texts if text)
