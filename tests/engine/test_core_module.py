"""What every module promises, for the core's own resources."""

from tests.module_case import ModuleCase


class TestCore(ModuleCase):
    name = "core"
