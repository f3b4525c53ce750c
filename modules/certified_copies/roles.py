"""Who receives, certifies, seals, and looks over it."""

from app.toolkit import Reach, Role, _

CLERK = Role("certified_copies.clerk", _("Clerk of certified copies"))
CERTIFIER = Role("certified_copies.certifier", _("Certifying official"), second_factor=True)
SEALER = Role("certified_copies.sealer", _("Keeper of the seal"), second_factor=True)
AUDITOR = Role("certified_copies.auditor", _("Auditor of certifications"))
KEEPER = Role("certified_copies.keeper", _("Keeper of certification rules"), reach=Reach.CITY)
ROLES = [CLERK, CERTIFIER, SEALER, AUDITOR, KEEPER]
