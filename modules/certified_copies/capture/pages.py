"""The scanned pages of a copy: each has its place, its turn, and the tick of who compared it with the original."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column

from app.toolkit import Attachment, Leaf, User, _, acting, clock, db, field
from modules.certified_copies.capture.measures import Measures
from modules.certified_copies.capture.remarks import measured
from modules.certified_copies.capture.rules import rule_today

if TYPE_CHECKING:
    from modules.certified_copies.models import Copy


class Page(db.Model):  # type: ignore[name-defined]
    """Trang quét: one page of one scan of a copy; it goes with its file."""

    __tablename__ = "certified_copies_page"
    __table_args__ = (UniqueConstraint("copy_id", "client", "leaf"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    copy_id: Mapped[int] = mapped_column(ForeignKey("certified_copies_copy.id", ondelete="CASCADE"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("core_attachment.id", ondelete="CASCADE"), index=True)
    leaf: Mapped[int] = mapped_column(default=0)  # which page of the file, from 0
    place: Mapped[int] = field.whole(_("Order"), required=True)
    turn: Mapped[int] = mapped_column(default=0)  # degrees clockwise: 0, 90, 180, 270
    ticked_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id"))
    ticked_at: Mapped[datetime | None] = field.moment(_("Compared at"))
    measures: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    look: Mapped[str | None] = mapped_column()
    kept_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id"))
    kept_at: Mapped[datetime | None] = field.moment(_("Kept although blank or unreadable"))
    client: Mapped[str | None] = mapped_column()  # what a telephone calls the picture: sent twice, it is one
    file: Mapped[Attachment] = field.link("Attachment", file_id)
    ticked_by: Mapped[User | None] = field.link("User", ticked_by_id)

    def __str__(self) -> str:
        return str(_("page %(place)s", place=self.place))

    def tick(self) -> None:
        """Say that this page was compared with the original (NĐ 45/2020 art. 10(3)).

        ValueError: it is blank or unreadable, and nobody has said that it stays all the same.
        """
        asked = [one.sentence for one in measured(self, rule_today(db.session())) if one.asks]
        if asked and self.kept_at is None:
            raise ValueError(str(_("%(finding)s Scan it again, or say that it stays as it is.", finding=asked[0])))
        self.ticked_by_id, self.ticked_at = acting().user_id, clock.now()

    def keep(self) -> None:
        """Say that a blank or unreadable page stays: the original is so."""
        self.kept_by_id, self.kept_at = acting().user_id, clock.now()

    def untick(self) -> None:
        """Take the tick back."""
        self.ticked_by_id = self.ticked_at = None

    def measured(self, told: Measures) -> None:
        """Write down what was measured of this page."""
        self.measures = {key: value for key, value in asdict(told).items() if key != "look"}
        self.look = told.look

    def rotate(self) -> None:
        """Turn the page clockwise by a quarter; the scan itself stays as it came."""
        self.turn = (self.turn + 90) % 360

    def move(self, by: int) -> None:
        """Change places with the page before (-1) or after it (1); at the end nothing happens."""
        pages = pages_of(db.session(), self.copy_id)
        at = pages.index(self)
        if 0 <= at + by < len(pages):
            pages.insert(at + by, pages.pop(at))
        _number(pages)

    def remove(self) -> None:
        """Take the page out of the copy; its file goes with the last of its pages."""
        session = db.session()
        file = session.get_one(Attachment, self.file_id)
        session.delete(self)
        session.flush()
        if session.scalar(select(Page.id).where(Page.file_id == file.id).limit(1)) is None:
            session.delete(file)
            session.flush()
        _number(pages_of(session, self.copy_id))

    def replaced_by(self, file: Attachment) -> Page:
        """Put the pages of a new scan in the place of this one; return the first of them."""
        pages = pages_of(db.session(), self.copy_id)
        fresh = [page for page in pages if page.file_id == file.id]
        others = [page for page in pages if page.file_id != file.id]
        at = others.index(self)
        _number([*others[:at], *fresh, *others[at:]])
        db.session.flush()
        self.remove()
        return fresh[0]


def pages_of(session: Session, copy_id: int) -> list[Page]:
    """Return the pages of a copy in their order, with their files and who ticked them."""
    found = select(Page).where(Page.copy_id == copy_id).order_by(Page.place, Page.id)
    return list(session.scalars(found.options(joinedload(Page.file), joinedload(Page.ticked_by))))


def leaves(copy: Copy) -> list[Leaf]:
    """The pages of a copy as the viewer shows them."""
    return [Leaf(page.file, page.leaf, page.turn) for page in pages_of(db.session(), copy.id)]


def tick_all(session: Session, copy: Copy) -> None:
    """Tick every page at once, where a batch is issued by who answers for it as a whole."""
    for page in pages_of(session, copy.id):
        page.ticked_by_id, page.ticked_at = acting().user_id, clock.now()


def must_be_ticked(pages: Iterable[Page]) -> None:
    """ValueError that names the pages which nobody has compared yet."""
    missing = ", ".join(str(page.place) for page in pages if page.ticked_at is None)
    if missing:
        raise ValueError(
            str(
                _(
                    "Pages not compared with the original yet: %(places)s. Tick each under Scanned pages.",
                    places=missing,
                )
            )
        )


def order_of(pages: Sequence[Page], files: Sequence[Attachment]) -> list[tuple[int, int]]:
    """Return for each page its place among all pages of the files laid behind each other, and its turn."""
    first, total = {}, 0
    for file in files:
        first[file.id] = total
        total += file.pages
    return [(first[page.file_id] + page.leaf, page.turn) for page in pages]


def words_of(session: Session, copies: Iterable[int]) -> dict[int, list[str]]:
    """Return of each copy what its pages show, in order: the hash of the scan, which page of it, how turned."""
    found: dict[int, list[str]] = {}
    columns: Any = (Page.copy_id, Attachment.sha256, Page.leaf, Page.turn)
    rows = select(*columns).join(Attachment, Attachment.id == Page.file_id).where(Page.copy_id.in_(copies))
    for copy_id, sha256, leaf, turn in session.execute(rows.order_by(Page.place, Page.id)):
        found.setdefault(copy_id, []).append(f"{sha256}.{leaf}.{turn}" if leaf or turn else sha256)
    return found


def _number(pages: Sequence[Page]) -> None:
    for place, page in enumerate(pages, 1):
        page.place = place
