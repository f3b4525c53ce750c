"""A timetable by first fit: nothing clashes in it; it says in which region each class meets, and the solver begins from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

TRIP = 15  # half-days that a class may begin later before a trainer is sent to one more region
WEEK = 14  # half-days


class FirstFit:
    """Places class after class, those with the fewest trainers first; `placed` maps a class's place in the problem."""

    def __init__(self, problem: dict[str, Any]) -> None:
        self.problem, self.slots, self.classes = problem, problem["slots"], problem["classes"]
        self.taught = {int(key): set(what["busy"]) for key, what in problem["trainers"].items()}
        self.taken = {int(key): set(what["busy"]) for key, what in problem["rooms"].items()}
        self.teaches: dict[int, list[int]] = defaultdict(list)  # the classes that a trainer has
        self.partners: dict[int, list[int]] = defaultdict(list)  # classes that share trainees
        for one, other in problem["shared"]:
            self.partners[one].append(other)
            self.partners[other].append(one)
        self.placed: dict[int, dict[str, Any]] = {}
        for number in sorted(range(len(self.classes)), key=lambda at: (len(self.classes[at]["trainers"]), at)):
            if (found := self._best(number)) is not None:
                self._take(number, found)

    def lines(self) -> list[dict[str, Any]]:
        """Return where each placed class meets."""
        return [line_of(self.classes[at], **found) for at, found in sorted(self.placed.items())]

    def region(self, number: int) -> int | None:
        """Return the region in which a class meets; None: online only."""
        if (found := self.placed.get(number)) is not None:
            return self._of_room(found["room"])
        rooms = self.classes[number]["rooms"]
        return self._of_room(rooms[0]) if rooms else None

    def days(self, one: int | None, other: int | None) -> int:
        """Return how many days must lie between lessons in two regions."""
        return (
            0
            if one is None or other is None
            else int(self.problem["ways"].get(f"{min(one, other)}-{max(one, other)}", 0))
        )

    def is_too_near(self, number: int, who: int, region: int | None, slot: int) -> bool:
        """Whether trainer or trainees could not be there in time from what they have been booked for already."""
        stays = [*self.classes[number].get("stays", ()), *self.problem["trainers"][str(who)].get("stays", ())]
        return any(abs(slot - at) < 2 * self.days(region, there) for at, there in stays)

    def _of_room(self, room: int | None) -> int | None:
        return None if room is None else int(self.problem["rooms"][str(room)]["region"])

    def _take(self, number: int, found: dict[str, Any]) -> None:
        self.placed[number] = found
        self.taught[found["trainer"]].update(found["slots"])
        self.teaches[found["trainer"]].append(number)
        if found["room"] is not None:
            self.taken[found["room"]].update(found["slots"])

    def _best(self, number: int) -> dict[str, Any] | None:
        one, options = self.classes[number], []
        for who in sorted(one["trainers"], key=lambda who: len(self.taught[who])):
            known = {self.region(other) for other in self.teaches[who]}
            for room in [None] if one["online"] else one["rooms"]:
                trip = 0 if room is None or not known or self._of_room(room) in known else TRIP
                options += [
                    (slots[-1] + trip, {"trainer": who, "room": room, "slots": slots})
                    for slots in self._meetings(number, who, room)
                ]
        return min(options, key=lambda option: option[0])[1] if options else None

    def _meetings(self, number: int, who: int, room: int | None) -> Iterator[list[int]]:
        """The earliest half-days one after another, and the earliest that lie a week apart."""
        free = [slot for slot in self.slots if self._is_free(number, who, room, slot)]
        wanted, among = self.classes[number]["lessons"], set(free)
        row: list[int] = []
        for slot in free:
            row = [slot] if row and self._leaves_between(number, who, room, row[0], slot) else [*row, slot]
            if len(row) == wanted:
                yield row
                break
        for slot in free:
            weekly = [slot + WEEK * week for week in range(wanted)]
            if among.issuperset(weekly) and not self._leaves_between(number, who, room, slot, weekly[-1]):
                yield weekly
                return

    def _is_free(self, number: int, who: int, room: int | None, slot: int) -> bool:
        one = self.classes[number]
        if slot in one["busy"] or slot in self.taught[who] or (room is not None and slot in self.taken[room]):
            return False
        if any(slot in self.placed[other]["slots"] for other in self.partners[number] if other in self.placed):
            return False
        if self.is_too_near(number, who, self._of_room(room), slot):
            return False
        for other, gap in self._far(number, who, room):
            held = self.placed[other]["slots"]
            if held[0] - gap < slot < held[-1] + gap:
                return False
        return True

    def _leaves_between(self, number: int, who: int, room: int | None, first: int, last: int) -> bool:
        return any(first < self.placed[other]["slots"][0] < last for other, _gap in self._far(number, who, room))

    def _far(self, number: int, who: int, room: int | None) -> Iterator[tuple[int, int]]:
        """Placed classes from which trainer or trainees have days to travel, with the half-days between."""
        here = self._of_room(room)
        for other in {*self.teaches[who], *(one for one in self.partners[number] if one in self.placed)}:
            if days := self.days(here, self.region(other)):
                yield other, 2 * days


def line_of(one: dict[str, Any], *, trainer: int, room: int | None, slots: list[int]) -> dict[str, Any]:
    """Return where a class meets, as an answer says it."""
    return {"cohort": one["id"], "trainer": trainer, "room": room, "slots": slots}
