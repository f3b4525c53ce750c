"""How a person is reached: what can be a phone number or an e-mail address, said once for booking, desk and delivery."""

from __future__ import annotations

import re

from app.data.text import _

PHONE = re.compile(r"(?:\+?84|0)\d{9,10}")
EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
LONGEST = 200


def phone_of(typed: str) -> str:
    """Return the digits of a number, from its 0 on, however it was written. ValueError: it is none of Vietnam."""
    phone = re.sub(r"[\s.\-()]", "", typed)
    if not PHONE.fullmatch(phone):
        raise ValueError(str(_("Enter a Vietnamese phone number, such as 0909 123 456.")))
    return re.sub(r"^\+?84", "0", phone)


def email_of(typed: str) -> str:
    """Return an address without blanks around it. ValueError: nothing can be sent there."""
    email = typed.strip()
    if len(email) > LONGEST or not EMAIL.fullmatch(email):
        raise ValueError(str(_("Write the e-mail as name@office.vn.")))
    return email
