"""The words of a port: what can be asked of a system, and the wire form in which it is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.toolkit import Text, _

Content = dict[str, Any]
TROUBLE, NO = 500, 400  # from the first on an answer tells of their trouble, from the second on of ours


class Refused(ValueError):
    """The other side has understood and says no; to ask the same again changes nothing."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class Silent(Exception):
    """No whole answer in time: the other side may have taken it or not, so it is sent again under the same key.

    `reached`: something has answered, if only with its trouble; else nobody is there at all.
    """

    def __init__(self, why: str, *, reached: bool = False) -> None:
        super().__init__(why)
        self.reached = reached


class Garbled(Silent):
    """An answer that is none of the wire form."""

    def __init__(self, why: str) -> None:
        super().__init__(why, reached=True)


@dataclass(frozen=True)
class Officer:
    """In whose name a call goes out: the account there of an official of ours."""

    account: str = ""
    secret: str = field(default="", repr=False)


@dataclass(frozen=True)
class Question:
    """One call as an adapter needs it. `key` is how the other side knows it again; `secrets` are those of the connection."""

    call: str
    content: Mapping[str, Any]
    key: str
    officer: Officer = Officer()
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    purpose: str = ""
    dossier: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Wire:
    """A call as it goes over the line; `path` is put after the address of the connection."""

    path: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"


@dataclass(frozen=True)
class Reply:
    """What came back, read to its end."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Adapter(Protocol):
    """The wire form of one call."""

    def write(self, question: Question) -> Wire:
        """Return how the call is written. ValueError: the content cannot be sent like that."""

    def read(self, question: Question, reply: Reply) -> Content:
        """Return the answer. Refused, Silent, Garbled: as they say."""


@dataclass(frozen=True)
class Polled:
    """How a result that comes later is asked for: `asks(keys)` is the content of one call of the same port for many.

    `outcome(content, key)` finds one of them in the answer: its content, Refused, or None while there is none.
    """

    call: str
    asks: Callable[[list[str]], Content]
    outcome: Callable[[Content, str], Content | Refused | None]
    many: int = 20


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked; `polled` where the first answer only says that it was taken."""

    name: str
    title: Text
    adapter: Adapter
    polled: Polled | None = None


@dataclass(frozen=True)
class Port:
    """What can be asked of one kind of system. `trial` is the operation and content that harm nothing, to try a connection.

    `secrets` are the names of what the connection must know, asked of an administrator once.
    """

    name: str
    title: Text
    operations: Sequence[Operation]
    trial: tuple[str, Mapping[str, Any]]
    secrets: Sequence[str] = ()

    def operation(self, name: str) -> Operation:
        """Return one by name; LookupError when the port has none."""
        for one in self.operations:
            if one.name == name:
                return one
        raise LookupError(f"{self.name}.{name}")


def require_well(reply: Reply) -> None:
    """Refused or Silent for an answer whose status alone says that it is none."""
    if reply.status >= TROUBLE or reply.status in {408, 429}:
        raise Silent(f"HTTP {reply.status}", reached=True)
    if reply.status >= NO:
        raise Refused(
            str(reply.status), str(_("The other system refuses the call (HTTP %(code)s).", code=reply.status))
        )
    if reply.status not in {200, 201, 202}:
        raise Garbled(f"HTTP {reply.status}")
