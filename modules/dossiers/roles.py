"""Who works at the one-stop desk and behind it."""

from app.toolkit import Reach, Role, _

RECEPTION = Role("dossiers.reception", _("Official of the one-stop desk"))
EXPERT = Role("dossiers.expert", _("Official who handles dossiers"))
LEADER = Role("dossiers.leader", _("Leader who decides on dossiers"), second_factor=True)
SEALER = Role("dossiers.sealer", _("Clerk who numbers and seals results"))
SUPERVISOR = Role("dossiers.supervisor", _("Head of the public service centre"))
OVERSEER = Role("dossiers.overseer", _("Overseer of the city's dossiers"), reach=Reach.CITY)
HANDLERS = (RECEPTION, EXPERT, LEADER, SEALER)
EVERYBODY = (*HANDLERS, SUPERVISOR, OVERSEER)
