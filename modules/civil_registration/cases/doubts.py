"""What a check doubts in a case, and why it is right all the same: written down before the case is put forward."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Finding, _, db, field


class Doubted:
    """A doubt of a case: `code` names the check, `text` says it, `why` is the officer's answer."""

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    code: Mapped[str] = mapped_column()
    text: Mapped[str] = field.text(_("What the check says"), max=500, readonly=True)
    why: Mapped[str | None] = field.text(_("Right all the same, because"), max=500)


def take_down(case: Any, kind: type[Any], found: Iterable[Finding]) -> None:
    """Make the doubts of a case those that its checks find now; an answer stays as long as its doubt says the same."""
    answered = {(one.code, one.text): one.why for one in case.doubts}
    case.doubts = [
        kind(code=one.code, text=one.sentence, position=place, why=answered.get((one.code, one.sentence)))
        for place, one in enumerate((one for one in found if not one.stops), 1)
    ]
    db.session().flush()


def require_answered(case: Any) -> None:
    """ValueError names the doubts that nobody has answered."""
    open_ones = [one.text for one in case.doubts if not (one.why or "").strip()]
    if open_ones:
        raise ValueError(str(_("Write why it is right all the same: %(doubts)s", doubts="; ".join(open_ones))))


def require_nothing_new(case: Any, found: Iterable[Finding]) -> None:
    """ValueError names what checks find at the signature and nobody has answered: another case came, or a rule did."""
    answered = {(one.code, one.text) for one in case.doubts}
    new = [one.sentence for one in found if one.stops or (one.code, one.sentence) not in answered]
    if new:
        raise ValueError(
            str(_("New since it was put forward, so return it to the officer: %(what)s", what="; ".join(new)))
        )


def require_sound(found: Iterable[Finding]) -> None:
    """ValueError names what must be mended first."""
    stops = [one.sentence for one in found if one.stops]
    if stops:
        raise ValueError(str(_("To be mended first: %(what)s", what="; ".join(stops))))
