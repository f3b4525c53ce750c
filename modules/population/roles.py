"""Who keeps people and the lists that describe them."""

from app.toolkit import Reach, Role, _

OFFICER = Role("population.officer", _("Officer of population data"))
KEEPER = Role("population.keeper", _("Keeper of code lists"), reach=Reach.CITY)
OVERSEER = Role("population.overseer", _("Overseer of population data"), reach=Reach.CITY)

EVERYBODY = (OFFICER, KEEPER, OVERSEER)
