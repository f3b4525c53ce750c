"""The closed lists of a case, with the codes of the Ministry of Justice (Công văn 1437/BTP-CNTT) where it has some."""

from __future__ import annotations

from typing import Self

from app.toolkit import Choice, _


class Event(Choice):
    """What is registered."""

    BIRTH = "birth", _("Birth"), "blue"
    DEATH = "death", _("Death"), "grey"
    CHANGE = "change", _("Change of an entry"), "violet"

    @classmethod
    def vital(cls, code: str | None) -> Self | None:
        """Return the birth or death that a code means; None for a change, and for what is none."""
        found = cls.typed(code)
        return found if found in VITAL else None


VITAL = (Event.BIRTH, Event.DEATH)  # what happens to a person; a change is of the entry of one of them


class State(Choice):
    """Where a case stands."""

    DRAFTED = "drafted", _("Being declared"), "grey"
    WAITING = "waiting", _("Papers asked for"), "violet"
    VERIFIED = "verified", _("Waiting to be signed"), "amber"
    SIGNED = "signed", _("Signed, waiting for the seal"), "blue"
    REGISTERED = "registered", _("Registered"), "green"
    ISSUED = "issued", _("Handed to the citizen"), "green"
    REFUSED = "refused", _("Refused"), "rose"
    WITHDRAWN = "withdrawn", _("Withdrawn"), "grey"
    REVOKED = "revoked", _("Revoked"), "rose"


class AtMinistry(Choice):
    """How a case stands at the Ministry of Justice, whose register is that of record."""

    WAITING = "waiting", _("Waiting for the Ministry of Justice"), "violet"
    DONE = "done", _("Recorded by the Ministry of Justice"), "green"
    SUPPLEMENT = "supplement", _("The Ministry of Justice asks for more"), "amber"
    REFUSED = "refused", _("Refused by the Ministry of Justice"), "rose"


class PersonalNumber(Choice):
    """Số định danh của trẻ: a certificate without it is valid (Công văn 3160/BTP-CNTT of 13/9/2021)."""

    WAITING = "waiting", _("Waiting for the personal number"), "violet"
    IN_TIME = "in_time", _("Came before the signature"), "green"
    LATER = "later", _("Came after the signature: the paper is without it"), "amber"
    DIFFERS = "differs", _("Another number than the one declared"), "rose"


ENTERED = (State.REGISTERED, State.ISSUED)  # which hold
UNDER_WAY = (State.DRAFTED, State.VERIFIED, State.SIGNED)
GONE = (State.REFUSED, State.WITHDRAWN, State.REVOKED)  # which stand in nobody's way


class Sex(Choice):
    """Giới tính; gioiTinh 1, 2, 3 of the ministry."""

    MALE = "male", _("Male"), "grey"
    FEMALE = "female", _("Female"), "grey"
    UNDETERMINED = "undetermined", _("Not determined"), "grey"


class Registration(Choice):
    """Loại đăng ký; loaiDangKy 1, 4, 2, 3 and 5 of the ministry."""

    ON_TIME = "on_time", _("In time"), "green"
    LATE = "late", _("After its time"), "amber"
    AGAIN = "again", _("Registered once more"), "violet"
    FOREIGN = "foreign", _("Recorded from abroad"), "violet"
    LONG_AGO = "long_ago", _("Died long ago"), "violet"


class Relation(Choice):
    """Quan hệ của người đi đăng ký với người được đăng ký."""

    SELF = "self", _("The person himself")
    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    SPOUSE = "spouse", _("Husband or wife")
    CHILD = "child", _("Child")
    GRANDPARENT = "grandparent", _("Grandparent")
    SIBLING = "sibling", _("Brother or sister")
    RELATIVE = "relative", _("Other relative")
    GUARDIAN = "guardian", _("Guardian")
    CARER = "carer", _("Who brings the child up")
    AGENCY = "agency", _("Agency or organisation")
    AGENT = "agent", _("By power of attorney")
    UNKNOWN = "unknown", _("Not written in the book")


class Origin(Choice):
    """Where an entry comes from that nobody declared here."""

    SHEET = "sheet", _("From a digitised book"), "violet"


class PaperKind(Choice):
    """Loại giấy tờ tùy thân; loaiGiayToTuyThan of the ministry."""

    IDENTITY = "identity", _("Identity card (căn cước, CCCD)")
    OLD_IDENTITY = "old_identity", _("Old identity card (CMND)")
    PASSPORT = "passport", _("Passport")
    RESIDENCE = "residence", _("Permanent residence card")
    MILITARY = "military", _("Military card")
    OTHER = "other", _("Another paper")
