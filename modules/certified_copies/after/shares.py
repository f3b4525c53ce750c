"""Handing a copy over: an expiring link with a count of downloads, by mail or at the desk, and when it was done."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import (
    Choice,
    Record,
    Unit,
    _,
    acting,
    announce,
    as_system,
    clock,
    db,
    email_of,
    field,
    format_day,
    format_moment,
    hash_of_secret,
    later,
    new_secret,
    public_address,
    send_mail,
)
from modules.certified_copies.key import COPIES
from modules.certified_copies.models import Copy, State
from modules.fees.charges import owed

MOST_DAYS, MOST_VIEWS = 90, 100


class Live(Choice):
    """Whether a link still leads to the file."""

    ACTIVE = "active", _("Can be used"), "green"
    REVOKED = "revoked", _("Taken back"), "grey"


class Means(Choice):
    """How a copy reached whoever asked for it."""

    DESK = "desk", _("At the desk"), "green"
    LINK = "link", _("By link"), "blue"
    EMAIL = "email", _("By e-mail"), "blue"


class Share(Record):
    """Liên kết tải: an address that nobody can guess; only its hash is kept."""

    __tablename__ = "certified_copies_share"

    copy_id: Mapped[int] = field.reference(_("Certified copy"), "certified_copies_copy", required=True, readonly=True)
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    expires_at: Mapped[datetime] = field.moment(_("Works until"), required=True, readonly=True)
    most_views: Mapped[int] = field.whole(_("Downloads allowed"), readonly=True)
    views: Mapped[int] = field.whole(_("Downloaded"), readonly=True, default=0)
    email: Mapped[str | None] = field.text(_("Sent to"), readonly=True, personal=True)
    sent_at: Mapped[datetime | None] = field.moment(_("Mail handed over"), readonly=True)
    state: Mapped[Live] = field.state(Live)
    copy: Mapped[Copy] = field.link("Copy", copy_id)

    def __str__(self) -> str:
        return str(_("Link until %(moment)s", moment=format_moment(self.expires_at)))

    @classmethod
    def make(cls, session: Session, copy: Copy, days: int, views: int, email: str = "") -> tuple[Share, str]:
        """Make a link; returns it with its address, which is never seen again. With an e-mail a job sends another.

        ValueError: the copy has no value, its fee is not paid, or a number or address cannot be.
        """
        may_leave(session, copy)
        email = email_of(email) if email.strip() else ""
        if not (1 <= days <= MOST_DAYS and 1 <= views <= MOST_VIEWS):
            text = _("A link works for 1 to %(days)s days and %(views)s downloads.", days=MOST_DAYS, views=MOST_VIEWS)
            raise ValueError(str(text))
        share = cls(unit_id=copy.unit_id, copy_id=copy.id, most_views=views, email=email or None)
        share.expires_at = clock.now() + timedelta(days=days)
        share.created_by_id = acting().user_id
        session.add(share)
        address = share.renew()
        session.flush()
        if email:
            later(session, "certified_copies.mail_link", share_id=share.id)
        return share, address

    def renew(self) -> str:
        """Give the link a new secret and return its address; the one before works no more."""
        token = new_secret()
        self.token_hash = hash_of_secret(token)
        return public_address("certified_copies_share.page", token=token)

    def revoke(self) -> None:
        """Forget the secret: the address leads nowhere from now on."""
        self.token_hash = None


class Handover(db.Model):  # type: ignore[name-defined]
    """That a copy reached whoever asked for it: when, how, and by whose hand."""

    __tablename__ = "certified_copies_handover"

    copy_id: Mapped[int] = mapped_column(ForeignKey("certified_copies_copy.id"), primary_key=True)
    at: Mapped[datetime] = field.moment(_("Given to the requester"), required=True)
    means: Mapped[Means] = field.choice(_("Means"), Means, required=True)
    by_id: Mapped[int | None] = field.reference(_("Handed over by"), "core_user")

    @classmethod
    def mark(cls, session: Session, copy_id: int, means: Means) -> None:
        """Write down the first hand-over; later ones change nothing."""
        if session.get(cls, copy_id) is None:
            session.add(cls(copy_id=copy_id, at=clock.now(), means=means, by_id=acting().user_id))
            announce(session, session.get_one(Copy, copy_id))  # a dossier that waits for it hears that it is released


def may_leave(session: Session, copy: Copy) -> None:
    """ValueError when a copy may not be handed over: not released, annulled, or not paid."""
    if copy.state is not State.RELEASED:
        raise ValueError(str(_("Only a released copy is handed over.")))
    with as_system():
        if owed(session, COPIES, [copy.id]):
            raise ValueError(str(_("Take the fee first.")))


def find(session: Session, token: str) -> Share | None:
    """Return the link of a secret, as long as it may be used."""
    return session.scalar(select(Share).where(Share.token_hash == hash_of_secret(token), *_usable()))


def use(session: Session, share: Share) -> bool:
    """Count a download; False when another one was faster and took the last."""
    done = update(Share).where(Share.id == share.id, *_usable()).values(views=Share.views + 1)
    counted: int = session.execute(done.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
    return counted == 1


def mail_link(session: Session, share_id: int) -> None:
    """Send a link to whom it is for; each try makes a new secret, so that none lies in the queue of jobs."""
    from modules.certified_copies.models import Copy

    share = session.get(Share, share_id)
    if share is None or share.state is not Live.ACTIVE or not share.email or share.sent_at:
        return
    address = share.renew()
    copy, ward = session.get_one(Copy, share.copy_id), session.get_one(Unit, share.unit_id)
    day = format_day(copy.certified_on) if copy.certified_on else ""
    words = {"number": copy.number, "book": copy.book, "title": copy.title, "day": day, "ward": ward.committee_in_full}
    words |= {"address": address, "moment": format_moment(share.expires_at), "views": share.most_views}
    send_mail(share.email, f"{ward.committee}: bản sao chứng thực số {copy.number}, quyển {copy.book}", TEXT % words)
    share.sent_at = clock.now()
    Handover.mark(session, share.copy_id, Means.EMAIL)


def _usable() -> tuple[ColumnElement[bool], ...]:
    return Share.state == Live.ACTIVE, Share.expires_at > clock.now(), Share.views < Share.most_views


TEXT = """Kính gửi quý ông/bà,

%(ward)s đã phát hành bản sao điện tử có chứng thực:

Số chứng thực: %(number)s, quyển số %(book)s, ngày %(day)s
Tên bản chính: %(title)s

Mời tải về tại:

%(address)s

Liên kết dùng được đến %(moment)s, tối đa %(views)s lần tải. Không chuyển thư này cho người khác.
Sau khi tải, quý ông/bà có thể kiểm tra tệp tại trang kiểm tra ghi trên trang lời chứng.

Thư được gửi tự động, xin không trả lời. Cần hỏi thêm, mời liên hệ %(ward)s.
"""
