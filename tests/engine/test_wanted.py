"""A column that is wanted: a form marks it and keeps a draft without it; one that is required stops the form."""

from __future__ import annotations

import wtforms
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.data import field
from app.data.text import _
from app.engine.inputs import field_for
from app.engine.lacking import ask_for


def test_what_is_wanted_is_marked_and_may_be_left_for_later(site: Flask) -> None:
    wanted = field.wanted(field.text(_("Name"))).column
    required = field.text(_("Name"), required=True).column
    assert wanted.nullable and not required.nullable
    with site.test_request_context():
        form = type(
            "Form", (wtforms.Form,), {"a": field_for(wanted.info["meta"]), "b": field_for(required.info["meta"])}
        )
        typed = form(MultiDict({"a": "", "b": ""}))
        assert not typed.validate() and set(typed.errors) == {"b"}
        assert typed.a.flags.wanted and not typed.a.flags.required
        assert typed.errors["b"] == [ask_for(wanted.info["meta"])], "both ask in the same words"
