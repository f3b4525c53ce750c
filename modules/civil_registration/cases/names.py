"""Names for comparing."""

from app.toolkit import fold


def key_of(name: str | None) -> str:
    """A name without marks, in small letters, its parts in the order of the alphabet, y as i."""
    return " ".join(sorted(fold(name or "").replace("y", "i").split()))
