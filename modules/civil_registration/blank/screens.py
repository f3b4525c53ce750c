"""The screens of the blank: its places, and the printers of a unit with their test sheet."""

from app.toolkit import Allow, List, Resource, Section, _
from modules.civil_registration.blank.drawing import SHEET
from modules.civil_registration.blank.places import BlankPlace, BlankPrinter
from modules.civil_registration.roles import INSIDE, OFFICER, OVERSEER

printers = Resource(
    BlankPrinter,
    _("Printers for the blank"),
    one=_("Printer for the blank"),
    slug="printers",
    icon="printer",
    menu=(OFFICER,),
    access=[Allow(OFFICER, "read", "create", "update", "delete")],
    views=[List([BlankPrinter.name, BlankPrinter.right, BlankPrinter.below])],
    form=[Section(_("Printer"), [BlankPrinter.name, BlankPrinter.right, BlankPrinter.below])],
    reports=[SHEET],
    attachments=False,
)
places = Resource(
    BlankPlace,
    _("Places on the blank"),
    one=_("Place on the blank"),
    slug="blank-places",
    icon="layout-grid",
    shared=True,
    menu=(OVERSEER,),
    access=[Allow(OVERSEER, "read", "create", "update"), *(Allow(role, "read") for role in INSIDE)],
    views=[
        List([BlankPlace.part, BlankPlace.across, BlankPlace.down, BlankPlace.width, BlankPlace.lines, BlankPlace.size, BlankPlace.valid_from])
    ],
    form=[
        Section(
            _("Place on the blank"),
            [
                BlankPlace.part, BlankPlace.across, BlankPlace.down, BlankPlace.width, BlankPlace.lines,
                BlankPlace.pitch, BlankPlace.size, BlankPlace.source, BlankPlace.valid_from, BlankPlace.valid_to,
            ],
        )
    ],
    attachments=False,
)  # fmt: skip
ALL = [printers, places]
