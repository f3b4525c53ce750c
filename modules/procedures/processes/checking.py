"""What is wrong with a process before anybody runs it: steps that lead nowhere, circles, too many hours, nobody there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from app.toolkit import _, number
from modules.procedures.processes.steps import ProcessStep


@dataclass(frozen=True)
class Finding:
    """A sentence about a process; a `grave` one keeps it from being sent for appraisal."""

    text: str
    grave: bool = True


@dataclass(frozen=True)
class Graph:
    """The steps of a process and where each goes on; it begins with the first."""

    steps: Sequence[ProcessStep]

    @cached_property
    def by_code(self) -> Mapping[str, ProcessStep]:
        """The steps by their codes; of two with one code, the first."""
        return {step.code: step for step in reversed(self.steps)}

    @cached_property
    def onward(self) -> Mapping[str, list[str]]:
        """Where each step goes on, unknown codes left out."""
        return {step.code: [code for code in step.next_codes() if code in self.by_code] for step in self.steps}

    def findings(self, legal_hours: Decimal | None) -> Iterator[Finding]:
        """Everything that is wrong with it; `legal_hours` are those the law leaves, None where it says none."""
        if not self.steps:
            yield Finding(str(_("The process has no step.")))
            return
        yield from self._codes()
        yield from self._ways()
        if self.circle:
            yield Finding(str(_("The steps go round in a circle: %(way)s.", way=" → ".join(self.circle))))
        elif legal_hours is None:
            yield Finding(
                str(_("The procedure says no legal time, so the hours cannot be compared with it.")), grave=False
            )
        elif self.longest > legal_hours:
            words = {"hours": number(self.longest), "legal": number(legal_hours)}
            yield Finding(str(_("The longest way takes %(hours)s working hours, the law leaves %(legal)s.", **words)))
        for step in self.steps:
            if step.hours < 0:
                yield Finding(str(_("%(step)s: hours below nothing.", step=step.code)))

    @cached_property
    def circle(self) -> list[str]:
        """The codes of one circle of steps, the first one again at its end; empty where there is none."""
        done: set[str] = set()
        for step in self.steps:
            if found := self._round(step.code, done):
                return found
        return []

    @property
    def longest(self) -> Decimal:
        """The working hours of the longest way from the first step to an end; only for steps without a circle."""
        return self.left_from[self.steps[0].code]

    @cached_property
    def left_from(self) -> Mapping[str, Decimal]:
        """The working hours of the longest way from each reached step to an end; only for steps without a circle."""
        known: dict[str, Decimal] = {}
        for code in self._deepest_first():
            known[code] = self.by_code[code].hours + max((known[one] for one in self.onward[code]), default=Decimal(0))
        return known

    def _codes(self) -> Iterator[Finding]:
        seen: set[str] = set()
        for step in self.steps:
            if step.code in seen:
                yield Finding(str(_("The code %(step)s stands in the table twice.", step=step.code)))
            seen.add(step.code)
            for code in [*step.next_codes(), *filter(None, [step.back_code])]:
                if code not in self.by_code:
                    words = {"step": step.code, "code": code}
                    yield Finding(str(_("%(step)s leads to %(code)s, which is no step.", **words)))

    def _ways(self) -> Iterator[Finding]:
        reached = self._reached([self.steps[0].code], self.onward)
        for step in self.steps:
            if step.code not in reached:
                yield Finding(
                    str(_("%(step)s is never reached from %(first)s.", step=step.code, first=self.steps[0].code))
                )
        back: dict[str, list[str]] = {code: [] for code in self.by_code}
        for code, following in self.onward.items():
            for one in following:
                back[one].append(code)
        ends = [step.code for step in self.steps if not step.next_codes()]
        if not ends:
            yield Finding(str(_("No step ends the process: leave “Goes on to” of the last one empty.")))
        alive = self._reached(ends, back)
        for step in self.steps:
            if ends and step.code not in alive:
                yield Finding(str(_("From %(step)s no way leads to the end.", step=step.code)))
            if step.back_code in self.by_code and step.code not in self._reached([step.back_code], self.onward):
                words = {"step": step.code, "code": step.back_code}
                yield Finding(str(_("%(step)s is sent back to %(code)s, which does not lead to it.", **words)))

    @staticmethod
    def _reached(start: Iterable[str], ways: Mapping[str, Sequence[str]]) -> set[str]:
        reached, left = set(start), list(start)
        while left:
            for code in ways[left.pop()]:
                if code not in reached:
                    reached.add(code)
                    left.append(code)
        return reached

    def _round(self, code: str, done: set[str]) -> list[str]:
        """Walk without recursion: a list of steps that is pasted in may be longer than Python's stack."""
        way, left = [code], [iter(() if code in done else self.onward[code])]
        while left:
            one = next(left[-1], None)
            if one is None:
                done.add(way.pop())
                left.pop()
            elif one in way:
                return [*way[way.index(one) :], one]
            elif one not in done:
                way.append(one)
                left.append(iter(self.onward[one]))
        return []

    def _deepest_first(self) -> list[str]:
        order: list[str] = []
        way, seen = [self.steps[0].code], {self.steps[0].code}
        left = [iter(self.onward[way[0]])]
        while left:
            one = next(left[-1], None)
            if one is None:
                order.append(way.pop())
                left.pop()
            elif one not in seen:
                seen.add(one)
                way.append(one)
                left.append(iter(self.onward[one]))
        return order
