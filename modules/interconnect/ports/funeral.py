"""Funeral support and survivors' benefits at the social insurance agency and the labour office.

The branch of an interconnected dossier as JSON in the envelope of an LGSP. The paths are ours: the real ones are given with
the agreement to connect, and stand in one place here.
"""

from app.toolkit import _
from modules.interconnect.ports.envelope import SECRETS, later
from modules.interconnect.ports.port import Port

FUNERAL_SUPPORT = Port(
    "funeral_support",
    _("Funeral support"),
    later("register", "/lienthongmaitang/dangky", "/lienthongmaitang/ketqua"),
    trial=("register_results", {"dsMaYeuCau": []}),
    secrets=SECRETS,
)
