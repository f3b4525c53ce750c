"""Who looks after the connections, who watches, who approves, and the programs that bring messages in."""

from app.toolkit import Reach, Role, _

OFFICER = Role("interconnect.officer", _("Integration officer"), second_factor=True)
OVERSEER = Role("interconnect.overseer", _("Overseer of connections"), reach=Reach.CITY)
PROGRAM = Role("interconnect.program", _("Program of another system"))
APPROVER = Role("interconnect.approver", _("Approver of data sharing"))
EVERYBODY = (OFFICER, OVERSEER, APPROVER, PROGRAM)
