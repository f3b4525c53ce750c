"""From step to step of the process that was in force on the day of reception, to its end."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from app.toolkit import Text, Unit, User, _, acting, calendar_of, clock, db, given_reason, name_of, tell
from modules.dossiers.journey.handlings import Handling, Outcome, Pause
from modules.dossiers.roles import HANDLERS, RECEPTION
from modules.procedures.catalogue.levels import Level
from modules.procedures.processes.process import Process
from modules.procedures.processes.steps import ProcessStep

if TYPE_CHECKING:
    from modules.dossiers.desk.dossier import Dossier

NAMES = frozenset(role.name for role in HANDLERS)


def process_of(session: Session, dossier: Dossier) -> Process:
    """Return the process of today at the level of the competent unit. ValueError: none, or one that nobody here runs."""
    day, unit = clock.today(), session.get_one(Unit, dossier.competent_id)
    level = Level.of_unit(session, unit, day)
    process = Process.of(session, dossier.procedure_id, level.id, day) if level else None
    if process is None or not process.steps:
        raise ValueError(str(_("No internal process is in force for this procedure at %(unit)s.", unit=unit.name)))
    fault = next(faults(process.steps), None)
    if fault:
        raise ValueError(fault)
    return process


def faults(steps: Sequence[ProcessStep]) -> Iterator[str]:
    """Why the desk could run no dossier by these steps, in sentences."""
    if steps and steps[0].role != RECEPTION.name:
        yield str(_("The first step must be that of the one-stop desk."))
    for step in steps:
        if step.role not in NAMES:
            words = {"code": step.code, "role": name_of("roles", step.role)}
            yield str(_("Step %(code)s is given to “%(role)s”, who handles no dossiers.", **words))


def turn(dossier: Dossier) -> Collection[str]:
    """Whose turn it is: the role of the step that it is in."""
    return (dossier.step_role,) if dossier.step_role else ()


def begin(session: Session, dossier: Dossier) -> None:
    """Enter the first step, in the hands of whoever received it."""
    _enter(session, dossier, _steps(session, dossier)[0])


def forward(dossier: Dossier) -> None:
    """Go on to the next step. ValueError: there are several and none was chosen, or a code that is not among them."""
    session = db.session()
    codes = _codes(dossier)
    code = (dossier.goes_to or "").strip().upper() or (codes[0] if len(codes) == 1 else "")
    if code not in codes:
        raise ValueError(str(_("From here it goes on to: %(codes)s.", codes=", ".join(codes))))
    dossier.goes_to = None
    _leave(session, dossier, Outcome.ONWARD)
    dossier.passed_on, dossier.at_id = True, dossier.competent_id
    _enter(session, dossier, _step(session, dossier, code))


def jump(dossier: Dossier) -> None:
    """Go to a step by its code, onward or back: where the record of its service is (`served/`)."""
    session = db.session()
    steps = {step.code: place for place, step in enumerate(_steps(session, dossier))}
    code, dossier.goes_to = dossier.goes_to or "", None
    back = steps[code] < steps.get(dossier.step_code or "", -1)
    _leave(session, dossier, Outcome.BACK if back else Outcome.ONWARD)
    dossier.passed_on, dossier.at_id = True, dossier.competent_id
    _enter(session, dossier, _step(session, dossier, code))


def place_of(session: Session, dossier: Dossier, roles: Sequence[str]) -> str:
    """The code of the step of the first of these roles that the process knows, ahead or else behind; "" : it is there."""
    steps = [step for step in _steps(session, dossier) if step.next_codes()]  # the last one hands the result over
    at = next((place for place, step in enumerate(steps) if step.code == dossier.step_code), 0)
    known = next((role for role in roles if any(step.role == role for step in steps)), None)
    if known is None or (dossier.step_role == known and dossier.at_id == dossier.competent_id):
        return ""
    return next(step.code for step in [*steps[at:], *reversed(steps[:at])] if step.role == known)


def last_work(session: Session, dossier: Dossier) -> str:
    """The code of the last step before the desk hands the result over."""
    steps = _steps(session, dossier)
    final = [step for step in steps if not step.next_codes()]
    handing = {step.code for step in final if step.role == RECEPTION.name}
    before = [step.code for step in steps if handing & set(step.next_codes())]
    return (before or [step.code for step in final])[-1]


def back(dossier: Dossier) -> None:
    """Go back to the step that the process names; whoever did it last is told why."""
    session, who = db.session(), acting()
    step = _step(session, dossier, dossier.back_code or "")
    _leave(session, dossier, Outcome.BACK)
    _enter(session, dossier, step)
    stays = [stay for stay in Handling.of(session, dossier.id) if stay.code == step.code and stay.left_at]
    did = next((stay.holder_id for stay in reversed(stays) if not stay.paused), None)
    if did not in (None, who.user_id):
        name = session.scalar(select(User.name).where(User.id == who.user_id)) or ""
        words = {"name": name, "dossier": dossier, "code": step.code, "reason": given_reason(session)}
        tell(session, did, dossier, str(_("%(name)s sent %(dossier)s back to step %(code)s: %(reason)s", **words)))


def stand(session: Session, dossier: Dossier, why: Pause) -> None:
    """Let the clock stand still; the step and what is left of its hours are gone on with later."""
    held = _leave(session, dossier, Outcome.STOOD)
    rest = Handling(
        dossier_id=dossier.id, why=why, came_at=clock.now(), giver_id=acting().user_id,
        code=held.code if held else "", hours=_left_of(session, dossier, held) if held else Decimal(0),
    )  # fmt: skip
    session.add(rest)
    dossier.step_due_at = None


def resume(dossier: Dossier) -> None:
    """Go on with the step that was left, with the hours that were left; nothing where the clock runs."""
    session = db.session()
    held = Handling.open_of(session, dossier.id)
    rest = _leave(session, dossier, Outcome.RESUMED) if held and held.paused else None
    if rest is not None:
        _enter(session, dossier, _step(session, dossier, rest.code), rest.hours)


def finish(session: Session, dossier: Dossier) -> None:
    """The work is done: what may be left is the step in which the desk hands the result over."""
    codes = _codes(dossier)
    _leave(session, dossier, Outcome.ONWARD if codes else Outcome.ENDED)
    if codes:
        # How long the result lies at the desk is the citizen's affair: that stay is not counted.
        dossier.at_id = dossier.unit_id
        _enter(session, dossier, _step(session, dossier, codes[0]), counted=False)
    else:
        _nowhere(dossier)


def close(session: Session, dossier: Dossier) -> None:
    """Nobody works on it any more."""
    _leave(session, dossier, Outcome.ENDED)
    _nowhere(dossier)


def goes_one_way(dossier: Dossier) -> bool:
    """Whether one step follows, and more work after it."""
    return len(_codes(dossier)) == 1 and not ends(dossier)


def forks(dossier: Dossier) -> bool:
    """Whether somebody has to choose how it goes on."""
    return len(_codes(dossier)) > 1


def why_not_on(dossier: Dossier) -> Text:
    """Why a dossier cannot be handed on with others."""
    if dossier.served:
        return _("A record of its own moves this dossier: open it and go on there.")
    if forks(dossier):
        return _("Several steps may follow: open the dossier and choose one.")
    return _("This is the last piece of work: open the dossier and write down its result.")


def choices(dossier: Dossier) -> list[ProcessStep]:
    """The steps among which somebody has to choose; none where one follows."""
    codes = _codes(dossier) if forks(dossier) else []
    return [step for step in _steps(db.session(), dossier) if step.code in codes] if codes else []


def ends(dossier: Dossier) -> bool:
    """Whether this is the last piece of work: nothing follows, or only the desk that hands the result over."""
    session, codes = db.session(), _codes(dossier)
    if len(codes) > 1:
        return False
    step = _step(session, dossier, codes[0]) if codes else None
    return step is None or (step.role == RECEPTION.name and not step.next_codes())


def goes_back(dossier: Dossier) -> bool:
    """Whether the process lets it be sent back from here."""
    return bool(dossier.back_code)


def _enter(
    session: Session, dossier: Dossier, step: ProcessStep, hours: Decimal | None = None, *, counted: bool = True
) -> None:
    now = clock.now()
    hours = step.hours if hours is None else hours
    due = calendar_of(session, dossier.competent_id).add_working_hours(now, float(hours)) if counted else None
    words = {"code": step.code, "name": step.name, "role": step.role, "hours": hours, "due_at": due}
    session.add(Handling(dossier_id=dossier.id, came_at=now, giver_id=acting().user_id, **words))
    dossier.step_code, dossier.step_role, dossier.step_due_at = step.code, step.role, due
    dossier.next_codes, dossier.back_code = ";".join(step.next_codes()) or None, step.back_code or None


def _leave(session: Session, dossier: Dossier, outcome: Outcome) -> Handling | None:
    held = Handling.open_of(session, dossier.id)
    if held is not None:
        held.end(outcome, acting().user_id, given_reason(session) or None)
        session.flush()
    return held


def _left_of(session: Session, dossier: Dossier, held: Handling) -> Decimal:
    used = calendar_of(session, dossier.competent_id).working_hours_between(held.came_at, clock.now())
    return max(held.hours - Decimal(str(round(used, 2))), Decimal(0))


def _nowhere(dossier: Dossier) -> None:
    dossier.at_id = dossier.unit_id
    dossier.step_code = dossier.step_role = dossier.step_due_at = dossier.next_codes = dossier.back_code = None


def _codes(dossier: Dossier) -> list[str]:
    return dossier.next_codes.split(";") if dossier.next_codes else []


def _steps(session: Session, dossier: Dossier) -> list[ProcessStep]:
    """The steps of its process, read once per session: a page and a step ask for them twice, and no run process changes."""
    kept: dict[int | None, list[ProcessStep]] = session.info.setdefault("dossiers_steps", {})
    if dossier.process_id not in kept:
        kept[dossier.process_id] = list(session.scalars(_in_order(), {"process": dossier.process_id}))
    return kept[dossier.process_id]


@cache
def _in_order() -> Select[ProcessStep]:
    here = ProcessStep.process_id == bindparam("process")
    return select(ProcessStep).where(here).order_by(ProcessStep.position)


def _step(session: Session, dossier: Dossier, code: str) -> ProcessStep:
    return next(step for step in _steps(session, dossier) if step.code == code)
