"""Dossiers of the national portal, through the city's LGSP: six calls as JSON in its envelope.

`sync` (APICapNhatDongBoHoSoDVC: a dossier made or changed), `progress` (its state, one of the ten of the portal), `supplement`
(APIDongBoHoSoBoSung: papers asked for and handed in), `postal` (APIDongBoThongTinChuyenPhat: what the post carries),
`result` (number and file of what was decided), `catalogue` (APITraCuuDanhMucThuTucHanhChinhTheoMaLinhVuc). The names of the
four known families are the city's; for progress and result it publishes none, and the paths here are ours.
"""

from app.toolkit import _
from modules.interconnect.ports.envelope import SECRETS, Posted
from modules.interconnect.ports.port import Operation, Port

PORTAL = Port(
    "portal",
    _("National portal: dossiers"),
    [
        Operation("sync", _("Tell of a dossier"), Posted("/APICapNhatDongBoHoSoDVC")),
        Operation("progress", _("Tell how far a dossier is"), Posted("/APICapNhatTienDoHoSo")),
        Operation("supplement", _("Tell what is missing"), Posted("/APIDongBoHoSoBoSung")),
        Operation("postal", _("Tell what the post carries"), Posted("/APIDongBoThongTinChuyenPhat")),
        Operation("result", _("Tell the result of a dossier"), Posted("/APICapNhatKetQuaHoSo")),
        Operation(
            "catalogue",
            _("Ask for the catalogue of procedures"),
            Posted("/APITraCuuDanhMucThuTucHanhChinhTheoMaLinhVuc"),
        ),
    ],
    trial=("catalogue", {"maLinhVuc": "G15-HT"}),
    secrets=SECRETS,
)
