"""Where lessons are held: places with their position, rooms, days on which a room is closed, ways that take long."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from app.toolkit import Dated, Record, _, field


class Region(Record):
    """Khu vực: places between which people get about in the usual time."""

    __tablename__ = "training_region"
    searched = ("name",)

    name: Mapped[str] = field.text(_("Region"), required=True)

    def __str__(self) -> str:
        return self.name


class Journey(Dated, Record):
    """Thời gian di chuyển: how many minutes lie between lessons in two regions (or within one), from a day to a day."""

    __tablename__ = "training_journey"

    one_id: Mapped[int] = field.reference(_("From region"), "training_region", required=True)
    other_id: Mapped[int] = field.reference(_("To region"), "training_region", required=True)
    minutes: Mapped[int] = field.whole(_("Minutes on the way"), high=10_000, required=True)
    source: Mapped[str] = field.text(_("Source"), required=True)
    one: Mapped[Region] = field.link("Region", one_id)
    other: Mapped[Region] = field.link("Region", other_id)

    def __str__(self) -> str:
        return f"{self.minutes}′"


class Venue(Record):
    """Địa điểm tập huấn."""

    __tablename__ = "training_venue"
    searched = ("name", "address")

    name: Mapped[str] = field.text(_("Place of training"), required=True)
    address: Mapped[str] = field.text(_("Address"), required=True)
    region_id: Mapped[int] = field.reference(_("Region"), "training_region", required=True)
    region: Mapped[Region] = field.link("Region", region_id)

    def __str__(self) -> str:
        return self.name


class Room(Record):
    """Phòng học, hội trường."""

    __tablename__ = "training_room"
    searched = ("name",)

    venue_id: Mapped[int] = field.reference(_("Place of training"), "training_venue", required=True)
    name: Mapped[str] = field.text(
        _("Room"), max=120, required=True, help=_("With its place, as: Hội trường A – UBND phường Sài Gòn")
    )
    seats: Mapped[int] = field.whole(_("Seats"), low=1, high=5000, required=True)
    computers: Mapped[int | None] = field.whole(_("Computers"), high=5000)
    furnished: Mapped[str | None] = field.text(_("Furnished with"), help=_("As: máy chiếu, âm thanh"))
    venue: Mapped[Venue] = field.link("Venue", venue_id)

    def __str__(self) -> str:
        return self.name


class Closure(Record):
    """Ngày đóng phòng: a room cannot be had from a day to a day; lessons booked there are told of."""

    __tablename__ = "training_closure"
    searched = ("reason",)

    room_id: Mapped[int] = field.reference(_("Room"), "training_room", required=True)
    first_day: Mapped[date] = field.day(_("Closed from"), required=True)
    last_day: Mapped[date] = field.day(_("Closed until"), required=True)
    reason: Mapped[str] = field.text(_("Reason of the closure"), required=True)
    room: Mapped[Room] = field.link("Room", room_id)

    def __str__(self) -> str:
        return self.reason

    def saved(self) -> None:
        """ValueError when it would end before it begins."""
        if self.last_day < self.first_day:
            raise ValueError(str(_("“Closed until” must not be before “Closed from”.")))
