"""How a connection stands: written when it changes, by whoever calls; one silent system is asked less and less often."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.toolkit import clock
from modules.interconnect.links.connections import Connection, Standing
from modules.interconnect.ports.port import Silent

IN_A_ROW = 2  # answers that are none, after which the system is silent and not one message bad
MINUTE = 60  # seconds: an answer is written down so often at most, since every message would else change one row


def well(session: Session, row_id: int) -> None:
    """An answer has come, whatever it says."""
    row = session.get(Connection, row_id)
    if row is None:
        return
    quiet = row.answered_at and (clock.now() - row.answered_at).total_seconds() < MINUTE
    if row.misses or row.state in {Standing.UNTRIED, Standing.SILENT} or not quiet:
        told = {"misses": 0, "answered_at": clock.now(), "silent_since": None, "probe_at": None, "problem": None}
        _write(session, row, told | ({} if row.state is Standing.PAUSED else {"state": Standing.WELL}))


def missed(session: Session, row_id: int, fault: Silent) -> None:
    """None has come, or only a part. Nobody there, or no whole answer twice: it is silent, and the next try waits longer."""
    row = session.get(Connection, row_id, populate_existing=True)
    if row is None:
        return
    misses = row.misses + 1
    if fault.reached and misses < IN_A_ROW and row.state is not Standing.SILENT:
        _write(session, row, {"misses": misses, "problem": str(fault)[:300]})
        return
    told = {
        "misses": misses,
        "problem": str(fault)[:300],
        "silent_since": row.silent_since or clock.now(),
        "probe_at": clock.now() + row.wait(misses),
    }
    _write(session, row, told | ({} if row.state is Standing.PAUSED else {"state": Standing.SILENT}))


def note(session: Session, row: Connection, problem: str) -> None:
    """It cannot even be called: its page says why."""
    if row.problem != problem[:300]:
        _write(session, row, {"problem": problem[:300]})


def _write(session: Session, row: Connection, told: dict[str, object]) -> None:
    """Past the row's version and the trail: an administrator who edits the connection meets no conflict with a machine."""
    session.execute(
        update(Connection).where(Connection.id == row.id).values(**told),
        execution_options={"synchronize_session": False},
    )
    session.expire(row, list(told))
