"""Which form a dossier has, and when."""

from app.toolkit import Report, _
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.dossiers.forms import control, handover, letters, slips

REPORTS = [
    Report(
        "giay-hen-tra",
        _("Receipt and appointment (form 01)"),
        "forms/receipt.html",
        slips.receipt,
        when=Dossier.is_received,
        signed="receive",
    ),
    Report(
        "phieu-bo-sung",
        _("Request to add papers (form 02)"),
        "forms/supplement.html",
        slips.supplement,
        when=lambda dossier: dossier.asked_at is not None,
    ),
    Report(
        "phieu-tu-choi",
        _("Refusal (form 03)"),
        "forms/refusal.html",
        slips.refusal,
        when=lambda dossier: dossier.state is State.REJECTED,
        signed="reject",
    ),
    Report(
        "xin-loi",
        _("Apology and new day (form 04)"),
        "forms/apology.html",
        letters.apology,
        when=lambda dossier: dossier.apology_number is not None,
    ),
    Report(
        "dung-giai-quyet",
        _("Notice that handling stops (form 05)"),
        "forms/stop.html",
        letters.stop,
        when=lambda dossier: dossier.stop_number is not None,
    ),
    Report(
        "phieu-kiem-soat",
        _("Control sheet (form 06)"),
        "forms/control.html",
        control.sheet,
        when=Dossier.is_received,
    ),
    Report(
        "ban-giao",
        _("List of dossiers handed over"),
        "forms/handover.html",
        handover.sheet,
        when=handover.is_handed,
        together=True,
    ),
]
