"""The log of calls: who asked what, for which purpose and dossier, what came back and how long it took."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, Record, _, clock, field
from modules.interconnect.links.sealed import opened, seal
from modules.interconnect.ports.port import Garbled, Question, Refused, Reply, Silent


class Result(Choice):
    """What became of a call."""

    ANSWERED = "answered", _("Answer received"), "green"
    TAKEN = "taken", _("Taken, the result comes later"), "violet"
    REFUSED = "refused", _("The other system said no"), "amber"
    SILENT = "silent", _("No answer"), "rose"
    GARBLED = "garbled", _("An answer that cannot be understood"), "rose"


class Call(Record):
    """Lượt gọi: one question to another system and its answer. It is written once and never changed."""

    __tablename__ = "interconnect_call"
    __untracked__ = True
    __table_args__ = (
        Index("ix_interconnect_call_unit_recent", "unit_id", "id"),
        Index("ix_interconnect_call_about", "about_resource", "about_row"),
    )
    searched = ("request_id", "about")

    connection_id: Mapped[int] = field.reference(
        _("Connection"), "interconnect_connection", required=True, readonly=True
    )
    call: Mapped[str] = field.text(_("Call of the system"), max=60, required=True, readonly=True)
    asked_at: Mapped[datetime] = field.moment(_("Asked at"), readonly=True, default=clock.now)
    officer: Mapped[str | None] = field.text(_("In the name of the account"), max=60, readonly=True)
    purpose: Mapped[str] = field.text(_("Purpose of the call"), readonly=True, required=True)
    about: Mapped[str | None] = field.text(_("About the record"), readonly=True)
    about_resource: Mapped[str | None] = mapped_column()
    about_row: Mapped[int | None] = mapped_column()
    request_id: Mapped[str] = field.text(_("Number of the request"), max=120, required=True, readonly=True)
    request_hash: Mapped[str] = field.text(_("SHA-512 of the question"), max=100, required=True, readonly=True)
    answer_hash: Mapped[str | None] = field.text(_("SHA-512 of the answer"), max=100, readonly=True)
    took: Mapped[int] = field.whole(_("Took (ms)"), required=True, readonly=True)
    result: Mapped[Result] = field.choice(_("What became of it"), Result, required=True, readonly=True)
    code: Mapped[str | None] = field.text(_("Code of the refusal or fault"), max=60, readonly=True)
    sealed: Mapped[str | None] = mapped_column(Text)
    connection: Mapped[Any] = field.link("Connection", connection_id)

    def __str__(self) -> str:
        return self.request_id

    @property
    def content(self) -> dict[str, Any]:
        """Question and answer; ValueError when the site's secret has changed since."""
        found: dict[str, Any] = opened(self.sealed)
        return found

    @classmethod
    def of(cls, question: Question, sent: bytes, reply: Reply | None, outcome: object, took: float) -> Call:
        """Return the row of a call that is over; who, about what and for which unit is filled in by whoever asked."""
        told = outcome if isinstance(outcome, dict) else {"fault": str(outcome)}
        return cls(
            call=question.call,
            officer=question.officer.account[:60] or None,
            purpose=question.purpose,
            request_id=question.key,
            request_hash=digest(sent),
            answer_hash=digest(reply.body) if reply else None,
            took=round(took * 1000),
            result=_result(outcome),
            code=_code(outcome),
            sealed=seal({"question": dict(question.content), "answer": told}),
        )


def digest(body: bytes) -> str:
    """SHA-512 in base64, as X-Road writes its Request-Hash."""
    return base64.b64encode(hashlib.sha512(body).digest()).decode()


def _result(outcome: object) -> Result:
    if isinstance(outcome, Garbled):
        return Result.GARBLED
    if isinstance(outcome, Silent):
        return Result.SILENT
    return Result.REFUSED if isinstance(outcome, Refused) else Result.ANSWERED


def _code(outcome: object) -> str | None:
    if isinstance(outcome, Refused):
        return outcome.code[:60]
    return str(outcome)[:60] if isinstance(outcome, Silent) else None
