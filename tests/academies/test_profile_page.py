"""An academy's profile: how it stands, its facts with their sources and what stands beside, and what happened there."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import pytest
from django.utils import timezone

from academies.access import Person
from academies.models import Academy
from academies.providers import Comparison, Fact, FactKind
from academies.providers import timeline as moments
from academies.selectors.profile_facts import drawn, fact_groups, grouped, number
from accounts.models import User
from celt.ui.parts import Moment
from dashboards.models import GapFigure
from tests import factories as make
from tests.cast import Cast, World

PROFILE, FACTS, TIMELINE = (f"/academies/heronwick/{part}" for part in ("", "facts/", "timeline/"))


def text_of(client_of: Any, user: User, path: str, **more: Any) -> str:
    response = client_of(user).get(path, **more)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def gap(cast: Cast) -> GapFigure:
    common: dict[str, Any] = {"measure": "ks2_rwm_exp", "run": make.GapRunFactory(trust=cast.trust)}
    make.GapFigureFactory(**common, academy=None, trust=cast.trust, level="trust", phase="", gap=-15.0)
    figure: GapFigure = make.GapFigureFactory(**common, academy=cast.own, gap=-17.5, ci_low=-29.0, ci_high=-6.0)
    return figure


@pytest.mark.django_db
class TestTheAnswer:
    def test_says_what_the_academy_is_and_how_it_stands(self, cast, gap, client_of):
        page = text_of(client_of, cast.governor, PROFILE)
        assert "Heronwick Primary Academy is a primary academy for ages 4 to 11." in page
        gap_says = (
            '<span class="dis">Disadvantaged pupils</span> are 18 points behind <span class="oth">other pupils</span> '
            "in reading, writing and maths, 2024/25."
        )
        assert gap_says in page

    def test_a_gap_that_may_be_chance_is_called_that(self, cast, gap, client_of):
        GapFigure.objects.filter(pk=gap.pk).update(ci_high=4.0)
        page = text_of(client_of, cast.governor, PROFILE)
        assert "cannot be told apart from" in page
        assert "(18 points behind, which may be chance)" in page

    def test_a_gap_the_other_way_round_is_told_that_way(self, cast, gap, client_of):
        GapFigure.objects.filter(pk=gap.pk).update(gap=6.0, ci_low=1.0, ci_high=11.0)
        assert 'are 6 points ahead of <span class="oth">' in text_of(client_of, cast.governor, PROFILE)

    def test_without_a_figure_it_says_why(self, cast, gap, client_of):
        GapFigure.objects.filter(pk=gap.pk).update(reader_status="suppressed")
        page = text_of(client_of, cast.governor, PROFILE)
        assert "The gap in reading, writing and maths cannot be told: too few pupils to show." in page
        assert "Disadvantaged pupils" not in page.split("</h1>")[1][:400]
        assert "cannot be told" not in text_of(client_of, cast.moderator, PROFILE)

    def test_the_category_in_force_stands_in_it(self, world, client_of):
        decision = world.of("decision", world.cast.own)
        assert decision.in_force(timezone.localdate())
        page = text_of(client_of, world.cast.trust_leader, PROFILE)
        assert f", in {decision.confirmed_tier.word} since" in page


@pytest.mark.django_db
class TestTheFacts:
    def test_each_has_its_source_its_day_and_its_neighbours(self, cast, gap, client_of):
        page = text_of(client_of, cast.headteacher, FACTS)
        assert "18 points behind" in page
        assert "95% interval 6 to 29, 20 disadvantaged pupils, 2024/25." in page
        assert "Gap run of" in page
        assert "Where this came from" in page
        assert "England, 2024/25 <b>22</b>" in page
        assert "Trust <b>15</b>" in page

    def test_what_is_missing_says_why(self, cast, gap, client_of):
        page = text_of(client_of, cast.headteacher, FACTS)
        assert "no results were handed in." in page

    def test_they_are_put_into_the_page_in_place(self, cast, gap, client_of):
        page = text_of(client_of, cast.headteacher, PROFILE)
        assert f'hx-get="{FACTS}"' in page
        assert f'<a href="{FACTS}">The facts of this academy</a>' in page, "Without script it leads there."
        part = text_of(client_of, cast.headteacher, FACTS, headers={"HX-Request": "true"})
        assert "<html" not in part
        assert "18 points behind" in part

    def test_somebody_without_figures_reads_who_leads_it_alone(self, cast, gap, client_of):
        page = text_of(client_of, cast.moderator, FACTS)
        assert "points behind" not in page
        assert "Led" in page

    @pytest.mark.parametrize("path", [PROFILE, FACTS, TIMELINE])
    def test_elsewhere_is_not_there(self, cast, client_of, path):
        client = client_of(cast.sibling_head)
        assert client.get(path).status_code == 404
        assert client_of(cast.headteacher).post(path).status_code == 405


KIND = FactKind("test.share", "Share", "Test", "higher", unit="%")
GAP = FactKind("test.gap", "Gap", "Gaps", "lower", unit="points behind", scale=(0, 50))
GRADE = FactKind("test.grade", "Grade", "Inspection", "higher", words=("Poor", "Fair", "Good", "Best"))


def fact(kind: FactKind, value: float | None, **more: Any) -> Fact:
    return Fact(kind=kind.slug, academy=1, value=value, figure=str(value), source="A test", **more)


class TestTheDrawing:
    def test_a_share_is_drawn_from_0_to_100(self):
        beside = (Comparison("Other pupils here", 80.0, "80%"), Comparison("Trust", 50.0, "50%"))
        strip, marks = drawn(KIND, fact(KIND, 40.0, low=30.0, high=55.0, beside=beside))
        assert strip is not None
        assert (strip.point, strip.low, strip.high, strip.group) == ("40.0%", "30.0%", "55.0%", "dis")
        assert [(m.at, m.group, m.shape) for m in marks] == [("80.0%", "oth", "dot"), ("50.0%", "", "diamond")]

    def test_a_drawing_makes_room_for_what_lies_outside_its_span(self):
        strip, marks = drawn(GAP, fact(GAP, -10.0, low=-30.0, high=12.0, beside=(Comparison("Trust", 90.0, "90"),)))
        assert strip is not None
        assert (strip.point, strip.low, strip.zero) == ("0.0%", "0.0%", "10.0%")
        assert marks[0].at == "100.0%"

    def test_what_stands_alone_or_is_a_grade_is_not_drawn(self):
        assert drawn(KIND, fact(KIND, 40.0))[0] is None
        assert drawn(GRADE, fact(GRADE, 3, beside=(Comparison("Trust", 2, "Fair"),)))[0] is None

    def test_the_unit_of_a_gap_is_said_once(self):
        beside = (Comparison("Trust", 15, "15 points behind"), Comparison("England", -2, "2 points ahead"))
        assert [m.figure for m in drawn(GAP, fact(GAP, 5.0, beside=beside))[1]] == ["15", "2 points ahead"]

    def test_a_grade_shows_how_far_up_it_is(self):
        group = grouped({GRADE.slug: fact(GRADE, 3)}, {GRADE.slug: GRADE})[0]
        assert group.opened[0].pips == [True, True, True, False]

    @pytest.mark.parametrize(("value", "places", "text"), [(-3.04, 1, "\u22123"), (12.5, 1, "12.5"), (-0.04, 1, "0")])
    def test_numbers(self, value, places, text):
        assert number(value, places) == text


class TestTheGroups:
    def test_four_stand_open_and_the_rest_unfold(self):
        kinds = {f"k{n}": FactKind(f"k{n}", f"Kind {n}", "Test", "higher") for n in range(7)}
        found = {slug: fact(kind, 1.0) for slug, kind in kinds.items()}
        group = grouped(found, kinds)[0]
        assert (len(group.opened), len(group.folded)) == (4, 3)
        assert len(grouped(dict(list(found.items())[:5]), kinds)[0].opened) == 5, "One alone is not worth unfolding."

    def test_gaps_come_first_whatever_was_registered_before(self):
        kinds = {kind.slug: kind for kind in (KIND, GRADE, GAP)}
        titles = [group.title for group in grouped({slug: fact(k, 1.0) for slug, k in kinds.items()}, kinds)]
        assert titles == ["Gaps", "Inspection", "Test"]

    def test_a_group_of_which_nothing_is_known_gives_the_reason_alone(self):
        none = fact(GRADE, None, why_none="No inspection is recorded here.")
        assert grouped({GRADE.slug: none}, {GRADE.slug: GRADE})[0].missing == (("No inspection is recorded here.", ""),)

    @pytest.mark.django_db
    def test_the_headline_is_told_once(self, cast, gap):
        memberships = list(cast.trust_leader.memberships.select_related("trust", "academy"))
        groups = fact_groups(cast.trust_leader, Person(memberships, cast.trust), cast.own)
        slugs = [shown.kind.slug for group in groups for shown in (*group.opened, *group.folded)]
        assert "gap.headline" not in slugs
        assert "gap.ks2_rwm_exp" in slugs


@pytest.fixture
def happened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty things, one a day."""

    def provider(user: User, person: Person, academy: Academy) -> Iterable[Moment]:
        for day in range(30):
            yield Moment(datetime.date(2025, 1, 1) + datetime.timedelta(days=day), f"Thing {day} at {academy}")

    monkeypatch.setattr(moments, "_providers", [provider])


