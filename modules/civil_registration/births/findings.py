"""What is looked at before a birth is registered: what must be mended, and what may be right all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta

from app.toolkit import Finding, Text, _, clock, db, fold, label_of, read_citizen_id
from modules.civil_registration.births import pairs
from modules.civil_registration.cases.kinds import Event, Relation
from modules.civil_registration.law.rules import DeclarationRule, DeclarerRight

if TYPE_CHECKING:
    from modules.civil_registration.births.birth import Birth

WHO = {"mother": _("Mother"), "father": _("Father")}
FOREIGN_TO_NAMES = re.compile(r"[^\w\s'’.\-]|[\d_]")  # Civil Code 2015 art. 26: no digits, no signs


def of(birth: Birth) -> list[Finding]:
    """Return what the checks find in a birth as it stands or is being typed, in the order of the form."""
    return [*_child(birth), *_proof(birth), *_mother(birth), *_father(birth), *_declarer(birth), *pairs.found(birth)]


def _stop(birth: Birth, column: str, sentence: Text) -> Finding:
    return Finding(getattr(type(birth), column), str(sentence))


def _doubt(birth: Birth, column: str, code: str, sentence: Text) -> Finding:
    return Finding(getattr(type(birth), column), str(sentence), stops=False, code=code)


def _child(birth: Birth) -> Iterator[Finding]:
    yield from _name(birth, "child_name")
    parents = [_surname(birth.mother_name), _surname(birth.father_name)]
    if birth.child_name and any(parents) and _surname(birth.child_name) not in parents:
        yield _doubt(birth, "child_name", "surname", _("The child bears the surname of neither parent."))
    if birth.born_at and birth.born_at.count(",") < 1:
        yield _stop(
            birth,
            "born_at",
            _("Place of birth: write the hospital, the ward or commune, and the province, with commas."),
        )
    of_parents = {birth.mother_ethnicity_id, birth.father_ethnicity_id} - {None}
    if birth.ethnicity_id and of_parents and birth.ethnicity_id not in of_parents:
        yield _doubt(birth, "ethnicity_id", "ethnicity", _("The ethnicity of the child is that of neither parent."))
    yield from _number(birth, "citizen_id", birth.born, birth.sex.value if birth.sex else None)


def _proof(birth: Birth) -> Iterator[Finding]:
    kind = birth.proof.value if birth.proof else ""
    if kind in ("certificate", "surrogacy", "found") and birth.child_name and not birth.proof_number:
        yield _stop(birth, "proof_number", _("Write the number of the paper that proves the birth."))
    if birth.proof_on and birth.born and birth.proof_on < birth.born.first:
        yield _stop(birth, "proof_on", _("The proof is older than the child: look at both days."))
    if kind in ("witness", "promise"):
        yield _doubt(
            birth, "proof", "proof", _("There is no paper of a hospital: say why, and what was looked into instead.")
        )
    if kind == "found" and (birth.mother_name or birth.father_name):
        yield _stop(birth, "proof", _("A child that was found has no known parents: leave mother and father empty."))


def _mother(birth: Birth) -> Iterator[Finding]:
    yield from _name(birth, "mother_name")
    if not birth.mother_name:
        if birth.child_name and birth.proof and birth.proof.value != "found":
            yield _doubt(birth, "mother_name", "mother", _("No mother is named."))
        return
    if birth.mother_born is None:
        yield _stop(birth, "mother_born", _("Write when the mother was born, at least the year."))
    yield from _age(birth, "mother_born", Event.BIRTH, "mother")
    yield from _number(birth, "mother_citizen_id", birth.mother_born, "female")


def _father(birth: Birth) -> Iterator[Finding]:
    yield from _name(birth, "father_name")
    if not birth.father_name:
        return
    if birth.fatherhood is None:
        yield _stop(
            birth,
            "fatherhood",
            _("A father is entered by marriage, recognition or a decision: say which, or leave him out."),
        )
    elif not birth.marriage:
        yield _stop(birth, "marriage", _("Write number and day of the marriage certificate or the decision."))
    yield from _age(birth, "father_born", Event.BIRTH, "father")
    yield from _number(birth, "father_citizen_id", birth.father_born, "male")


def _declarer(birth: Birth) -> Iterator[Finding]:
    yield from _name(birth, "declarer_name")
    if birth.declarer_name and not birth.declarer_citizen_id and not birth.declarer_paper_number:
        yield _stop(birth, "declarer_citizen_id", _("Write the personal number of who declares, or another paper."))
    allowed = DeclarerRight.of(db.session(), Event.BIRTH, clock.today())
    if birth.relation and birth.relation not in allowed:
        yield _stop(birth, "relation", _("Who stands so to the child may not declare it by the rules in force."))
    parent = {Relation.MOTHER: birth.mother_name, Relation.FATHER: birth.father_name}.get(birth.relation)
    if parent and birth.declarer_name and fold(parent) != fold(birth.declarer_name):
        yield _doubt(
            birth, "declarer_name", "declarer", _("The declarer is called otherwise than the parent he says he is.")
        )


def _name(birth: Birth, column: str) -> Iterator[Finding]:
    name = getattr(birth, column)
    if name and FOREIGN_TO_NAMES.search(name):
        yield _stop(birth, column, _("A name has letters only, no digits and no signs."))
    elif name and len(name.split()) < 2:
        yield _doubt(birth, column, f"{column}_short", _("“%(name)s” is one word: surname and name?", name=name))


def _age(birth: Birth, column: str, event: Event, who: str) -> Iterator[Finding]:
    born: Any = getattr(birth, column)
    if born is None or birth.born is None:
        return
    limits = DeclarationRule.of(db.session(), event, clock.today())
    low, high = limits.mother if who == "mother" else limits.father
    years = relativedelta(birth.born.first, born.first).years
    if not born.earlier_than(birth.born):
        yield _stop(birth, column, _("A parent is not younger than the child."))
    elif not low <= years <= high:
        yield _doubt(
            birth, column, f"{who}_age", _("%(who)s: %(years)s years old at the birth.", who=WHO[who], years=years)
        )


def _number(birth: Birth, column: str, born: Any, sex: str | None) -> Iterator[Finding]:
    number = getattr(birth, column)
    if not number or len(number) != 12:
        return
    told, label = read_citizen_id(number), label_of(getattr(type(birth), column))
    if sex in ("male", "female") and told.sex != sex:
        yield _doubt(birth, column, f"{column}_sex", _("%(label)s: the fourth digit says another sex.", label=label))
    if born and told.born_in != born.year:
        yield _doubt(
            birth, column, f"{column}_year", _("%(label)s: it says born in %(year)s.", label=label, year=told.born_in)
        )


def _surname(name: str | None) -> str:
    return fold((name or "").split(" ")[0]) if (name or "").strip() else ""
