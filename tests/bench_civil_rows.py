"""More than a million births for the bench, in 168 units and twenty-five years: names as people bear them, entered and handed over."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, insert, select, text

from app.data import clock
from app.data.base import db
from app.data.fold import fold
from app.data.people import Unit
from app.engine.access import SYSTEM, bind
from app.engine.demo import FAMILY, GIVEN, MIDDLE
from modules.civil_registration.births.birth import Birth
from modules.population.lists import Country, Ethnicity
from modules.population.names import loose_key

YEARS, FIRST, APART = 25, 1999, 100_000  # years of books; numbers far from those of the demo
NAMES = Table(
    "bench_name",
    MetaData(),
    *(Column("n", Integer, primary_key=True), Column("name", String), Column("plain", String), Column("key", String)),
    prefixes=["TEMPORARY"],
)
FILL = """
INSERT INTO civil_registration_birth (
  unit_id, child_name, child_key, mother_name, mother_key, declarer_name, search_key, born, sex, ethnicity_id, country_id,
  born_at, proof, registration, number, year, entry, book, registered_on, delay, copies, state, version,
  created_at, updated_at)
WITH RECURSIVE line(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM line WHERE n + 1 < {each}),
place AS (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS rank FROM core_unit WHERE id IN ({units})),
raw AS (SELECT id AS unit, {first} + n * {years} / {each} AS year, n % {a_year} + {apart} + 1 AS number,
  (n * 7919 + rank * 104729) % 1000003 AS chance FROM place CROSS JOIN line),
day AS (SELECT raw.*, '-' || substr('' || (101 + chance % 12), 2) || '-' || substr('' || (101 + chance % 28), 2) AS day,
  number || '/' || year AS entry FROM raw)
SELECT unit, child.name, child.key, mother.name, mother.key, mother.name, lower(entry) || ' ' || child.plain || ' ' || mother.plain,
  year || day, CASE WHEN chance % 2 = 0 THEN 'male' ELSE 'female' END, :ethnicity, :country, 'Bệnh viện Từ Dũ', 'certificate',
  'on_time', number, year, entry, '01/' || year, CAST(year || '-12-30' AS {date}), 9, 0, 'issued', 1, :now, :now
FROM day CROSS JOIN bench_name AS child CROSS JOIN bench_name AS mother
WHERE child.n = chance % {names} AND mother.n = (chance / 7) % {names}
"""


def fill(births: int) -> None:
    """Write them without indexes, which are built afterwards."""
    session = db.session()
    bind(session, SYSTEM)
    wards = select(Unit.id).where(Unit.valid_to.is_(None), Unit.code.regexp_match("^2[0-9]{4}$"))
    units = list(session.scalars(wards))
    words = {"ethnicity": Ethnicity.named(session, "Kinh"), "country": Country.coded(session, "VN"), "now": clock.now()}
    session.commit()
    each = -(-births // len(units))
    names = [f"{family} {middle} {given}" for family in FAMILY for middle in MIDDLE for given in GIVEN]
    statement = FILL.format(
        each=each, units=",".join(map(str, units)), names=len(names), years=YEARS, first=FIRST, apart=APART,
        a_year=-(-each // YEARS), date="DATE" if db.engine.name == "postgresql" else "TEXT",
    )  # fmt: skip
    with db.engine.begin() as connection:
        NAMES.create(connection)
        rows = [{"n": n, "name": one, "plain": fold(one), "key": loose_key(one)} for n, one in enumerate(names)]
        connection.execute(insert(NAMES), rows)
        _without_indexes(connection, statement, words)
        NAMES.drop(connection)
    if db.engine.name == "postgresql":  # which would do so by itself; SQLite in a ward has no statistics either
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE civil_registration_birth"))


def _without_indexes(connection: Connection, statement: str, words: dict[str, Any]) -> None:
    table: Any = Birth.__table__
    indexes = list(table.indexes)
    for index in indexes:
        index.drop(connection)
    connection.execute(text(statement), words)
    for index in indexes:
        index.create(connection)
