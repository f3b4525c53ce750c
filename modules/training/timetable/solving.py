"""The timetable solver, in a process of its own: reads a problem as JSON, writes one line per answer, the last is the best.

Half-days are numbered from the first day on: 2 × day, one more in the afternoon. What is never broken stands in `_Model`
as constraints; what is wished for has its weight in `WISHES`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from itertools import combinations, pairwise
from typing import Any

from modules.training.timetable.first_fit import WEEK, FirstFit, line_of

PLACED = 100_000  # a class without a timetable is worse than any unfulfilled wish
WISHES = {"region": 30, "load": 12, "weekly": 6, "early": 1}
WORKERS = 2
GAP = 0.03  # so near to the best that can be, looking on is not worth the wait


class _Model:
    """Classes with their lessons in order; each class keeps one room and one trainer, and the region of the first fit."""

    def __init__(self, problem: dict[str, Any]) -> None:
        from ortools.sat.python import cp_model

        self.cp, self.problem, self.model, self.fit = cp_model, problem, cp_model.CpModel(), FirstFit(problem)
        self.classes = problem["classes"]
        self.placed: list[Any] = []
        self.trainer: list[dict[int, Any]] = []
        self.room: list[dict[int, Any]] = []
        self.slot: list[list[Any]] = []
        for number, one in enumerate(self.classes):
            self._add_class(number, one)
        self._keep_apart("trainers", self.trainer)
        self._keep_apart("rooms", self.room)
        for one, other in combinations(range(len(self.classes)), 2):
            self._keep_trainees_and_ways(one, other)
        self._wish()
        self._begin()

    def _add_class(self, number: int, one: dict[str, Any]) -> None:
        model, placed = self.model, self.model.new_bool_var("")
        free = self.cp.Domain.from_values(sorted(set(self.problem["slots"]) - set(one["busy"])))
        slots = [model.new_int_var_from_domain(free, "") for _at in range(one["lessons"])]
        for before, after in pairwise(slots):
            model.add(before < after).only_enforce_if(placed)
        here = self.fit.region(number)
        close = [where for where in one["rooms"] if self.problem["rooms"][str(where)]["region"] == here]
        trainers, rooms = ({key: model.new_bool_var("") for key in keys} for keys in (one["trainers"], close))
        model.add(sum(trainers.values()) == placed)
        model.add(sum(rooms.values()) == (0 if one["online"] else placed))
        for who, literal in trainers.items():
            near = [slot for slot in self.problem["slots"] if self.fit.is_too_near(number, who, here, slot)]
            if near:
                rest = self.cp.Domain.from_values(near).complement()
                for slot in slots:
                    model.add_linear_expression_in_domain(slot, rest).only_enforce_if(literal)
        self.placed.append(placed)
        self.trainer.append(trainers)
        self.room.append(rooms)
        self.slot.append(slots)

    def _keep_apart(self, kind: str, chosen: list[dict[int, Any]]) -> None:
        """Hold one lesson at a time with each trainer, and in each room; what is booked already stays."""
        for key, what in self.problem[kind].items():
            spans = [self.model.new_fixed_size_interval_var(slot, 1, "") for slot in sorted(set(what["busy"]))]
            for number, options in enumerate(chosen):
                if (literal := options.get(int(key))) is not None:
                    slots = self.slot[number]
                    spans += [self.model.new_optional_fixed_size_interval_var(slot, 1, literal, "") for slot in slots]
            self.model.add_no_overlap(spans)

    def _keep_trainees_and_ways(self, one: int, other: int) -> None:
        """Let nobody sit in two classes at once; who has days to travel ends one class before the other begins."""
        model, both, shared = self.model, [self.placed[one], self.placed[other]], [one, other] in self.problem["shared"]
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
        most = model.new_int_var(0, 10_000, "")
        for key, what in self.problem["trainers"].items():
            mine = [(at, options[int(key)]) for at, options in enumerate(self.trainer) if int(key) in options]
            model.add(sum(len(self.slot[at]) * literal for at, literal in mine) + len(what["busy"]) <= most)
            for region in sorted({self.fit.region(at) or 0 for at, _literal in mine} - {0}):
                goes = model.new_bool_var("")
                for at, literal in mine:
                    if self.fit.region(at) == region:
                        model.add_implication(literal, goes)
                cost.append(WISHES["region"] * goes)
        model.minimize(sum(cost) + WISHES["load"] * most)

    def _begin(self) -> None:
        """Let the search begin from a timetable that is known to be free of clashes."""
        for number in range(len(self.classes)):
            found = self.fit.placed.get(number)
            if found is not None:
                self.model.add(self.placed[number] == 1)  # it can be done, so it is
            for kind, literals in (("trainer", self.trainer[number]), ("room", self.room[number])):
                for key, literal in literals.items():
                    self.model.add_hint(literal, found is not None and found[kind] == key)
            for variable, slot in zip(self.slot[number], found["slots"] if found else (), strict=False):
                self.model.add_hint(variable, slot)

    def answer(self, value: Callable[[Any], int]) -> list[dict[str, Any]]:
        """Return where each placed class meets, by the values that a solution gives to the variables."""
        return [
            line_of(
                one,
                trainer=next(who for who, literal in self.trainer[number].items() if value(literal)),
                room=next((where for where, literal in self.room[number].items() if value(literal)), None),
                slots=[value(slot) for slot in self.slot[number]],
            )
            for number, one in enumerate(self.classes)
            if value(self.placed[number])
        ]


def solve(problem: dict[str, Any], say: Callable[[dict[str, Any]], None]) -> None:
    """Tell `say` each better timetable until the best is found or `problem["seconds"]` are over."""
    from ortools.sat.python import cp_model

    model, solver = _Model(problem), cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = problem["seconds"]
    solver.parameters.num_workers = WORKERS
    solver.parameters.relative_gap_limit = GAP
    solver.parameters.random_seed = 6

    class Better(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            say({"classes": model.answer(self.value), "cost": int(self.objective_value)})

    solver.solve(model.model, Better())


def _say(line: dict[str, Any]) -> None:
    print(json.dumps(line), flush=True)  # noqa: T201 - the answer to the process that asks


if __name__ == "__main__":
    solve(json.loads(sys.stdin.read()), _say)
