"""Lists and pages of connections, accounts, messages and calls."""

from app.toolkit import Allow, List, Panel, Resource, Section, _
from modules.interconnect.links import pages
from modules.interconnect.links.accounts import OfficerAccount
from modules.interconnect.links.connections import Connection
from modules.interconnect.messages import opening
from modules.interconnect.messages.calls import Call
from modules.interconnect.messages.incoming import Incoming
from modules.interconnect.messages.outgoing import Outgoing
from modules.interconnect.roads import into, out
from modules.interconnect.roles import OFFICER, OVERSEER, PROGRAM

KEEPS = Allow(OFFICER, "read", "create", "update", "export")
READS = [Allow(role, "read", "export") for role in (OFFICER, OVERSEER)]
CONTENT = Panel("content", _("Sealed content"), "opening.html", opening.panel)

WHO = [Connection.unit_id, Connection.name, Connection.port, Connection.address]
PATIENCE = [
    Connection.seconds, Connection.first_wait, Connection.factor, Connection.longest_wait, Connection.most_tries,
    Connection.poll_every,
]  # fmt: skip
STANDS = [Connection.state, Connection.silent_since, Connection.answered_at, Connection.probe_at, Connection.problem]
connections = Resource(
    Connection,
    _("Connections"),
    one=_("New connection"),
    slug="connections",
    icon="sitemap",
    heading=Connection.name,
    access=[KEEPS, Allow(OVERSEER, "read", "export")],
    views=[List([Connection.name, Connection.port, Connection.unit_id, *STANDS[:3]], under=Connection.address)],
    filters=[Connection.state, Connection.port],
    groups=[Connection.state, Connection.port],
    form=[Section(_("System"), WHO), Section(_("Patience"), PATIENCE), Section(_("How it stands"), STANDS)],
    panels=[
        Panel("standing", _("How it stands now"), "standing.html", pages.standing),
        Panel("secrets", _("Secrets of the connection"), "secrets.html", pages.secrets),
    ],
    attachments=False,
)
ACCOUNT = [OfficerAccount.connection_id, OfficerAccount.user_id, OfficerAccount.account, OfficerAccount.active]
accounts = Resource(
    OfficerAccount,
    _("Accounts of officials"),
    one=_("New account of an official"),
    slug="accounts",
    icon="user-check",
    under=_("Catalogues"),
    heading=OfficerAccount.account,
    access=[KEEPS, Allow(OVERSEER, "read")],
    views=[List(ACCOUNT)],
    filters=[OfficerAccount.connection_id, OfficerAccount.active],
    form=[Section(_("Account of an official"), ACCOUNT)],
    panels=[Panel("secret", _("Secret of the account"), "account_secret.html", pages.account_secret)],
    attachments=False,
)
SENT = [Outgoing.key, Outgoing.port, Outgoing.call, Outgoing.connection_id, Outgoing.about, Outgoing.purpose]
GOES = [Outgoing.state, Outgoing.tries, Outgoing.next_at, Outgoing.sent_at, Outgoing.ended_at, Outgoing.problem]
outgoing = Resource(
    Outgoing,
    _("Outgoing messages"),
    one=_("New outgoing message"),
    slug="outgoing",
    icon="send",
    heading=Outgoing.key,
    access=READS,
    views=[
        List([Outgoing.key, Outgoing.port, Outgoing.about, *GOES[:3], Outgoing.problem], under=Outgoing.purpose),
    ],
    filters=[Outgoing.state, Outgoing.port, Outgoing.connection_id],
    groups=[Outgoing.state, Outgoing.port],
    form=[Section(_("The message"), SENT), Section(_("Its way"), [*GOES, Outgoing.claimed_until])],
    panels=[CONTENT],
    workflow=out,
    attachments=False,
)
CAME = [Incoming.remote_id, Incoming.connection_id, Incoming.call, Incoming.answers, Incoming.came_at]
incoming = Resource(
    Incoming,
    _("Incoming messages"),
    one=_("New incoming message"),
    slug="incoming",
    icon="inbox",
    heading=Incoming.remote_id,
    access=[*READS, Allow(PROGRAM, "read")],  # whoever brought a message may ask what became of it
    views=[List([*CAME, Incoming.state, Incoming.problem])],
    filters=[Incoming.state, Incoming.connection_id],
    groups=[Incoming.state],
    form=[
        Section(_("The message"), CAME),
        Section(_("Its way"), [Incoming.times, Incoming.tries, Incoming.next_at, Incoming.problem]),
    ],
    panels=[CONTENT],
    workflow=into,
    attachments=False,
)
ASKED = [Call.asked_at, Call.connection_id, Call.call, Call.officer, Call.created_by_id, Call.purpose, Call.about]
BACK = [Call.result, Call.code, Call.took, Call.request_id, Call.request_hash, Call.answer_hash]
calls = Resource(
    Call,
    _("Log of calls"),
    one=_("New call"),
    slug="calls",
    icon="list",
    under=_("Reports"),
    heading=Call.request_id,
    access=READS,
    views=[
        List(
            [
                Call.asked_at,
                Call.connection_id,
                Call.call,
                Call.created_by_id,
                Call.purpose,
                Call.about,
                Call.result,
                Call.took,
            ]
        )
    ],
    filters=[Call.result, Call.connection_id, Call.asked_at],
    groups=[Call.result, Call.connection_id],
    form=[Section(_("Question"), ASKED), Section(_("What came back"), BACK)],
    panels=[CONTENT],
    attachments=False,
)
ALL = [connections, outgoing, incoming, calls, accounts]
