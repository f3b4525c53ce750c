"""Health insurance of children under six at the social insurance agency.

The branch of an interconnected dossier as JSON in the envelope of an LGSP. The paths are ours: the real ones are given with
the agreement to connect, and stand in one place here.
"""

from app.toolkit import _
from modules.interconnect.ports.envelope import SECRETS, later
from modules.interconnect.ports.port import Port

HEALTH_INSURANCE = Port(
    "health_insurance",
    _("Health insurance"),
    later("register", "/lienthongbhyt/dangky", "/lienthongbhyt/ketqua"),
    trial=("register_results", {"dsMaYeuCau": []}),
    secrets=SECRETS,
)
