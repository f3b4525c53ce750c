"""A timetable by first fit: nothing clashes in it; it says in which region each class meets, and the solver begins from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from modules.training.timetable.question import Meeting, Question

TRIP = 15  # half-days that a class may begin later before a trainer is sent to one more region
WEEK = 14  # half-days


class FirstFit:
    """Places class after class, those with the fewest trainers first; `placed` maps a class's place in the question."""

    def __init__(self, question: Question) -> None:
        self.question, self.slots, self.classes = question, question.slots, question.classes
        self.taught = {who: set(what.busy) for who, what in question.trainers.items()}
        self.taken = {room: set(what.busy) for room, what in question.rooms.items()}
        self.ways = {frozenset((way.one, way.other)): way.days for way in question.ways}
        self.teaches: dict[int, list[int]] = defaultdict(list)  # the classes that a trainer has
        self.partners: dict[int, list[int]] = defaultdict(list)  # classes that share trainees
        for one, other in question.shared:
            self.partners[one].append(other)
            self.partners[other].append(one)
        self.near: dict[tuple[int, int | None], list[int]] = {}
        self.placed: dict[int, Meeting] = {}
        for number in sorted(range(len(self.classes)), key=lambda at: (len(self.classes[at].trainers), at)):
            if (found := self._best(number)) is not None:
                self._take(number, found)

    def answer(self) -> list[Meeting]:
        """Return where each placed class meets."""
        return [found for _at, found in sorted(self.placed.items())]

    def region(self, number: int) -> int | None:
        """Return the region in which a class meets; None: online only."""
        if (found := self.placed.get(number)) is not None:
            return self._of_room(found.rooms[0])
        rooms = self.classes[number].rooms
        return self._of_room(rooms[0]) if rooms else None

    def rooms_in(self, number: int, region: int | None) -> list[int]:
        """Return the rooms of a region that suit a class."""
        if (number, region) not in self.near:
            suit = [room for room in self.classes[number].rooms if self._of_room(room) == region]
            self.near[number, region] = suit
        return self.near[number, region]

    def days(self, one: int | None, other: int | None) -> int:
        """Return how many days must lie between lessons in two regions."""
        return 0 if one is None or other is None else self.ways.get(frozenset((one, other)), 0)

    def too_near(self, number: int, who: int, region: int | None) -> set[int]:
        """Return when trainer or trainees could not be there in time from what they have been booked for already."""
        found = set[int]()
        for stay in (*self.classes[number].stays, *self.question.trainers[who].stays):
            gap = 2 * self.days(region, stay.region)
            found.update(range(stay.slot - gap + 1, stay.slot + gap))
        return found

    def _of_room(self, room: int | None) -> int | None:
        return None if room is None else self.question.rooms[room].region

    def _take(self, number: int, found: Meeting) -> None:
        self.placed[number] = found
        self.taught[found.trainer].update(found.slots)
        self.teaches[found.trainer].append(number)
        for room, slot in zip(found.rooms, found.slots, strict=True):
            if room is not None:
                self.taken[room].add(slot)

    def _best(self, number: int) -> Meeting | None:
        one, options = self.classes[number], list[tuple[int, Meeting]]()
        regions = [None] if one.online else list(dict.fromkeys(self._of_room(room) for room in one.rooms))
        for who in sorted(one.trainers, key=lambda who: len(self.taught[who])):
            known = {self.region(other) for other in self.teaches[who]}
            for region in regions:
                trip = 0 if region is None or not known or region in known else TRIP
                options += [
                    (slots[-1] + trip, Meeting(one.cohort, who, self._rooms(number, region, slots), slots))
                    for slots in self._meetings(number, who, region)
                ]
        return min(options, key=lambda option: option[0])[1] if options else None

    def _rooms(self, number: int, region: int | None, slots: list[int]) -> list[int | None]:
        """One room for all lessons where one is free; else the room that was free for the last lesson, as long as it is."""
        near, found = self.rooms_in(number, region), list[int | None]()
        if region is None:
            return [None] * len(slots)
        whole = [room for room in near if not self.taken[room] & set(slots)]
        for slot in slots:
            free = whole or [room for room in near if slot not in self.taken[room]]
            found.append(found[-1] if found and found[-1] in free else free[0])
        return found

    def _meetings(self, number: int, who: int, region: int | None) -> Iterator[list[int]]:
        """The earliest half-days one after another, and the earliest that lie a week apart."""
        far = list(self._far(number, who, region))
        never = self.taught[who] | set(self.classes[number].busy) | self.too_near(number, who, region)
        never = never.union(*(self.placed[one].slots for one in self.partners[number] if one in self.placed))
        if region is not None:
            never |= set[int].intersection(*(self.taken[room] for room in self.rooms_in(number, region)))
        for held, gap in far:
            never.update(range(held[0] - gap + 1, held[-1] + gap))
        free = [slot for slot in self.slots if slot not in never]
        wanted, among = self.classes[number].lessons, set(free)
        row: list[int] = []
        for slot in free:
            row = [slot] if row and _leaves_between(far, row[0], slot) else [*row, slot]
            if len(row) == wanted:
                yield row
                break
        for slot in free:
            weekly = [slot + WEEK * week for week in range(wanted)]
            if among.issuperset(weekly) and not _leaves_between(far, slot, weekly[-1]):
                yield weekly
                return

    def _far(self, number: int, who: int, region: int | None) -> Iterator[tuple[list[int], int]]:
        """The half-days of placed classes from which trainer or trainees have days to travel, and how many lie between."""
        for other in {*self.teaches[who], *(one for one in self.partners[number] if one in self.placed)}:
            if days := self.days(region, self.region(other)):
                yield self.placed[other].slots, 2 * days


def _leaves_between(far: list[tuple[list[int], int]], first: int, last: int) -> bool:
    return any(first < held[0] < last for held, _gap in far)
