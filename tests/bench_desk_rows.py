"""A million dossiers for the bench: names as people bear them, the last of each unit still open at a step, with its tasks and stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select, text
from sqlalchemy.orm import Session, selectinload

from app.data import clock
from app.data.base import db
from app.data.fold import fold
from app.data.people import Unit
from app.data.task import Task
from app.engine.access import SYSTEM, bind
from app.engine.demo import FAMILY, GIVEN, MIDDLE
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.papers import HandedPaper
from modules.dossiers.journey.handlings import Handling
from modules.procedures.catalogue.levels import Level
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.editions.edition import Edition
from modules.procedures.processes.process import Process

CODE = "1.000894"  # registration of a marriage, which people hand on from step to step
# One in 25 is still open, the newest of each unit: a quarter waits to be passed on, the rest for the expert. Half are
# handed in online; three in a hundred of the others were late. Unit after unit, in the order of time.
FILL = """
INSERT INTO dossiers_dossier (
  unit_id, competent_id, at_id, procedure_id, edition_id, process_id, service, "case", code, applicant, phone,
  search_key, way, kind, sets, asked, extensions, passed_on, state, received_at, promised_at, due_at, ended_at,
  solved_at, returned_at, pace, on_time, step_code, step_role, step_due_at, next_codes, back_code, digitised, reused,
  reused_nationally, by_population, digital_result, served, version, created_at, updated_at)
WITH RECURSIVE line(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM line WHERE n + 1 < {each}),
family(f, f_name, f_key) AS (VALUES {family}), middle(m, m_name, m_key) AS (VALUES {middle}),
given(g, g_name, g_key) AS (VALUES {given}),
place AS (SELECT id, code, ROW_NUMBER() OVER (ORDER BY id) AS rank FROM core_unit WHERE id IN ({units})),
raw AS (SELECT id AS unit, code AS unit_code, n, (n * 7919 + rank * 104729) % 1000 AS dice,
  (n * 7919 + rank * 104729) % 1000003 AS chance, n >= {each} * 24 / 25 AS open,
  {moment} AS came, {ahead} AS ahead FROM place CROSS JOIN line),
said AS (SELECT raw.*, f_name || ' ' || m_name || ' ' || g_name AS applicant,
  f_key || ' ' || m_key || ' ' || g_key AS folded, 'H29.' || unit_code || '-' || {day} || '-' || (10000 + n) AS code,
  '09' || substr('' || (100000000 + (chance * 9973 + dice) % 100000000), 2) AS phone
  FROM raw CROSS JOIN family CROSS JOIN middle CROSS JOIN given  -- in this order on SQLite
  WHERE f = chance % 10 AND m = chance / 10 % 10 AND g = chance / 100 % 12)
SELECT unit, unit, unit, :procedure, CASE WHEN open THEN :edition END, CASE WHEN open THEN :process END,
  'Đăng ký kết hôn', 'Chưa từng kết hôn', code, applicant, phone,
  lower(code) || ' ' || folded || ' ' || phone || ' dang ky ket hon',
  CASE WHEN dice % 20 < 9 THEN 'direct' WHEN dice % 20 < 19 THEN 'online' ELSE 'post' END, 'citizen', 1, 0, 0,
  NOT open OR dice % 4 > 0, CASE WHEN NOT open THEN 'returned' WHEN dice % 4 > 0 THEN 'solving' ELSE 'received' END,
  came, CASE WHEN open THEN ahead ELSE {promised} END, CASE WHEN open THEN ahead END,
  CASE WHEN NOT open THEN {ended} END, CASE WHEN NOT open THEN {ended} END, CASE WHEN NOT open THEN {ended} END,
  CASE WHEN open THEN NULL WHEN dice < 30 THEN 'late' WHEN dice < 500 THEN 'early' ELSE 'on_time' END,
  CASE WHEN NOT open THEN dice >= 30 END,
  CASE WHEN NOT open THEN NULL WHEN dice % 4 > 0 THEN :step ELSE :first END,
  CASE WHEN NOT open THEN NULL WHEN dice % 4 > 0 THEN 'dossiers.expert' ELSE 'dossiers.reception' END,
  CASE WHEN open THEN ahead END,
  CASE WHEN NOT open THEN NULL WHEN dice % 4 > 0 THEN :onward ELSE :step END, CASE WHEN open AND dice % 4 > 0 THEN :first END,
  dice % 10 < 8, dice % 10 < 3, dice % 50 = 0, dice % 10 < 7, dice % 10 < 6, 1 = 0, 1, came, came
