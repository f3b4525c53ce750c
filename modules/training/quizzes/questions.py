"""The question bank of a course."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, Record, _, db, field
from modules.training.catalogue.courses import Course


class Form(Choice):
    """How a question is answered."""

    SINGLE = "single", _("One right answer"), "blue"
    MULTIPLE = "multiple", _("Several right answers"), "violet"
    TEXT = "text", _("In words"), "grey"


class Question(Record):
    """Câu hỏi: with its options, or with the words that count as right."""

    __tablename__ = "training_question"
    searched = ("text",)

    course_id: Mapped[int] = field.reference(_("Course"), "training_course", required=True)
    form: Mapped[Form] = field.choice(_("How it is answered"), Form, required=True)
    text: Mapped[str] = field.text(_("Question"), max=1000, required=True)
    accepted: Mapped[str | None] = field.long_text(
        _("Words that count as right"), help=_("One per line; marks and capitals do not matter")
    )
    points: Mapped[int] = field.whole(_("Points"), low=1, high=100, required=True, default=1)
    withdrawn: Mapped[bool] = field.yes_no(_("No longer asked"))
    course: Mapped[Course] = field.link("Course", course_id)
    options: Mapped[list[Option]] = field.lines("Option", _("Options"), order_by="Option.position")

    def __str__(self) -> str:
        return self.text

    def saved(self) -> None:
        """ValueError: too few options, none or too many right, or no words to compare with."""
        db.session.flush()
        db.session.refresh(self, ["options"])
        right = sum(1 for option in self.options if option.right)
        if self.form is Form.TEXT:
            if not (self.accepted or "").strip():
                raise ValueError(str(_("Write at least one answer that counts as right.")))
        elif len(self.options) < 2 or not right:
            raise ValueError(str(_("Give at least two options, and say which are right.")))
        elif self.form is Form.SINGLE and right > 1:
            raise ValueError(str(_("Only one option may be right here.")))


class Option(db.Model):  # type: ignore[name-defined]
    """One option of a question."""

    __tablename__ = "training_option"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("training_question.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = field.text(_("Option"), max=500, required=True)
    right: Mapped[bool] = field.yes_no(_("Right"))
