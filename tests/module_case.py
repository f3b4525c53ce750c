"""Tests that every module inherits: `class TestEquipment(ModuleCase): name = "equipment"`."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from sqlalchemy import event, func, select

from app.data.base import db
from app.data.field import meta
from app.data.people import Post, User
from app.data.trail import Trail
from app.engine import demo, migrate, openapi
from app.engine.access import SYSTEM
from app.engine.forms import model_of
from app.engine.registry import registry
from app.engine.work import work
from tests.filled import form_of
from tests.program import Program

STRANGER = "canbo2"  # an official of another ward, with no role in most modules


class ModuleCase:
    """Walks a module's declarations; what is special gets a story of its own."""

    name = ""

    @property
    def module(self) -> Any:
        return registry.modules[self.name]

    def login_for(self, rows: Any, resource: Any, act: str = "read") -> str:
        roles = [allow.role.name for allow in resource.access if act in allow.acts]
        statement = (
            select(User.login).join(Post, Post.user_id == User.id).where(Post.role.in_(roles), User.login != STRANGER)
        )
        return rows.scalars(statement.order_by(User.id).limit(1)).first() or pytest.skip("no demo account")

    def test_models_and_migrations_agree(self, site: Flask) -> None:
        with site.app_context():
            assert migrate.drift(self.module) == []

    def test_every_view_opens(self, rows: Any, browse: Any) -> None:
        for resource in self.module.resources:
            browser = browse(self.login_for(rows, resource))
            path = f"/{self.name}/{resource.slug}"
            for view in resource.views:
                assert browser.get(f"{path}?view={type(view).__name__.lower()}").status_code == 200
            for column in resource.groups:
                assert browser.get(f"{path}?group={column.key}").status_code == 200
            assert browser.get(f"{path}?q=khong-co-dau&sort=-id&page=2").status_code == 200

    def test_every_record_page_opens(self, rows: Any, browse: Any) -> None:
        for resource in self.module.resources:
            browser = browse(self.login_for(rows, resource))
            for row in rows.scalars(select(resource.model.id).limit(6)):
                assert browser.get(f"/{self.name}/{resource.slug}/{row}").status_code in (200, 404)

    def test_new_form_opens_and_says_what_is_missing(self, rows: Any, browse: Any) -> None:
        for resource in self.module.resources:
            if not any("create" in allow.acts for allow in resource.access):
                continue
            browser, path = browse(self.login_for(rows, resource, "create")), f"/{self.name}/{resource.slug}/new"
            assert browser.get(path).status_code == 200
            answer = browser.post(path, {"version": "0"})
            assert answer.status_code == 422
            assert 'role="alert"' in answer.text

    def test_lists_take_the_same_number_of_queries(self, rows: Any, site: Flask, browse: Any) -> None:
        for resource in self.module.resources:
            browser = browse(self.login_for(rows, resource))
            path = f"/{self.name}/{resource.slug}"
            browser.get(path)
            few = _queries(site, lambda b=browser, p=path: b.client.get(p + "?q=xyz-khong-co"))
            many = _queries(site, lambda b=browser, p=path: b.client.get(p))
            assert many <= few + 1, f"{path}: {few} queries for no rows, {many} for all"

    def test_strangers_get_nothing(self, rows: Any, browse: Any) -> None:
        nobody, other = browse(), browse(STRANGER)
        for resource in self.module.resources:
            path = f"/{self.name}/{resource.slug}"
            assert nobody.client.get(path).status_code == 302
            if resource.shared:
                continue
            own = rows.scalar(select(Post.unit_id).join(User, User.id == Post.user_id).where(User.login == STRANGER))
            row = rows.scalar(select(resource.model.id).where(resource.model.unit_id != own).limit(1))
            if row:
                assert other.client.get(f"{path}/{row}").status_code in (403, 404)
                for step in resource.workflow.steps if resource.workflow else ():
                    answer = other.post(f"{path}/{row}/steps/{step.name}", {})
                    assert answer.status_code in (403, 404)

    def test_steps_are_refused_to_other_roles(self, rows: Any, browse: Any) -> None:
        for resource in self.module.resources:
            for step in resource.workflow.steps if resource.workflow else ():
                allowed = {role.name for role in step.roles}
                readers = [
                    allow.role.name
                    for allow in resource.access
                    if "read" in allow.acts and allow.role.name not in allowed
                ]
                statement = select(User.login).where(
                    User.id.in_(select(Post.user_id).where(Post.role.in_(readers))),
                    User.id.not_in(select(Post.user_id).where(Post.role.in_(allowed))),
                )
                login = rows.scalars(statement.limit(1)).first()
                row = rows.scalar(select(resource.model.id).limit(1))
                if login and row:
                    answer = browse(login).post(f"/{self.name}/{resource.slug}/{row}/steps/{step.name}", {})
                    assert answer.status_code in (403, 404), step.name

    def test_sheets_come_out(self, rows: Any, browse: Any) -> None:
        for resource in self.module.resources:
            if any("export" in allow.acts for allow in resource.access):
                browser = browse(self.login_for(rows, resource, "export"))
                for kind in ("csv", "xlsx", "json", "pdf"):
                    answer = browser.get(f"/{self.name}/{resource.slug}/sheet.{kind}")
                    assert answer.status_code == 200
                    assert len(answer.data) > 1  # JSON of no rows is []

    def test_a_form_sent_back_untouched_changes_nothing(self, rows: Any, browse: Any) -> None:
        tried = 0
        for resource in self.module.resources:
            if not any("update" in allow.acts for allow in resource.access):
                continue
            browser, path = browse(self.login_for(rows, resource, "update")), f"/{self.name}/{resource.slug}"
            for row in list(rows.scalars(select(resource.model.id).order_by(resource.model.id.desc()).limit(40))):
                page = browser.get(f"{path}/{row}/edit")
                if page.status_code != 200:
                    continue  # another unit's, or no longer open
                rows.rollback()
                last = rows.scalar(select(func.max(Trail.id)))
                answer = browser.post(f"{path}/{row}/edit", form_of(page.text, f"{path}/{row}/edit"))
                assert "errsum" not in answer.text, f"{path}/{row}: {answer.text}"
                if answer.status_code == 422:
                    continue  # the record's own rule no longer lets it be saved, whatever was typed
                assert answer.status_code == 303, f"{path}/{row}: {answer.status_code}"
                rows.rollback()
                for one in rows.scalars(select(Trail).where(Trail.id > last)):
                    typed = [key for key in one.changes if not meta(getattr(model_of(one.table), key)).readonly]
                    # What is computed may be as of today now; what people type must not have moved.
                    assert not typed, f"{path}/{row}: {one.act} {one.table} {typed} {one.changes}"
                tried += 1
        assert tried or not self.module.resources, "the demo data has no record that may be edited"

    def test_what_was_exported_comes_in_again_without_a_change(self, rows: Any, browse: Any) -> None:
        for resource in self.module.resources:
            if not any("import" in allow.acts for allow in resource.access):
                continue
            browser, path = browse(self.login_for(rows, resource, "import")), f"/{self.name}/{resource.slug}/import"
            for kind in ("xlsx", "csv"):
                sheet = browser.get(f"{path}/rows.{kind}")
                answer = browser.post(path, {"file": (io.BytesIO(sheet.data), f"rows.{kind}")})
                if "Location" in answer.headers and answer.headers["Location"] == path:
                    assert "không có dòng nào" in browser.get(path).text  # there is nothing to export
                    continue
                page = browser.get(answer.headers["Location"]).text
                assert "Mọi thứ trong tệp đã có trong hệ thống" in page, f"{path} {kind}: {_findings(page)}"

    def test_the_api_answers_as_it_describes(self, rows: Any, site: Flask) -> None:
        with site.app_context():
            known = openapi.document()["components"]["schemas"]
        for resource in self.module.resources:
            scopes = [f"{self.name}:read", f"{self.name}:write"]
            program = Program(site, self.login_for(rows, resource), scopes)
            path, name = f"/api/v1/{self.name}/{resource.slug}", f"{self.name}_{resource.slug}".replace("-", "_")
            page = program.get(f"{path}?limit=5")
            assert page.status_code == 200, page.text
            for row in page.json["rows"]:
                Draft202012Validator(known[name]).validate(row)
                assert program.get(f"{path}/{row['id']}").json == row
            if any("create" in allow.acts for allow in resource.access):
                maker = Program(site, self.login_for(rows, resource, "create"), scopes)
                refused = maker.post(path, {"khong-co": 1})
                Draft202012Validator(known["Problem"]).validate(refused.json)
                assert refused.status_code == 422

    def test_the_api_takes_as_many_queries_for_many_rows_as_for_one(self, rows: Any, site: Flask) -> None:
        for resource in self.module.resources:
            program = Program(site, self.login_for(rows, resource), [f"{self.name}:read"])
            path = f"/api/v1/{self.name}/{resource.slug}"
            program.get(path)
            one = _queries(site, lambda p=program, at=path: p.get(f"{at}?limit=1"))
            many = _queries(site, lambda p=program, at=path: p.get(f"{at}?limit=200"))
            assert many <= one, f"{path}: {one} queries for one row, {many} for all"

    def test_every_report_is_a_pdf(self, rows: Any, browse: Any) -> None:
        for resource in self.module.resources:
            for report in resource.reports:
                browser = browse(self.login_for(rows, resource))
                made = 0
                for row in rows.scalars(select(resource.model.id)):
                    answer = browser.get(f"/{self.name}/{resource.slug}/{row}/print/{report.name}.pdf")
                    made += answer.status_code == 200 and answer.data.startswith(b"%PDF-")
                    if made:
                        break
                assert made, f"{report.name}: no demo record has this printout"

    def test_demo_data_loads_twice_without_doubles(self, rows: Any, site: Flask) -> None:
        before = {r.slug: rows.scalar(select(func.count()).select_from(r.model)) for r in self.module.resources}
        rows.rollback()
        with site.app_context(), work(SYSTEM) as session:
            demo.load_demo(session)
        after = {r.slug: rows.scalar(select(func.count()).select_from(r.model)) for r in self.module.resources}
        assert before == after

    def test_the_trail_is_whole(self, rows: Any, site: Flask) -> None:
        assert rows.scalar(select(func.count()).select_from(Trail)) > 0
        answer = site.test_cli_runner().invoke(args=["audit", "verify"])
        assert answer.exit_code == 0, answer.output


def _findings(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>|\s+", " ", row) for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)[:6]]


def _queries(site: Flask, act: Any) -> int:
    """Count the queries of the cheaper of two calls: every two seconds a process looks what others have changed."""
    return min(_count(site, act), _count(site, act))


def _count(site: Flask, act: Any) -> int:
    count = []
    with site.app_context():
        engine = db.engine

    def note(*_args: Any) -> None:
        count.append(1)

    event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(count)
