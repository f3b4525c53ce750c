"""Writing the past down: decisions with their lists, procedures, editions with their tables, at once and not step by step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import Passage, Unit, User, put_rows, unit_of
from modules.procedures.catalogue.levels import Level
from modules.procedures.catalogue.procedures import Kind, Procedure, Standing
from modules.procedures.catalogue.sectors import Sector
from modules.procedures.decisions.acts import Act
from modules.procedures.decisions.decision import Decision, ListedProcedure, State
from modules.procedures.demo.past.acts import Past, Ruling, Version
from modules.procedures.demo.people import morning
from modules.procedures.editions.contents import Basis, EditionLevel, Instead, Outcome, Required, Route, TimeUnit, Way
from modules.procedures.editions.edition import Edition, Stage

COURSE = (
    "Tổ chức, cá nhân nộp hồ sơ tại bộ phận tiếp nhận và trả kết quả, trực tuyến hoặc qua bưu chính.\n"
    "Công chức kiểm tra, tiếp nhận hồ sơ; bộ phận chuyên môn thẩm định.\n"
    "Người có thẩm quyền ký; văn thư đóng dấu, trả kết quả."
)
NIGHT, AT_NIGHT = "", -500  # nobody: what is over ends by itself, at ten past midnight
AGENCY = {"TINH": "Sở, ban, ngành Thành phố", "HUYEN": "Ủy ban nhân dân cấp huyện", "XA": "Ủy ban nhân dân cấp xã"}


@dataclass
class Writing:
    """One past on its way into the tables; ids by value, so that what comes later can point at what came before."""

    session: Session
    people: dict[str, User]
    past: Past

    def write(self) -> None:
        """Write everything but processes and services."""
        self._sectors()
        self._decisions()
        self._procedures()
        self._editions()

    @cached_property
    def levels(self) -> dict[str, int]:
        """The ids of levels by code."""
        return dict(self.session.execute(select(Level.code, Level.id)).all())

    @cached_property
    def city(self) -> int:
        """The unit that all of it belongs to."""
        return unit_of(self.session, "79").id

    @cached_property
    def sectors(self) -> dict[str, int]:
        """The ids of sectors by name."""
        return dict(self.session.execute(select(Sector.name, Sector.id)).all())

    @cached_property
    def procedures(self) -> dict[str, int]:
        """The ids of procedures by code."""
        return dict(self.session.execute(select(Procedure.code, Procedure.id)).all())

    def owned(self, day: date) -> dict[str, Any]:
        """What each record says of itself: whose it is, by whom, since when."""
        at = morning(day)
        author = self.people["sotuphap"].id
        return {"unit_id": self.city, "created_by_id": author, "created_at": at, "updated_at": at}

    def passed(self, key: str, road: Iterable[tuple[int, str, str, str, str, date, int]]) -> None:
        """Write the steps that were taken: (row, step, from, to, login, day, minutes after half past eight)."""
        put_rows(
            self.session,
            Passage,
            [
                {
                    "resource": key,
                    "row_id": row,
                    "step": step,
                    "source": source,
                    "target": target,
                    "actor_id": self.people[login].id if login else None,
                    "at": self._at(day, minutes),
                }
                for row, step, source, target, login, day, minutes in road
            ],
        )

    def _sectors(self) -> None:
        units = dict(self.session.execute(select(Unit.code, Unit.id).where(Unit.valid_to.is_(None))).all())
        lacking = {one.sector: one for one in self.past.names if one.sector not in self.sectors}
        rows = [
            {**self.owned(date(2018, 1, 2)), "name": name, "department_id": units.get(one.department)}
            for name, one in lacking.items()
        ]
        self.sectors.update(zip(lacking, put_rows(self.session, Sector, rows), strict=True))

    def _decisions(self) -> None:
        taken: dict[int, int] = {}
        rows: list[dict[str, Any]] = []
        self.past.rulings.sort(key=lambda one: one.signed)
        for one in self.past.rulings:
            taken[one.signed.year] = at = taken.get(one.signed.year, 0) + 1
            number = f"DEMO-{one.signed.year}-{at:02d}/QĐ-UBND"
            dates = {"signed_on": one.signed, "effective_on": one.day}
            basis = "Nghị định số 63/2010/NĐ-CP về kiểm soát thủ tục hành chính"
            words = {"title": one.title, "number": number, "basis": basis, "state": State.ISSUED}
            rows.append({**self.owned(one.signed), **words, **dates})
        self.decisions = dict(zip(self.past.rulings, put_rows(self.session, Decision, rows), strict=True))
        self.numbers = {one: row["number"] for one, row in zip(self.past.rulings, rows, strict=True)}
        self.passed(
            "procedures.decisions",
            [
                step
                for one, row in self.decisions.items()
                for step in (
                    (row, "submit", "draft", "submitted", "vanphongub", one.signed - timedelta(days=2), 90),
                    (row, "issue", "submitted", "issued", "lanhdaotp", one.signed, 120),
                )
            ],
        )

    def _procedures(self) -> None:
        last: dict[str, Version] = {}
        first: dict[str, Version] = {}
        for one in self.past.versions:
            last[one.of.code] = one
            first.setdefault(one.of.code, one)
        rows = []
        for name in self.past.names:
            gone = last[name.code].until
            rows.append(
                {
                    **self.owned(first[name.code].by.signed),
                    "code": name.code,
                    "name": name.name,
                    "sector_id": self.sectors[name.sector],
                    "kind": Kind.SPECIAL if name.code.endswith(".H29") else Kind.STANDARD,
                    "standing": Standing.ABOLISHED if gone else Standing.IN_FORCE,
                    "since": first[name.code].by.day,
                    "until": gone + timedelta(days=1) if gone else None,
                    "public": gone is None,
                }
            )
        put_rows(self.session, Procedure, rows)

    def _editions(self) -> None:
        rows = [self._edition(one) for one in self.past.versions]
        ids = put_rows(self.session, Edition, rows)
        made = list(zip(self.past.versions, ids, strict=True))
        self._tables(made)
        self._lists()
        self.passed("procedures.editions", (step for one, row in made for step in _road(one, row)))

    def _edition(self, one: Version) -> dict[str, Any]:
        ended = Stage.ABOLISHED if one.abolished else Stage.SUPERSEDED
        return {
            **self.owned(one.appraised - timedelta(days=5) if one.appraised else one.by.signed),
            "code": one.of.code,
            "number": one.number,
            "procedure_id": self.procedures[one.of.code],
            "act": one.act,
            "name": one.of.name,
            "course": COURSE,
            "applicants": "Cá nhân, tổ chức",
            "agency": "; ".join(AGENCY[level] for level in one.levels),
            "place": "Bộ phận tiếp nhận và trả kết quả",
            "decision_id": self.decisions[one.by],
            "valid_from": one.by.day,
            "valid_to": one.until,
            "public_on": one.by.day,
            "state": ended if one.until else Stage.PUBLIC,
        }

    def _tables(self, made: list[tuple[Version, int]]) -> None:
        levels, routes, papers, outcomes, bases = [], [], [], [], []
        for one, row in made:
            levels += [{"edition_id": row, "level_id": self.levels[level]} for level in one.levels]
            unit = TimeUnit.WORKING_DAYS if one.days else TimeUnit.SAME_DAY
            time = Decimal(one.days) if one.days else None
            for place, way in enumerate((Way.DIRECT, Way.ONLINE), 1):
                routes.append({"edition_id": row, "position": place, "way": way, "time": time, "time_unit": unit})
            papers += [{"edition_id": row, "position": place, **paper} for place, paper in enumerate(_papers(one), 1)]
            outcomes.append({"edition_id": row, "position": 1, "name": "Văn bản giải quyết thủ tục hành chính"})
            bases.append({"edition_id": row, "position": 1, "number": "63/2010/NĐ-CP", "issuer": "Chính phủ"})
        for model, rows in (
            (EditionLevel, levels),
            (Route, routes),
            (Required, papers),
            (Outcome, outcomes),
            (Basis, bases),
        ):
            put_rows(self.session, model, rows)

    def _lists(self) -> None:
        rows: list[dict[str, Any]] = []
        placed: dict[Ruling, int] = {}
        listed = [(one.by, one.act, one.of, one) for one in self.past.versions if one.appraised is None]
        gone = [(ruling, Act.ABOLISHED, name, None) for ruling in self.past.rulings for name in ruling.abolishes]
        for ruling, act, name, one in [*listed, *gone]:
            placed[ruling] = placed.get(ruling, 0) + 1
            words = {"decision_id": self.decisions[ruling], "position": placed[ruling], "act": act, "code": name.code}
            own = {"name": name.name, "sector_id": self.sectors[name.sector]}
            more = (
                {"levels": "; ".join(one.levels), "days": Decimal(one.days)} if one else {"levels": None, "days": None}
            )
            rows.append(words | own | more)
        put_rows(self.session, ListedProcedure, rows)

    @staticmethod
    def _at(day: date, minutes: int) -> datetime:
        return morning(day) + timedelta(minutes=minutes)


def _papers(one: Version) -> list[dict[str, Any]]:
    """The papers of the dossier; later editions let data of the population replace the proof of residence."""
    first: dict[str, Any] = {
        "name": f"Đơn đề nghị: {one.of.name}"[:500],
        "form": "Theo mẫu",
        "originals": 1,
        "copies": 0,
    }
    second = {"name": "Giấy tờ chứng minh nơi cư trú hoặc địa chỉ trụ sở", "form": None, "originals": 0, "copies": 1}
    third = {"name": "Tài liệu chứng minh đáp ứng điều kiện", "form": None, "originals": 0, "copies": 1}
    instead = Instead.POPULATION if one.number > 1 else None
    return [paper | {"instead": instead if paper is second else None} for paper in (first, second, third)]


def _road(one: Version, row: int) -> Iterable[tuple[int, str, str, str, str, date, int]]:
    """The steps of an edition: a listed one came with its decision, another was appraised first."""
    if one.appraised is not None:
        yield row, "send", "drafted", "sent", "sotuphap", one.appraised - timedelta(days=3), 60
        yield row, "appraise", "sent", "appraised", "vanphongub", one.appraised, 75
        yield row, "submit", "appraised", "submitted", "vanphongub", one.by.signed - timedelta(days=2), 30
    yield row, "publish", "submitted", "published", "lanhdaotp", one.by.signed, 120
    yield row, "show", "published", "public", "vanphongub", one.by.day, 180
    if one.until is not None:
        ended = ("abolish", "public", "abolished") if one.abolished else ("supersede", "public", "superseded")
        yield row, *ended, NIGHT, one.until + timedelta(days=1), AT_NIGHT
