"""Rows of the core's tables that belong to a record of any module: the statement for them, written once per table.

Putting a statement together takes longer than asking it: who asks one for every page writes it once, with places for
what differs (`@cache`, `bindparam`).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import bindparam, select


@cache
def beside(model: Any) -> Any:
    """Return the select of the rows at a record; its values are `resource` (`<module>.<slug>`) and `row`."""
    return select(model).where(model.resource == bindparam("resource"), model.row_id == bindparam("row"))
