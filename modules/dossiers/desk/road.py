"""The moves between the ten national states, and who takes them."""

from app.toolkit import Lines, Step, Text, Workflow, _
from modules.dossiers import fee
from modules.dossiers.desk import grounds
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.papers import HandedPaper
from modules.dossiers.desk.states import PAUSED, State
from modules.dossiers.journey import travel
from modules.dossiers.roles import EXPERT, HANDLERS, LEADER, RECEPTION
from modules.dossiers.served import following
from modules.dossiers.served.records import by_hand

PAPER = [
    HandedPaper.name,
    HandedPaper.originals,
    HandedPaper.copies,
    HandedPaper.instead,
    HandedPaper.shape,
    HandedPaper.digitised,
]
HANDED = Lines(
    Dossier.papers, PAPER, fills=[HandedPaper.originals, HandedPaper.copies, HandedPaper.shape, HandedPaper.digitised]
)
ANSWERED = [Dossier.basis]
ASKED = [Dossier.missing, Dossier.missing_why]
AT_WORK = (State.RECEIVED, State.SOLVING)


def why_not_on(dossier: Dossier) -> Text:
    """Why a dossier cannot be handed on with others."""
    if dossier.served:
        return _("A record of its own moves this dossier: open it and go on there.")
    if travel.forks(dossier):
        return _("Several steps may follow: open the dossier and choose one.")
    return _("This is the last piece of work: open the dossier and write down its result.")


