"""The road of a case: declared, put forward, signed, sealed, handed over; the same for births and deaths."""

from app.toolkit import Lines, Step, Workflow, _, working_days
from modules.civil_registration.cases.actions import noting
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.doubts import Doubted
from modules.civil_registration.cases.entering import Entering
from modules.civil_registration.cases.kinds import State
from modules.civil_registration.roles import OFFICER, SEALER, SIGNER

SAME_DAY = working_days(0, cut_off="15:00", law="Luật Hộ tịch 60/2014/QH13, NĐ 123/2015/NĐ-CP")


def road_of(kind: type[Case], line: type[Doubted], entering: Entering) -> Workflow:
    """Return the road of a kind of case, with its doubts and the way it is entered."""
    return Workflow(
        kind.state,
        [
            Step(
                "put_forward",
                _("Check and put forward"),
                State.DRAFTED,
                State.VERIFIED,
                by=OFFICER,
                form=[Lines(kind.doubts, [line.text, line.why], fills=[line.why], when=kind.has_doubts)],
                do=kind.put_forward,
                icon="send",
            ),
            Step(
                "ask",
                _("Ask for more papers"),
                State.DRAFTED,
                State.WAITING,
                by=OFFICER,
                form=[kind.missing, kind.missing_why],
                do=kind.ask,
                main=False,
                icon="message",
            ),
            Step(
                "complete",
                _("Papers have been added"),
                State.WAITING,
                State.DRAFTED,
                by=OFFICER,
                do=noting("complete"),
                icon="check",
            ),
            Step(
                "refuse",
                _("Refuse"),
                (State.DRAFTED, State.WAITING),
                State.REFUSED,
                by=OFFICER,
                form=[kind.basis],
                reason=True,
                do=kind.refuse,
                main=False,
                icon="ban",
            ),
            Step(
                "withdraw",
                _("The declarer takes it back"),
                (State.DRAFTED, State.WAITING, State.VERIFIED),
                State.WITHDRAWN,
                by=OFFICER,
                reason=True,
                do=kind.withdraw,
                main=False,
                icon="arrow-back-up",
            ),
            Step(
                "sign",
                _("Enter in the book and sign"),
                State.VERIFIED,
                State.SIGNED,
                by=SIGNER,
                not_by=["put_forward"],
                confirm=_("The case gets its number in the book; it is never given again."),
                do=entering.sign,
                decides=True,
                icon="signature",
            ),
            Step(
                "return",
                _("Return to the officer"),
                State.VERIFIED,
                State.DRAFTED,
                by=SIGNER,
                reason=True,
                do=noting("return"),
                main=False,
                icon="arrow-back-up",
            ),
            Step(
                "seal",
                _("Seal and register"),
                State.SIGNED,
                State.REGISTERED,
                by=SEALER,
                confirm=_("The agency's signature closes the file."),
                do=entering.seal,
                icon="certificate",
            ),
            Step(
                "hand_over",
                _("Hand over to the citizen"),
                State.REGISTERED,
                State.ISSUED,
                by=OFFICER,
                do=kind.hand_over,
                icon="circle-check",
            ),
            Step(
                "revoke",
                _("Revoke by decision"),
                (State.REGISTERED, State.ISSUED),
                State.REVOKED,
                by=SIGNER,
                reason=True,
                do=kind.revoke,
                main=False,
                icon="ban",
            ),
        ],
        bar=[State.DRAFTED, State.VERIFIED, State.SIGNED, State.REGISTERED, State.ISSUED],
        terms={State.DRAFTED: SAME_DAY, State.VERIFIED: SAME_DAY, State.SIGNED: SAME_DAY},
        paused=[State.WAITING],
        editable=[State.DRAFTED],
        promised=kind.promised,
    )
