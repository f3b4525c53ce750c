"""The catalogue of shared data: whose it is, which fields it has, how it is given (QĐ 2439/QĐ-TTg: the shared dictionary)."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, Record, _, db, field


class Mode(Choice):
    """How a dataset is shared (NĐ 47/2020/NĐ-CP: by default, on request; or open to everybody)."""

    DEFAULT = "default", _("Shared by default"), "green"
    REQUEST = "request", _("Shared on request"), "amber"
    OPEN = "open", _("Open data"), "blue"


class Dataset(Record):
    """Bộ dữ liệu dùng chung; its unit is the owner."""

    __tablename__ = "interconnect_dataset"
    searched = ("code", "name", "entity")

    unit_id: Mapped[int] = field.reference(_("Owner of the data"), "core_unit", required=True)
    code: Mapped[str] = field.text(_("Code of the dataset"), max=60, required=True)
    name: Mapped[str] = field.text(_("Name of the dataset"), required=True)
    entity: Mapped[str] = field.text(
        _("What the data are about"), required=True, help=_("As: người dân, thửa đất, doanh nghiệp")
    )
    mode: Mapped[Mode] = field.choice(_("Mode of sharing"), Mode, required=True)
    basis: Mapped[str] = field.text(_("Legal basis of sharing"), max=300, required=True)
    refreshed: Mapped[str | None] = field.text(_("How often it is renewed"), help=_("As: hằng ngày"))
    endpoint: Mapped[str | None] = field.text(_("Where it is asked for"), max=300)
    fields: Mapped[list[DataField]] = field.lines("DataField", _("Fields of the dataset"), order_by="DataField.id")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class DataField(db.Model):  # type: ignore[name-defined]
    """One field of a dataset."""

    __tablename__ = "interconnect_field"

    id: Mapped[int] = mapped_column(primary_key=True)
    dataset_id: Mapped[int] = mapped_column(ForeignKey("interconnect_dataset.id"), index=True)
    name: Mapped[str] = field.text(_("Name of the field"), max=80, required=True)
    title: Mapped[str] = field.text(_("What it holds"), required=True)
    type: Mapped[str] = field.text(_("Type of the field"), max=40, required=True)
    personal: Mapped[bool] = field.yes_no(_("Personal data"))
    truth: Mapped[str | None] = field.text(_("Source of truth"))
    dictionary: Mapped[str | None] = field.text(_("Id in the shared dictionary"), max=80)
