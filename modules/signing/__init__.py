"""Digital signatures: keys, two-signature PDFs, verification.

What the module declares is loaded when the house asks for it: the process that examines strangers' files takes the
verification alone, without a screen.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from modules.signing.manifest import MODULE

__all__ = ["MODULE"]


def __getattr__(name: str) -> Any:
    if name == "MODULE":
        from modules.signing import manifest

        return manifest.MODULE
    raise AttributeError(name)
