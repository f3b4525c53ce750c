"""What modules can tell of a person, asked by name: who asks need not know, or have, the module that answers."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.engine.registry import registry


def proven(session: Session, name: str, user_id: int, what: str, day: date) -> bool | None:
    """Whether a person has a proof `<module>.<name>` of `what` on a day; None where no module at work can tell."""
    for module in registry.open_modules():
        for proof in module.proofs:
            if f"{module.name}.{proof.name}" == name:
                return proof.holds(session, user_id, what, day)
    return None
