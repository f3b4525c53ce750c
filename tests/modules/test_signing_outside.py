"""Services outside, over a real network: a clock, a responder and a list; silent, half, forged and slow ones."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from flask import Flask

from app.data import clock
from app.engine.access import SYSTEM, bind
from app.toolkit import db
from modules.signing.authority import TestAuthority, authority
from modules.signing.drivers.pkcs12 import HeldKey, load
from modules.signing.key_files import key_folder
from modules.signing.outside import lists, ocsp, timestamps
from modules.signing.outside.addresses import Address, Matter, Place
from modules.signing.outside.call import NoAnswer
from modules.signing.outside.demo import TestServices
from modules.signing.status import require_good
from modules.signing.verification import Anchors
from tests.servers import free_port

SECRET = b"test"
Answer = Callable[[bytes], bytes]


@pytest.fixture
def house(site: Flask, tmp_path: Path) -> Iterator[TestAuthority]:
    """A test authority of its own; the site's addresses are asked for within the site."""
    ocsp._known.clear()
    timestamps._silent.clear()
    with site.app_context():
        bind(db.session(), SYSTEM)
        yield TestAuthority(tmp_path / "keys", SECRET)
        db.session.rollback()


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], str]]:
    """Return a function that starts a server with one answer, and gives its address."""
    running = []

    def start(answer: Answer) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST  # noqa: N815 - as the library calls it

            def log_message(self, *_words: Any) -> None:
                pass

        port = free_port()
        server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return f"http://127.0.0.1:{port}/"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def held(house: TestAuthority) -> HeldKey:
    return load(house.issue("a.p12", "Lê Minh Khoa", "UBND"), SECRET)


def trusting(house: TestAuthority) -> Anchors:
    return Anchors(tests=(house.root.public_bytes(serialization.Encoding.DER),))


def enter(matter: Matter, url: str) -> None:
    """Enter an address as the administrator does, for all issuers, and take the demo's off."""
    session = db.session()
    for row in session.query(Address).filter(Address.matter == matter):
        row.valid_to = clock.today() - timedelta(days=1)
    words = {"unit_id": 1, "source": "thử", "valid_from": clock.today() - timedelta(days=2)}
    session.add(Address(name="thử", matter=matter, url=url, seconds=1, **words))
    session.flush()


def test_a_good_certificate_is_asked_for_once_and_signs(house: TestAuthority, serve: Any) -> None:
    asked = []
    enter(Matter.STATUS, serve(lambda question: asked.append(1) or TestServices(house).status(question)))
    for _n in range(3):
        require_good(held(house).certificate, held(house).chain, trusting(house))
    assert len(asked) == 1
    # Kept as long as the answer said; this responder's own clock stands still, so its next answer is old already.
    with clock.frozen(clock.now() + timedelta(minutes=11)), pytest.raises(NoAnswer):
        require_good(held(house).certificate, held(house).chain, trusting(house))
    assert len(asked) == 2


def test_a_revoked_certificate_may_not_sign(house: TestAuthority, serve: Any) -> None:
    enter(Matter.STATUS, serve(TestServices(house).status))
    house.revoke(asn1.Certificate.load(held(house).certificate).serial_number)
    with pytest.raises(ValueError, match="đã bị thu hồi"):
        require_good(held(house).certificate, held(house).chain, trusting(house))


@pytest.mark.parametrize("answer", [b"", b"<html>404</html>", b"\x30\x03\x0a\x01\x06"])
def test_who_gets_no_clear_answer_may_not_sign(house: TestAuthority, serve: Any, answer: bytes) -> None:
    enter(Matter.STATUS, serve(lambda _question: answer))
    with pytest.raises(NoAnswer, match="không cho biết tình trạng"):
        require_good(held(house).certificate, held(house).chain, trusting(house))


def test_the_answer_of_another_authority_counts_for_nothing(house: TestAuthority, serve: Any, tmp_path: Path) -> None:
    stranger = TestServices(TestAuthority(tmp_path / "other", SECRET))
    forged = stranger.status

    def forge(question: bytes) -> bytes:
        stranger.house.listed()
        return forged(question)

    enter(Matter.STATUS, serve(forge))
    with pytest.raises(NoAnswer, match="không cho biết tình trạng"):
        require_good(held(house).certificate, held(house).chain, trusting(house))


