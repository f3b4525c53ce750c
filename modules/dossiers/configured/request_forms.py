"""Biểu mẫu điện tử tương tác: what a procedure asks of the applicant, field by field, version after version."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Record, _, db, field
from modules.dossiers.configured.issued import Issued, Stage
from modules.dossiers.configured.kinds import LIMITED, LONGEST, FieldKind
from modules.dossiers.configured.words import OF_DOSSIER

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


class FormField(db.Model):  # type: ignore[name-defined]
    """A field of a form; a heading begins a block that goes on until the next one."""

    __tablename__ = "dossiers_form_field"

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("dossiers_form.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    code: Mapped[str] = field.text(_("Code of the field"), max=40, required=True, help=_("As: born_on"))
    label: Mapped[str] = field.text(_("Question"), max=200, required=True)
    kind: Mapped[FieldKind] = field.choice(_("Answered by"), FieldKind, required=True)
    required: Mapped[bool] = field.yes_no(_("Must be answered"))
    choices: Mapped[str | None] = field.text(_("To choose from"), max=2000, help=_("Separated by semicolons."))
    low: Mapped[Decimal | None] = field.number(_("Least"))
    high: Mapped[Decimal | None] = field.number(_("Most"))
    heading: Mapped[str | None] = field.text(_("Begins the block"), max=120)
    help: Mapped[str | None] = field.text(_("Hint"), max=300)

    @property
    def options(self) -> list[str]:
        """The answers to choose from."""
        return [one.strip() for one in (self.choices or "").split(";") if one.strip()]


class RequestForm(Issued, Record):
    """Biểu mẫu điện tử tương tác của một thủ tục: a dossier keeps the version of the day it was received."""

    __tablename__ = "dossiers_form"
    __table_args__ = (
        Index("ix_dossiers_form_unit_recent", "unit_id", "id"),
        Index("ix_dossiers_form_of", "procedure_id", "valid_from"),
    )
    searched = ("title",)

    procedure_id: Mapped[int] = field.reference(_("Procedure"), "procedures_procedure", required=True)
    title: Mapped[str] = field.text(_("Name of the form"), max=300, required=True)
    source: Mapped[str] = field.text(_("Source"), max=300, required=True)
    state: Mapped[Stage] = field.state(Stage)
    procedure: Mapped[Any] = field.link("Procedure", procedure_id)
    fields: Mapped[list[FormField]] = field.lines("FormField", _("Fields"), order_by="FormField.position")

    def __str__(self) -> str:
        return self.title

    def saved(self) -> None:
        """Begin with the fields of the version before. ValueError: a field that cannot be asked, with its line."""
        super().saved()
        if not self.fields:
            self._take_over()
        for one in self.fields:
            one.code = one.code.strip().lower()
        if fault := next(faults(self.fields), None):
            raise ValueError(fault)

    def begin(self) -> None:
        """Put it into force. ValueError: it asks nothing."""
        if not self.fields:
            raise ValueError(str(_("The form has no field yet.")))
        super().begin()

    def _take_over(self) -> None:
        for before in self.others(db.session(), self.procedure_id, self.id, Stage.IN_FORCE)[:1]:
            self.fields = [FormField(**{key: getattr(one, key) for key in COLUMNS}) for one in before.fields]


COLUMNS = ("position", "code", "label", "kind", "required", "choices", "low", "high", "heading", "help")


def faults(fields: Sequence[FormField]) -> Iterator[str]:
    """Say why fields cannot be asked, each in a sentence with its line."""
    seen: set[str] = set()
    for line, one in enumerate(fields, 1):
        for fault in (_fault_of_code(one, seen), _fault_of_choices(one), _fault_of_limits(one)):
            if fault:
                yield str(_("Line %(number)s: %(error)s", number=line, error=fault))
        seen.add(one.code)


def _fault_of_code(one: FormField, seen: set[str]) -> str:
    if not CODE.fullmatch(one.code):
        return str(_("the code “%(code)s” is none: small letters without marks, digits and _, a letter first.", code=one.code))  # fmt: skip
    if one.code in OF_DOSSIER:
        return str(_("“%(code)s” is taken: every dossier tells it by itself.", code=one.code))
    return str(_("the code “%(code)s” stands in the form twice.", code=one.code)) if one.code in seen else ""


def _fault_of_choices(one: FormField) -> str:
    if one.kind is not FieldKind.ONE:
        return str(_("only a list has something to choose from.")) if one.options else ""
    if len(one.options) < 2:
        return str(_("a list needs at least two answers to choose from, separated by semicolons."))
    twice = next((option for option in one.options if one.options.count(option) > 1), "")
    return str(_("“%(option)s” stands in the list twice.", option=twice)) if twice else ""


def _fault_of_limits(one: FormField) -> str:
    if one.low is None and one.high is None:
        return ""
    if one.kind not in LIMITED:
        return str(_("“%(kind)s” has neither least nor most.", kind=one.kind))
    if one.low is not None and one.high is not None and one.low > one.high:
        return str(_("the least is more than the most."))
    most = LONGEST.get(one.kind)
    limits = [value for value in (one.low, one.high) if value is not None]
    if most and any(value < 0 or value > most or value % 1 for value in limits):
        return str(_("a text has whole limits, of at most %(most)s characters.", most=most))
    return ""
