"""Mẫu văn bản trả kết quả: the text of the letter that a procedure ends with, version after version."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, select, union
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Choice, Record, _, db, field, standing
from modules.dossiers.configured.issued import Issued, Stage
from modules.dossiers.configured.request_forms import RequestForm
from modules.dossiers.configured.words import OF_DOSSIER, places, require_known


class LetterKind(Choice):
    """Loại văn bản; a Công văn has no name of its own above its text (NĐ 30/2020/NĐ-CP, annex I)."""

    CONFIRMATION = "confirmation", _("Confirmation (Giấy xác nhận)")
    NOTICE = "notice", _("Notice (Thông báo)")
    OFFICIAL = "official", _("Official letter (Công văn)")
    DECISION = "decision", _("Decision (Quyết định)")

    @property
    def name_on_paper(self) -> str:
        """What stands above the text; "" above that of a Công văn."""
        return NAMES[self]


NAMES = {
    LetterKind.CONFIRMATION: "GIẤY XÁC NHẬN",
    LetterKind.NOTICE: "THÔNG BÁO",
    LetterKind.OFFICIAL: "",
    LetterKind.DECISION: "QUYẾT ĐỊNH",
}


class ResultLetter(Issued, Record):
    """Mẫu văn bản trả kết quả của một thủ tục: a dossier keeps the version of the day its result was made."""

    __tablename__ = "dossiers_letter"
    __table_args__ = (
        Index("ix_dossiers_letter_unit_recent", "unit_id", "id"),
        Index("ix_dossiers_letter_of", "procedure_id", "valid_from"),
    )
    searched = ("about",)

    procedure_id: Mapped[int] = field.reference(_("Procedure"), "procedures_procedure", required=True)
    kind: Mapped[LetterKind] = field.choice(_("Kind of document"), LetterKind, required=True)
    about: Mapped[str] = field.text(
        _("Subject of the letter"), max=300, required=True, help=_("As: Về hoàn cảnh gia đình của học sinh")
    )
    symbol: Mapped[str | None] = field.text(
        _("Symbol after the number"), max=40, help=_("As: GXN-UBND; added where the number of the result has none.")
    )
    addressed: Mapped[str | None] = field.text(_("Addressed to"), max=300, help=_("Empty: to nobody in particular."))
    body: Mapped[str] = field.long_text(
        _("Text of the letter"),
        required=True,
        help=_("One paragraph to a line. {applicant}, {code} and the codes of the form's fields are filled in."),
    )
    recipients: Mapped[str | None] = field.long_text(_("Recipients"), help=_("One to a line. Empty: as above; kept."))
    source: Mapped[str] = field.text(_("Source"), max=300, required=True)
    state: Mapped[Stage] = field.state(Stage)
    procedure: Mapped[Any] = field.link("Procedure", procedure_id)

    def __str__(self) -> str:
        return f"{self.kind}: {self.about}"

    @property
    def texts(self) -> str:
        """All that has places to be filled in."""
        return "\n".join(filter(None, (self.about, self.addressed, self.body, self.recipients)))

    def saved(self) -> None:
        """ValueError names a place that nothing would fill."""
        super().saved()
        self.require_filled()

    def begin(self) -> None:
        """Put it into force. ValueError: a form in force has no answer for one of its places."""
        self.require_filled()
        super().begin()

    def require_filled(self) -> None:
        """ValueError names a place that a form of its time does not fill; one being drafted counts where none is in force."""
        session = db.session()
        forms = RequestForm.others(session, self.procedure_id, 0, Stage.IN_FORCE)
        forms = [one for one in forms if self.meets(one)] or _drafted(session, self.procedure_id)
        for codes in [codes_of(form) for form in forms] or [[]]:
            require_known(self.texts, [*OF_DOSSIER, *codes])


def require_letters(form: RequestForm) -> None:
    """Before a form comes into force. ValueError: a letter in force needs an answer that it does not ask."""
    codes = {*OF_DOSSIER, *codes_of(form)}
    for letter in ResultLetter.others(db.session(), form.procedure_id, 0, Stage.IN_FORCE):
        lost = [name for name in places(letter.texts) if name not in codes]
        if lost and letter.meets(form):
            words = {"letter": letter, "name": lost[0]}
            raise ValueError(str(_("“%(letter)s” needs {%(name)s}: keep the field, or end the letter first.", **words)))


def codes_of(form: RequestForm) -> list[str]:
    """Return the codes of the fields of a form."""
    return [one.code for one in form.fields]


def _drafted(session: Session, procedure_id: int) -> list[RequestForm]:
    return RequestForm.others(session, procedure_id, 0, Stage.DRAFTED)[:1]


@standing(RequestForm, ResultLetter)
def configured(session: Session) -> frozenset[int]:
    """Return the ids of the procedures that have, or once had, a form or a letter of their own."""
    return frozenset(session.scalars(union(select(RequestForm.procedure_id), select(ResultLetter.procedure_id))))
