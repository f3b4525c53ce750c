"""The life of modules: off and on, purged, left without code, upgraded half-way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import inspect, select, text

from app.data.base import db
from app.data.state import ModuleRow
from app.data.stored import Attachment
from app.data.task import Task
from app.data.text import _
from app.engine import migrate, modules
from app.engine.access import SYSTEM, bind
from app.engine.core import CORE
from app.engine.keeping import the_store
from app.engine.registry import Registry, discover, registry
from app.engine.work import work
from app.spec.words import Module

ROOT = Path(__file__).resolve().parents[2]


# One command after another, as an administrator types them; the program is started once.
SHELL = """
import json, sys
from wsgi import application as site
told = []
for words in json.loads(sys.argv[1]):
    site.config["DEMO"] = words[0] != "DEMO=0"
    answer = site.test_cli_runner().invoke(args=words if site.config["DEMO"] else words[1:])
    told.append((answer.exit_code, answer.output))
print(json.dumps(told))
"""


@pytest.fixture
def switched_off(site: Flask) -> Iterator[None]:
    """Certified copies are switched off for a while."""
    with site.app_context():
        modules.disable("certified_copies")
    yield
    with site.app_context():
        modules.install("certified_copies")


def test_a_module_that_is_off_is_not_there(browse: Any, switched_off: None) -> None:
    clerk = browse("motcua")
    closed = clerk.client.get("/certified_copies/copies")
    assert closed.status_code == 404
    assert "đang tắt" in closed.text
    home = clerk.get("/").text
    assert "/certified_copies/copies" not in home
    assert clerk.get("/my-work").text.count("/certified_copies/") == 0
    assert "/certified_copies/" not in clerk.get("/palette?q=chung thuc").text
    assert browse().client.get("/xac-thuc").status_code == 404
    assert clerk.client.get("/certified-queue/seal").status_code == 404, "its own screens are closed, too"
    assert browse("canbo").get("/equipment/requests").status_code == 200, "the others go on"


def test_switched_on_again_everything_is_back(browse: Any, site: Flask) -> None:
    before = browse("motcua").get("/certified_copies/copies").text.count("<tr")
    with site.app_context():
        modules.disable("certified_copies")
        modules.install("certified_copies")
    assert browse("motcua").get("/certified_copies/copies").text.count("<tr") == before > 1


def test_what_others_need_is_not_switched_off(browse: Any) -> None:
    admin = browse("quantri")
    admin.post("/admin/apps/signing/disable", {})
    assert "certified_copies" in admin.get("/admin/apps").text
    assert browse("motcua").get("/certified_copies/copies").status_code == 200


def test_the_page_says_by_name_what_it_did(browse: Any) -> None:
    admin = browse("quantri")
    for act, said in (("disable", "Phân hệ “Tập huấn” đang tắt."), ("install", "Phân hệ “Tập huấn” đang hoạt động.")):
        admin.post(f"/admin/apps/training/{act}", {})
        assert said in admin.get("/admin/apps").text


def test_rows_without_code_harm_nobody_and_can_be_purged(site: Flask, browse: Any, tmp_path: Path) -> None:
    with site.app_context(), work(SYSTEM) as session:
        session.execute(text("CREATE TABLE gone_thing (id INTEGER PRIMARY KEY, name VARCHAR(20))"))
        session.execute(text("INSERT INTO gone_thing VALUES (1, 'còn lại')"))
        session.add(ModuleRow(name="gone", version="1", state="installed"))
        session.add(
            Task(
                resource="gone.things", row_id=1, unit_id=1, role="equipment.official", state="x", number="G", title="G"
            )
        )
    assert browse("canbo").get("/my-work").status_code == 200
    assert "gone" in browse("quantri").get("/admin/apps").text
    with site.app_context():
        assert modules.states()["gone"] == "orphan"
        dump = modules.purge("gone", tmp_path)
        assert json.loads(dump.read_text())["gone_thing"] == [{"id": 1, "name": "còn lại"}]
        assert "gone" not in modules.states()
        assert "gone_thing" not in inspect(db.engine).get_table_names()
        assert db.session.scalar(select(Task.id).where(Task.resource == "gone.things")) is None


def test_a_migration_that_fails_half_way_leaves_everything_as_it_was(site: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "halfway"
    (folder / "migrations").mkdir(parents=True)
    head = "import sqlalchemy as sa\nfrom alembic import op\nbranch_labels = depends_on = None\n"
    first = (
        head
        + 'revision, down_revision = "halfway_0001", None\ndef upgrade():\n    op.create_table("halfway_a", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("n", sa.Integer()))\n'
    )
    second = (
        head
        + 'revision, down_revision = "halfway_0002", "halfway_0001"\ndef upgrade():\n    op.execute("UPDATE halfway_a SET n = 2")\n    op.create_table("halfway_b", sa.Column("id", sa.Integer(), primary_key=True))\n    op.execute("INSERT INTO nowhere VALUES (1)")\n'
    )
    (folder / "migrations" / "halfway_0001.py").write_text(first)
    module = Module("halfway", "Halfway", folder=folder)  # type: ignore[arg-type]
    with site.app_context():
        bind(db.session(), SYSTEM)
        migrate.upgrade(module)
        with db.engine.begin() as connection:
            connection.execute(text("INSERT INTO halfway_a VALUES (1, 1)"))
        (folder / "migrations" / "halfway_0002.py").write_text(second)
        with pytest.raises(Exception, match="nowhere"):
            migrate.upgrade(module)
        with db.engine.begin() as connection:
            assert connection.scalar(text("SELECT n FROM halfway_a")) == 1
            assert not inspect(connection).has_table("halfway_b")
            for table in [name for name in inspect(connection).get_table_names() if "halfway" in name]:
                connection.execute(text(f"DROP TABLE {table}"))


def test_the_demo_is_renewed_but_never_over_real_accounts(tmp_path: Path) -> None:
    commands = (
        ("setup",),
        ("demo", "reset", "--yes"),
        ("users", "list"),
        ("DEMO=0", "demo", "load"),
        ("users", "add", "that", "Người Thật", "--password", "bốn mùa thay lá"),
        ("demo", "reset", "--yes"),
        ("users", "list"),
        ("users", "posts", "that", "--give", "equipment.official", "27004"),
        ("users", "posts", "that", "--give", "khong.co", "27004"),
        ("users", "password", "that"),
        ("users", "lock", "quantri"),
    )
    env = {**os.environ, "DATA_DIR": str(tmp_path), "MODULES": "equipment"}
    run = [sys.executable, "-c", SHELL, json.dumps(commands)]
    done = subprocess.run(run, cwd=ROOT, env=env, capture_output=True, text=True, timeout=280, check=True)
    codes, told = zip(*json.loads(done.stdout), strict=True)
    assert codes == (0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1), "not the second time, and the last administrator stays"
    assert "canbo" in told[2]
    assert "that" in told[5]
    assert "that" in told[6]
    assert told[9].count("-") == 2


def test_the_registry_is_whole_again() -> None:
    assert not registry.off


def test_a_failed_upgrade_is_told_and_can_be_tried_again(site: Flask, browse: Any, tmp_path: Path) -> None:
    (tmp_path / "migrations").mkdir()
    script = tmp_path / "migrations" / "wobbly_0001.py"
    good = """
