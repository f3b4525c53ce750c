"""JSON in the envelope of an LGSP: `{code, status, correlationId, response: {error_code, message, data}}`, with a bearer token."""

from __future__ import annotations

import json
from dataclasses import dataclass

from app.toolkit import _
from modules.interconnect.ports.population import SECRETS as GATEWAY
from modules.interconnect.ports.population import gateway
from modules.interconnect.ports.port import (
    Content,
    Garbled,
    Operation,
    Polled,
    Question,
    Refused,
    Reply,
    Wire,
    require_well,
)

SECRETS = (*GATEWAY, "token")
WELL, STILL = {"0", "00", ""}, {"PENDING", "PROCESSING"}


@dataclass(frozen=True)
class Posted:
    """One call at a path: the content goes out as it is, with who asks, for what, and under which key."""

    path: str

    def write(self, question: Question) -> Wire:
        told = {
            "maYeuCau": question.key,
            "maDonVi": question.unit,
            "maCanBo": question.officer.account,
            "maHoSo": question.dossier,
            "mucDich": question.purpose,
            **question.content,
        }
        headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": question.key}
        headers |= gateway(question)
        if question.officer.secret:
            headers["AuthHash"] = question.officer.secret
        return Wire(self.path, json.dumps(told, ensure_ascii=False).encode(), headers)

    def read(self, question: Question, reply: Reply) -> Content:
        told = json_of(reply)
        response = told.get("response")
        if not isinstance(response, dict):
            raise Garbled("no response in the envelope")
        if str(told.get("correlationId") or question.key) != question.key:
            raise Garbled("the answer to another question")
        code = str(response.get("error_code", ""))
        if code not in WELL:
            raise Refused(code, str(response.get("message") or code))
        data = response.get("data")
        if not isinstance(data, list):
            raise Garbled("no data in the envelope")
        return {"data": data, "message": str(response.get("message") or "")}


def json_of(reply: Reply) -> Content:
    """Return the JSON object of an answer. Silent, Refused, Garbled: as they say."""
    require_well(reply)
    try:
        told = json.loads(reply.body)
    except ValueError as error:
        raise Garbled("not JSON") from error
    if isinstance(told, dict):
        return told
    raise Garbled("not a JSON object")


def outcome(content: Content, key: str) -> Content | Refused | None:
    """Find the result of one request among the rows of a poll; a row that came twice counts once.

    `SUPPLEMENT` is an answer, too: what is missing (`lyDo`) and until when (`hanBoSung`); what is handed in later is a new request.
    """
    for row in content["data"]:
        if isinstance(row, dict) and str(row.get("maYeuCau")) == key:
            state = str(row.get("trangThai", "PENDING"))
            if state in STILL:
                return None
            if state == "REJECTED":
                return Refused("REJECTED", str(row.get("lyDo") or state))
            return row
    return None


def later(name: str, path: str, poll: str) -> tuple[Operation, Operation]:
    """Return a request whose result comes later, and the call that asks for results: `{dsMaYeuCau: […]}`."""
    asked = f"{name}_results"
    return (
        Operation(
            name, _("Send a request"), Posted(path), polled=Polled(asked, lambda keys: {"dsMaYeuCau": keys}, outcome)
        ),
        Operation(asked, _("Ask for results"), Posted(poll)),
    )
