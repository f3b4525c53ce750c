"""The administrators' page of modules: what is at work, what is off, what has lost its code."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.data.text import _
from app.engine import modules
from app.engine.registry import registry
from app.web.guard import administrators_only

bp = Blueprint("apps", __name__, url_prefix="/admin")
bp.before_request(administrators_only)


@bp.get("/apps")
def index() -> str:
    """Every module with its state and what may be done with it."""
    return render_template(
        "admin/apps.html", states=modules.states(), words=modules.STATES, sentences=modules.sentences()
    )


@bp.post("/apps/<name>/<any(install,disable):act>")
def act(name: str, act: str) -> ResponseReturnValue:
    """Install (or enable again) or disable a module."""
    try:
        {"install": modules.install, "disable": modules.disable}[act](name)
        module = registry.modules.get(name)
        title = module.title if module else name
        done = (
            _("“%(name)s” is switched off.", name=title)
            if act == "disable"
            else _("“%(name)s” is at work.", name=title)
        )
        flash(str(done), "good")
    except LookupError:
        abort(404)
    except ValueError as error:
        flash(str(error), "bad")
    return redirect(url_for("apps.index"), 303)


@bp.post("/apps/<name>/purge")
def purge(name: str) -> ResponseReturnValue:
    """Drop a module's tables after its name was typed; the rows are dumped first."""
    if request.form.get("typed") != name:
        flash(str(_("Type the module's name to confirm.")), "bad")
        return redirect(url_for("apps.index"), 303)
    try:
        dump = modules.purge(name, current_app.config["DATA_DIR"] / "purged")
        flash(str(_("The rows were kept in %(file)s.", file=dump.name)), "good")
    except LookupError:
        abort(404)
    except ValueError as error:
        flash(str(error), "bad")
    return redirect(url_for("apps.index"), 303)
