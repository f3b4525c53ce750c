"""Who looks after certificates."""

from app.toolkit import Reach, Role, _

KEEPER = Role("signing.keeper", _("Keeper of certificates"), reach=Reach.CITY, second_factor=True)
