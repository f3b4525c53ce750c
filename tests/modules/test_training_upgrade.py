"""An old base with rows is brought up to today's tables, and nothing is lost on the way."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.engine import migrate
from app.engine.registry import registry
from modules.training.catalogue.people import Trainee
from modules.training.joining.enrolments import Enrolment, Place

OLD = "training_0003"
REPLACED = text("UPDATE training_enrolment SET state = 'replaced', substitute_id = :who WHERE id = :row")
NOMINATED = text(
    "INSERT INTO training_enrolment (cohort_id, trainee_id, unit_id, state, opinion_given, version, created_at, updated_at,"
    " search_key) SELECT cohort_id, :who, unit_id, 'nominated', opinion_given, 1, created_at, updated_at, ''"
    " FROM training_enrolment WHERE id = :row"
)
AGAIN = text(
    "INSERT INTO training_enrolment (cohort_id, trainee_id, unit_id, state, opinion_given, version, created_at, updated_at,"
    " search_key) SELECT cohort_id, trainee_id, unit_id, 'nominated', opinion_given, 1, created_at, updated_at, ''"
    " FROM training_enrolment WHERE id = :row"
)


def _move(site: Flask, rows: Any, target: str) -> None:
    rows.rollback()
    rows.close()
    with site.app_context():
        if target == OLD:
            migrate.downgrade(registry.modules["training"], OLD)
        else:
            migrate.upgrade(registry.modules["training"])


def test_a_substitute_of_the_old_base_knows_whom_he_replaces_and_who_has_gone_may_come_again(
    site: Flask, rows: Any
) -> None:
    gone, here = rows.scalars(
        select(Enrolment).where(Enrolment.state == Place.NOMINATED).order_by(Enrolment.id).limit(2)
    )
    row, other, cohort = gone.id, here.id, gone.cohort_id
    seated = select(Enrolment.trainee_id).where(Enrolment.cohort_id == cohort)
    who = rows.scalars(select(Trainee.id).where(Trainee.unit_id == gone.unit_id, Trainee.id.not_in(seated))).first()
    before = rows.scalars(select(Enrolment.id).order_by(Enrolment.id)).all()
    _move(site, rows, OLD)
    rows.execute(REPLACED, {"who": who, "row": row})
    rows.execute(NOMINATED, {"who": who, "row": row})
    rows.commit()
    _move(site, rows, "head")
    after = {one.id: one for one in rows.scalars(select(Enrolment))}
    (made,) = after.keys() - set(before)
    assert (after[made].trainee_id, after[made].in_place_of_id) == (who, row)
    assert [one.id for one in after.values() if one.in_place_of_id] == [made]
    assert after[row].state is Place.REPLACED and after[row].substitute_id == who
    rows.execute(AGAIN, {"row": row})  # whoever was replaced may be nominated again
    rows.commit()
    with pytest.raises(IntegrityError):
        rows.execute(AGAIN, {"row": other})  # whoever is here, not
    rows.rollback()


def test_the_way_back_is_refused_whole_where_somebody_stands_in_a_class_twice(site: Flask, rows: Any) -> None:
    with pytest.raises(IntegrityError):
        _move(site, rows, OLD)
    assert rows.scalars(select(Enrolment).where(Enrolment.in_place_of_id.is_not(None))).one()  # all is as before
    _move(site, rows, "head")
