"""The trust's views: all plans, the matrix of priorities, what is in use; at two and at two hundred academies."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from academies.access import person_for
from academies.models.academy import Status
from academies.providers import facts
from celt.lib.terms import year_on
from plans.facts.plans import OVERDUE, plan_facts
from plans.models import Plan
from plans.rules.year import year_slug
from plans.selectors.portfolio import portfolio_page
from plans.todos.trust import trust_plan_todos
from plans.todos.verdicts import verdict_todos
from tests import factories as make

pytestmark = pytest.mark.django_db
QUERIES_AT_MOST = 15
PAGES = (
    "/plans/", "/plans/plans.csv", "/plans/alignment/", "/plans/theories/", "/plans/trust-priorities/",
    "/toolkit/theories/", "/toolkit/stories/",
)  # fmt: skip


def yesterday() -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=1)


def plan_at(academy, **more) -> Plan:
    """A plan with one priority, one action on its way and one overdue."""
    plan = make.PlanFactory(academy=academy)
    priority = make.PriorityFactory(plan=plan, **more)
    make.ActionFactory(priority=priority, rag="red", rag_says="Nobody has begun.")
    make.ActionFactory(priority=priority, due=yesterday())
    return plan


@pytest.fixture
def leader(cast, client_of):
    return client_of(cast.trust_leader)


def test_the_title_counts_plans_and_overdue_actions(cast, leader):
    make.AcademyFactory(trust=cast.trust, name="Fenwick Primary School")
    plan_at(cast.own)
    make.PlanFactory(academy=cast.sibling)
    page = leader.get("/plans/").content.decode()
    assert "Two of three academies have a plan; one has overdue actions" in page
    assert "Something is off course at Heronwick." in page
    assert "1 off course" in page.replace("</span>", "").replace("<span>", "")


def test_dropped_priorities_and_done_actions_count_for_nothing(cast):
    plan = plan_at(cast.own)
    plan.priorities.update(dropped_at=timezone.now(), dropped_because="Overtaken.")
    priority = make.PriorityFactory(plan=plan)
    make.ActionFactory(priority=priority, due=yesterday(), state="done", done_on=yesterday())
    page = portfolio_page(cast.trust_leader, person_for(cast.trust_leader), {})
    (row,) = [row for row in page.rows if row.plan]
    assert row.spread.open == 0
    assert row.overdue == 0
    assert [each.pk for each in row.priorities] == [priority.pk]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("actions=overdue", ["Heronwick"]),
        ("actions=red", ["Heronwick"]),
        ("actions=none", []),
        ("actions=no_plan", ["Otterbourne Vale"]),
        ("phase=secondary", ["Otterbourne Vale"]),
        ("stage=none", ["Heronwick", "Otterbourne Vale"]),
        ("stage=2", []),
        ("actions=nonsense&stage=9&phase=moon&year=never", ["Heronwick", "Otterbourne Vale"]),
    ],
)
def test_the_list_narrows(cast, leader, query, names):
    plan_at(cast.own)
    response = leader.get(f"/plans/?{query}")
    assert [row.short for row in response.context["page"].rows] == names


def test_a_closed_academy_stands_there_with_its_plan_and_one_to_come_without(cast, leader):
    plan_at(cast.own)
    cast.own.status, cast.own.closed = Status.CLOSED, datetime.date(2026, 10, 31)
    cast.own.save()
    make.AcademyFactory(
        trust=cast.trust, name="Fenwick School", status=Status.PROPOSED, opened=datetime.date(2027, 9, 1)
    )
    make.AcademyFactory(trust=cast.trust, name="Gone School", status=Status.CLOSED)
    page = leader.get("/plans/").content.decode()
    assert "closed on 31 October 2026" in page
    assert "opens on 1 September 2027" in page
    assert "Gone School" not in page
    assert "Otterbourne Vale Academy has no plan yet" in page


def test_earlier_years_are_read_too(cast, leader):
    before = year_on(timezone.localdate()) - 1
    make.PlanFactory(academy=cast.own, academic_year=before)
    page = leader.get(f"/plans/?year={year_slug(before)}")
    assert f"/academies/heronwick/plan/{year_slug(before)}/" in page.content.decode()


def test_a_head_reads_their_own_plan_there_and_no_other(cast, client_of):
    plan_at(cast.own)
    plan_at(cast.sibling, title="A secret of the vale")
    for url in PAGES[:4]:
        page = client_of(cast.headteacher).get(url).content.decode()
        assert cast.sibling.name not in page
        assert "A secret of the vale" not in page


def test_the_matrix_points_out_who_is_alone(cast, leader):
    reading = make.TrustPriorityFactory(trust=cast.trust, title="Reading")
    make.TrustPriorityFactory(trust=cast.trust, title="Attendance")
    old = make.TrustPriorityFactory(trust=cast.trust, title="Recovery", from_year=2020, until_year=2021)
    plan_at(cast.own, trust_priority=reading, title="Fluent by Year 3")
    plan_at(cast.sibling, trust_priority=old, title="Catch-up groups")
    response = leader.get("/plans/alignment/")
    page = response.content.decode()
    assert "Nobody works on “Attendance”, and nobody but Heronwick works on “Reading”" in page
    assert "Otterbourne Vale’s plan serves none of the trust’s priorities." in page
    assert [line.title for line in response.context["page"].unaligned] == ["Catch-up groups"]
    told = leader.get("/plans/alignment/priorities-and-plans.csv").content.decode()
    assert "Heronwick Primary Academy,Fluent by Year 3,Reading" in told


def test_a_theory_that_did_not_hold_is_said_in_the_title(cast, leader):
    theory = make.TheoryFactory(trust=cast.trust, name="Talk first")
    plan_at(cast.own, theory=theory)
    plan_at(cast.sibling)
    make.VerdictFactory(theory=theory, academy=cast.own, held="held", at=timezone.now() - datetime.timedelta(days=9))
    make.VerdictFactory(theory=theory, academy=cast.own, held="did_not", says="It was never done.")
    response = leader.get("/plans/theories/")
    page = response.content.decode()
    assert "One theory of action is in use; “Talk first” did not hold at Heronwick" in page
    assert "One priority at 1 academy names no theory of action." in page
    only = leader.get("/plans/theories/?verdict=did_not").context["page"].rows
    assert [(row.academy, row.held.word) for row in only] == [("Heronwick Primary Academy", "Did not hold")]
    assert "It was never done." in leader.get("/plans/theories/theories-in-use.csv").content.decode()


def test_overdue_actions_are_a_fact_and_no_plan_is_none(cast, django_assert_num_queries):
    plan_at(cast.own)
    person = person_for(cast.trust_leader)
    with django_assert_num_queries(1):
        found = list(plan_facts(cast.trust_leader, person, [cast.own, cast.sibling]))
    told = {fact.academy: fact for fact in found if fact.kind == OVERDUE.slug}
    assert (told[cast.own.pk].value, told[cast.own.pk].figure) == (1.0, "1")
    assert (told[cast.sibling.pk].value, told[cast.sibling.pk].why_none) == (None, "No plan yet.")
    assert "plan.overdue" in facts.kinds


def test_leaders_are_told_who_has_no_plan_and_what_is_off_course(cast, django_assert_num_queries):
    plan_at(cast.own)
    person = person_for(cast.trust_leader)
    with django_assert_num_queries(1):
        said = [todo.says for todo in trust_plan_todos(cast.trust_leader, person)]
    label = f"{year_on(timezone.localdate())}/{(year_on(timezone.localdate()) + 1) % 100:02d}"
    assert said == [
        f"One academy has no plan for {label}: Otterbourne Vale.",
        "Something is off course in one plan: Heronwick.",
    ]
    assert not list(trust_plan_todos(cast.headteacher, person_for(cast.headteacher)))


def test_a_theory_in_use_for_a_year_asks_for_a_verdict_until_there_is_one(cast, django_assert_num_queries):
    theory = make.TheoryFactory(trust=cast.trust, name="Talk first")
    running = year_on(timezone.localdate())
    began = timezone.now() - datetime.timedelta(days=400)
    make.PriorityFactory(
        plan=make.PlanFactory(academy=cast.own, academic_year=running - 1, begun_at=began), theory=theory
    )
    make.PriorityFactory(plan=make.PlanFactory(academy=cast.own), theory=theory)
    make.PriorityFactory(plan=make.PlanFactory(academy=cast.sibling), theory=theory)
    people = [
        (user, person_for(user)) for user in (cast.headteacher, cast.trust_leader, cast.sibling_head, cast.governor)
    ]
    with django_assert_num_queries(2):
        said = [[todo.says for todo in verdict_todos(user, person)] for user, person in people]
    assert said == [["Did “Talk first” hold at Heronwick Primary Academy?"], [], [], []]
    told = "One academy has worked by a theory of action for a year without saying whether it held."
    assert told in [todo.says for todo in trust_plan_todos(*people[1])]
    make.VerdictFactory(theory=theory, academy=cast.own)
    assert not list(verdict_todos(*people[0]))
    assert told not in [todo.says for todo in trust_plan_todos(*people[1])]


def test_stories_that_wait_are_told_of_in_the_same_query(cast, django_assert_num_queries):
    first = make.StoryFactory(academy=cast.own, title="Reading buddies")
    person = person_for(cast.trust_leader)
    with django_assert_num_queries(1):
        (todo, *_) = trust_plan_todos(cast.trust_leader, person)
    assert todo.says == "Heronwick Primary Academy offers a story: Reading buddies."
    assert todo.url == f"/toolkit/stories/{first.pk}/answer/"
    make.StoryFactory(academy=cast.own)
    make.StoryFactory(academy=cast.sibling)
    (todo, *_) = trust_plan_todos(cast.trust_leader, person)
    assert todo.says == "Three stories wait for your answer."


def test_two_academies_cost_what_two_hundred_cost(cast, leader):
    theory = make.TheoryFactory(trust=cast.trust)
    serves = make.TrustPriorityFactory(trust=cast.trust)

    def fill(academy) -> None:
        plan_at(academy, theory=theory, trust_priority=serves)
        make.VerdictFactory(theory=theory, academy=academy)
        make.PassageFactory(academy=academy)
        make.StoryFactory(academy=academy, theory=theory)

    def costs() -> dict[str, int]:
        told = {}
        for url in (*PAGES, f"/toolkit/theories/{theory.pk}/"):
            with CaptureQueriesContext(connection) as captured:
                assert leader.get(url).status_code == 200
            told[url] = len(captured)
        return told

    make.StageFactory(trust=cast.trust)
    fill(cast.own)
    fill(cast.sibling)
    costs()
    few = costs()
    for academy in make.AcademyFactory.create_batch(198, trust=cast.trust):
        fill(academy)
    many = costs()
    assert many == few
    assert max(many.values()) <= QUERIES_AT_MOST, many
