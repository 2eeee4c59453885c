"""What plans read of the gap figures: each told again here from the row itself; what a reader must not learn; costs."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from academies.access import Person, person_for
from accounts.models import User
from dashboards.models import FigureStatus, GapFigure
from dashboards.readings import figure_readings
from plans.providers import Reading, Wanted
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 22)
MOVED = {"change_status": "shown", "reader_change_status": "shown"}
SHOWN, SUPPRESSED, NONE = FigureStatus.SHOWN, FigureStatus.SUPPRESSED, FigureStatus.NOT_PUBLISHED


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: TODAY)


def person_of(user: User) -> Person:
    return person_for(user)


def read(
    user: User, cast: Any, *, of: str = "gap", measure: str = "ks2_reading_exp", among: str = "all"
) -> list[Reading]:
    wanted = Wanted(cast.own.pk, measure, of, among)
    return list(figure_readings(user, person_of(user), [cast.own], [wanted])[wanted])


def figure(cast: Any, **values: Any) -> GapFigure:
    return make.GapFigureFactory(**{"academy": cast.own, **values})


def test_every_reading_is_the_one_of_its_row(cast):
    """A gap is turned round, so that more is worse in every measure; its ends are turned with it."""
    for measure, gap, low, high, behind, ends in (
        ("ks2_reading_exp", -17.5, -41.5, 5.6, 17.5, (-5.6, 41.5)),
        ("persistent_absence", 12.5, 2.5, 22.0, 12.5, (2.5, 22.0)),
    ):
        row = figure(cast, measure=measure, gap=gap, ci_low=low, ci_high=high, one_pupil=5.0, others_fell=True, **MOVED)
        (told,) = read(cast.headteacher, cast, measure=measure)
        assert (told.value, (told.low, told.high)) == (behind, ends)
        assert told.at == (row.academic_year, row.checkpoint)
        assert (told.n, told.one_pupil, told.others_fell) == (row.n_disadvantaged, 5.0, True)
        assert (told.disadvantaged, told.other) == (row.value_disadvantaged, row.value_other)
        assert told.disadvantaged is not None
        assert told.other is not None
        (value,) = read(cast.headteacher, cast, measure=measure, of="dis")
        assert value.value == row.value_disadvantaged
        assert value.low is not None
        assert value.high is not None
        assert value.value is not None
        assert value.low < value.value < value.high


def test_they_come_oldest_first_in_the_order_of_the_trusts_year(cast):
    for position, name in enumerate(("Autumn", "Spring", "Statutory"), start=1):
        make.CheckpointFactory(trust=cast.trust, name=name, position=position)
    at = [(2025, "Autumn"), (2024, "Statutory"), (2025, "Full year"), (2024, "Autumn"), (2024, "Spring")]
    for year, checkpoint in at:
        figure(cast, academic_year=year, checkpoint=checkpoint)
    assert [told.at for told in read(cast.headteacher, cast)] == [
        (2024, "Autumn"), (2024, "Spring"), (2024, "Statutory"), (2025, "Autumn"), (2025, "Full year"),
    ]  # fmt: skip


def test_the_whole_of_a_year_that_still_runs_is_none_yet(cast):
    for year in (2025, 2026):
        figure(cast, measure="attendance_rate", checkpoint="Full year", academic_year=year)
    assert [told.at for told in read(cast.headteacher, cast, measure="attendance_rate")] == [(2025, "Full year")]


def test_a_figure_of_6_to_10_pupils_is_told_to_staff_and_hidden_from_readers(cast):
    figure(cast, n_disadvantaged=8, value_disadvantaged=62.5, gap=-13.5, reader_status=SUPPRESSED, one_pupil=12.5)
    (staff,) = read(cast.headteacher, cast)
    assert (staff.value, staff.n) == (13.5, 8)
    for reader in (cast.governor, cast.trustee):
        for of in ("gap", "dis"):
            (told,) = read(reader, cast, of=of)
            assert told.why_none == "Too few pupils to show."
            # Not one number besides the year: n, what one pupil is worth and who moved would give it away.
            assert told == Reading(told.academic_year, told.checkpoint, None, why_none=told.why_none, url=told.url)


def test_a_figure_of_5_and_fewer_is_hidden_from_everybody(cast):
    figure(cast, n_disadvantaged=4, status=SUPPRESSED, reader_status=SUPPRESSED)
    for person in (cast.headteacher, cast.trust_leader, cast.governor):
        assert read(person, cast)[0].value is None


def test_what_nobody_handed_in_is_no_reading(cast):
    figure(cast, status=NONE, reader_status=NONE, gap=None, value_disadvantaged=None)
    assert read(cast.headteacher, cast) == []


def test_who_sees_no_figures_there_reads_none(cast):
    figure(cast)
    for user in (cast.teacher, cast.sibling_head, cast.outsider, cast.nobody):
        assert read(user, cast) == []


def test_only_groups_with_a_figure_that_may_be_shown_are_offered(cast):
    figure(cast)
    figure(cast, breakdown="year:6")
    figure(cast, breakdown="sex:F", reader_status=SUPPRESSED)
    figure(cast, breakdown="sex:M", status=SUPPRESSED, reader_status=SUPPRESSED)

    def offered(user: User) -> list[str]:
        return [slug for slug, _ in figure_readings.breakdowns(user, person_of(user), cast.own, "ks2_reading_exp")]

    assert offered(cast.headteacher) == ["all", "sex:F", "year:6"]
    assert offered(cast.governor) == ["all", "year:6"]
    assert offered(cast.sibling_head) == []


def test_many_academies_cost_the_queries_of_one(cast, django_assert_num_queries):
    more = make.AcademyFactory.create_batch(30, trust=cast.trust)
    for academy in more:
        figure(cast, academy=academy)
        figure(cast, academy=academy, measure="reading_sas_mean")
    person = person_of(cast.trust_leader)
    for academies in ([more[0]], more):
        wanted = [Wanted(a.pk, m, "gap") for a in academies for m in ("ks2_reading_exp", "reading_sas_mean")]
        with django_assert_num_queries(1):
            found = figure_readings(cast.trust_leader, person, academies, wanted)
        assert all(len(found[one]) == 1 for one in wanted)
