"""The tables of the report: which figures each shows, and under which heads they stand."""

from __future__ import annotations

from app.toolkit import Choice, Text, _
from modules.dossiers.figures.figures import Figure
from modules.dossiers.figures.tally import Tally


class Table(Choice):
    """A page of the report."""

    FLOW = "flow", _("Received and solved")
    DIGITISATION = "digitisation", _("Digitisation")
    PAYMENT = "payment", _("Payment")
    INDEX = "index", _("Index of service")

    @property
    def heads(self) -> list[tuple[str, tuple[Figure, ...]]]:
        """The heads over its columns, each with its figures."""
        return [(str(head), figures) for head, figures in HEADS[self]]

    @property
    def figures(self) -> list[Figure]:
        """Its columns."""
        return [one for _head, figures in HEADS[self] for one in figures]

    def short(self, figure: Figure) -> str:
        """Name a column under its head."""
        return str(SHORT.get(figure, figure.label))

    @property
    def shares(self) -> list[str]:
        """The heads of the shares that stand behind the figures."""
        return [str(one) for one in SHARES[self]]

    def shares_of(self, tally: Tally) -> list[str]:
        """Return the shares of a row."""
        return {Table.FLOW: [tally.on_time], Table.PAYMENT: list(tally.shares_paid)}.get(self, [])


HEADS: dict[Table, list[tuple[Text, tuple[Figure, ...]]]] = {
    Table.FLOW: [
        (_("Carried over"), (Figure.CARRIED,)),
        (_("Received"), (Figure.RECEIVED, Figure.DIRECT, Figure.ONLINE, Figure.POST)),
        (_("Solved"), (Figure.SOLVED, Figure.EARLY, Figure.ON_TIME, Figure.LATE)),
        (_("Being handled"), (Figure.OPEN, Figure.OPEN_IN_TIME, Figure.OPEN_LATE)),
    ],
    Table.DIGITISATION: [
        (_("Received"), (Figure.UNDIGITISED, Figure.DIGITISED, Figure.REUSED, Figure.REUSED_NATIONALLY)),
        (_("Solved"), (Figure.ON_PAPER, Figure.DIGITAL)),
    ],
    Table.PAYMENT: [(_("Payment"), (Figure.DUTY, Figure.PAID_ONLINE, Figure.PAID_DESK))],
    Table.INDEX: [],
}
SHARES: dict[Table, list[Text]] = {
    Table.FLOW: [_("Share on time")],
    Table.DIGITISATION: [],
    Table.PAYMENT: [_("Share paid online"), _("Share paid at the desk")],
    Table.INDEX: [],
}
SHORT = {
    Figure.RECEIVED: _("In all"),
    Figure.DIRECT: _("At the counter"),
    Figure.ONLINE: _("Online"),
    Figure.POST: _("By post"),
    Figure.SOLVED: _("In all"),
    Figure.EARLY: _("Before the day"),
    Figure.ON_TIME: _("On time"),
    Figure.LATE: _("Late"),
    Figure.OPEN: _("In all"),
    Figure.OPEN_IN_TIME: _("Within the term"),
    Figure.OPEN_LATE: _("Late"),
}
