"""Signatures that are believed for decades: trusted time, proofs within the file, timestamps that are renewed."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives import serialization
from flask import Flask
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import DocumentSecurityStore, validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.data import clock
from app.data.job import JobRow, JobState
from app.engine import jobs
from app.engine.access import SYSTEM, bind
from app.toolkit import Attachment, content_of, db, later
from modules.certified_copies.document import scan_pages
from modules.certified_copies.made_up import picture
from modules.certified_copies.models import Copy
from modules.signing.anchors import TrustAnchor, anchors
from modules.signing.authority import authority
from modules.signing.drivers.pkcs12 import HeldKey, load
from modules.signing.key_files import passphrase
from modules.signing.longterm import evidence
from modules.signing.longterm.extend import extended
from modules.signing.longterm.preservation import SLOT, Level, Preservation, extend_due, original_of
from modules.signing.outside import timestamps
from modules.signing.outside.addresses import DEMO, Address, Matter
from modules.signing.outside.call import NoAnswer
from modules.signing.outside.ocsp import state_of
from modules.signing.outside.timestamps import timestamper
from modules.signing.pades import prepare, seal_agency, sign_official
from modules.signing.verification import Integrity, Trust, examine


@pytest.fixture
def inside(site: Flask) -> Iterator[Any]:
    """Within the site, with the system's reach."""
    timestamps._silent.clear()
    with site.app_context():
        bind(db.session(), SYSTEM)
        yield db.session()
        db.session.rollback()


def held(name: str) -> HeldKey:
    return load(authority().issue(f"{name}.p12", name, "UBND"), passphrase())


def signed() -> bytes:
    """A paper with both signatures, as it is released."""
    paper = prepare(scan_pages([("image/jpeg", picture("Bằng", "An"))]))
    return seal_agency(sign_official(paper, held("Ký"), "Ký"), held("Dấu"), "Dấu")


def test_both_signatures_bear_a_trusted_time(inside: Any) -> None:
    verdict = examine(signed(), anchors())
    assert verdict.valid
    assert verdict.timed
    assert [one.at_is_trusted for one in verdict.signatures] == [True, True]


def test_an_extended_file_holds_its_proofs_and_others_believe_it(inside: Any, tmp_path: Path) -> None:
    before = signed()
    after = extended(before, anchors(), timestamper())
    assert after.startswith(before)
    verdict = examine(after, anchors())
    assert (verdict.integrity, verdict.trust) == (Integrity.INTACT, Trust.TEST)
    assert [one.is_timestamp for one in verdict.signatures] == [False, False, True]
    root = asn1.Certificate.load(authority().root.public_bytes(serialization.Encoding.DER))
    context = ValidationContext(trust_roots=[root], allow_fetching=False)
    reader = PdfFileReader(io.BytesIO(after))
    *people, stamp = reader.embedded_signatures
    for one in people:
        status = validate_pdf_signature(one, context)
        assert status.bottom_line
        assert status.modification_level <= ModificationLevel.LTA_UPDATES or one is people[0]
    status = validate_pdf_timestamp(stamp, context)
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    store = DocumentSecurityStore.read_dss(reader)
    assert len(store.certs) == 4  # the official, the agency, the clock, the root
    assert len(store.ocsps) == 3
    (tmp_path / "a.pdf").write_bytes(after)
    told = subprocess.run(["pdfsig", "-nocert", tmp_path / "a.pdf"], capture_output=True, text=True, check=False).stdout
    assert told.count("Signature is Valid") == 2  # it reads no timestamps of documents


def test_a_file_stays_good_after_its_certificates_ended_and_its_timestamp_was_renewed(inside: Any) -> None:
    content = extended(signed(), anchors(), timestamper())
    later = clock.now() + timedelta(days=365 * 4)
    with clock.frozen(later):
        content = extended(content, anchors(), timestamper())
    ends = authority().root.not_valid_after_utc
    # pyHanko takes today's date from the computer; what is tested is that each step is judged at its witness's time.
    verdict = examine(content, anchors())
    first, second, old, new = verdict.signatures
    assert old.at is not None
    assert new.at is not None
    assert old.at < new.at < ends
    assert first.at is not None
    assert first.at <= second.at <= old.at  # type: ignore[operator]


