"""Staff training: what every module promises."""

from __future__ import annotations

from tests.module_case import ModuleCase


class TestTraining(ModuleCase):
    name = "training"
