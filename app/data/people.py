"""Units, users, the posts that users hold in units, and delegations of a post."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.data import field
from app.data.base import db
from app.data.choice import Choice
from app.data.dated import Lasting
from app.data.format import lower_first
from app.data.text import _


class UnitKind(Choice):
    """The kinds of unit; districts were closed on 2025-06-30 (Resolution 1685/NQ-UBTVQH15, two-tier government)."""

    CITY = "city", _("City")
    DEPARTMENT = "department", _("Department")
    DISTRICT = "district", _("District")
    WARD = "ward", _("Ward")
    COMMUNE = "commune", _("Commune")
    SPECIAL_ZONE = "special_zone", _("Special zone")
    OFFICE = "office", _("Office")


COMMUNE_LEVEL = (UnitKind.WARD, UnitKind.COMMUNE, UnitKind.SPECIAL_ZONE)  # cấp xã, the lower of the two tiers


class Unit(Lasting, db.Model):  # type: ignore[name-defined]
    """Đơn vị, cơ quan: a node of the tree. Its key in time is (code, valid_from), since codes were reused in 2025."""

    __tablename__ = "core_unit"
    __table_args__ = (UniqueConstraint("code", "valid_from"), Index("ix_core_unit_path", "path"))

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = field.text(_("Code"), max=20, required=True)
    name: Mapped[str] = field.text(_("Name"), required=True)
    kind: Mapped[UnitKind] = field.choice(_("Kind"), UnitKind, required=True)
    parent_id: Mapped[int | None] = field.reference(_("Parent unit"), "core_unit")
    path: Mapped[str] = field.text(_("Path"), max=200, readonly=True, default="/")
    valid_from: Mapped[date] = field.day(_("Valid from"), required=True)
    valid_to: Mapped[date | None] = field.day(_("Valid to"))
    legal_basis: Mapped[str | None] = field.text(_("Legal basis"))
    district: Mapped[str | None] = field.text(
        _("Former district"), max=80, help=_("Of a closed ward or commune: its name alone is shared by up to a dozen.")
    )

    parent: Mapped[Unit | None] = relationship(remote_side="Unit.id", lazy="raise_on_sql")
    origins: Mapped[list[UnitLink]] = field.lines(
        "UnitLink", _("Made of"), order_by="UnitLink.id", foreign_keys="UnitLink.new_id"
    )

    def __str__(self) -> str:
        """The name; a unit that was closed with its district says which: "Phường 5 (Quận 3 cũ)"."""
        if not self.district:
            return self.name
        return str(_("%(name)s (formerly %(district)s)", name=self.name, district=self.district))

    @property
    def told_apart(self) -> str:
        """The name with what tells units of one name apart: the district, the code, the last day of a closed one."""
        return f"{self} ({self.code})" + (f" – {_('until')} {self.valid_to:%d/%m/%Y}" if self.valid_to else "")

    @property
    def committee(self) -> str:
        """The office as documents print it: "UBND phường Tân Bình"; before a number the kind keeps its capital (NĐ 30/2020)."""
        local = {*COMMUNE_LEVEL, UnitKind.DISTRICT, UnitKind.CITY}
        if self.kind not in local:
            return self.name
        kept = self.kind is UnitKind.CITY or self.name[-1:].isdigit()
        return f"UBND {self if kept else lower_first(str(self))}"

    @property
    def place(self) -> str:
        """Where its papers are dated: "Tân Bình"; a name in numbers keeps its kind, "Phường 5" (NĐ 30/2020, annex I)."""
        return self.name if self.name[-1:].isdigit() else re.sub(r"^(Phường|Xã|Đặc khu) ", "", self.name)

    @property
    def committee_in_full(self) -> str:
        """The office as the text of a paper writes it: "Ủy ban nhân dân phường Tân Bình"."""
        return self.committee.replace("UBND", "Ủy ban nhân dân", 1)

    @property
    def desk(self) -> str:
        """Its one-stop desk: a centre at the commune level (NĐ 118/2025/NĐ-CP), else "Bộ phận Một cửa"."""
        return "Trung tâm Phục vụ hành chính công" if self.kind in COMMUNE_LEVEL else "Bộ phận Một cửa"

    @property
    def desk_in_full(self) -> str:
        """The same with its unit: "Trung tâm Phục vụ hành chính công phường Tân Bình"."""
        return f"{self.desk} {self.committee.removeprefix('UBND ')}"


class UnitLink(db.Model):  # type: ignore[name-defined]
    """The lineage of a unit: an old one went into a new one, as a whole or in part."""

    __tablename__ = "core_unit_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    old_id: Mapped[int] = field.reference(_("Old unit"), "core_unit", required=True)
    new_id: Mapped[int] = field.reference(_("New unit"), "core_unit", required=True)
    whole: Mapped[bool] = field.yes_no(_("As a whole"))


class User(db.Model):  # type: ignore[name-defined]
    """Cán bộ, công chức: a person who signs in. What they may do comes from their posts."""

    __tablename__ = "core_user"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = field.text(_("User name"), max=64, required=True, unique=True)
    name: Mapped[str] = field.text(_("Full name"), required=True)
    email: Mapped[str | None] = field.text(_("E-mail"))
    search_key: Mapped[str] = mapped_column(default="", index=True)
    password_hash: Mapped[str] = mapped_column(default="")
    totp_secret: Mapped[str | None] = mapped_column()
    totp_step: Mapped[int | None] = mapped_column()
    active: Mapped[bool] = field.yes_no(_("Active"), default=True)
    must_change: Mapped[bool] = mapped_column(default=False)
    theme: Mapped[str] = mapped_column(default="light")
    language: Mapped[str] = mapped_column(default="vi")
    posts: Mapped[list[Post]] = field.lines(
        "Post", _("Posts"), order_by="Post.id", back_populates="user", foreign_keys="Post.user_id"
    )

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """The first letters of the last two words of the name: Nguyễn Thị Thu Hà gives TH."""
        return "".join(word[0] for word in self.name.split()[-2:]).upper()


class Post(Lasting, db.Model):  # type: ignore[name-defined]
    """A role in a unit for a time. A user may hold several."""

    __tablename__ = "core_post"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = field.reference(_("User"), "core_user", required=True)
    unit_id: Mapped[int] = field.reference(_("Unit"), "core_unit", required=True)
    role: Mapped[str] = field.named(_("Role"), "roles", max=80, index=False, required=True)
    title: Mapped[str | None] = field.text(_("Title"))
    valid_from: Mapped[date] = field.day(_("Valid from"), required=True)
    valid_to: Mapped[date | None] = field.day(_("Valid to"))
    user: Mapped[User] = field.link("User", user_id, back_populates="posts")
    unit: Mapped[Unit] = field.link("Unit", unit_id)


class Delegation(Lasting, db.Model):  # type: ignore[name-defined]
    """Ủy quyền: the holder of a role lets another user act in it, for a time, by a decision; never passed on."""

    __tablename__ = "core_delegation"

    id: Mapped[int] = mapped_column(primary_key=True)
    holder_id: Mapped[int] = field.reference(_("Delegated by"), "core_user", required=True)
    user_id: Mapped[int] = field.reference(_("Delegated to"), "core_user", required=True)
    unit_id: Mapped[int] = field.reference(_("Unit"), "core_unit", required=True)
    role: Mapped[str] = field.named(_("Role"), "roles", max=80, index=False, required=True)
    decision: Mapped[str] = field.text(_("Decision number"), max=80, required=True)
    valid_from: Mapped[date] = field.day(_("Valid from"), required=True)
    valid_to: Mapped[date] = field.day(_("Valid to"), required=True)
    holder: Mapped[User] = field.link("User", holder_id)
    user: Mapped[User] = field.link("User", user_id)
    unit: Mapped[Unit] = field.link("Unit", unit_id)