@pytest.mark.django_db
class TestWhatHappened:
    def test_the_profile_shows_the_newest_and_leads_to_all(self, cast, happened, client_of):
        part = text_of(client_of, cast.governor, TIMELINE, headers={"HX-Request": "true"})
        assert "Thing 29" in part
        assert "Thing 23" not in part
        assert f'<a href="{TIMELINE}">All 30, to the first</a>' in part

    def test_the_page_holds_all_of_it_twenty_at_a_time(self, cast, happened, client_of):
        first = text_of(client_of, cast.governor, TIMELINE)
        assert "30 things happened at Heronwick Primary Academy" in first
        assert "Thing 10 at" in first
        assert "Thing 9 at" not in first
        assert "Thing 9 at" in text_of(client_of, cast.governor, f"{TIMELINE}?page=2")
        assert "Thing 0 at" in text_of(client_of, cast.governor, f"{TIMELINE}?page=99")

    def test_an_empty_one_says_what_will_stand_there(self, cast, monkeypatch, client_of):
        monkeypatch.setattr(moments, "_providers", [])
        assert "will stand here" in text_of(client_of, cast.governor, TIMELINE)


@pytest.mark.django_db
@pytest.mark.parametrize("path", [PROFILE, FACTS, TIMELINE])
def test_two_hundred_academies_cost_the_queries_of_two(
    world: World, client_of: Any, path: str, django_assert_max_num_queries: Any
) -> None:
    client = client_of(world.cast.trust_leader)
    client.get(path)
    with django_assert_max_num_queries(15) as few:
        client.get(path)
    academies = make.AcademyFactory.create_batch(198, trust=world.cast.trust)
    for academy in academies:
        make.GapFigureFactory(academy=academy, run=world.runs[world.cast.trust.pk], measure="ks2_rwm_exp")
    with django_assert_max_num_queries(len(few)):
        client.get(path)
