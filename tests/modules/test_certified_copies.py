"""What every module promises, for certified_copies."""

from tests.module_case import ModuleCase


class TestCertifiedCopies(ModuleCase):
    name = "certified_copies"
