"""How signatures look is a matter of dated rows: a blue picture, a red seal at its true size over its left third."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pikepdf
import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import select

from app.data import clock
from app.engine.access import SYSTEM, bind
from app.engine.work import work
from app.toolkit import Attachment, content_of, db
from modules.certified_copies.certify import PAPER
from modules.certified_copies.own.models import PAPER as OWN
from modules.signing.appearance import Appearance, Manner, look_of, places
from modules.signing.authority import authority
from modules.signing.corner import sign_corner
from modules.signing.drivers.pkcs12 import load
from modules.signing.key_files import passphrase
from modules.signing.look import Words
from modules.signing.models import Holder, Key
from modules.signing.pades import AGENCY, OFFICIAL, Places
from modules.signing.picture import Picture
from tests.modules.test_certified_copies_own import pages_of

MM = 72 / 25.4


@pytest.fixture
def inside(site: Flask) -> Iterator[Any]:
    with site.app_context():
        bind(db.session(), SYSTEM)
        yield db.session()
        db.session.rollback()


def released(session: Any) -> bytes:
    """A copy as the demo has released it."""
    final = Attachment.slot == "final", Attachment.name.like("ban-sao%")
    return content_of(session.scalars(select(Attachment).where(*final).order_by(Attachment.id)).first())


def test_the_seal_has_its_true_size_and_covers_the_left_third_of_the_signature(inside: Any) -> None:
    with pikepdf.open(io.BytesIO(released(inside))) as document:
        boxes = {str(one.T): [float(edge) for edge in one.Rect] for one in document.Root.AcroForm.Fields}
        official, seal = boxes[OFFICIAL], boxes[AGENCY]
        picture = document.Root.AcroForm.Fields[0].AP.N
        assert "/SMask" in picture.Resources.XObject.I, "its ground is transparent"
    assert seal[2] - seal[0] == pytest.approx(36 * MM, abs=0.1)
    assert seal[3] - seal[1] == pytest.approx(36 * MM, abs=0.1)
    middle = (official[0] + official[2]) / 2
    left = middle - 25 * MM
    assert seal[2] == pytest.approx(left + 50 * MM / 3, abs=0.1)


def test_both_are_seen_in_their_colours(inside: Any) -> None:
    page = pypdfium2.PdfDocument(released(inside))
    page.init_forms()
    last = page[len(page) - 1]
    shown = last.render(scale=1, may_draw_forms=True).to_pil().convert("RGB")
    _x0, y0, x1, y1 = Places().official
    crop = shown.crop((200, int(842 - y1), int(x1), int(842 - y0 + 20)))
    told = iter(crop.tobytes())
    dots = list(zip(told, told, told, strict=True))
    assert sum(blue > red + 60 for red, _green, blue in dots) > 200
    assert sum(red > blue + 80 for red, _green, blue in dots) > 300


def test_without_a_picture_or_a_rule_words_are_seen(inside: Any) -> None:
    key = inside.scalars(select(Key).where(Key.holder == Holder.OFFICIAL).order_by(Key.id)).first()
    assert isinstance(look_of(PAPER, key, "An"), Picture)
    bare = Key(name="x", holder=Holder.OFFICIAL, file="x", unit_id=key.unit_id)
    bare.id = 10**6
    assert isinstance(look_of(PAPER, bare, "An"), Words)
    for row in inside.scalars(select(Appearance)):
        row.valid_to = clock.today() - timedelta(days=1)
    inside.flush()
    assert isinstance(look_of(PAPER, key, "An"), Words)
    assert places(PAPER) == Places()


def test_the_newest_rule_of_the_day_is_followed(inside: Any) -> None:
    words = {"unit_id": 1, "paper": PAPER, "holder": Holder.AGENCY, "source": "thử"}
    tomorrow = clock.today() + timedelta(days=1)
    inside.add(Appearance(manner=Manner.PICTURE, width=42, valid_from=tomorrow, **words))
    inside.flush()
    before = places(PAPER).agency
    with clock.frozen(clock.now() + timedelta(days=1)):
        after = places(PAPER).agency
    assert before[2] - before[0] == pytest.approx(36 * MM)
    assert after[2] - after[0] == pytest.approx(42 * MM)
    assert after[2] == before[2], "the third that it covers stays"


def test_place_and_size_of_the_line_follow_the_rows_in_force(rows: Any, browse: Any, site: Flask) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    with site.app_context(), work(SYSTEM) as session:
        law = session.scalars(select(Appearance).where(Appearance.paper == OWN)).one()
        assert (law.manner, law.size, law.source[:10]) == (Manner.CORNER, 10, "NĐ 30/2020")
        words = {"paper": OWN, "holder": Holder.AGENCY, "manner": Manner.CORNER, "source": "thử"}
        session.add(Appearance(unit_id=law.unit_id, width=60, size=14, valid_from=tomorrow, **words))
        number, held = law.id, load(authority().issue("goc.p12", "UBND", "UBND"), passphrase())
    with site.app_context(), work(SYSTEM):
        today = box_of(sign_corner(pages_of("Một"), held, "UBND", "SAO Y 01/SY-UBND; UBND phường", OWN))
        with clock.frozen(clock.now() + timedelta(days=1)):
            later = box_of(sign_corner(pages_of("Một"), held, "UBND", "SAO Y 01/SY-UBND; UBND phường", OWN))
        assert today[0] == pytest.approx(116 * MM, abs=1)
        assert later[0] == pytest.approx(60 * MM, abs=1)
        assert later[1] > 2 * today[1], "two lines of a larger letter"
        with pytest.raises(ValueError, match="Không có quy định nào"), site.test_request_context():
            sign_corner(pages_of("Một"), held, "UBND", "SAO Y", "training")
    keeper = browse("quantri")
    assert "Bản sao văn bản của cơ quan" in keeper.get("/signing/appearances").text
    page = keeper.get(f"/signing/appearances/{number}").text
    assert "Chữ ở góc trên bên phải trang đầu" in page
    assert "NĐ 30/2020" in page


def box_of(content: bytes) -> tuple[float, float]:
    """How wide and high the signature on page 1 is, in points."""
    with pikepdf.open(io.BytesIO(content)) as document:
        left, bottom, right, top = (float(edge) for edge in document.pages[0].Annots[0].Rect)
    return right - left, top - bottom
