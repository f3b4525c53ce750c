"""What a form says while somebody types into it: what checks find, and the paper it will become."""

from __future__ import annotations

from collections.abc import Callable
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
class Preview:
    """A paper beside the form that follows what is typed: `templates/<module>/<template>`, under `title`.

    `context(record)` returns what the template needs by name; the record may be new, and is never saved. Columns hold
    what was typed, None where that cannot be read; a row behind a reference is asked for by its id.
    """

    title: Text
    template: str
    context: Callable[[Any], Told]
