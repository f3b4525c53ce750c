"""Folding and normalising: what people type and paste, in every form of the same letters."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from app.data.fold import fold, normalise, tokens

VIETNAMESE = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặờởỡớợĐƯƠ ÔẤỆỹ0123456789", max_size=40)


def test_names_fold_to_ascii():
    assert fold("  Nguyễn  Văn\tĐức ") == "nguyen van duc"
    assert fold("PHƯỜNG BÀN CỜ") == "phuong ban co"


def test_the_eth_of_old_fonts_is_a_barred_d():
    assert fold("Ðặng Thị Ðào") == fold("Đặng Thị Đào") == "dang thi dao"


def test_tokens_drop_punctuation():
    assert tokens("Tổ 5, P. Bàn Cờ (Q.3)_cũ") == ["to", "5", "p", "ban", "co", "q", "3", "cu"]


@given(VIETNAMESE)
def test_vietnamese_folds_to_plain_ascii(text):
    assert fold(text).isascii()


@given(st.text())
@example("İ")
@example("a\u200b\u0301")
def test_fold_is_settled_and_blind_to_the_form(text):
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(st.text())
@example("e\u200d\u0301")
@example("\x1f\x85\u2028")
def test_normalised_text_is_settled_composed_and_in_one_line(text):
    stored = normalise(text)
    assert normalise(stored) == stored
    assert unicodedata.is_normalized("NFC", stored)
    assert not any(unicodedata.category(c) == "Cc" for c in stored)
    assert len(stored.splitlines()) <= 1


def test_pasted_lines_become_spaces_and_joiners_vanish():
    assert normalise("Trần\u00a0Thị\r\nB\u200bé\ufeff\x00 ") == "Trần Thị Bé"
    assert normalise(unicodedata.normalize("NFD", "Lê Hữu Nghĩa")) == "Lê Hữu Nghĩa"
