"""What is looked at before a birth is registered: what must be mended, and what may be right all the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import select

from app.toolkit import Finding, _, clock, db, fold
from modules.civil_registration.births import pairs
from modules.civil_registration.cases import checks
from modules.civil_registration.cases.kinds import Event, Relation
from modules.civil_registration.law.rules import DeclarationRule

if TYPE_CHECKING:
    from modules.civil_registration.births.birth import Birth

LOOKED_AT = 500  # births whose places are proposed
WHO = {"mother": _("Mother"), "father": _("Father")}


def of(birth: Birth) -> list[Finding]:
    """Return what the checks find in a birth as it stands or is being typed, in the order of the form."""
    return [*_child(birth), *_proof(birth), *_mother(birth), *_father(birth), *_declarer(birth), *pairs.found(birth)]


def _child(birth: Birth) -> Iterator[Finding]:
    yield from checks.name(birth, "child_name")
    parents = [_surname(birth.mother_name), _surname(birth.father_name)]
    if birth.child_name and any(parents) and _surname(birth.child_name) not in parents:
        yield checks.doubt(birth, "child_name", "surname", _("The child bears the surname of neither parent."))
    if birth.born_at and birth.born_at.count(",") < 1:
        sentence = _("Place of birth: write the hospital, the ward or commune, and the province, with commas.")
        yield Finding(type(birth).born_at, str(sentence), instead=_whole_place(birth))
    of_parents = {birth.mother_ethnicity_id, birth.father_ethnicity_id} - {None}
    if birth.ethnicity_id and of_parents and birth.ethnicity_id not in of_parents:
        yield checks.doubt(
            birth, "ethnicity_id", "ethnicity", _("The ethnicity of the child is that of neither parent.")
        )
    yield from checks.number(birth, "citizen_id", birth.born, birth.sex.value if birth.sex else None)


def _proof(birth: Birth) -> Iterator[Finding]:
    kind = birth.proof.value if birth.proof else ""
    if kind in ("certificate", "surrogacy", "found") and birth.child_name and not birth.proof_number:
        yield checks.stop(birth, "proof_number", _("Write the number of the paper that proves the birth."))
    if kind == "unknown":
        yield checks.stop(birth, "proof", _("Only an old book may leave open what proves the birth."))
    if birth.proof_on and birth.born and birth.proof_on < birth.born.first:
        yield checks.stop(birth, "proof_on", _("The proof is older than the child: look at both days."))
    if kind in ("witness", "promise"):
        yield checks.doubt(
            birth, "proof", "proof", _("There is no paper of a hospital: say why, and what was looked into instead.")
        )
    if kind == "found" and (birth.mother_name or birth.father_name):
        yield checks.stop(
            birth, "proof", _("A child that was found has no known parents: leave mother and father empty.")
        )


def _mother(birth: Birth) -> Iterator[Finding]:
    yield from checks.name(birth, "mother_name")
    if not birth.mother_name:
        if birth.child_name and birth.proof and birth.proof.value != "found":
            yield checks.doubt(birth, "mother_name", "mother", _("No mother is named."))
        return
    if birth.mother_born is None:
        yield checks.stop(birth, "mother_born", _("Write when the mother was born, at least the year."))
    yield from _age(birth, "mother_born", Event.BIRTH, "mother")
    yield from checks.number(birth, "mother_citizen_id", birth.mother_born, "female")


def _father(birth: Birth) -> Iterator[Finding]:
    yield from checks.name(birth, "father_name")
    if not birth.father_name:
        return
    if birth.fatherhood is None:
        yield checks.stop(
            birth,
            "fatherhood",
            _("A father is entered by marriage, recognition or a decision: say which, or leave him out."),
        )
    elif not birth.marriage:
        yield checks.stop(birth, "marriage", _("Write number and day of the marriage certificate or the decision."))
    yield from _age(birth, "father_born", Event.BIRTH, "father")
    yield from checks.number(birth, "father_citizen_id", birth.father_born, "male")


def _declarer(birth: Birth) -> Iterator[Finding]:
    yield from checks.declarer(birth)
    parent = {Relation.MOTHER: birth.mother_name, Relation.FATHER: birth.father_name}.get(
        birth.relation or Relation.SELF
    )
    if parent and birth.declarer_name and fold(parent) != fold(birth.declarer_name):
        yield checks.doubt(
            birth, "declarer_name", "declarer", _("The declarer is called otherwise than the parent he says he is.")
        )


def _age(birth: Birth, column: str, event: Event, who: str) -> Iterator[Finding]:
    born: Any = getattr(birth, column)
    if born is None or birth.born is None:
        return
    limits = DeclarationRule.of(db.session(), event, clock.today())
    low, high = limits.mother if who == "mother" else limits.father
    years = relativedelta(birth.born.first, born.first).years
    if not born.earlier_than(birth.born):
        yield checks.stop(birth, column, _("A parent is not younger than the child."))
    elif not low <= years <= high:
        yield checks.doubt(
            birth, column, f"{who}_age", _("%(who)s: %(years)s years old at the birth.", who=WHO[who], years=years)
        )


def _surname(name: str | None) -> str:
    return fold((name or "").split(" ")[0]) if (name or "").strip() else ""


def _whole_place(birth: Birth) -> str:
    """The place as this unit wrote it out the last time, where it begins with what is typed; among the newest alone."""
    kind, typed = type(birth), (birth.born_at or "").strip()
    newest = (
        select(kind.born_at, kind.id).where(kind.unit_id == birth.unit_id).order_by(kind.id.desc()).limit(LOOKED_AT)
    )
    known = newest.subquery()
    found = select(known.c.born_at).where(known.c.born_at.istartswith(f"{typed},", autoescape=True))
    return db.session.scalar(found.order_by(known.c.id.desc()).limit(1)) or ""
