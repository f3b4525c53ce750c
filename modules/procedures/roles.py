"""Who keeps the catalogue of procedures."""

from app.toolkit import Reach, Role, _

DRAFTER = Role("procedures.drafter", _("Official of a department who drafts procedures"), reach=Reach.CITY)
OFFICE = Role("procedures.office", _("Procedure control, Office of the City People's Committee"), reach=Reach.CITY)
SIGNER = Role("procedures.signer", _("Leader who issues decisions on procedures"), reach=Reach.CITY)
READER = Role("procedures.reader", _("Official who looks procedures up"))
EVERYBODY = (DRAFTER, OFFICE, SIGNER, READER)
KEEPERS = (DRAFTER, OFFICE, SIGNER)
