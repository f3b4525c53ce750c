"""The description of the API for programs (OpenAPI 3.1), made from the same declarations as the screens."""

from __future__ import annotations

from typing import Any

from app.data.text import Text, _
from app.engine import forms, schemas, wire
from app.engine.registry import registry
from app.spec.flow import Step
from app.spec.words import Lines, Resource, Section

BASE = "/api/v1"


def document(version: str = "1") -> dict[str, Any]:
    """Return the whole description."""
    paths: dict[str, Any] = {}
    known: dict[str, Any] = {"Problem": _problem()}
    for key, resource in registry.open_resources().items():
        name, path = _name(key), f"{BASE}/{key.replace('.', '/')}"
        known |= {name: schemas.record(resource), f"{name}_in": schemas.body(forms.parts_of(resource))}
        paths[path] = {"get": _list(resource, name), "post": _write(_("New"), resource, name, 201, key=True)}
        paths[f"{path}/{{id}}"] = {
            "parameters": [_parameter("id", "path", {"type": "integer"})],
            "get": _read(resource, name),
            "patch": _write(_("Change"), resource, name, 200, match=True),
            "delete": {
                **_words(_("Delete"), resource, f"delete_{name}"),
                "parameters": [_if_match()],
                "responses": {"204": {"description": str(_("Deleted"))}, "default": _refused()},
            },
        }
        for step in resource.workflow.steps if resource.workflow else ():
            paths[f"{path}/{{id}}/steps/{step.name}"] = {
                "parameters": [_parameter("id", "path", {"type": "integer"})],
                "post": _step(resource, name, step),
            }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Một Cửa", "version": version},
        "security": [{"token": []}],
        "paths": paths,
        "components": {"schemas": known, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def _name(key: str) -> str:
    return key.replace(".", "_").replace("-", "_")


def _problem() -> dict[str, Any]:
    """Problem details (RFC 9457) with the sentences of a form, by field."""
    text = {"type": "string"}
    errors = {"type": "array", "items": schemas.an_object({"field": text, "sentence": text})}
    members = {"type": text, "title": text, "status": {"type": "integer"}, "detail": text, "errors": errors}
    return schemas.an_object(members) | {"required": ["type", "title", "status"]}


def _words(what: Text, resource: Resource, name: str) -> dict[str, Any]:
    title = str(registry.module_of(resource).title)
    return {"summary": f"{what}: {resource.title}", "operationId": name, "tags": [title]}


def _content(reference: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{reference}"}}}


def _refused() -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": str(_("Refused, with a sentence")), "content": content}


def _parameter(name: str, place: str, of: dict[str, Any], *, required: bool = True) -> dict[str, Any]:
    return {"name": name, "in": place, "required": required, "schema": of}


def _if_match() -> dict[str, Any]:
    return _parameter("If-Match", "header", {"type": "string"})


def _once() -> dict[str, Any]:
    return _parameter("Idempotency-Key", "header", {"type": "string", "maxLength": 200}, required=False)


def _answer(code: int, name: str) -> dict[str, Any]:
    good = {"description": str(_("The record")), "content": _content(name)}
    return {str(code): good, "default": _refused()}


def _list(resource: Resource, name: str) -> dict[str, Any]:
    wanted = [_parameter("q", "query", {"type": "string"}, required=False)]
    wanted += [_parameter("limit", "query", {"type": "integer", "minimum": 1, "maximum": 200}, required=False)]
    wanted += [_parameter("cursor", "query", {"type": "string"}, required=False)]
    for column in resource.filters:
        of = {"type": "array", "items": {"type": "string"}}
        wanted.append(_parameter(column.key, "query", of, required=False))
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}
    page = schemas.an_object({"rows": rows, "next": {"type": ["string", "null"]}}) | {"required": ["rows", "next"]}
    good = {"description": str(_("The newest first")), "content": {"application/json": {"schema": page}}}
    return {
        **_words(_("List"), resource, f"list_{name}"),
        "parameters": wanted,
        "responses": {"200": good, "default": _refused()},
    }


def _read(resource: Resource, name: str) -> dict[str, Any]:
    return {**_words(_("One"), resource, f"read_{name}"), "responses": _answer(200, name)}


def _write(
    what: Text, resource: Resource, name: str, code: int, *, key: bool = False, match: bool = False
) -> dict[str, Any]:
    return {
        **_words(what, resource, f"{'create' if key else 'change'}_{name}"),
        "parameters": [*([_once()] if key else []), *([_if_match()] if match else [])],
        "requestBody": {"required": True, "content": _content(f"{name}_in")},
        "responses": _answer(code, name),
    }


def _step(resource: Resource, name: str, step: Step) -> dict[str, Any]:
    parts: list[Section | Lines] = wire.parts_of_step(step)
    body = schemas.body(parts)
    if step.reason:
        body["properties"]["reason"] = {"type": "string"}
    return {
        **_words(step.label, resource, f"{step.name}_{name}"),
        "parameters": [_once()],
        "requestBody": {"required": False, "content": {"application/json": {"schema": body}}},
        "responses": _answer(200, name),
    }
