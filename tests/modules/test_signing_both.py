"""A module that knows nothing of keys has its paper signed by two lines in two verbs."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.data.people import Unit, User
from app.engine.access import SYSTEM
from app.engine.demo import WARD
from app.engine.work import work
from app.toolkit import as_person, content_of, kept
from modules.certified_copies.document import scan_pages
from modules.certified_copies.made_up import picture
from modules.equipment.request import Request
from modules.signing.agent.preparations import KNOWN
from modules.signing.anchors import anchors
from modules.signing.both import Both, Drawn
from modules.signing.longterm.preservation import Preservation
from modules.signing.verification import examine

RESOURCE = "equipment.requests"


def drawn(request: Request, _signer: User, _test: bool) -> Drawn:
    return Drawn(scan_pages([("image/jpeg", picture(str(request), "An"))]))


@pytest.fixture
def signed() -> Iterator[Both]:
    """Said of a resource that signs nothing itself."""
    yield Both(RESOURCE, Request, drawn)
    for step in ("sign", "seal"):
        KNOWN.pop((RESOURCE, step))


def test_a_paper_of_any_module_is_signed_sealed_and_kept(site: Flask, signed: Both, tmp_path: Path) -> None:
    with site.app_context(), work(SYSTEM) as session:
        ward = select(Unit.id).where(Unit.code == WARD, Unit.valid_to.is_(None)).scalar_subquery()
        request: Any = session.scalars(select(Request).where(Request.unit_id == ward).limit(1)).one()
        official = session.scalar(select(User.id).where(User.login == "lanhdao"))
        with pytest.raises(ValueError, match="Chỉ"):
            signed.sign(request)
        with as_person(official):
            signed.sign(request)
        file = signed.seal(request, "phieu.pdf")
        content = content_of(file)
        assert examine(content, anchors()).valid
        assert [one.sha256 for one in kept(session, request, "final")] == [file.sha256]
        assert session.scalar(select(Preservation.id).where(Preservation.file_id == file.id))
    (tmp_path / "a.pdf").write_bytes(content)
    told = subprocess.run(["pdfsig", "-nocert", tmp_path / "a.pdf"], capture_output=True, text=True, check=True).stdout
    assert told.count("Signature is Valid") == 2
