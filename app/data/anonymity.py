"""Answers that nobody may trace to their author."""

from __future__ import annotations

FEWEST_ANSWERS = 5  # below so many nothing is shown: of four one could guess who said what
