"""Which files are kept provable, how far each has come, and when its timestamp must be renewed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import Index, func, select
from sqlalchemy.orm import Mapped, Session, joinedload

from app.toolkit import Attachment, Choice, Record, _, as_system, clock, content_of, field, keep_beside, kept
from modules.signing.anchors import anchors
from modules.signing.longterm.extend import extended
from modules.signing.outside import timestamps
from modules.signing.outside.addresses import Matter, places
from modules.signing.outside.call import NoAnswer
from modules.signing.verification import examine

SLOT = "long-term"
AT_ONCE = 50


class Level(Choice):
    """The level of PAdES that the newest version of a file has (ETSI EN 319 142-1)."""

    BASIC = "b-b", _("Without a trusted time (B-B)"), "amber"
    TIMED = "b-t", _("With a trusted time (B-T)"), "blue"
    LONG = "b-lta", _("For the long term (B-LTA)"), "green"


class Preservation(Record):
    """Lưu trữ lâu dài: the released file stays as it is; a longer-lived version of it is kept beside."""

    __tablename__ = "signing_preservation"
    __table_args__ = (Index("ix_signing_preservation_due", "renew_on", "id"),)
    searched = ("name",)

    file_id: Mapped[int] = field.reference(_("Released file"), "core_attachment", required=True, readonly=True)
    newest_id: Mapped[int | None] = field.reference(_("Newest version"), "core_attachment", readonly=True)
    name: Mapped[str] = field.text(_("File name"), readonly=True, required=True)
    level: Mapped[Level] = field.choice(_("Level of the signatures"), Level, required=True, readonly=True)
    versions: Mapped[int] = field.whole(_("Versions"), default=0, readonly=True, required=True)
    renew_on: Mapped[date] = field.day(_("Next timestamp on"), required=True, readonly=True)
    problem: Mapped[str | None] = field.text(_("What keeps it from being extended"), max=400, readonly=True)
    file: Mapped[Attachment] = field.link("Attachment", file_id)
    newest: Mapped[Attachment | None] = field.link("Attachment", newest_id)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def begin(cls, session: Session, file: Attachment, *, timed: bool) -> None:
        """Keep a released file provable from today; the next run of the job extends it."""
        level = Level.TIMED if timed else Level.BASIC
        words = {"file_id": file.id, "name": file.name, "unit_id": file.unit_id}
        session.flush()  # what the signer does is judged as the signer's
        with as_system():  # this row is the keeper of certificates' matter
            session.add(cls(level=level, versions=0, renew_on=clock.today(), **words))
            session.flush()

    @classmethod
    def lacks_time(cls, session: Session, record: Record) -> bool:
        """Whether no service has told the time of a record's released file yet: its signatures say it themselves."""
        files = [file.id for file in kept(session, record)]
        found = select(cls.id).where(cls.file_id.in_(files), cls.level == Level.BASIC)
        return session.scalar(found.limit(1)) is not None

    def extend(self, session: Session) -> None:
        """Add proofs and a timestamp. NoAnswer: somebody outside is silent; ValueError: the file cannot be extended."""
        stamper, held = timestamps.timestamper(), anchors()
        if stamper is None:
            raise NoAnswer(str(_("No timestamp service answers.")))
        content = extended(content_of(self.newest or self.file), held, stamper)
        verdict = examine(content, held)
        if not verdict.valid:
            raise ValueError(
                str(_("The finished file did not pass our own check: %(reason)s", reason=verdict.sentence))
            )
        self.versions += 1
        self.newest = keep_beside(session, self.file, content, slot=SLOT)
        self.level, self.problem = Level.LONG, None
        self.renew_on = clock.today() + timedelta(days=places(Matter.TIME)[0].days)


def extend_due(session: Session) -> Iterator[tuple[int, int]]:
    """Extend what is new, and renew what is due; a job. A silent service ends the run, a bad file only waits a day."""
    due = Preservation.renew_on <= clock.today()
    total, done = session.scalar(select(func.count()).select_from(Preservation).where(due)) or 0, 0
    first = select(Preservation).where(due).order_by(Preservation.renew_on, Preservation.id).limit(AT_ONCE)
    first = first.options(joinedload(Preservation.file), joinedload(Preservation.newest))
    while rows := session.scalars(first).all():
        for row in rows:
            try:
                with session.begin_nested():
                    row.extend(session)
            except NoAnswer as error:
                row.problem = str(error)
                yield done, total
                return
            except (ValueError, LookupError) as error:
                row.problem, row.renew_on = str(error)[:400], clock.today() + timedelta(days=1)
            done += 1
            yield done, max(total, done)


def original_of(session: Session, sha256: str) -> str:
    """Return the SHA-256 of the released file of which this is a longer-lived version; empty when it is of none."""
    version = select(Attachment.resource, Attachment.row_id).where(Attachment.sha256 == sha256, Attachment.slot == SLOT)
    found = session.execute(version.limit(1)).first()
    if found is None:
        return ""
    released = select(Attachment.sha256).join(Preservation, Preservation.file_id == Attachment.id)
    first = released.where(Attachment.resource == found[0], Attachment.row_id == found[1]).limit(1)
    return session.scalar(first) or ""