FROM said
"""
OPEN = "FROM dossiers_dossier WHERE process_id = :process AND ended_at IS NULL AND id > :last"
BESIDE = (
    """INSERT INTO core_task (resource, row_id, unit_id, role, state, number, title, decides, due_at, opened_at)
SELECT 'dossiers.dossiers', id, at_id, step_role, state, code, applicant, 1 = 0, due_at, received_at """,
    """INSERT INTO dossiers_handling (dossier_id, code, name, role, hours, came_at, due_at)
SELECT id, step_code, 'Bước ' || step_code, step_role, 4, received_at, step_due_at """,
    """INSERT INTO dossiers_paper (dossier_id, position, name, originals, copies, shape, digitised)
SELECT id, 1, 'Tờ khai đăng ký kết hôn', 1, 0, 'original', 1 = 1 """,
)
WORDS = {
    "sqlite": {
        "moment": "datetime(:begin, (n * {step}) || ' minutes')",
        "ahead": "datetime(:now, ((n * 31) % 240 - 24) || ' hours')",
        "day": "substr(strftime('%Y%m%d', came), 3)",
        "promised": "datetime(came, '+5 days')",
        "ended": "datetime(came, (dice % 120) || ' hours')",
    },
    "postgresql": {
        "moment": "CAST(:begin AS timestamptz) + (n * {step}) * interval '1 minute'",
        "ahead": "CAST(:now AS timestamptz) + ((n * 31) % 240 - 24) * interval '1 hour'",
        "day": "to_char(came, 'YYMMDD')",
        "promised": "came + interval '5 days'",
        "ended": "came + (dice % 120) * interval '1 hour'",
    },
}


@dataclass(frozen=True)
class Filled:
    """What was written: the units, and how many lines of its own each has."""

    units: list[int]
    last: int


def fill(dossiers: int) -> Filled:
    """Write them without indexes, which are built afterwards: in minutes it would not be, row by row."""
    session = db.session()
    bind(session, SYSTEM)
    wards = select(Unit.id).where(Unit.valid_to.is_(None), Unit.code.regexp_match("^2[0-9]{4}$"))
    units = list(session.scalars(wards))
    last = session.scalar(select(Dossier.id).order_by(Dossier.id.desc()).limit(1)) or 0
    words = _words(session) | {"last": last}
    session.commit()
    engine, each = db.engine, -(-dossiers // len(units))
    own = {key: one.format(step=900 * 24 * 60 // each) for key, one in WORDS[engine.dialect.name].items()}
    names = {"family": _values(FAMILY), "middle": _values(MIDDLE), "given": _values(GIVEN)}
    statement = FILL.format(each=each, units=",".join(map(str, units)), **names, **own)
    now = clock.now().replace(tzinfo=None, microsecond=0)
    moments = {"begin": now - timedelta(days=900), "now": now}
    words |= moments if engine.name == "postgresql" else {key: str(one) for key, one in moments.items()}
    with engine.begin() as connection:
        _without_indexes(connection, [statement, *(f"{one}{OPEN}" for one in BESIDE)], words)
    if engine.name == "postgresql":  # which would do so by itself; SQLite in a ward has no statistics either
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    return Filled(units, last)


def _words(session: Session) -> dict[str, Any]:
    """The procedure with its edition and process of today, as reception would take them."""
    today, procedure = clock.today(), session.scalars(select(Procedure.id).where(Procedure.code == CODE)).one()
    edition = select(Edition.id).where(Edition.procedure_id == procedure, Edition.valid_on(today))
    level = select(Level.id).where(Level.communal).scalar_subquery()
    held = select(Process).where(
        Process.procedure_id == procedure, Process.valid_on(today), Process.level_id.in_(level)
    )
    process = session.scalars(held.options(selectinload(Process.steps))).one()
    steps = [step.code for step in process.steps if step.role == "dossiers.expert"]
    onward = next(";".join(step.next_codes()) for step in process.steps if step.code == steps[0])
    found = {"procedure": procedure, "edition": session.scalars(edition).one(), "process": process.id}
    return found | {"first": process.steps[0].code, "step": steps[0], "onward": onward}


def _values(names: tuple[str, ...]) -> str:
    return ", ".join(f"({place}, '{name}', '{fold(name)}')" for place, name in enumerate(names))


def _without_indexes(connection: Connection, statements: list[str], words: dict[str, Any]) -> None:
    tables: list[Any] = [model.__table__ for model in (Dossier, Task, Handling, HandedPaper)]
    indexes = [one for table in tables for one in table.indexes if not one.unique]
    for index in indexes:
        index.drop(connection)
    for statement in statements:
        asked = text(statement)
        connection.execute(asked, {key: value for key, value in words.items() if key in asked.compile().params})
    for index in indexes:
        index.create(connection)
