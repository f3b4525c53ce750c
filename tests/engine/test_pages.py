"""Whatever page of a list is asked for, in whatever size, it has its rows, and knows how many there are in all."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.engine import query
from app.engine.access import SYSTEM
from app.engine.query import Asked, page_of
from app.engine.registry import registry
from app.engine.work import work
from app.spec.words import List
from modules.equipment.models import Item


def test_every_page_of_every_size_is_a_part_of_the_whole(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    resource = registry.resources["equipment.items"]
    view = next(one for one in resource.views if isinstance(one, List))
    with site.app_context(), work(SYSTEM) as session:
        whole = page_of(session, resource, view, Asked(size=10_000)).rows
        assert len(whole) == len(list(session.scalars(select(Item.id)))) > 3
        for size in (1, 2, len(whole) - 1, len(whole), len(whole) + 1):
            last = -(-len(whole) // size)
            for number in (0, 1, 2, last, last + 1, last + 50):
                page, real = page_of(session, resource, view, Asked(page=number, size=size)), min(max(number, 1), last)
                begin = (real - 1) * size
                assert page.rows == whole[begin : begin + size] and page.number == real
                assert (page.count, page.capped, page.more) == (len(whole), False, real < last)
        nothing = page_of(session, resource, view, Asked(search="không có gì như thế", page=3))
        assert (nothing.rows, nothing.count, nothing.number, nothing.more) == ([], 0, 1, False)
        monkeypatch.setattr(query, "CAP", len(whole) - 2)
        full = page_of(session, resource, view, Asked(size=len(whole) + 1))
        assert full.capped and full.count == len(whole) - 2
