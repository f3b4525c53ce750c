"""Signing with a key at a remote service (CSC API v2), over real HTTP: what works, and each way in which it does not."""

from __future__ import annotations

import json
import logging
import subprocess
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from flask import Flask

from modules.certified_copies.document import scan_pages
from modules.certified_copies.made_up import picture
from modules.signing.anchors import anchors
from modules.signing.authority import authority
from modules.signing.drivers import csc
from modules.signing.drivers.pkcs12 import HeldKey, load
from modules.signing.drivers.sealed import Secrets
from modules.signing.key_files import key_folder, passphrase
from modules.signing.models import Key
from modules.signing.pades import prepare, seal_agency, sign_official
from modules.signing.verification import examine
from tests.servers import free_port

SECRETS = Secrets("ung-dung", "khoa-bi-mat-cua-ung-dung", "48151623")


class Cloud:
    """A small signing service; `mood` is what is wrong with it."""

    def __init__(self, key: HeldKey, other: HeldKey) -> None:
        self.key, self.other, self.mood, self.asked = key, other, "", []

    def answer(self, method: str, words: dict[str, Any], token: str) -> tuple[int, bytes]:
        self.asked.append(method)
        if self.mood == "html":
            return 200, b"<html>Maintenance</html>"
        if self.mood == "list":
            return 200, b"[]"
        if method == "oauth2/token":
            good = words["client_secret"] == SECRETS.client_secret and words["grant_type"] == "client_credentials"
            return (200, b'{"access_token": "T"}') if good else (401, b'{"error": "invalid_client"}')
        if token != "Bearer T":
            return 401, b"{}"
        if self.mood == "broken":
            return 503, b"{}"
        if self.mood == "denied":
            return 401, b'{"error": "invalid_token"}'
        if method == "credentials/authorize" and words["authData"][0]["value"] != SECRETS.pin:
            return 400, b'{"error": "invalid_pin", "error_description": "Invalid PIN"}'
        told = getattr(self, f"_{method.rsplit('/', maxsplit=1)[-1]}")(words)
        return (400, b'{"error": "invalid_request"}') if told is None else (200, json.dumps(told).encode())

    def _info(self, _words: dict[str, Any]) -> dict[str, Any]:
        status = "disabled" if self.mood == "disabled" else "enabled"
        chain = [b64encode(one).decode() for one in (self.key.certificate, *self.key.chain)]
        return {"key": {"status": status}, "cert": {"certificates": ["%%%"] if self.mood == "garbled" else chain}}

    def _authorize(self, words: dict[str, Any]) -> dict[str, Any] | None:
        return {"SAD": "S"} if words["authData"][0]["value"] == SECRETS.pin and len(words["hashes"]) == 1 else None

    def _signHash(self, words: dict[str, Any]) -> dict[str, Any] | None:  # noqa: N802 - the name of the method
        if words["SAD"] != "S" or self.mood == "expired":
            return None
        signer = self.other if self.mood == "other" else self.key
        rubbish = self.mood == "rubbish"
        signature = b64encode(b"x" * 384 if rubbish else signer.sign(b64decode(words["hashes"][0]))).decode()
        return {"signatures": [] if self.mood == "half" else [signature]}


@pytest.fixture
def cloud(site: Flask) -> Iterator[tuple[Cloud, str]]:
    """The service with a key that is certified by the site's test authority, and its address."""
    csc.opened.cache_clear()
    with site.app_context():
        key, other = (load(authority().issue(f"{name}.p12", name, "UBND"), passphrase()) for name in ("xa", "khac"))
    service = Cloud(key, other)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            method = self.path.removeprefix("/csc/v2/")
            words = dict(parse_qsl(body)) if method == "oauth2/token" else json.loads(body)
            if service.mood == "slow":
                time.sleep(1.5)
            if service.mood == "elsewhere" and method == "credentials/info":
                self.send_response(302)
                self.send_header("Location", "/csc/v2/stolen")
                self.end_headers()
                return
            status, content = service.answer(method, words, self.headers.get("Authorization", ""))
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if service.mood == "drop by drop":
                for byte in content:
                    self.wfile.write(bytes((byte,)))
                    time.sleep(0.3)
                return
            self.wfile.write(content)

        def do_GET(self) -> None:
            service.asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_words: Any) -> None:
            pass

    port = free_port()
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield service, f"csc:http://127.0.0.1:{port}/csc/v2;credential=UB-27004"
    server.shutdown()
    server.server_close()


def paper() -> bytes:
    return prepare(scan_pages([("image/jpeg", picture("Bằng", "An"))]))