def test_an_old_answer_played_again_counts_for_nothing(house: TestAuthority, serve: Any) -> None:
    kept: list[bytes] = []

    def old(question: bytes) -> bytes:
        if not kept:
            kept.append(TestServices(house).status(question))
        return kept[0]

    enter(Matter.STATUS, serve(old))
    require_good(held(house).certificate, held(house).chain, trusting(house))
    with clock.frozen(clock.now() + timedelta(hours=1)), pytest.raises(NoAnswer):
        require_good(held(house).certificate, held(house).chain, trusting(house))


def test_without_responder_a_list_of_today_is_enough(house: TestAuthority) -> None:
    enter(Matter.STATUS, f"http://127.0.0.1:{free_port()}/")
    with pytest.raises(NoAnswer, match="không trả lời"):
        require_good(held(house).certificate, held(house).chain, trusting(house))
    at_hand = Anchors(tests=trusting(house).tests, revoked=(house.revoke().read_bytes(),))
    require_good(held(house).certificate, held(house).chain, at_hand)


def test_a_slow_responder_is_not_waited_for(house: TestAuthority, serve: Any) -> None:
    enter(Matter.STATUS, serve(lambda _question: time.sleep(3) or b""))
    signer, issuers = held(house), trusting(house)  # to make keys takes longer than to wait
    start = time.monotonic()
    with pytest.raises(NoAnswer):
        require_good(signer.certificate, signer.chain, issuers)
    assert time.monotonic() - start < 3  # the row says one second


@pytest.mark.parametrize(
    "spoil", [lambda answer: answer[:-40], lambda _a: b"", lambda _a: b"\x30\x05\x30\x03\x02\x01\x02"]
)
def test_a_timestamp_that_does_not_fit_is_none(house: TestAuthority, serve: Any, spoil: Any) -> None:
    place = Place(serve(lambda question: spoil(TestServices(house).stamp(question))), 20)
    with pytest.raises(NoAnswer, match="không cấp dấu thời gian"):
        timestamps.stamp(place, b"1" * 32)


def test_a_timestamp_of_another_digest_is_none(house: TestAuthority, serve: Any) -> None:
    kept: list[bytes] = []

    def replay(question: bytes) -> bytes:
        kept.append(TestServices(house).stamp(question))
        return kept[0]

    place = Place(serve(replay), 1)
    assert timestamps.stamp(place, b"1" * 32)
    with pytest.raises(NoAnswer):
        timestamps.stamp(place, b"2" * 32)
    with pytest.raises(NoAnswer):
        timestamps.stamp(place, b"1" * 32)  # the same digest, another question


def test_a_timestamp_whose_signature_is_rubbish_makes_no_paper_that_we_would_release(
    house: TestAuthority, serve: Any
) -> None:
    def forged(question: bytes) -> bytes:
        answer = bytearray(TestServices(house).stamp(question))
        answer[-20] ^= 1  # within the signature of the clock, which stands last
        return bytes(answer)

    place = Place(serve(forged), 1)
    with pytest.raises(NoAnswer, match="không cấp dấu thời gian"):
        timestamps.stamp(place, b"1" * 32)


def test_a_silent_clock_is_left_alone_for_a_minute(house: TestAuthority, serve: Any) -> None:
    asked: list[int] = []
    enter(Matter.TIME, serve(lambda _question: asked.append(1) or b""))
    stamper = timestamps.if_possible()
    assert stamper is not None
    assert stamper(b"1" * 32) == b""
    assert timestamps.if_possible() is None
    assert len(asked) == 1


def test_a_list_is_fetched_and_only_from_who_may_issue_it(house: TestAuthority, serve: Any) -> None:
    enter(Matter.REVOKED, serve(lambda _question: house.listed().read_bytes()))
    with pytest.raises(NoAnswer, match="không do"):
        lists.fetch(db.session())  # not an authority that this site trusts
    assert not list(key_folder().glob("[0-9a-f]" * 16 + ".crl"))
    ours = authority().listed().read_bytes()
    enter(Matter.REVOKED, serve(lambda _question: ours))
    lists.fetch(db.session())
    found = next(key_folder().glob("[0-9a-f]" * 16 + ".crl"))
    assert x509.load_der_x509_crl(found.read_bytes()).issuer == authority().root.subject
    found.unlink()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "tsa.ca.gov.vn", "ftp://x/y", "http://"])
def test_an_address_that_nobody_can_ask_is_refused(house: TestAuthority, url: str) -> None:
    row = Address(name="x", matter=Matter.TIME, url=url, source="x", valid_from=clock.today())
    with pytest.raises(ValueError, match="http://"):
        row.saved()
