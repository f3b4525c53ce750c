"""How modules hear of answers and of messages that come by themselves: `Module(gives=[Listener(…), Receiver(…)])`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.toolkit import Resource
from modules.interconnect.ports.declared import OWN
from modules.interconnect.ports.port import Content, Port, Refused

if TYPE_CHECKING:
    from modules.interconnect.messages.incoming import Incoming
    from modules.interconnect.messages.outgoing import Outgoing


@dataclass(frozen=True)
class Listener:
    """`answered(session, outgoing, content)` runs in the transaction that marks the message as answered: both or neither.

    `refused(session, outgoing, no)` the same for a no of the other side (`no.code`, its sentence `str(no)`).
    `taken(session, outgoing)` the same where the other side has taken a message whose result comes later.
    A ValueError of one leaves the message to be asked again, under the same key.
    """

    port: str
    call: str
    answered: Callable[[Session, Outgoing, Content], None]
    refused: Callable[[Session, Outgoing, Refused], None] = lambda *_words: None
    taken: Callable[[Session, Outgoing], None] = lambda *_words: None


@dataclass(frozen=True)
class Receiver:
    """`handle(session, incoming, content)` runs in the transaction that marks a message that came as handled."""

    port: str
    call: str
    handle: Callable[[Session, Incoming, Content], None]


def faults(gift: Any, every: Sequence[Any], _resources: Mapping[str, Resource]) -> Iterable[str]:
    """Yield what is wrong with a listener or receiver: nothing can be asked like that, or two would do the same work."""
    ports = {one.name: one for one in (*OWN, *(one for one in every if isinstance(one, Port)))}
    kind = type(gift).__name__
    known = {one.name for one in ports[gift.port].operations} if gift.port in ports else set()
    if isinstance(gift, Listener) and known and gift.call not in known:
        yield f"a {kind} names {gift.port}.{gift.call}, which is no call of that port"
    if isinstance(gift, Receiver) and sum((one.port, one.call) == (gift.port, gift.call) for one in every) > 1:
        yield f"two receivers take {gift.port}.{gift.call}; a message is handled once"
