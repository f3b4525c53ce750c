"""Where and by whom: places, rooms and trainers of the demo."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import User, unit_of
from modules.training.catalogue.courses import Subject
from modules.training.catalogue.trainers import Rank, Trainer, TrainerSubject
from modules.training.catalogue.venues import Region, Room, Venue

VENUES = [
    (
        "Trung tâm Chuyển đổi số Thành phố",
        "123 Trần Đình Xu, phường Cầu Ông Lãnh",
        0,
        [("Hội trường A", 120, 0), ("Phòng máy 1", 40, 40)],
    ),
    ("UBND phường Sài Gòn", "45-47 Lê Duẩn, phường Sài Gòn", 0, [("Hội trường", 80, 0)]),
    ("Trung tâm Hành chính Bình Dương", "Phường Bình Dương", 1, [("Phòng họp 3", 60, 30)]),
    ("Trung tâm Hành chính Bà Rịa", "Phường Bà Rịa", 2, [("Hội trường B", 100, 0)]),
    ("UBND đặc khu Côn Đảo", "Đặc khu Côn Đảo", 3, [("Phòng họp", 30, 0)]),
]
TRAINERS = [
    ("Võ Thanh Tùng", 2, "Sở Khoa học và Công nghệ", (0, 1, 2)),
    ("Lê Thị Minh Châu", 1, "Sở Tư pháp", (0,)),
    ("Phạm Quốc Việt", 2, "Công an Thành phố", (1, 4)),
    ("Nguyễn Hoàng Nam", 3, "Trung tâm Chuyển đổi số", (2, 3)),
    ("Trần Mỹ Duyên", 2, "Trung tâm Chuyển đổi số", (3, 4)),
]


def load(session: Session, people: dict[str, User]) -> tuple[list[Room], list[Trainer]]:
    """Five places with their rooms, five trainers with their subjects."""
    city = unit_of(session, "79").id
    regions = list(session.scalars(select(Region).order_by(Region.id)))
    ranks, subjects = (list(session.scalars(select(model.id).order_by(model.id))) for model in (Rank, Subject))
    rooms = []
    for name, address, region, halls in VENUES:
        venue = Venue(unit_id=city, name=name, address=address, region_id=regions[region].id)
        session.add(venue)
        session.flush()
        for hall, seats, computers in halls:
            title = f"{hall} – {name}"
            rooms.append(Room(unit_id=city, venue_id=venue.id, name=title, seats=seats, computers=computers))
    trainers = [
        Trainer(
            unit_id=city,
            name=name,
            rank_id=ranks[rank],
            workplace=workplace,
            user_id=people["giangvien"].id if name == people["giangvien"].name else None,
            subjects=[TrainerSubject(position=at, subject_id=subjects[one]) for at, one in enumerate(teaches, 1)],
        )
        for name, rank, workplace, teaches in TRAINERS
    ]
    session.add_all([*rooms, *trainers])
    session.flush()
    return rooms, trainers
