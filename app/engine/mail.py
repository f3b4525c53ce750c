"""Mail to people outside: one plain text with what is enclosed, through the relay of MAIL_URL. Call it in a job, which tries again."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from urllib.parse import unquote, urlsplit

from app.data import clock
from app.data.text import _

PATIENCE = 20  # seconds
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
relay = {"url": "", "from": ""}  # MAIL_URL and MAIL_FROM, set once, when the site is built


@dataclass(frozen=True)
class Enclosure:
    """A file in a letter; `words` are parameters of its kind, as method=REQUEST of a text/calendar (RFC 6047)."""

    name: str
    content: bytes
    kind: str = "application/octet-stream"
    words: dict[str, str] = field(default_factory=dict)


def may_mail() -> bool:
    """Whether this site has a relay."""
    return bool(relay["url"])


def send_mail(to: str, subject: str, text: str, enclosed: Sequence[Enclosure] = ()) -> None:
    """Hand a text and what is enclosed to the relay. ValueError: no relay is set, or no such address; OSError: the relay does not take it.

    MAIL_URL is smtp://host:25 (a relay of one's own), smtp+tls:// (STARTTLS, demanded) or smtps://, with
    user:password@ where it asks for them.
    """
    if not may_mail():
        raise ValueError(str(_("This site sends no mail; ask your administrator to set MAIL_URL.")))
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = relay["from"], to, subject
    letter["Date"], letter["Message-ID"] = format_datetime(clock.now()), make_msgid(domain=_domain(relay["from"]))
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text)
    for one in enclosed:
        main, sub = one.kind.split("/")
        letter.add_attachment(one.content, main, sub, filename=one.name, params=one.words)
    with _connected(relay["url"]) as server:
        server.send_message(letter)


def _domain(sender: str) -> str:
    """Of a bare address, or of one after a name; the name of this machine would tell strangers of the network inside."""
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


def _connected(address: str) -> smtplib.SMTP:
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("MAIL_URL")
    safe, port = ssl.create_default_context(), parts.port or PORTS[parts.scheme]
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(parts.hostname, port, timeout=PATIENCE, context=safe)
    else:
        server = smtplib.SMTP(parts.hostname, port, timeout=PATIENCE)
        if parts.scheme == "smtp+tls":
            server.starttls(context=safe)
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server