from alembic import op
import sqlalchemy as sa
revision, down_revision, branch_labels, depends_on = "wobbly_0001", None, None, None
def upgrade():
    op.create_table("wobbly_thing", sa.Column("id", sa.Integer(), primary_key=True))
    {fault}
"""
    script.write_text(good.format(fault='raise RuntimeError("mất điện giữa chừng")'))
    registry.modules["wobbly"] = Module("wobbly", _("Modules"), folder=tmp_path)
    admin = browse("quantri")
    try:
        admin.post("/admin/apps/wobbly/install", {}, page="/admin/apps")
        page = admin.get("/admin/apps").text
        assert "Nâng cấp không thành công" in page
        assert "mất điện giữa chừng" in page
        with site.app_context():
            assert modules.states()["wobbly"] == "failed"
            assert "wobbly" in registry.off
            assert not inspect(db.engine).has_table("wobbly_thing")
        script.write_text(good.format(fault="pass"))
        admin.post("/admin/apps/wobbly/install", {}, page="/admin/apps")
        with site.app_context():
            assert modules.states()["wobbly"] == "installed"
            assert "wobbly" not in modules.sentences()
            assert inspect(db.engine).has_table("wobbly_thing")
        admin.post("/admin/apps/wobbly/disable", {}, page="/admin/apps")
        del registry.modules["wobbly"]  # its folder was removed
        admin.post("/admin/apps/wobbly/purge", {"typed": "wobbly"}, page="/admin/apps")
        with site.app_context():
            assert "wobbly" not in modules.states()
            assert not [table for table in inspect(db.engine).get_table_names() if "wobbly" in table]
    finally:
        registry.modules.pop("wobbly", None)


def test_a_purge_keeps_files_on_the_shelf_and_spares_modules_of_a_longer_name(site: Flask, tmp_path: Path) -> None:
    with site.app_context():
        with work(SYSTEM) as session:
            for table in ("lend_thing", "lend_more_thing"):
                session.execute(text(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY)"))
            for name in ("lend", "lend_more"):
                session.add(ModuleRow(name=name, version="1", state="installed"))
            sha256 = the_store().put(b"ban scan")
            session.add(
                Attachment(
                    resource="lend.things",
                    row_id=1,
                    unit_id=1,
                    name="a.pdf",
                    kind="application/pdf",
                    size=8,
                    sha256=sha256,
                )
            )
        dump = modules.purge("lend", tmp_path)
        assert (dump.with_suffix(".files") / sha256).read_bytes() == b"ban scan"
        assert not the_store().path_of(sha256).exists()
        assert inspect(db.engine).has_table("lend_more_thing")
        modules.purge("lend_more", tmp_path)
        assert not inspect(db.engine).has_table("lend_more_thing")


def test_a_broken_module_is_left_out_with_those_that_need_it(tmp_path: Path) -> None:
    for name, content in {"torn": "import nothing_of_this_name", "whole": "MODULE = 7"}.items():
        (tmp_path / "parts" / name).mkdir(parents=True)
        (tmp_path / "parts" / name / "__init__.py").write_text(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(tmp_path))
        found, broken = discover(tmp_path / "parts", ["torn"])
    assert not found
    assert "M000 torn" in broken["torn"]
    assert "nothing_of_this_name" in broken["torn"]
    among = Registry()
    good = Module("good", _("Modules"), folder=tmp_path)
    wrong = Module("wrong", _("Modules"), folder=tmp_path, roles=[CORE.roles[0]])
    needs = Module("needs", _("Modules"), folder=tmp_path, depends=["wrong"])
    among.load([CORE, good, wrong, needs], tolerant=True)
    assert list(among.modules) == ["core", "good"]
    assert among.broken["wrong"].startswith("M011 wrong")
    assert among.broken["needs"].startswith("M001 needs: depends on wrong")


def test_flask_check_fails_on_a_broken_module_and_the_site_goes_on(site: Flask, browse: Any) -> None:
    registry.broken["torn"] = "M000 torn: cannot be imported"
    try:
        answer = site.test_cli_runner().invoke(args=["check"])
        assert answer.exit_code == 1
        assert "M000 torn" in answer.output
        assert "M000 torn" in browse("quantri").get("/admin/apps").text
    finally:
        del registry.broken["torn"]


def test_setup_names_a_broken_module_and_goes_on_without_it(site: Flask) -> None:
    registry.broken["torn"] = "M000 torn: cannot be imported"
    try:
        answer = site.test_cli_runner().invoke(args=["setup"])
        assert answer.exit_code == 0
        assert "M000 torn" in answer.output
        assert "canbo" in answer.output
    finally:
        del registry.broken["torn"]
