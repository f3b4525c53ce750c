"""Assembling the site: settings, database, modules, routes."""

from __future__ import annotations

import logging
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from app.data import text
from app.data.base import db
from app.engine import demo, mail
from app.engine.checks import DeclarationError
from app.engine.core import CORE
from app.engine.keeping import place
from app.engine.registry import discover, registry
from app.web import compiled, context, errors, guard, shell

# The house's own pages: each is a module of this package with a blueprint.
PAGES = (
    *("signin", "account", "tokens", "delegations", "home", "palette"),
    *("files", "timeline", "progress", "batches", "api"),
    *("apps", "background", "people", "units", "year"),  # for administrators
)
log = logging.getLogger(__name__)
ROOT = Path(config.__file__).resolve().parent
csrf = CSRFProtect()


def create_app(**overrides: Any) -> Flask:
    """Build the application. `overrides` replace settings of `config.py` by name; DeclarationError: the core is wrong."""
    site = Flask("motcua", root_path=str(ROOT), static_folder="app/static", template_folder="templates")
    site.config.from_mapping(config.settings() | overrides)
    site.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    site.json.ensure_ascii = False  # type: ignore[attr-defined]  # programs and people read the same letters
    if hops := site.config["PROXIES"]:
        site.wsgi_app = ProxyFix(site.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    Path(site.config["DATA_DIR"]).mkdir(parents=True, exist_ok=True)
    place["files"] = site.config["DATA_DIR"] / "files"
    mail.relay.update({"url": site.config["MAIL_URL"], "from": site.config["MAIL_FROM"]})
    demo.extent["size"] = site.config["DEMO_SIZE"]
    db.init_app(site)
    csrf.init_app(site)
    text.load(ROOT / "locales")
    if not registry.modules:
        found, registry.broken = discover(ROOT / "modules", site.config["MODULES"])
        registry.load([CORE, *found], tolerant=True)
    if registry.broken:
        _complain(site)
    guard.init(site)
    compiled.init(site)
    context.init(site)
    errors.init(site)
    shell.init(site)
    _add_routes(site)
    return site


def _complain(site: Flask) -> None:
    """Tests and developers stop at a broken module; a site in use goes on without it and shows it to administrators."""
    sentences = "\n".join(registry.broken.values())
    if site.testing or site.debug:
        raise DeclarationError(sentences)
    log.error("broken modules are left out:\n%s", sentences)


def _add_routes(site: Flask) -> None:
    from app.web import api, resource

    site.url_map.converters |= {"resource": resource.ResourceConverter, "int": resource.RowConverter}
    for name in PAGES:
        site.register_blueprint(import_module(f"app.web.{name}").bp)
    csrf.exempt(api.bp)  # its calls carry no cookie
    # Found by the folder of the module: its blueprints name none.
    folders = [FileSystemLoader(module.folder / "templates") for module in registry.modules.values()]
    site.jinja_loader = ChoiceLoader([FileSystemLoader(ROOT / "templates"), *folders])
    for module in registry.modules.values():
        for blueprint in module.routes:
            site.register_blueprint(blueprint)
    for view in site.view_functions.values():
        if getattr(view, "is_by_token", False):
            csrf.exempt(view)
    resource.init(site)