def test_a_remote_key_signs_and_receivers_believe_it(site: Flask, cloud: Any, tmp_path: Path) -> None:
    service, address = cloud
    with site.app_context():
        SECRETS.keep(key_folder(), passphrase(), address)
        key = Key(name="x", file=address).opened()
        content = seal_agency(sign_official(paper(), key, "xa"), key, "xa")
        assert examine(content, anchors()).valid
    (tmp_path / "a.pdf").write_bytes(content)
    told = subprocess.run(["pdfsig", "-nocert", tmp_path / "a.pdf"], capture_output=True, text=True, check=True).stdout
    assert told.count("Signature is Valid") == 2
    assert service.asked.count("credentials/info") == 1, "the certificate is held"
    assert service.asked.count("credentials/authorize") == 2, "each digest is authorised"


@pytest.mark.parametrize(
    ("mood", "sentence"),
    [
        ("disabled", "chưa được kích hoạt"),
        ("expired", "từ chối"),
        ("half", "từ chối"),
        ("other", "không khớp với chứng thư"),
        ("rubbish", "không khớp với chứng thư"),
        ("denied", "từ chối"),
        ("broken", "đang gặp sự cố"),
        ("drop by drop", "không trả lời"),
        ("elsewhere", "từ chối"),
        ("html", "không trả lời"),
        ("list", "không trả lời"),
        ("garbled", "không trả lời"),
        ("slow", "không trả lời"),
    ],
)
def test_what_goes_wrong_there_gets_its_sentence_here(
    site: Flask, cloud: Any, mood: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, address = cloud
    service.mood = mood
    monkeypatch.setattr(csc, "SECONDS", 1)
    with site.app_context(), pytest.raises(ValueError, match=sentence):
        sign_official(paper(), csc.opened(address, SECRETS), "xa")
    assert "/csc/v2/stolen" not in service.asked, "what we are known by is not taken to another address"


def test_a_wrong_pin_is_forgotten_before_the_service_locks_the_key(site: Flask, cloud: Any) -> None:
    service, address = cloud
    with site.app_context():
        key = Key(name="x", file=address)
        key.keep_secrets(Secrets(SECRETS.client_id, SECRETS.client_secret, "00000000"))
        with pytest.raises(ValueError, match="Mã PIN sai"):
            sign_official(paper(), key.opened(), "xa")
        with pytest.raises(ValueError, match="Chưa nhập mã PIN"):
            key.opened()
    assert service.asked.count("credentials/authorize") == 1


def test_wrong_secrets_sign_nothing_and_show_up_nowhere(
    site: Flask, cloud: Any, caplog: pytest.LogCaptureFixture
) -> None:
    service, address = cloud
    caplog.set_level(logging.DEBUG)
    for wrong in (Secrets("ung-dung", "sai", "48151623"), Secrets("ung-dung", SECRETS.client_secret, "00000000")):
        with site.app_context(), pytest.raises(ValueError, match=r"từ chối|sai") as caught:
            sign_official(paper(), csc.opened(address, wrong), "xa")
        for secret in (wrong.pin, wrong.client_secret):
            assert secret not in caplog.text + str(caught.value) + repr(wrong)
    assert "signatures/signHash" not in service.asked


def test_a_service_that_is_down_says_so(site: Flask) -> None:
    address = f"csc:http://127.0.0.1:{free_port()}/csc/v2;credential=X"
    with site.app_context(), pytest.raises(ValueError, match="không trả lời"):
        csc.opened(address, SECRETS)


@pytest.mark.parametrize(
    "address", ["csc:http://ky.example.vn/csc/v2;credential=X", "csc:https://ky.example.vn/csc", "csc:"]
)
def test_secrets_go_nowhere_unprotected(site: Flask, address: str) -> None:
    with site.app_context(), pytest.raises(ValueError, match="phải là https"):
        csc.opened(address, SECRETS)


def test_secrets_lie_sealed_and_are_entered_without_echo(site: Flask, cloud: Any) -> None:
    _service, address = cloud
    with site.app_context(), pytest.raises(ValueError, match="Chưa nhập mã PIN"):
        Key(name="x", file=address).opened()
    told = site.test_cli_runner().invoke(
        args=["signing", "secrets", address], input=f"{SECRETS.pin}\nung-dung\n{SECRETS.client_secret}\n"
    )
    assert told.exit_code == 0, told.output
    assert SECRETS.pin not in told.output
    with site.app_context():
        for path in (key_folder() / "csc").iterdir():
            assert path.stat().st_mode & 0o077 == 0
            assert SECRETS.pin.encode() not in path.read_bytes()
        assert Key(name="x", file=address).opened().certificate
