"""The Ministry's codes of its lists: each has one number there, and comes back as the same word."""

from __future__ import annotations

import pytest

from modules.civil_registration.cases.kinds import PaperKind, Registration, Sex
from modules.civil_registration.deaths import ministry as of_death
from modules.civil_registration.deaths.death import Death, Notice
from modules.civil_registration.ministry import codes

PAPERS = {"old_identity": 1, "passport": 2, "residence": 3, "identity": 4, "military": 5, "other": 8}
NOTICES = {"none": 0, "notice": 1, "execution": 2, "court": 3, "police": 4, "health": 5, "minutes": 6, "witness": 7}


def test_a_paper_of_identity_goes_as_the_number_that_the_ministry_gives_it() -> None:
    assert {kind.value: codes.PAPERS[kind] for kind in PaperKind} == PAPERS
    assert codes.paper("1") is PaperKind.OLD_IDENTITY and codes.paper("4") is PaperKind.IDENTITY
    assert (
        codes.paper("6") is codes.paper("7") is PaperKind.MILITARY
    )  # of officers, of the police: cards like a soldier's
    assert codes.paper("0") is codes.paper("") is None


def test_what_stands_for_a_death_goes_as_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "_code", lambda _kind, _row: "")
    for notice in Notice:
        death = Death(
            person_name="Lê Văn Bảy",
            sex=Sex.MALE,
            notice=notice,
            registration=Registration.LATE,
            place="Nhà",
            home="Nhà",
        )
        assert of_death.told(death)["gbtLoai"] == NOTICES[notice.value]
        assert codes.notice(str(NOTICES[notice.value])) == notice.value


@pytest.mark.parametrize(("written", "read"), [(codes.SEXES, codes.sex), (codes.REGISTRATIONS, codes.registration)])
def test_what_is_written_as_a_number_is_read_as_the_same_word(written, read) -> None:  # type: ignore[no-untyped-def]
    for word, number in written.items():
        assert read(str(number)) is word


@pytest.mark.parametrize("read", [codes.sex, codes.paper, codes.registration, codes.notice])
def test_a_number_that_is_on_no_list_is_told(read) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="77"):
        read("77")
