"""Who works at the one-stop desk and behind it; whoever does reads the catalogue by which dossiers run."""

from app.toolkit import Reach, Role, _
from modules.procedures.roles import READER

CATALOGUE = (READER,)
RECEPTION = Role("dossiers.reception", _("Official of the one-stop desk"), includes=CATALOGUE)
EXPERT = Role("dossiers.expert", _("Official who handles dossiers"), includes=CATALOGUE)
LEADER = Role("dossiers.leader", _("Leader who decides on dossiers"), second_factor=True, includes=CATALOGUE)
SEALER = Role("dossiers.sealer", _("Clerk who numbers and seals results"), includes=CATALOGUE)
SUPERVISOR = Role("dossiers.supervisor", _("Head of the public service centre"), includes=CATALOGUE)
OVERSEER = Role("dossiers.overseer", _("Overseer of the city's dossiers"), reach=Reach.CITY, includes=CATALOGUE)
HANDLERS = (RECEPTION, EXPERT, LEADER, SEALER)
EVERYBODY = (*HANDLERS, SUPERVISOR, OVERSEER)
