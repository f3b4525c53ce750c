"""One call from question to outcome, without a transaction: nobody waits for the database while another system thinks."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from modules.interconnect.links.connections import Place
from modules.interconnect.links.line import say
from modules.interconnect.messages.calls import Call
from modules.interconnect.ports.declared import operation_of
from modules.interconnect.ports.port import Content, Question, Refused, Silent


@dataclass(frozen=True)
class Told:
    """What came of a call: content, Refused or Silent; and the row for the log, not yet written."""

    outcome: Content | Refused | Silent
    line: Call

    def sign(self, **words: Any) -> Call:
        """Return the row for the log with who asked, about what, for which unit."""
        for name, value in words.items():
            setattr(self.line, name, value)
        return self.line


def call(place: Place, question: Question) -> Told:
    """Ask and return what came of it. ValueError: the content cannot be sent like that; nothing has gone out."""
    adapter = operation_of(place.port, question.call).adapter
    wire = adapter.write(question)
    begun, reply = time.monotonic(), None
    outcome: Content | Refused | Silent
    try:
        reply = say(place.base, wire, place.seconds)
        outcome = adapter.read(question, reply)
    except (Refused, Silent) as error:
        outcome = error
    line = Call.of(question, wire.body or wire.path.encode(), reply, outcome, time.monotonic() - begun)
    line.connection_id = place.id
    return Told(outcome, line)
