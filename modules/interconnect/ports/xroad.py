"""X-Road REST (pr-rest): `{METHOD} /r1/{instance}/{class}/{member}/{subsystem}/{service}[/path]` with the headers of a client.

An answer with `X-Road-Error` comes from the infrastructure, which may be well again tomorrow; one without it, whatever its
status, is the provider's own. The hash of the request that comes back must be that of what was sent.
"""

from __future__ import annotations

import json
import uuid
from urllib.parse import quote

from app.toolkit import _
from modules.interconnect.ports.port import Content, Garbled, Operation, Port, Question, Refused, Reply, Silent, Wire

SPACE = uuid.UUID("5b1c7d0a-6d0e-4f6e-9b39-0c4d6f1e2a79")  # our keys become ids of one kind, always the same ones
TROUBLE, NO = 500, 400


class Rest:
    """Content: service ([instance, class, member, subsystem, service]), path, method, body (JSON) or query."""

    def write(self, question: Question) -> Wire:
        told = question.content
        parts = [str(one) for one in told.get("service", [])]
        client = question.secrets.get("client", "").split("/")
        if len(parts) != 5 or not all(parts) or len(client) != 4:
            raise ValueError(str(_("An X-Road call names the service in five parts and the client in four.")))
        tail = "".join(f"/{encoded(one)}" for one in str(told.get("path", "")).split("/") if one)
        headers = {
            "X-Road-Client": "/".join(encoded(one) for one in client),
            "X-Road-Id": id_of(question.key),
            "X-Road-UserId": f"VN{question.officer.account}",
            "X-Road-Issue": quote(question.dossier, safe=""),
            "Accept": "application/json",
        }
        method, body = str(told.get("method", "POST")), b""
        if told.get("body") is not None:
            body = json.dumps(told["body"], ensure_ascii=False).encode()
            headers["Content-Type"] = "application/json; charset=utf-8"
        return Wire("/r1/" + "/".join(map(encoded, parts)) + tail, body, headers, method)

    def read(self, question: Question, reply: Reply) -> Content:
        heads = {name.lower(): value for name, value in reply.headers.items()}
        if heads.get("x-road-id", id_of(question.key)) != id_of(question.key):
            raise Garbled("the answer to another question")
        kind = heads.get("x-road-error", "")
        if kind and not (kind.startswith("Client.") or "AccessDenied" in kind):
            raise Silent(kind, reached=True)
        try:
            told = json.loads(reply.body) if reply.body else None
        except ValueError as error:
            raise (
                Silent(f"HTTP {reply.status}", reached=True) if reply.status >= TROUBLE else Garbled("not JSON")
            ) from error
        if kind:
            raise Refused(kind, _words(told) or kind)
        if reply.status >= TROUBLE:
            raise Silent(f"HTTP {reply.status}", reached=True)
        if reply.status >= NO:
            raise Refused(str(reply.status), _words(told) or f"HTTP {reply.status}")
        return {
            "body": told,
            "request": heads.get("x-road-request-id", ""),
            "hash": heads.get("x-road-request-hash", ""),
        }


def encoded(part: str) -> str:
    """A part of an identifier as the path and headers want it: everything but letters, digits and -._~ by percent."""
    return quote(part, safe="")


def id_of(key: str) -> str:
    """The UUID under which the other side knows a key of ours again."""
    return str(uuid.uuid5(SPACE, key))


def _words(told: object) -> str:
    return str(told.get("message") or told.get("detail") or "") if isinstance(told, dict) else ""


XROAD = Port(
    "xroad",
    _("X-Road services (NDXP)"),
    [Operation("call", _("Call a service"), Rest())],
    trial=("call", {"service": ["VN", "GOV", "NDXP", "meta", "listMethods"], "method": "GET"}),
    secrets=("client",),
)
