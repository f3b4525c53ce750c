"""Every module of the house is taken away for good, with all its demo data, the one that others need last."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import inspect, select

from app.data.base import db
from app.data.stored import Attachment
from app.engine import modules
from app.engine.registry import registry


def test_every_module_can_be_purged_with_all_that_refers_to_its_rows(site: Flask, browse: Any, tmp_path: Path) -> None:
    left = [module for name, module in registry.modules.items() if name != "core"]
    with site.app_context():
        while left:
            needed = {name for module in left for name in module.depends}
            module = next(one for one in left if one.name not in needed)
            dump = json.loads(modules.purge(module.name, tmp_path).read_text())
            assert [table for table in dump if table.startswith(f"{module.name}_")]
            assert not [one for one in inspect(db.engine).get_table_names() if one.startswith(f"{module.name}_")]
            kept = select(Attachment.id).where(Attachment.resource.startswith(f"{module.name}.")).limit(1)
            assert db.session.scalar(kept) is None
            left.remove(module)
    assert browse("quantri").get("/admin/apps").status_code == 200
