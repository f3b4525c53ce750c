"""Who works with equipment."""

from app.toolkit import Reach, Role, _

OFFICIAL = Role("equipment.official", _("Official who states needs"))
HEAD = Role("equipment.head", _("Head of the unit"))
DISTRICT = Role("equipment.district", _("District office, until 30 June 2025"))
TECHNOLOGY = Role("equipment.technology", _("Department of Science and Technology"), reach=Reach.CITY)
FINANCE = Role("equipment.finance", _("Department of Finance"), reach=Reach.CITY)
STORE = Role("equipment.store", _("Store keeper"))
EVERYBODY = (OFFICIAL, HEAD, DISTRICT, TECHNOLOGY, FINANCE, STORE)
OWNERS = (OFFICIAL, HEAD, TECHNOLOGY, FINANCE)
COUNTERS = (STORE, OFFICIAL)
