"""The timetable solver, in a process of its own: reads a problem as JSON, writes one line per answer, the last is the best.

Half-days are numbered from the first day on: 2 × day, one more in the afternoon. What is never broken stands in `_Model`
as constraints; what is wished for has its weight in `WISHES`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import combinations, pairwise
from typing import Any

from modules.training.timetable.first_fit import WEEK, FirstFit
from modules.training.timetable.question import Meeting, Question, Wanted, answer_to_json

PLACED = 100_000  # a class without a timetable is worse than any unfulfilled wish
WISHES = {"region": 30, "load": 12, "room": 8, "weekly": 6, "early": 1}
WORKERS = 2
STARTED = time.monotonic()
GAP = 0.03  # so near to the best that can be, looking on is not worth the wait


class _Model:
    """Classes with their lessons in order; a class keeps one trainer, the region of the first fit and, as a wish, one room."""

    def __init__(self, question: Question) -> None:
        from ortools.sat.python import cp_model

        self.cp, self.question, self.model, self.fit = cp_model, question, cp_model.CpModel(), FirstFit(question)
        self.classes = question.classes
        self.placed: list[Any] = []
        self.trainer: list[dict[int, Any]] = []
        self.room: list[list[dict[int, Any]]] = []  # of each lesson of each class
        self.slot: list[list[Any]] = []
        for number, wanted in enumerate(self.classes):
            self._add_class(number, wanted)
        for who, teacher in question.trainers.items():
            self._keep_apart(
                who, teacher.busy, [[one] * len(slots) for one, slots in zip(self.trainer, self.slot, strict=True)]
            )
        for where, hall in question.rooms.items():
            self._keep_apart(where, hall.busy, self.room)
        for one, other in combinations(range(len(self.classes)), 2):
            self._keep_trainees_and_ways(one, other)
        self._wish()
        self._begin()

    def _add_class(self, number: int, one: Wanted) -> None:
        model, placed = self.model, self.model.new_bool_var("")
        free = self.cp.Domain.from_values(sorted(set(self.question.slots) - set(one.busy)))
        slots = [model.new_int_var_from_domain(free, "") for _at in range(one.lessons)]
        for before, after in pairwise(slots):
            model.add(before < after).only_enforce_if(placed)
        here = self.fit.region(number)
        near = [] if one.online else self.fit.rooms_in(number, here)
        trainers = {who: model.new_bool_var("") for who in one.trainers}
        rooms = [{where: model.new_bool_var("") for where in near} for _slot in slots]
        model.add(sum(trainers.values()) == placed)
        for options in rooms:
            model.add(sum(options.values()) == (0 if one.online else placed))
        for who, literal in trainers.items():
            late = sorted(self.fit.too_near(number, who, here) & set(self.question.slots))
            if late:
                rest = self.cp.Domain.from_values(late).complement()
                for slot in slots:
                    model.add_linear_expression_in_domain(slot, rest).only_enforce_if(literal)
        self.placed.append(placed)
        self.trainer.append(trainers)
        self.room.append(rooms)
        self.slot.append(slots)

    def _keep_apart(self, key: int, busy: list[int], chosen: list[list[dict[int, Any]]]) -> None:
        """Hold one lesson at a time with a trainer, or in a room; what is booked already stays."""
        spans = [self.model.new_fixed_size_interval_var(slot, 1, "") for slot in sorted(set(busy))]
        for options, slots in zip(chosen, self.slot, strict=True):
            for option, slot in zip(options, slots, strict=True):
                if (literal := option.get(key)) is not None:
                    spans.append(self.model.new_optional_fixed_size_interval_var(slot, 1, literal, ""))
        self.model.add_no_overlap(spans)

    def _keep_trainees_and_ways(self, one: int, other: int) -> None:
        """Let nobody sit in two classes at once; who has days to travel ends one class before the other begins."""
        model, both, shared = self.model, [self.placed[one], self.placed[other]], (one, other) in self.question.shared
        here, there = self.slot[one], self.slot[other]
        if shared:
            for first in here:
                for second in there:
                    model.add(first != second).only_enforce_if(both)
        days = self.fit.days(self.fit.region(one), self.fit.region(other))
        common = sorted(self.trainer[one].keys() & self.trainer[other].keys())
        if not days or not (shared or common):
            return
        before, after = model.new_bool_var(""), model.new_bool_var("")
        model.add(there[0] - here[-1] >= 2 * days).only_enforce_if(before)
        model.add(here[0] - there[-1] >= 2 * days).only_enforce_if(after)
        for who in common:
            model.add_bool_or(before, after, ~self.trainer[one][who], ~self.trainer[other][who])
        if shared:
            model.add_bool_or(before, after, *(~literal for literal in both))

    def _wish(self) -> None:
        model, cost = self.model, []
        weeks = self.cp.Domain.from_values([WEEK, 2 * WEEK, 3 * WEEK])
        for placed, slots in zip(self.placed, self.slot, strict=True):
            cost += [PLACED * ~placed, WISHES["early"] * slots[-1]]
            for before, after in pairwise(slots):
                weekly = model.new_bool_var("")
                model.add_linear_expression_in_domain(after - before, weeks).only_enforce_if(weekly)
                cost.append(WISHES["weekly"] * ~weekly)
        for lessons in self.room:
            cost += [WISHES["room"] * used for used in self._rooms_used(lessons)]
        most = model.new_int_var(0, 10_000, "")
        for who, teacher in self.question.trainers.items():
            mine = [(at, options[who]) for at, options in enumerate(self.trainer) if who in options]
            model.add(sum(len(self.slot[at]) * literal for at, literal in mine) + len(teacher.busy) <= most)
            for region in sorted({self.fit.region(at) or 0 for at, _literal in mine} - {0}):
                goes = model.new_bool_var("")
                for at, literal in mine:
                    if self.fit.region(at) == region:
                        model.add_implication(literal, goes)
                cost.append(WISHES["region"] * goes)
        model.minimize(sum(cost) + WISHES["load"] * most)

    def _rooms_used(self, lessons: list[dict[int, Any]]) -> list[Any]:
        """For a class of several lessons, whether it uses each of the rooms: each one more is a move."""
        found = []
        for where in lessons[0] if len(lessons) > 1 and len(lessons[0]) > 1 else ():
            found.append(self.model.new_bool_var(""))
            for options in lessons:
                self.model.add_implication(options[where], found[-1])
        return found

    def _begin(self) -> None:
        """Let the search begin from a timetable that is known to be free of clashes."""
        for number in range(len(self.classes)):
            found = self.fit.placed.get(number)
            if found is not None:
                self.model.add(self.placed[number] == 1)  # it can be done, so it is
            for who, literal in self.trainer[number].items():
                self.model.add_hint(literal, found is not None and found.trainer == who)
            for at, options in enumerate(self.room[number]):
                for where, literal in options.items():
                    self.model.add_hint(literal, found is not None and found.rooms[at] == where)
            for variable, slot in zip(self.slot[number], found.slots if found else (), strict=False):
                self.model.add_hint(variable, slot)

    def answer(self, value: Callable[[Any], int]) -> list[Meeting]:
        """Return where each placed class meets, by the values that a solution gives to the variables."""
        return [
            Meeting(
                one.cohort,
                next(who for who, literal in self.trainer[number].items() if value(literal)),
                [
                    next((room for room, literal in options.items() if value(literal)), None)
                    for options in self.room[number]
                ],
                [value(slot) for slot in self.slot[number]],
            )
            for number, one in enumerate(self.classes)
            if value(self.placed[number])
        ]


def solve(question: Question, say: Callable[[list[Meeting]], None]) -> None:
    """Tell `say` each better timetable until the best is found or the seconds of the question are over."""
    from ortools.sat.python import cp_model

    model, solver = _Model(question), cp_model.CpSolver()
    # What was spent on loading libraries and on the model is part of the time that was promised.
    solver.parameters.max_time_in_seconds = max(1, question.seconds - (time.monotonic() - STARTED))
    solver.parameters.num_workers = WORKERS
    solver.parameters.relative_gap_limit = GAP
    solver.parameters.random_seed = 6

    class Better(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            say(model.answer(self.value))

    solver.solve(model.model, Better())


def _say(answer: list[Meeting]) -> None:
    print(answer_to_json(answer), flush=True)  # noqa: T201 - the answer to the process that asks


if __name__ == "__main__":
    solve(Question.from_json(sys.stdin.read()), _say)