def test_a_file_is_renewed_when_nobody_tells_the_state_of_its_signers_any_more(
    inside: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = extended(signed(), anchors(), timestamper())

    def only_of_clocks(certificate: Any, issuer: Any) -> Any:
        """A responder forgets certificates that have ended (RFC 6960 asks no more of it)."""
        if "Dấu thời gian" not in certificate.subject.rfc4514_string():
            raise NoAnswer("forgotten")
        return state_of(certificate, issuer)

    monkeypatch.setattr(evidence, "state_of", only_of_clocks)
    with pytest.raises(NoAnswer):
        extended(signed(), anchors(), timestamper())
    with clock.frozen(clock.now() + timedelta(days=365)):
        renewed = extended(content, anchors(), timestamper())
    assert [one.is_timestamp for one in examine(renewed, anchors()).signatures] == [False, False, True, True]


def test_a_silent_clock_holds_no_signature_up(inside: Any) -> None:
    row = inside.scalars(select(Address).where(Address.matter == Matter.TIME)).one()
    row.url = "http://127.0.0.1:9/"  # nobody listens there
    inside.flush()
    content = signed()
    verdict = examine(content, anchors())
    assert verdict.valid
    assert not verdict.timed
    row.url = DEMO
    inside.flush()
    timestamps._silent.clear()
    verdict = examine(extended(content, anchors(), timestamper()), anchors())
    assert verdict.valid
    assert verdict.timed  # by the timestamp over the whole file


def test_the_job_extends_each_released_copy_once_and_renews_it_after_a_year(inside: Any) -> None:
    both = (joinedload(Preservation.file), joinedload(Preservation.newest))
    rows = inside.scalars(select(Preservation).options(*both)).all()
    assert rows
    assert {row.level for row in rows} == {Level.TIMED}
    list(extend_due(inside))
    assert {(row.level, row.versions, row.problem) for row in rows} == {(Level.LONG, 1, None)}
    list(extend_due(inside))
    assert {row.versions for row in rows} == {1}
    row = rows[0]
    with clock.frozen(clock.now() + timedelta(days=366)):
        list(extend_due(inside))
    assert row.versions == 2
    mine = (Attachment.resource == row.file.resource, Attachment.row_id == row.file.row_id)
    versions = inside.scalars(select(Attachment).where(Attachment.slot == SLOT, *mine))
    newest = content_of(row.newest)
    for version in versions:
        assert newest.startswith(content_of(version))
        assert original_of(inside, version.sha256) == row.file.sha256
    assert newest.startswith(content_of(row.file))


def test_the_house_itself_runs_the_job(inside: Any) -> None:
    for row in inside.scalars(select(Preservation)):
        row.level, row.renew_on = Level.TIMED, clock.today()
    later(inside, "signing.extend_due")
    inside.commit()
    waiting = select(JobRow.id).where(JobRow.name == "signing.extend_due").order_by(JobRow.id.desc()).limit(1)
    number = inside.scalars(waiting).one()
    assert jobs.run(number)
    assert inside.get_one(JobRow, number, populate_existing=True).state is JobState.DONE
    rows = inside.scalars(select(Preservation).execution_options(populate_existing=True)).all()
    assert {(row.level, row.problem) for row in rows} == {(Level.LONG, None)}


def test_a_longer_lived_version_is_known_as_the_copy_that_it_is(inside: Any, browse: Any) -> None:
    list(extend_due(inside))
    inside.commit()
    both = (joinedload(Preservation.file), joinedload(Preservation.newest))
    row = inside.scalars(
        select(Preservation).options(*both).where(Preservation.name.like("ban-sao%")).order_by(Preservation.id)
    ).first()
    copy = inside.scalars(select(Copy).where(Copy.sha256 == row.file.sha256)).one()
    answer = browse().get(f"/xac-thuc/tep/{row.newest.sha256}.json")
    assert answer.status_code == 200
    assert answer.json["record"]["number"] == copy.number


def test_a_file_that_cannot_be_extended_waits_a_day_and_says_why(inside: Any) -> None:
    row = inside.scalars(select(Preservation).order_by(Preservation.id)).first()
    others = inside.scalars(select(Preservation).where(Preservation.id != row.id)).all()
    for one in others:
        one.renew_on = clock.today() + timedelta(days=300)
    row.renew_on = clock.today()
    inside.flush()
    for anchor in inside.scalars(select(TrustAnchor)):
        anchor.valid_to = clock.today() - timedelta(days=1)  # an administrator has taken the issuer off the list
    inside.flush()
    list(extend_due(inside))
    assert "không có trong danh sách tin cậy" in row.problem
    assert row.renew_on == clock.today() + timedelta(days=1)


def test_a_silent_clock_ends_the_run_and_the_next_one_goes_on(inside: Any) -> None:
    clocks = inside.scalars(select(Address).where(Address.matter == Matter.TIME)).one()
    clocks.url = "http://127.0.0.1:9/"
    rows = inside.scalars(select(Preservation)).all()
    for row in rows:
        row.renew_on = clock.today()
    inside.flush()
    list(extend_due(inside))
    assert [row.problem is not None for row in rows].count(True) == 1
    assert all(row.renew_on == clock.today() for row in rows)
    timestamps._silent.clear()
    clocks.url = DEMO
    inside.flush()
    list(extend_due(inside))
    assert all(row.problem is None and row.renew_on > clock.today() for row in rows)
