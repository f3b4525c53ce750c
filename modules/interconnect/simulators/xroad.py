"""A security server of the demo: it knows one provider, and says by a header when the trouble is its own."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from urllib.parse import unquote

from modules.interconnect.simulators.heard import Heard, Said


def answer(heard: Heard) -> Said:
    """Answer as a provider does; an unknown service is the infrastructure's no, /no the provider's."""
    parts = [unquote(one) for one in heard.path.split("/")]
    ids = {"X-Road-Id": heard.headers.get("x-road-id", ""), "X-Road-Request-Id": str(uuid.uuid4())}
    ids["X-Road-Request-Hash"] = base64.b64encode(hashlib.sha512(heard.body).digest()).decode()
    if len(parts) < 7 or parts[1] != "r1" or not heard.headers.get("x-road-client"):
        return _said(
            {"type": "Client.BadRequest", "message": "no client or service"},
            400,
            ids | {"X-Road-Error": "Client.BadRequest"},
        )
    if parts[2] != "VN":
        kind = "Server.ServerProxy.UnknownService"
        return _said({"type": kind, "message": "unknown service"}, 500, ids | {"X-Road-Error": kind})
    if parts[-1] == "no":
        return _said({"message": "Không có quyền"}, 403, ids)
    key = ids["X-Road-Id"]
    told = json.dumps(
        {"service": parts[6], "issue": unquote(heard.headers.get("x-road-issue", ""))}, ensure_ascii=False
    ).encode()
    body = heard.memory.once(heard.system, key, heard.path, heard.body, heard.wait, lambda: told)
    return Said(body, headers=ids)


def _said(told: dict[str, str], status: int, headers: dict[str, str]) -> Said:
    return Said(json.dumps(told, ensure_ascii=False).encode(), status, headers=headers)
