"""Registration of residence by the police: a newborn's permanent residence, and the end of a dead person's.

The branch of an interconnected dossier as JSON in the envelope of an LGSP. The paths are ours: the real ones are given with
the agreement to connect, and stand in one place here.
"""

from app.toolkit import _
from modules.interconnect.ports.envelope import SECRETS, later
from modules.interconnect.ports.port import Port

RESIDENCE = Port(
    "residence",
    _("Residence register"),
    later("register", "/lienthongcutru/dangky", "/lienthongcutru/ketqua"),
    trial=("register_results", {"dsMaYeuCau": []}),
    secrets=SECRETS,
)
