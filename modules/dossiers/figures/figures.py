"""Each figure of the report, and the dossiers it counts: the same words for the number and for the list behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_, select

from app.toolkit import Choice, _, given
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.figures.period import Period
from modules.dossiers.journey.handlings import Handling
from modules.dossiers.journey.pace import Pace
from modules.dossiers.served.records import Served
from modules.dossiers.served.service import Service
from modules.fees.charges import Charge
from modules.fees.receipts import Means, Receipt, State
from modules.procedures.editions.contents import Way

DOSSIERS = "dossiers.dossiers"


class Figure(Choice):
    """A column of the report; what it counts is a set of dossiers."""

    CARRIED = "carried", _("Carried over")
    RECEIVED = "received", _("Received in all")
    DIRECT = "direct", _("Received at the counter")
    ONLINE = "online", _("Received online")
    POST = "post", _("Received by post")
    SOLVED = "solved", _("Solved in all")
    EARLY = "early", _("Solved early")
    ON_TIME = "on_time", _("Solved on time")
    LATE = "late", _("Solved late")
    OPEN = "open", _("Open in all")
    OPEN_IN_TIME = "open_in_time", _("Open, in time")
    OPEN_LATE = "open_late", _("Open, late")
    UNDIGITISED = "undigitised", _("Papers not digitised")
    DIGITISED = "digitised", _("Papers digitised")
    REUSED = "reused", _("Papers used again")
    REUSED_NATIONALLY = "reused_nationally", _("Papers from the national store")
    BY_POPULATION = "by_population", _("Papers replaced by population data")
    DIGITAL = "digital", _("Result electronic")
    ON_PAPER = "on_paper", _("Result not electronic")
    ONLINE_DIGITAL = "online_digital", _("Handed in online, result electronic")
    DUTY = "duty", _("With a financial duty")
    PAID_ONLINE = "paid_online", _("Paid online")
    PAID_DESK = "paid_desk", _("Paid at the desk")

    def rows(self, period: Period) -> ColumnElement[bool]:
        """Return which dossiers it counts in a period."""
        return RULES[self](period)


def came(period: Period) -> ColumnElement[bool]:
    """Received in the period."""
    return and_(Dossier.received_at >= period.begin, Dossier.received_at < period.end)


def went(period: Period) -> ColumnElement[bool]:
    """Ended in the period: with a result, stopped or withdrawn (states 9, 10, 8)."""
    return and_(Dossier.ended_at >= period.begin, Dossier.ended_at < period.end)


def stands(moment: Any) -> ColumnElement[bool]:
    """Received before a moment and not ended by then."""
    return and_(Dossier.received_at < moment, or_(Dossier.ended_at.is_(None), Dossier.ended_at >= moment))


def overdue(moment: Any) -> ColumnElement[bool]:
    """Promised for an earlier moment, and not because it waits for the citizen since before its term was over."""
    waits = (Handling.dossier_id == Dossier.id, Handling.paused, Handling.left_at.is_(None))
    standing_still = select(Handling.id).where(*waits, Handling.came_at <= Dossier.promised_at).exists()
    return and_(Dossier.promised_at < moment, ~standing_still)


def in_time(moment: Any) -> ColumnElement[bool]:
    """Whatever is not overdue; also what has no promise."""
    return or_(Dossier.promised_at.is_(None), not_(overdue(moment)))


def owed() -> list[Sequence[ColumnElement[bool]]]:
    """What joins a dossier to its charges over more than 0 đồng (a duty of 0 is none), for each place that keeps them.

    They are kept at the dossier, or at the rows that its service names.
    """
    places: list[Sequence[ColumnElement[bool]]] = [
        (Charge.resource == DOSSIERS, Charge.row_id == Dossier.id, Charge.amount > 0)
    ]
    for service in given(Service):
        if service.charges is not None:
            kept = service.charges
            there = (Charge.resource == kept.key, Charge.row_id == kept.row, Charge.amount > 0)
            of_dossier = (Served.resource == service.key, Served.dossier_id == Dossier.id)
            places.append((*there, kept.of == Served.row_id, *of_dossier))
    return places


def online() -> ColumnElement[bool]:
    """Paid on the platform of the national portal."""
    return and_(Receipt.state == State.ISSUED, Receipt.means == Means.PORTAL)


def at_desk() -> ColumnElement[bool]:
    """Paid in another way."""
    return and_(Receipt.state == State.ISSUED, Receipt.means != Means.PORTAL)


def _paid(how: ColumnElement[bool]) -> ColumnElement[bool]:
    receipts = select(Charge.id).join(Receipt, Receipt.id == Charge.receipt_id)
    return or_(*(receipts.where(*place, how).exists() for place in owed()))


def _has_duty() -> ColumnElement[bool]:
    return or_(*(select(Charge.id).where(*place).exists() for place in owed()))


RULES: dict[Figure, Callable[[Period], ColumnElement[bool]]] = {
    Figure.CARRIED: lambda period: stands(period.begin),
    Figure.RECEIVED: came,
    Figure.DIRECT: lambda period: and_(came(period), Dossier.way == Way.DIRECT),
    Figure.ONLINE: lambda period: and_(came(period), Dossier.way == Way.ONLINE),
    Figure.POST: lambda period: and_(came(period), Dossier.way == Way.POST),
    Figure.SOLVED: went,
    Figure.EARLY: lambda period: and_(went(period), Dossier.pace == Pace.EARLY),
    Figure.ON_TIME: lambda period: and_(went(period), Dossier.pace == Pace.ON_TIME),
    Figure.LATE: lambda period: and_(went(period), Dossier.pace == Pace.LATE),
    Figure.OPEN: lambda period: stands(period.end),
    Figure.OPEN_IN_TIME: lambda period: and_(stands(period.end), in_time(period.judged)),
    Figure.OPEN_LATE: lambda period: and_(stands(period.end), overdue(period.judged)),
    Figure.UNDIGITISED: lambda period: and_(came(period), ~Dossier.digitised),
    Figure.DIGITISED: lambda period: and_(came(period), Dossier.digitised),
    Figure.REUSED: lambda period: and_(came(period), Dossier.reused),
    Figure.REUSED_NATIONALLY: lambda period: and_(came(period), Dossier.reused_nationally),
    Figure.BY_POPULATION: lambda period: and_(came(period), Dossier.by_population),
    Figure.DIGITAL: lambda period: and_(went(period), Dossier.digital_result),
    Figure.ON_PAPER: lambda period: and_(went(period), ~Dossier.digital_result),
    Figure.ONLINE_DIGITAL: lambda period: and_(went(period), Dossier.digital_result, Dossier.way == Way.ONLINE),
    Figure.DUTY: lambda period: and_(came(period), _has_duty()),
    Figure.PAID_ONLINE: lambda period: and_(came(period), _paid(online())),
    Figure.PAID_DESK: lambda period: and_(came(period), _paid(at_desk())),
}
