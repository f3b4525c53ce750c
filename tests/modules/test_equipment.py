"""What every module promises, for equipment."""

from tests.module_case import ModuleCase


class TestEquipment(ModuleCase):
    name = "equipment"
