"""Which academy has given what."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse

from pupils.models import Coverage
from pupils.services.imports import import_file, undo_batch
from tests.pupils.sheets import ATTENDANCE_HEADER, RESULT_HEADER, attendance, pupils_file, result, write

pytestmark = pytest.mark.usefixtures("pupil_rows")
URL = reverse("pupils:coverage")


@pytest.fixture
def held(cast, tmp_path: Path):
    """Six pupils at the own academy, two Autumn results and one term of attendance; nothing at the other."""
    for kind, path in {
        "pupils": pupils_file(tmp_path / "p.csv", cast.own.urn),
        "results": write(
            tmp_path / "r.csv", RESULT_HEADER, result(0, "104"), result(1, "A"), result(1, "9", assessment="mtc")
        ),
        "attendance": write(tmp_path / "a.csv", ATTENDANCE_HEADER, attendance(0)),
    }.items():
        batch = import_file(by=None, trust=cast.trust, kind=kind, path=path)
    return batch


def test_the_counts_are_those_of_the_rows(cast, held) -> None:
    found = {(c.assessment, c.term, c.rows) for c in Coverage.objects.filter(academy=cast.own)}
    assert found == {("", "", 6), ("ks2_reading", "", 2), ("mtc", "", 1), ("", "autumn", 1)}


def test_undoing_a_file_takes_its_counts_back(cast, held) -> None:
    undo_batch(by=None, batch=held)
    assert not Coverage.objects.filter(term="autumn").exists()
    assert Coverage.objects.filter(academy=cast.own).count() == 3


def test_the_page_says_who_has_not_given(cast, held, client_of) -> None:
    page = client_of(cast.data_lead).get(URL).content.decode()
    assert f"1 academy has given Autumn results for 2024/25; {cast.sibling.name} has not." in page
    assert cast.foreign.name not in page


def test_one_checkpoint_shows_its_assessments_and_the_csv_has_them_too(cast, held, client_of) -> None:
    checkpoint = Coverage.objects.filter(assessment="mtc").values_list("checkpoint", flat=True)[0]
    lead = client_of(cast.data_lead)
    assert "KS2 English reading" in lead.get(f"{URL}?checkpoint={checkpoint}").content.decode()
    lines = (
        lead.get(f"{reverse('pupils:coverage_csv')}?checkpoint={checkpoint}").content.decode("utf-8-sig").splitlines()
    )
    assert lines[0] == "Academy,KS2 English reading,Multiplication tables check"
    assert f"{cast.own.name},2,1" in lines


def test_a_head_sees_only_their_academy(cast, held, client_of) -> None:
    page = client_of(cast.headteacher).get(URL).content.decode()
    assert cast.own.name in page
    assert cast.sibling.name not in page


def test_an_empty_trust_is_told_what_will_stand_here(cast, client_of) -> None:
    page = client_of(cast.data_lead).get(URL).content.decode()
    assert "Nothing is held yet." in page
    assert reverse("pupils:upload") in page


def test_nonsense_in_the_address_is_passed_over(cast, held, client_of) -> None:
    assert client_of(cast.data_lead).get(f"{URL}?year=abc&checkpoint=-1&sort=nothing").status_code == 200
