"""The map: a dot for each unit where it lies, coloured by its coverage; far islands have a frame of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians

from modules.training.outcome.coverage import Matrix

WIDTH, HEIGHT, EDGE = 520.0, 520.0, 14.0
ISLANDS = 9.5  # degrees north: what lies south of it is drawn in the frame in the corner


@dataclass(frozen=True)
class Dot:
    """One unit on the map, in the units of the drawing."""

    unit_id: int
    name: str
    x: float
    y: float
    share: int | None
    tone: str


@dataclass(frozen=True)
class Map:
    """The drawing: dots of the mainland, dots of the islands."""

    dots: list[Dot]
    islands: list[Dot]
    width: float = WIDTH
    height: float = HEIGHT

    @classmethod
    def of(cls, matrix: Matrix, places: Mapping[str, tuple[float, float]]) -> Map:
        """Lay the units of a matrix out; `places` are latitude and longitude by the code of the unit."""
        known = [(unit, *places[unit.code]) for unit in matrix.units if unit.code in places]
        mainland = [(lat, lon) for _unit, lat, lon in known if lat > ISLANDS]
        if not mainland:
            return cls([], [])
        south, north = min(lat for lat, _lon in mainland), max(lat for lat, _lon in mainland)
        west, east = min(lon for _lat, lon in mainland), max(lon for _lat, lon in mainland)
        narrow = cos(radians((south + north) / 2))  # a degree of longitude is shorter than one of latitude
        scale = min(
            (WIDTH - 2 * EDGE) / max((east - west) * narrow, 1e-6), (HEIGHT - 2 * EDGE) / max(north - south, 1e-6)
        )
        dots: list[Dot] = []
        islands: list[Dot] = []
        for unit, lat, lon in known:
            cell = matrix.of_unit(unit.id)
            if lat > ISLANDS:
                x, y = EDGE + (lon - west) * narrow * scale, EDGE + (north - lat) * scale
                dots.append(Dot(unit.id, unit.name, round(x, 1), round(y, 1), cell.share, cell.tone))
            else:
                x, y = WIDTH - 60, HEIGHT - 50 - 24 * len(islands)
                islands.append(Dot(unit.id, unit.name, x, y, cell.share, cell.tone))
        return cls(dots, islands)
