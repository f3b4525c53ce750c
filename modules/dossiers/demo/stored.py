"""Results in the store of the demo: one person has two that can be used and one that has ended; his dossier waits."""

from __future__ import annotations

import io
from datetime import timedelta

from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import FONT_FILE, OTHER_WARD, WARD, add_record, as_system, clock, keep, unit_of
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.dossiers.store.results import SLOT, StoredResult
from modules.procedures.catalogue.procedures import Procedure

PERSON, ANOTHER = "079191004821", "079085013377"
# whose, ward, procedure, title, number, days since, days until its end
RESULTS = (
    (PERSON, WARD, "1.001193", "Giấy khai sinh (bản chính)", "118/2024", 700, None),
    (PERSON, OTHER_WARD, "1.000894", "Giấy chứng nhận kết hôn", "37/2023", 1100, None),
    (PERSON, WARD, "1.004873", "Giấy xác nhận tình trạng hôn nhân", "402/2022", 1400, -1200),
    (ANOTHER, WARD, "1.000894", "Giấy chứng nhận kết hôn", "12/2025", 300, None),
)


def load(session: Session) -> None:
    """Put the papers into the store and let one applicant at the desk be that person."""
    codes = dict(session.execute(select(Procedure.code, Procedure.id)).all())
    for person, ward, code, title, number, ago, until in RESULTS:
        if code not in codes:
            continue
        day = clock.today() - timedelta(days=ago)
        made = StoredResult(
            unit_id=unit_of(session, ward).id, citizen_id=person, procedure_id=codes[code], title=title,
            number=number, issued_on=day, valid_to=clock.today() + timedelta(days=until) if until else None,
        )  # fmt: skip
        with as_system():
            add_record(session, made)
            keep(session, made, "ket-qua.png", _picture(title, number), slot=SLOT, sealed=True)
    first = select(Dossier).where(Dossier.state == State.REGISTERED).order_by(Dossier.id).limit(1)
    session.scalars(first).one().citizen_id = PERSON


def _picture(title: str, number: str) -> bytes:
    page, out = Image.new("L", (620, 877), 255), io.BytesIO()
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONT_FILE), 26)
    for place, line in enumerate(("BẢN MẪU", title, f"Số: {number}")):
        draw.text((60, 80 + 60 * place), line, 0, font)
    page.save(out, "PNG")
    return out.getvalue()
