"""Vietnamese text from before Unicode: TCVN3 (.VnTime) and VNI-Windows, told by whether its words are Vietnamese.

A text is turned only when every word becomes a syllable of Vietnamese in one way alone; else it stays as it is, or a
sentence says which two readings it has. Never guessed: what is Vietnamese as it stands ("Hoà", which is "Hồ" in VNI) stays.
"""

from __future__ import annotations

import re
import unicodedata

from app.toolkit import _

TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢£¤¥¦§",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
# After a vowel of VNI stands the sign of its mark, and of its tone.
_MARKS = {"â": "\u0302", "ê": "\u0306"}
_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_BOTH = {
    **dict(zip("àáåãä", (f"\u0302{tone}" for tone in _TONES.values()), strict=True)),
    **dict(zip("èéúüë", (f"\u0306{tone}" for tone in _TONES.values()), strict=True)),
}
_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_AFTER = {**_MARKS, **_TONES, **_BOTH}
_IN_VNI = {*_AFTER, *_ALONE, "í", "ì"}
_VNI = re.compile(rf"([aeiouyôö])([{''.join(_AFTER)}])|([{''.join(_ALONE)}])", re.IGNORECASE)

_ONSET = "b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|q|r|s|th|tr|t|v|x|"
_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây e ec em en eng eo ep et "
    "ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iê iêc iêm iên iêng iêp iêt iêu yê yêm yên yêng yêt yêu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on ong ooc oong "
    "op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc ui um un ung uê uênh uêch up ut uy uya uych "
    "uyên uyêt uynh uyt uyu uôc uôi uôm uôn uông uôt uơ ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu "
    "y ych ym yn ynh uên uêt"
)
_SYLLABLE = re.compile(rf"(?:{_ONSET})(?:{'|'.join(sorted(_RHYMES.split(), key=len, reverse=True))})")
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_LETTERS = re.compile(r"[^\W\d_]+")
_STOPPED = re.compile(r"(?:c|ch|p|t)$")


def reading(text: str) -> str:
    """Return what a text means; itself where it is Unicode, or of no known encoding. ValueError: two readings."""
    plain = unicodedata.normalize("NFC", text)
    if plain.isascii() or is_vietnamese(plain):
        return plain
    ways = ((from_tcvn3, text, TCVN3), (from_vni, plain, _IN_VNI))
    read = {way(one) for way, one, signs in ways if all(sign.isascii() or sign.lower() in signs for sign in one)}
    found = {one for one in read if one != plain and is_vietnamese(one)}
    found = {one for one in found if not _mixed(one)} or found  # "THề" is none where there is "THỊ"
    if len(found) > 1:
        words = dict(zip(("one", "other"), sorted(found), strict=True), text=text)
        raise ValueError(str(_("The old encoding of “%(text)s” leaves open “%(one)s” or “%(other)s”.", **words)))
    return _even(found.pop()) if found else plain


def from_tcvn3(text: str) -> str:
    """Return a text of TCVN3; the letters of its capitals are those of small ones, in a font of their own."""
    return "".join(TCVN3.get(sign, sign) for sign in text)


def from_vni(text: str) -> str:
    """Return a text of VNI-Windows."""

    def turn(found: re.Match[str]) -> str:
        vowel, sign, alone = found.groups()
        if alone:
            return _cased(_ALONE[alone.lower()], alone)
        base = _cased(_ALONE.get(vowel.lower(), vowel.lower()), vowel)
        return unicodedata.normalize("NFC", base + _AFTER[sign.lower()])

    return _VNI.sub(turn, text)


def to_vni(text: str) -> str:
    """Return Unicode text as VNI-Windows has it, for trying the way back."""
    alone = {meant: sign for sign, meant in _ALONE.items()}
    signs = {unicodedata.normalize("NFD", mark): sign for sign, mark in _AFTER.items()}

    def turn(sign: str) -> str:
        low = sign.lower()
        if low in "íì":  # these two stand there as they are
            return sign
        if low in alone:
            return _cased(alone[low], sign)
        parts = unicodedata.normalize("NFD", low)
        for size in (2, 1):  # a horn stays with its vowel
            base = unicodedata.normalize("NFC", parts[:size])
            mark = "".join(sorted(parts[size:], key=unicodedata.combining, reverse=True))
            mark = mark if mark in signs else "".join(reversed(mark))
            if mark in signs and (base in "aeiouy" or base in alone):
                return _cased(alone.get(base, base), sign) + _cased(signs[mark], sign)
        return sign

    return "".join(map(turn, unicodedata.normalize("NFC", text)))


def to_tcvn3(text: str) -> str:
    """Return Unicode text as TCVN3 has it, for trying the way back; capitals with a tone become small ones."""
    signs = {meant: sign for sign, meant in TCVN3.items()}
    return "".join(signs.get(sign) or signs.get(sign.lower(), sign) for sign in unicodedata.normalize("NFC", text))


def _mixed(text: str) -> bool:
    return any(word != _even(word) for word in _LETTERS.findall(text))


def _even(text: str) -> str:
    """Write words in capitals through: the small letters in "HOàNG" stood in the font of capitals."""
    return _LETTERS.sub(lambda found: found[0].upper() if sum(map(str.isupper, found[0])) > 1 else found[0], text)


def _cased(text: str, like: str) -> str:
    return text.upper() if like.isupper() else text


def is_vietnamese(text: str) -> bool:
    """Whether every word is a syllable; a word that ends in c, ch, p or t bears no tone but sắc and nặng."""
    words = _LETTERS.findall(text)
    return bool(words) and not _strange(text) and all(map(_syllable, words))


def _strange(text: str) -> bool:
    return any(ord(sign) > 0x7F and not sign.isalpha() and unicodedata.category(sign) != "Mn" for sign in text)


def _syllable(word: str) -> bool:
    parts = unicodedata.normalize("NFD", word.lower())
    tones = _TONE.findall(parts)
    bare = unicodedata.normalize("NFC", _TONE.sub("", parts))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(bare):
        return False
    return not (_STOPPED.search(bare) and tones and tones[0] not in "\u0301\u0323")
