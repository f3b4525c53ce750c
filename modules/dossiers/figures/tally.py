"""A row of the report: every figure of one unit, one procedure, or all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from modules.dossiers.figures.figures import Figure

SUMS = {
    Figure.RECEIVED: (Figure.DIRECT, Figure.ONLINE, Figure.POST),
    Figure.SOLVED: (Figure.EARLY, Figure.ON_TIME, Figure.LATE),
    Figure.OPEN: (Figure.OPEN_IN_TIME, Figure.OPEN_LATE),
}


@dataclass
class Tally:
    """How many dossiers each figure counts; those that count none are 0."""

    name: str = ""
    code: str = ""
    key: int | None = None
    counts: Counter[Figure] = field(default_factory=Counter)

    def __getitem__(self, figure: Figure) -> int:
        return sum(self.counts[one] for one in SUMS.get(figure, (figure,)))

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.name, self.code, self.key, self.counts + other.counts)

    @property
    def on_hand(self) -> int:
        """All that there was to do: carried over and received; as many as are solved and open."""
        return self[Figure.CARRIED] + self[Figure.RECEIVED]

    @property
    def on_time(self) -> str:
        """The share of the solved that was not late, in percent; "–" where nothing was solved."""
        solved = self[Figure.SOLVED]
        return percent(solved - self[Figure.LATE], solved)

    @property
    def shares_paid(self) -> tuple[str, str]:
        """The shares of those with a duty that were paid online, and at the desk."""
        duty = self[Figure.DUTY]
        return percent(self[Figure.PAID_ONLINE], duty), percent(self[Figure.PAID_DESK], duty)


def percent(part: int, whole: int) -> str:
    """Return a share as 98,50 %; "–" of nothing."""
    return f"{100 * part / whole:.2f} %".replace(".", ",") if whole else "–"
