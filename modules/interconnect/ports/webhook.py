"""Events told to a subscriber: JSON, signed with HMAC-SHA256 over the time and the body.

The subscriber computes `HMAC(secret, "<t>.<body>")` with `t` from `X-MotCua-Signature: t=…,v1=…`, refuses what is older than
five minutes, and remembers `X-MotCua-Delivery`, under which the same event comes again where its answer was lost.
"""

from __future__ import annotations

import hashlib
import hmac
import json

from app.toolkit import _, clock
from modules.interconnect.ports.port import Content, Operation, Port, Question, Reply, Wire, require_well


class Event:
    """Content: event, record and what is told of it; the secret is that of the subscriber."""

    def write(self, question: Question) -> Wire:
        body = json.dumps(question.content, ensure_ascii=False, sort_keys=True).encode()
        stamp = str(int(clock.now().timestamp()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-MotCua-Event": str(question.content.get("event", "")),
            "X-MotCua-Delivery": question.key,
            "X-MotCua-Signature": f"t={stamp},v1={signature(question.secrets.get('secret', ''), stamp, body)}",
        }
        return Wire("", body, headers)

    def read(self, question: Question, reply: Reply) -> Content:  # noqa: ARG002 - any answer that is well is enough
        if reply.status != 204:
            require_well(reply)
        return {}


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Return the signature of a body sent at a second since 1970."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


WEBHOOK = Port(
    "webhook",
    _("Events for subscribers"),
    [Operation("event", _("Tell of an event"), Event())],
    trial=("event", {"event": "interconnect.trial"}),
    secrets=("secret",),
)
