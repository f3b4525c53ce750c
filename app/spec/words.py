"""The declaration vocabulary for nouns and screens: frozen values that name model attributes, never strings.

Role · Allow · List · Board · Calendar · Pivot · Section · Lines · Panel · Report · Leaf · Resource · Job · On ·
Module · Link; the words of a workflow stand in `flow.py`, that of a proof in `proof.py`, what a module says to
others in `others.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from app.data.record import Record
from app.data.text import Text
from app.spec.proof import Proof

if TYPE_CHECKING:
    from app.spec.flow import Workflow
    from app.spec.others import Attach, Beside, Takes
    from app.spec.told import Told
    from app.spec.typed import Ask, Finding, Preview

Column = InstrumentedAttribute[Any]


class Reach(Enum):
    """How far a role sees: its own unit and those below it, or the whole city."""

    UNIT = "unit"
    CITY = "city"


@dataclass(frozen=True)
class Role:
    """A kind of person, named `<module>.<person>`; a post gives it to a user in a unit.

    Who holds it holds the roles it `includes` in that unit, too, each with its own reach, also by delegation.
    """

    name: str
    label: Text
    reach: Reach = Reach.UNIT
    second_factor: bool = False
    includes: tuple[Role, ...] = ()


@dataclass(frozen=True, init=False)
class Allow:
    """What a role may do to a resource: any of read, create, update, delete, export, import.

    `only` is a condition on the rows it sees at all, as `Request.state != State.DRAFT`.
    """

    role: Role
    acts: frozenset[str]
    only: ColumnElement[bool] | None = None

    def __init__(self, role: Role, *acts: str, only: ColumnElement[bool] | None = None) -> None:
        object.__setattr__(self, "role", role)
        object.__setattr__(self, "acts", frozenset(acts))
        object.__setattr__(self, "only", only)


@dataclass(frozen=True)
class List:
    """A table of records, in the order of `sort` (one column or a tuple); `under` is a quieter line below the first text."""

    columns: Sequence[Column]
    under: Column | None = None
    total: Column | None = None
    sort: Any = None


@dataclass(frozen=True)
class Board:
    """Cards in columns by a choice column."""

    by: Column
    total: Column | None = None


@dataclass(frozen=True)
class Calendar:
    """A month of records by a day or moment column."""

    on: Column


@dataclass(frozen=True)
class Pivot:
    """Counts and sums: `rows` against `columns`, computed by the database."""

    rows: Column
    columns: Column
    total: Column | None = None


View = List | Board | Calendar | Pivot


@dataclass(frozen=True)
class Section:
    """A titled block of a form; `when` hides it from a record, `asks` is a button that asks elsewhere (`Ask`)."""

    title: Text
    columns: Sequence[Column]
    when: Callable[[Any], bool] | None = None
    asks: Ask | None = None


@dataclass(frozen=True)
class Lines:
    """A table of item rows inside the form; rows pasted from a spreadsheet follow the order of `columns`.

    `amount` names two columns whose product, in đồng, is shown per row and added up below.
    `fills` keeps the rows as they are: a step fills these columns of them, and adds or removes no row.
    `suggests` says what stands in a column that is still empty: {column: function of the row}.
    `when` leaves the table out of the form of a record it does not apply to.
    """

    attribute: Column
    columns: Sequence[Column]
    amount: tuple[Column, Column] | None = None
    fills: Sequence[Column] | None = None
    suggests: Mapping[Column, Callable[[Any], Any]] | None = None
    when: Callable[[Any], bool] | None = None

    def asks(self, column: Column) -> bool:
        """Whether the form has an input for this column."""
        return self.fills is None or any(column.key == one.key for one in self.fills)

    def sum_of(self, record: Any) -> int:
        """Add up the `amount` of every row of a record; what is not typed yet counts as nothing."""
        if self.amount is None:
            return 0
        one, other = (column.key for column in self.amount)
        rows = getattr(record, self.attribute.key) if record.id else []
        return sum((getattr(row, one) or 0) * (getattr(row, other) or 0) for row in rows)


@dataclass(frozen=True)
class Panel:
    """A block of a record page, also shown under the form of a step: `templates/<module>/<template>`.

    `context(record)` returns what the template needs by name (`told.py`); None leaves the block out for this record.
    """

    name: str
    title: Text
    template: str
    context: Callable[[Any], Told | None]


@dataclass(frozen=True)
class Report:
    """A PDF of one record, from `templates/<module>/<template>`.

    The page knows `record`, its `unit` and `today`; `context(record)` adds what else it needs.
    `signed` names the step whose taker signs the paper: his title, his name and the day of the step are printed.
    With `together` the chosen records, or a whole filter, share pages (labels): template and `context` get `records`.
    """

    name: str
    title: Text
    template: str
    context: Callable[[Any], Told] | None = None
    when: Callable[[Any], bool] | None = None
    together: bool = False
    signed: str = ""


class Leaf(NamedTuple):
    """A page of a scan: the file, the page in it from 0, and how far it is turned clockwise (0, 90, 180, 270)."""

    file: Any
    page: int
    turn: int = 0


@dataclass(frozen=True, eq=False)
class Resource:
    """A noun with everything a user needs around it: list, form, page, search, export, permissions, audit.

    `scans` asks for scanned pages (PDF, JPEG, PNG) and shows them beside the form.
    `shared` rows (catalogues, norms, campaigns) are read by every role with access, whatever its unit.
    `also` are further unit columns: the units in them read a record that is not theirs (the receiver of a transfer).
    `key` are the columns by which a file that is taken in finds what it changes, `current` the rows it looks among.
    `under` is its heading in the menu, below the daily work; `menu` whose menu lists it: not every reader's, or none (False).
    `opened(record)` is told when a person opens the page of a record, in a transaction of its own.
    `taken(name, content)` returns a scan that comes in as (name, content) in the form in which it is kept.
    `scanned(session, record, file, content)` is told of each scan that comes in, by whatever way, in its transaction.
    `leaves(record)` says which pages of its scans are shown, in which order and how turned; none: all of them.
    `findings(record)` says what checks find in it, `preview` draws its paper: both beside the form, while one types.
    """

    model: type[Record]
    title: Text
    one: Text
    slug: str
    access: Sequence[Allow] = ()
    icon: str = "file-text"
    views: Sequence[View] = ()
    form: Sequence[Section | Lines] = ()
    heading: Column | None = None
    key: Sequence[Column] = ()
    current: Any = None
    filters: Sequence[Column] = ()
    groups: Sequence[Column] = ()
    workflow: Workflow | None = None
    reports: Sequence[Report] = ()
    panels: Sequence[Panel] = ()
    attachments: bool = True
    menu: bool | Sequence[Role] = True
    under: Text | None = None
    shared: bool = False
    also: Sequence[Column] = ()
    scans: bool = False
    opened: Callable[[Any], None] | None = None
    taken: Callable[[str, bytes], tuple[str, bytes]] | None = None
    scanned: Callable[[Any, Any, Any, bytes], None] | None = None
    leaves: Callable[[Any], Sequence[Leaf]] | None = None
    findings: Callable[[Any], Sequence[Finding]] | None = None
    preview: Preview | None = None

    @property
    def flow(self) -> Workflow:
        """Its workflow, for code that runs only where there is one; LookupError elsewhere."""
        if self.workflow is None:
            raise LookupError(f"{self.slug} has no workflow")
        return self.workflow


@dataclass(frozen=True)
class Job:
    """A function that runs later, under its `label`; a periodic one has in `every` a cron line in Vietnam's time.

    `run(session, **arguments)` works in one unit of work; a `long` one, `run(**arguments)`, opens its own.
    """

    name: str
    label: Text
    run: Callable[..., Any]
    every: str | None = None
    tries: int = 5
    long: bool = False


@dataclass(frozen=True)
class On:
    """Call `run(record)` after the commit of a step (`<module>.<slug>.<target state>`), in a session of its own."""

    event: str
    run: Callable[[Any], None]


@dataclass(frozen=True, eq=False)
class Module:
    """A pluggable part of the back office; `seed` and `demo` say `package.file:function`, imported when they run."""

    name: str
    title: Text
    folder: Path
    version: str = "0.1.0"
    depends: Sequence[str] = ()
    icon: str = "puzzle"
    tone: str = "c2"
    roles: Sequence[Role] = ()
    resources: Sequence[Resource] = ()
    attach: Sequence[Attach] = ()
    beside: Sequence[Beside] = ()
    jobs: Sequence[Job] = ()
    on: Sequence[On] = ()
    proofs: Sequence[Proof] = ()
    takes: Sequence[Takes] = ()
    gives: Sequence[Any] = ()  # values of kinds that modules it depends on take
    extras: Mapping[str, str] = field(default_factory=dict)  # by the module it goes with: the `Extra` it says then
    routes: Sequence[Any] = ()
    commands: Sequence[Any] = ()
    serving: Sequence[Callable[[], None]] = ()  # called when a server begins: what a first visitor would wait for
    links: Sequence[Link] = ()
    seed: str | None = None
    demo: str | None = None


@dataclass(frozen=True)
class Link:
    """A menu entry for a screen of one's own; `first` puts it above the records: the module opens there."""

    title: Text
    endpoint: str
    icon: str
    roles: Sequence[Role] = field(default_factory=tuple)
    under: Text | None = None
    first: bool = False
