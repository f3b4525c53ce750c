"""Numbers in Vietnamese words, as totals of official papers print them.

"linh" joins a lone unit to its hundred (một trăm linh năm), the form of the ministries' papers; "lẻ" is spoken.
"""

from __future__ import annotations

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
SCALES = ("", "nghìn", "triệu")
LARGEST = 10**18


def in_words(number: int) -> str:
    """Return a whole number below 10^18 in words, first letter capital; ValueError beyond."""
    if abs(number) >= LARGEST:
        raise ValueError("too large for words")
    text = _plain(abs(number)) or DIGITS[0]
    text = f"âm {text}" if number < 0 else text
    return text[0].upper() + text[1:]


def dong_in_words(number: int) -> str:
    """Return an amount in words with its currency: "Hai triệu đồng"."""
    return f"{in_words(number)} đồng"


def day_in_words(year: int, month: int | None = None, day: int | None = None) -> str:
    """Return a day, a month or a year as certificates write it out: "Ngày mười bốn tháng năm năm một nghìn …"."""
    parts = [("ngày", day), ("tháng", month), ("năm", year)]
    text = " ".join(f"{word} {_plain(number)}" for word, number in parts if number is not None)
    return text[0].upper() + text[1:]


def _plain(number: int, *, inner: bool = False) -> str:
    """Words of a number, billions counted in groups of nine digits; `inner` groups name their missing hundreds."""
    head, tail = divmod(number, 10**9)
    words = []
    if head:
        words += [_plain(head, inner=inner), "tỷ"]
    started = bool(head) or inner
    for scale in (2, 1, 0):
        group = tail // 1000**scale % 1000
        if group:
            words += [_group(group, full=started), SCALES[scale]]
            started = True
    return " ".join(word for word in words if word)


def _group(number: int, *, full: bool) -> str:
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    words = [DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 0 and units:
        words += ["linh", DIGITS[units]] if words else [DIGITS[units]]
    elif tens == 1:
        words += ["mười", *([] if not units else ["lăm" if units == 5 else DIGITS[units]])]
    elif tens:
        words += [DIGITS[tens], "mươi"]
        if units:
            words.append({1: "mốt", 4: "tư", 5: "lăm"}.get(units, DIGITS[units]))
    return " ".join(words)
