"""The drawing of a workflow: its bar as a column of boxes, the other states beside it, every step an arrow.

A step to the next box of the bar goes straight down. Every other step runs through a lane of its own between the two
columns and carries its number, by which the table below the drawing tells it apart. Lengths are pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.data.choice import Choice
from app.spec.chain import Rules
from app.spec.flow import Step, Term, Workflow

WIDE, HIGH, PITCH = 230, 50, 112
LANES_AT, LANE = 500, 18
EDGE = 12

Point = tuple[int, int]


@dataclass(frozen=True)
class Box:
    """A state, where it stands, and its term; `here` marks the state a record is in."""

    state: Choice
    x: int
    y: int
    term: Term | None
    here: bool

    @property
    def middle(self) -> int:
        """Half its height down."""
        return self.y + HIGH // 2


@dataclass(frozen=True)
class Arrow:
    """One way of a step: the corners of its line and where its number stands."""

    number: int
    step: Step
    corners: Sequence[Point]
    mark: Point
    straight: bool

    @property
    def path(self) -> str:
        """The line in the words of SVG."""
        return "M" + " L".join(f"{x} {y}" for x, y in self.corners)


class Drawing:
    """A workflow under the rules of a day, laid out; `here` is the state to mark."""

    def __init__(self, flow: Workflow, rules: Rules, day: date, here: Choice | None = None) -> None:
        allowed = [step for step in flow.steps if rules.allows(step, day)]
        self.reached = flow.reach(allowed)
        self.steps = [step for step in allowed if self._sources(step)]
        self._make: Callable[[Choice, int, int], Box] = lambda state, x, y: Box(
            state, x, y, rules.term(state, day), state is here
        )
        self._bar = [state for state in flow.bar if state in self.reached] or list(self.reached)
        self.sides = [state for state in flow.states if state in self.reached and state not in self._bar]

    @cached_property
    def boxes(self) -> dict[Choice, Box]:
        """Every state that can be reached, with its place."""
        found = {state: self._make(state, EDGE, EDGE + at * PITCH) for at, state in enumerate(self._bar)}
        lowest = EDGE - PITCH
        wanted = sorted((self._height_of(state, found), state.value, state) for state in self.sides)
        for y, _code, state in wanted:
            lowest = max(y, lowest + HIGH + 24)
            found[state] = self._make(state, self._side_at, lowest)
        return found

    @cached_property
    def arrows(self) -> list[Arrow]:
        """Every way of every step, numbered by step in the order declared."""
        ways = [(number, step, source) for number, step in enumerate(self.steps, 1) for source in self._sources(step)]
        down = [way for way in ways if self._is_next(way[2], way[1])]
        around = [way for way in ways if way not in down]
        return [*self._down(down), *self._around(around)]

    @property
    def width(self) -> int:
        """How wide the drawing is."""
        return (self._side_at + WIDE if self.sides else self._side_at) + EDGE

    @property
    def height(self) -> int:
        """How high the drawing is."""
        return max(box.y for box in self.boxes.values()) + HIGH + EDGE

    @cached_property
    def _lanes(self) -> dict[str, int]:
        """The lane of each step that does not only go straight down, by its name."""
        crooked = [s for s in self.steps if any(not self._is_next(source, s) for source in self._sources(s))]
        return {step.name: LANES_AT + at * LANE for at, step in enumerate(crooked)}

    @property
    def _side_at(self) -> int:
        return LANES_AT + len(self._lanes) * LANE + 60

    def _sources(self, step: Step) -> list[Choice]:
        return [source for source in step.sources if source in self.reached]

    def _is_next(self, source: Choice, step: Step) -> bool:
        places = {state: at for at, state in enumerate(self._bar)}
        return source in places and places.get(step.target) == places[source] + 1

    def _height_of(self, state: Choice, known: dict[Choice, Box]) -> int:
        """As high as the states it is reached from, on the average."""
        ends = [known[s].y for step in self.steps if step.target is state for s in step.sources if s in known]
        return sum(ends) // len(ends) if ends else EDGE

    def _down(self, ways: list[tuple[int, Step, Choice]]) -> list[Arrow]:
        found: list[Arrow] = []
        for number, step, source in ways:
            beside = sum(one.step.target is step.target for one in found)  # two ways between the same boxes
            top, bottom = self.boxes[source], self.boxes[step.target]
            x = top.x + 30
            mark = (x + 20, top.y + HIGH + 24 + beside * 22)
            found.append(Arrow(number, step, [(x, top.y + HIGH), (x, bottom.y)], mark, straight=True))
        return found

    def _around(self, ways: list[tuple[int, Step, Choice]]) -> list[Arrow]:
        port = self._ports([(end, step) for _number, step, source in ways for end in (source, step.target)])
        found = []
        for number, step, source in ways:
            out, home, lane = self.boxes[source], self.boxes[step.target], self._lanes[step.name]
            start, end = (self._side_of(out), port(source, step)), (self._side_of(home), port(step.target, step))
            if out is home:  # back to where it came from: a short loop instead of the lane
                start, lane = (start[0], out.y + 8), start[0] + 56
            away = -26 if home.x > lane else 26
            found.append(
                Arrow(
                    number,
                    step,
                    [start, (lane, start[1]), (lane, end[1]), end],
                    (end[0] + away, end[1]),
                    straight=False,
                )
            )
        return found

    def _side_of(self, box: Box) -> int:
        return box.x if box.x > LANES_AT else box.x + WIDE

    def _ports(self, ends: list[tuple[Choice, Step]]) -> Callable[[Choice, Step], int]:
        """Return where a step's line meets a box: the lines of a box share its height, the outermost lane on top."""
        order: dict[Choice, list[str]] = {}
        for state, step in ends:
            names = order.setdefault(state, [])
            if step.name not in names:
                names.append(step.name)
                names.sort(key=self._lanes.__getitem__, reverse=True)

        def port(state: Choice, step: Step) -> int:
            names = order[state]
            return self.boxes[state].y + HIGH * (names.index(step.name) + 1) // (len(names) + 1)

        return port