road = Workflow(
    Dossier.state,
    [
        Step(
            "receive",
            _("Receive"),
            State.REGISTERED,
            State.RECEIVED,
            by=RECEPTION,
            form=[HANDED],
            do=following.receive,
            icon="inbox",
        ),
        Step(
            "reject",
            _("Do not receive"),
            State.REGISTERED,
            State.REJECTED,
            by=RECEPTION,
            form=ANSWERED,
            reason=True,
            do=grounds.require,
            main=False,
            icon="ban",
        ),
        Step(
            "ask_first",
            _("Ask for more papers"),
            State.REGISTERED,
            State.WAITING,
            by=RECEPTION,
            form=ASKED,
            guard=Dossier.may_ask,
            do=Dossier.ask,
            main=False,
            icon="message",
        ),
        Step(
            "begin",
            _("Pass on for handling"),
            State.RECEIVED,
            State.SOLVING,
            by=RECEPTION,
            guard=by_hand(travel.goes_one_way),
            lacks=why_not_on,
            prints="ban-giao",
            do=travel.forward,
            icon="send",
        ),
        Step(
            "hand_on",
            _("Hand on"),
            State.SOLVING,
            State.SOLVING,
            by=HANDLERS,
            at=Dossier.at_id,
            turn=travel.turn,
            guard=by_hand(travel.goes_one_way),
            lacks=why_not_on,
            prints="ban-giao",
            do=travel.forward,
            icon="send",
        ),
        Step(
            "choose",
            _("Hand on to a step"),
            AT_WORK,
            State.SOLVING,
            by=HANDLERS,
            at=Dossier.at_id,
            turn=travel.turn,
            guard=by_hand(travel.forks),
            form=[Dossier.goes_to],
            do=travel.forward,
            icon="sitemap",
        ),
        Step(
            "send_back",
            _("Send back a step"),
            State.SOLVING,
            State.SOLVING,
            by=HANDLERS,
            at=Dossier.at_id,
            turn=travel.turn,
            guard=by_hand(travel.goes_back),
            do=travel.back,
            reason=True,
            main=False,
            icon="arrow-back-up",
        ),
        Step(
            "finish",
            _("Result is made"),
            AT_WORK,
            State.SOLVED,
            by=HANDLERS,
            at=Dossier.at_id,
            turn=travel.turn,
            guard=by_hand(travel.ends),
            form=[Dossier.result_number, Dossier.result_on, Dossier.digital_result],
            do=Dossier.solve,
            icon="check",
        ),
        Step(
            "hand_over",
            _("Hand the result over"),
            State.SOLVED,
            State.RETURNED,
            by=RECEPTION,
            form=[Dossier.taken_by],
            do=following.hand_over,
            icon="user-check",
        ),
        Step(
            "ask",
            _("Ask for more papers"),
            AT_WORK,
            State.WAITING,
            by=(RECEPTION, EXPERT),
            at=Dossier.at_id,
            form=ASKED,
            guard=by_hand(Dossier.may_ask),
            do=Dossier.ask,
            main=False,
            icon="message",
        ),
        Step(
            "complete_first",
            _("Papers have been added"),
            State.WAITING,
            State.REGISTERED,
            by=RECEPTION,
            guard=Dossier.is_new,
            icon="check",
        ),
        Step(
            "complete_early",
            _("Papers have been added"),
            State.WAITING,
            State.RECEIVED,
            by=RECEPTION,
            guard=by_hand(Dossier.is_at_desk),
            form=[HANDED],
            do=Dossier.complete,
            icon="check",
        ),
        Step(
            "complete",
            _("Papers have been added"),
            State.WAITING,
            State.SOLVING,
            by=RECEPTION,
            guard=by_hand(Dossier.is_passed_on),
            form=[HANDED],
            do=Dossier.complete,
            icon="check",
        ),
        Step(
            "charge",
            _("Ask for payment"),
            AT_WORK,
            State.DUTY,
            by=(RECEPTION, EXPERT),
            at=Dossier.at_id,
            guard=fee.kept_here,
            do=Dossier.charge,
            main=False,
            icon="cash",
        ),
        Step(
            "paid_early",
            _("Payment has been made"),
            State.DUTY,
            State.RECEIVED,
            by=RECEPTION,
            guard=Dossier.is_at_desk,
            do=Dossier.pay,
            icon="check",
        ),
        Step(
            "paid",
            _("Payment has been made"),
            State.DUTY,
            State.SOLVING,
            by=RECEPTION,
            guard=Dossier.is_passed_on,
            do=Dossier.pay,
            icon="check",
        ),
        Step(
            "extend",
            _("Apologise and put the day off"),
            State.SOLVING,
            State.SOLVING,
            by=(EXPERT, LEADER),
            at=Dossier.at_id,
            guard=Dossier.may_extend,
            form=[Dossier.extended_until],
            reason=True,
            do=Dossier.extend,
            main=False,
            icon="calendar",
        ),
        Step(
            "withdraw",
            _("Citizen asks to withdraw it"),
            (State.REGISTERED, *AT_WORK, State.WAITING, State.DUTY),
            State.WITHDRAWAL,
            by=RECEPTION,
            reason=True,
            main=False,
            icon="arrow-back-up",
        ),
        *(
            Step(
                name,
                _("Go on handling it"),
                State.WITHDRAWAL,
                goes_to,
                by=(RECEPTION, EXPERT),
                at=Dossier.at_id,
                guard=guard,
                reason=True,
                do=travel.resume,
                main=False,
                icon="arrow-right",
            )
            for name, goes_to, guard in (
                ("keep_first", State.REGISTERED, Dossier.is_new),
                ("keep_early", State.RECEIVED, Dossier.is_at_desk),
                ("keep_on", State.SOLVING, Dossier.is_passed_on),
            )
        ),
        Step(
            "let_go",
            _("Let it be withdrawn"),
            State.WITHDRAWAL,
            State.STOPPED,
            by=(RECEPTION, EXPERT),
            at=Dossier.at_id,
            do=following.let_go,
            icon="check",
        ),
        Step(
            "stop",
            _("Stop handling it"),
            (*AT_WORK, State.WAITING, State.DUTY),
            State.STOPPED,
            by=(EXPERT, LEADER),
            at=Dossier.at_id,
            guard=by_hand(),
            form=ANSWERED,
            reason=True,
            do=Dossier.stop,
            main=False,
            icon="player-pause",
        ),
        following.FOLLOW,
    ],
    bar=[State.REGISTERED, State.RECEIVED, State.SOLVING, State.SOLVED, State.RETURNED],
    paused=PAUSED,
    editable=[State.REGISTERED],
    promised=Dossier.promised,
)
