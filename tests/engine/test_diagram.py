"""The drawing of a workflow shows every step once, marks the present state, and follows the rules of the day."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

from flask import Flask

from app.engine.registry import registry
from app.spec.chain import Rules, declared
from app.spec.diagram import HIGH, Drawing
from modules.equipment.models import State
from modules.equipment.screens import requests

SVG = "{http://www.w3.org/2000/svg}"


def test_boxes_stand_apart_and_every_step_has_an_arrow(site: Flask) -> None:
    flows = [resource.workflow for resource in registry.resources.values() if resource.workflow]
    assert len(flows) > 1
    for flow in flows:
        drawing = Drawing(flow, declared(flow), date(2026, 11, 23))
        assert {arrow.number for arrow in drawing.arrows} == set(range(1, len(drawing.steps) + 1))
        boxes = sorted(drawing.boxes.values(), key=lambda box: (box.x, box.y))
        for one, other in itertools.pairwise(boxes):
            assert one.x != other.x or one.y + HIGH < other.y, f"{one.state} covers {other.state}"
        for arrow in drawing.arrows:
            assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in arrow.corners)


def test_a_step_of_another_time_is_not_drawn() -> None:
    flow = requests.workflow
    assert flow is not None
    spans: dict[str, list[Any]] = {"postpone": [(None, date(2025, 6, 30))]}
    before, after = (Drawing(flow, Rules(spans, {}), day) for day in (date(2025, 6, 30), date(2025, 7, 1)))
    assert State.POSTPONED in before.boxes
    assert State.POSTPONED not in after.boxes
    assert "resume" not in {step.name for step in after.steps}, "nothing can come to where it begins"


def test_the_page_of_a_record_marks_where_it_is(browse: Any, site: Flask) -> None:
    client = browse("sokhcn")
    page = client.get("/equipment/requests/5/workflow")
    assert page.status_code == 200
    drawn = page.text[page.text.index("<svg xmlns") : page.text.index("</svg>", page.text.index("<svg xmlns")) + 6]
    here = [one for one in ET.fromstring(drawn).iter(f"{SVG}g") if one.get("class") == "here"]
    assert len(here) == 1
    printed = site.test_cli_runner().invoke(args=["modules", "diagram", "equipment.requests"])
    assert ET.fromstring(printed.output).tag == f"{SVG}svg"
