"""Who plans, teaches, sends and learns."""

from app.toolkit import Reach, Role, _

COORDINATOR = Role("training.coordinator", _("Training coordinator"), reach=Reach.CITY)
FINANCE = Role("training.finance", _("Appraiser of training budgets"), reach=Reach.CITY)
APPROVER = Role("training.approver", _("Leader who approves training plans"), reach=Reach.CITY)
SEAL_KEEPER = Role("training.seal_keeper", _("Keeper of the training seal"), reach=Reach.CITY)
TRAINER = Role("training.trainer", _("Trainer"), reach=Reach.CITY)
OFFICER = Role("training.officer", _("Training officer of the unit"))
HEAD = Role("training.head", _("Head who nominates trainees"))
LEARNER = Role("training.learner", _("Trainee"))
CITY = (COORDINATOR, FINANCE, APPROVER, SEAL_KEEPER, TRAINER)
WARD = (OFFICER, HEAD)
EVERYBODY = (*CITY, *WARD, LEARNER)
