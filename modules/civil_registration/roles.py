"""Who registers births and deaths."""

from app.toolkit import Reach, Role, _

OFFICER = Role("civil_registration.officer", _("Civil-status officer"))
SIGNER = Role("civil_registration.signer", _("Signer of civil-status papers"))
SEALER = Role("civil_registration.sealer", _("Clerk of the seal, civil status"))
ARCHIVIST = Role("civil_registration.archivist", _("Keeper of the registers"))
OVERSEER = Role("civil_registration.overseer", _("Overseer of civil status"), reach=Reach.CITY)

INSIDE = (OFFICER, SIGNER, SEALER, ARCHIVIST)
EVERYBODY = (*INSIDE, OVERSEER)
