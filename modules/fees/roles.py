"""Who takes money, who watches over it, who keeps the rules."""

from app.toolkit import Reach, Role, _

CASHIER = Role("fees.cashier", _("Cashier"))
SUPERVISOR = Role("fees.supervisor", _("Supervisor of fees"))
KEEPER = Role("fees.keeper", _("Keeper of fee rules"), reach=Reach.CITY)
EVERYBODY = (CASHIER, SUPERVISOR, KEEPER)
