"""Start-up checks of the columns that a resource shows, asks for and counts by. The ids stand in `checks.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from app.data.field import meta
from app.engine.forms import RecordForm
from app.spec.words import Board, Calendar, Column, Lines, List, Pivot, Resource, Section

NUMBERS = {"whole", "money", "number"}
OF_FORMS = {name for name in dir(RecordForm) if not name.startswith("_")} - {"version"}


def check_columns(name: str, resource: Resource) -> Iterator[str]:
    """Yield one line per column that a resource cannot show where it stands."""
    models = [resource.model, *line_models(resource)]
    for column in _columns(resource):
        if not any(issubclass(model, cast("type", column.class_)) for model in models):
            yield f"M005 {name}: {column} is not a column of {resource.model.__name__}"
            continue
        try:
            words = meta(column)
        except LookupError:
            yield f"M010 {name}: {column} is shown but has no label; make it with app.toolkit.field"
            continue
        row = column.key.removesuffix("_id")
        if words.kind == "reference" and (row == column.key or not hasattr(column.class_, row)):
            yield f"M023 {name}: {column} is shown, but {row!r} does not give its row; name it <what>_id and add field.link"
    for part in (*resource.form, *_asked(resource)):
        asked = [part.attribute] if isinstance(part, Lines) else part.columns if isinstance(part, Section) else [part]
        for key in sorted({one.key for one in asked if one is not None} & OF_FORMS):
            yield f"M031 {name}: the form has a word {key!r} of its own; give {resource.model.__name__}.{key} another name"
    yield from _check_kinds(name, resource)
    yield from _check_personal(name, resource)


def line_models(resource: Resource) -> list[Any]:
    """Return the classes of the item rows that its form or a step shows."""
    parts = (*resource.form, *_asked(resource))
    return [part.attribute.property.mapper.class_ for part in parts if isinstance(part, Lines)]


def _check_kinds(name: str, resource: Resource) -> Iterator[str]:
    wanted: list[tuple[str, Column | None, set[str]]] = []
    for view in resource.views:
        word = type(view).__name__
        if isinstance(view, Board):
            wanted.append((f"{word}(by)", view.by, {"choice"}))
        if isinstance(view, Calendar):
            wanted.append((f"{word}(on)", view.on, {"day", "moment"}))
        else:
            wanted.append((f"{word}(total)", view.total, NUMBERS))
    for word, column, kinds in wanted:
        if column is not None and _kind(column) not in kinds:
            yield f"M022 {name}: {word} needs a column of the kind {' or '.join(sorted(kinds))}; {column} is none"
    steps = resource.workflow.steps if resource.workflow else ()
    for column in (*resource.also, *(step.at for step in steps if step.at is not None)):
        if not any(key.column.table.name == "core_unit" for key in column.property.columns[0].foreign_keys):
            yield f"M022 {name}: {column} does not refer to a unit, so it gives no unit a part in the record"


def _check_personal(name: str, resource: Resource) -> Iterator[str]:
    """Personal values are masked until a logged reveal; these places would show, sort or find them without one."""
    places: list[tuple[str, Iterable[Column]]] = [
        ("the heading", [] if resource.heading is None else [resource.heading]),
        ("a filter", resource.filters),
        ("a group", resource.groups),
        ("the search", [getattr(resource.model, key) for key in resource.model.searched]),
    ]
    for view in resource.views:
        if not isinstance(view, List):
            places.append((f"a {type(view).__name__.lower()}", [one for one in vars(view).values() if one is not None]))
        elif view.under is not None:
            places.append(("the second line of a list", [view.under]))
    places += [("an item table", part.columns) for part in resource.form if isinstance(part, Lines)]
    for place, columns in places:
        for column in columns:
            if column.info.get("meta") and meta(column).personal:
                yield f"M014 {name}: {column} is personal and stands in {place}; show it in a section or a list"


def _columns(resource: Resource) -> Iterator[Column]:
    """Yield every column that somebody reads or fills."""
    for part in (*resource.form, *_asked(resource)):
        if isinstance(part, (Section, Lines)):
            yield from part.columns
            if isinstance(part, Lines):
                yield part.attribute
        else:
            yield part
    for view in resource.views:
        if isinstance(view, List):
            yield from view.columns
            yield from (one for one in (view.under, view.total) if one is not None)
        elif isinstance(view, Pivot):
            yield from (one for one in (view.rows, view.columns, view.total) if one is not None)
        elif isinstance(view, Calendar):
            yield view.on
        else:
            yield from (one for one in (view.by, view.total) if one is not None)
    yield from resource.key
    yield from resource.filters
    yield from resource.groups
    if resource.heading is not None:
        yield resource.heading


def _asked(resource: Resource) -> list[Column | Lines]:
    """What the steps ask for."""
    return [part for step in (resource.workflow.steps if resource.workflow else ()) for part in step.form]


def _kind(column: Column) -> str:
    words = column.info.get("meta")
    return words.kind if words else ""
