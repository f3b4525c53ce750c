"""What passes between those who want a timetable and the process that works one out: a question and its answers, as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple


class Stay(NamedTuple):
    """Somebody is in a region in a half-day already: from there he has a way."""

    slot: int
    region: int


@dataclass(frozen=True)
class Wanted:
    """A class to place. `trainers` and `rooms` are those that suit; half-days in `busy` its trainees have no time."""

    cohort: int
    lessons: int
    trainers: list[int]
    rooms: list[int]
    online: bool = False
    busy: list[int] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)


@dataclass(frozen=True)
class Teacher:
    """A trainer: the half-days on which he teaches already, and where."""

    busy: list[int] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)


@dataclass(frozen=True)
class Hall:
    """A room: where it lies, and the half-days on which it is taken or closed."""

    region: int
    busy: list[int] = field(default_factory=list)


class Way(NamedTuple):
    """How many days must lie between lessons in two regions."""

    one: int
    other: int
    days: int


class Pair(NamedTuple):
    """Two classes, by their places in the question, in which the same people sit."""

    one: int
    other: int


@dataclass(frozen=True)
class Meeting:
    """Where and when a class meets: a half-day for each lesson and the room of each, None where it is online."""

    cohort: int
    trainer: int
    rooms: list[int | None]
    slots: list[int]


@dataclass(frozen=True)
class Question:
    """Everything that the search needs; half-days are numbered from the first day on, two a day."""

    classes: list[Wanted]
    slots: list[int]
    trainers: dict[int, Teacher]
    rooms: dict[int, Hall]
    shared: list[Pair] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    seconds: int = 20

    def to_json(self) -> str:
        """Return it as one line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> Question:
        """Read what `to_json` wrote."""
        words = json.loads(line)
        return cls(
            classes=[Wanted(**one | _stays(one)) for one in words["classes"]],
            slots=words["slots"],
            trainers={int(key): Teacher(one["busy"], **_stays(one)) for key, one in words["trainers"].items()},
            rooms={int(key): Hall(**one) for key, one in words["rooms"].items()},
            shared=[Pair(*one) for one in words["shared"]],
            ways=[Way(*one) for one in words["ways"]],
            seconds=words["seconds"],
        )


def answer_to_json(meetings: list[Meeting]) -> str:
    """Return an answer as one line."""
    return json.dumps([asdict(one) for one in meetings])


def answer_from_json(line: str) -> list[Meeting]:
    """Read what `answer_to_json` wrote."""
    return [Meeting(**one) for one in json.loads(line)]


def _stays(one: dict[str, Any]) -> dict[str, list[Stay]]:
    return {"stays": [Stay(*stay) for stay in one["stays"]]}
