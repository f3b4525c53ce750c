"""What a form may ask, how an answer is read, how a letter is filled: rules that need no site."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.dossiers.configured.filling import blanks
from modules.dossiers.configured.kinds import LONGEST, FieldKind, read, told
from modules.dossiers.configured.request_forms import FormField, RequestForm, faults
from modules.dossiers.configured.words import OPEN_PLACE, fill, places, require_known


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ({"code": "1a"}, "mã “1a” không hợp lệ"),
        ({"code": "applicant"}, "mã “applicant” đã được dành riêng"),
        ({"code": "a", "twice": True}, "mã “a” xuất hiện hai lần"),
        ({"kind": FieldKind.ONE, "choices": "một"}, "ít nhất hai lựa chọn"),
        ({"kind": FieldKind.ONE, "choices": "một; hai; một"}, "“một” xuất hiện hai lần"),
        ({"choices": "một; hai"}, "chỉ trường “Chọn trong danh sách”"),
        ({"kind": FieldKind.DAY, "low": Decimal(1)}, "không có giá trị nhỏ nhất"),
        ({"kind": FieldKind.NUMBER, "low": Decimal(2), "high": Decimal(1)}, "nhỏ nhất lớn hơn"),
        ({"high": Decimal(301)}, "nhiều nhất 300"),
    ],
)
def test_a_field_that_cannot_be_asked_is_named_with_its_line(site: Any, field: dict[str, Any], sentence: str) -> None:
    words = {"code": "a", "label": "A", "kind": FieldKind.TEXT} | field
    twice = words.pop("twice", False)
    found = list(faults([FormField(**words)] * (2 if twice else 1)))
    assert found and sentence in found[0] and found[0].startswith(f"Dòng {2 if twice else 1}: ")


NAMES = st.sampled_from(["a", "b", "ten", "ngay_sinh"])
VALUES = st.one_of(NAMES.map("{{{}}}".format), st.text("ab{}ô \n", max_size=12))
PARTS = st.lists(st.one_of(NAMES, st.text("ab ô,.\n", max_size=8)), max_size=8)
TYPED = st.one_of(st.text("0123456789.,- /", max_size=12), st.text(max_size=400))


@given(st.dictionaries(NAMES, VALUES), PARTS)
def test_places_are_filled_once_and_nothing_else_changes(values: dict[str, str], parts: list[str]) -> None:
    text = "".join(f"{{{part}}}" if part in values else part for part in parts)
    expected = "".join((values[part] or OPEN_PLACE) if part in values else part for part in parts)
    assert fill(text, values) == expected, "a value that looks like a place is not filled again"
    assert set(places(text)) <= set(values)
    require_known(text, values)


@given(st.text("{}code \n", max_size=20))
def test_any_text_is_either_refused_or_filled_without_a_brace_left(text: str) -> None:
    try:
        require_known(text, ["code"])
    except ValueError:
        return
    assert not set("{}") & set(fill(text, {"code": "x"}))


def field(kind: FieldKind, **words: Any) -> FormField:
    return FormField(code="a", label="A", kind=kind, **words)


@given(st.sampled_from(FieldKind), TYPED)
def test_whatever_is_typed_is_kept_in_one_form_or_refused_with_a_sentence(kind: FieldKind, typed: str) -> None:
    asked = field(kind, choices="một; hai")
    try:
        kept = read(asked, typed)
    except ValueError as error:
        assert str(error)
        return
    assert kept == unicodedata.normalize("NFC", kept) and len(kept) <= LONGEST.get(kind, 60)
    again = told(kind, kept) if kind in (FieldKind.NUMBER, FieldKind.DAY) else kept
    assert read(asked, again) == kept, "what people read can be typed again"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**13), max_value=10**13))
def test_a_number_survives_being_shown_and_typed_again(value: Decimal) -> None:
    asked = field(FieldKind.NUMBER)
    kept = read(asked, f"{value:f}".replace(".", ","))
    assert Decimal(kept) == value and read(asked, told(FieldKind.NUMBER, kept)) == kept


@pytest.mark.parametrize(
    ("typed", "kept"), [("1.500", "1500"), ("1.500,5", "1500.5"), ("12,50", "12.5"), ("0.125", "0.125"), ("-0", "0")]
)
def test_dots_stand_between_thousands_and_a_comma_before_parts(typed: str, kept: str) -> None:
    assert read(field(FieldKind.NUMBER), typed) == kept


@given(st.decimals(-50, 50, places=2), st.decimals(-50, 50, places=2), st.decimals(-50, 50, places=2))
def test_limits_hold(low: Decimal, high: Decimal, value: Decimal) -> None:
    asked = field(FieldKind.NUMBER, low=low, high=high)
    inside = low <= value <= high
    try:
        read(asked, f"{value:f}".replace(".", ","))
    except ValueError:
        assert not inside
    else:
        assert inside


@given(st.dictionaries(st.text(max_size=10), st.text(max_size=10)))
def test_what_the_form_does_not_ask_is_ignored(posted: dict[str, str]) -> None:
    form = RequestForm(title="A", fields=[field(FieldKind.TEXT)])
    (one,) = blanks(form, {}, posted)
    assert one.field.code == "a" and one.typed == posted.get("f-a", "")
