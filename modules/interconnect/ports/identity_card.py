"""Identity cards (thẻ căn cước) of children under six, asked of the police together with the registration of the birth.

The branch of an interconnected dossier as JSON in the envelope of an LGSP. The paths are ours: the real ones are given with
the agreement to connect, and stand in one place here.
"""

from app.toolkit import _
from modules.interconnect.ports.envelope import SECRETS, later
from modules.interconnect.ports.port import Port

IDENTITY_CARD = Port(
    "identity_card",
    _("Identity cards"),
    later("register", "/lienthongcancuoc/dangky", "/lienthongcancuoc/ketqua"),
    trial=("register_results", {"dsMaYeuCau": []}),
    secrets=SECRETS,
)
