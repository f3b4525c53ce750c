"""What every module promises, for signing."""

from tests.module_case import ModuleCase


class TestSigning(ModuleCase):
    name = "signing"
