"""What a form says while somebody types into it: what checks find, and the paper it will become."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.data.text import Text

if TYPE_CHECKING:
    from app.spec.told import Told
    from app.spec.words import Column


@dataclass(frozen=True)
class Finding:
    """What a check finds in a record: at which column of its form, in one sentence.

    One that `stops` must be mended; else it is a doubt, which may be right all the same. `instead` is a text that the
    column may get at one click. `code` names the check, for whoever writes down why a doubt is none.
    """

    column: Column
    sentence: str
    stops: bool = True
    instead: str = ""
    code: str = ""


@dataclass(frozen=True)
class Answer:
    """What was found elsewhere about what is typed: a sentence, and the values of columns of the form.

    A value fills its input where that is empty, and is offered beside it where something else is typed; it overwrites nothing.
    """

    sentence: str
    values: Mapping[Column, Any]


@dataclass(frozen=True)
class Ask:
    """A button of a section that asks elsewhere about what is typed there: `Section(…, asks=Ask("mother", …))`.

    `find(record)` gets the record as it is typed, which is never saved, and returns what was found. ValueError: a sentence
    that says why nothing was. It may take seconds, and it may write down that it asked.
    """

    name: str
    label: Text
    find: Callable[[Any], Answer]
    icon: str = "search"


@dataclass(frozen=True)
class Preview:
    """A paper beside the form that follows what is typed: `templates/<module>/<template>`, under `title`.

    `context(record)` returns what the template needs by name; the record may be new, and is never saved. Columns hold
    what was typed, None where that cannot be read; a row behind a reference is asked for by its id.
    """

    title: Text
    template: str
    context: Callable[[Any], Told]
