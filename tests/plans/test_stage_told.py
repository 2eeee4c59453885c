"""What the stages tell elsewhere: the home page, an academy's timeline, the calendar, evidence and the overview."""

import datetime

import pytest
from django.utils import timezone

from academies.access import Role, person_for
from academies.models.academy import Status
from academies.providers import Weight, events
from plans.facts.plans import DRIFT, plan_facts
from plans.models import StageActivity
from plans.moments.stages import stage_moments
from plans.selectors.stage import standings
from plans.services.gate import answer_gate, ask_gate
from plans.services.stage import begin_journey, log_activity, set_twin_track
from plans.todos.stages import stage_todos
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def back(days: int) -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=days)


def at(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


@pytest.fixture
def begun(cast: Cast) -> Cast:
    begin_journey(cast.own, cast.headteacher, back(200), at=at(200))
    return cast


def named(cast: Cast, name: str) -> StageActivity:
    return StageActivity.objects.get(stage__trust=cast.trust, name=name)


def todos(user) -> list:
    return list(stage_todos(user, person_for(user)))


def led_now(cast: Cast) -> None:
    from celt.lib.terms import term_on, year_on

    today = timezone.localdate()
    set_twin_track(by=cast.headteacher, academy=cast.own, academic_year=year_on(today), term=term_on(today), leaning=2)


def test_a_head_is_led_straight_to_the_form_of_what_comes_next(begun):
    said, twin = todos(begun.headteacher)
    assert said.says == "Log this week in stage one: Commitment to the approach, which comes next."
    assert said.url.endswith(f"/stages/activities/{named(begun, 'Commitment to the approach').pk}/")
    assert said.note == "Nothing was logged for 200 days."
    assert said.weight == Weight.WAITING
    assert twin.url.endswith("/stages/leadership/")


def test_what_is_under_way_longest_comes_first_and_a_fresh_line_asks_nothing(begun):
    for name, days in (("Agreed teaching strategies", 40), ("School improvement team", 50)):
        log_activity(
            by=begun.headteacher, academy=begun.own, activity=named(begun, name), state="under_way", starts=back(days),
            at=at(10),
        )  # fmt: skip
    first = todos(begun.senior_leader)[0]
    since = back(50)
    assert first.says == f"Log this week in stage one: School improvement team, under way since {since.day} {since:%B}."
    assert first.weight == Weight.NEXT
    led_now(begun)
    log_activity(
        by=begun.headteacher, academy=begun.own, activity=named(begun, "Agreed teaching strategies"), state="done",
        done_on=back(0),
    )  # fmt: skip
    assert todos(begun.headteacher) == []


def test_a_gate_waits_for_leaders_and_what_was_sent_back_for_the_head(begun):
    led_now(begun)
    gate = ask_gate(by=begun.headteacher, academy=begun.own, kind="onward", says="All agree.", at=at(3))
    (waiting,) = todos(begun.trust_leader)
    assert waiting.says == "Heronwick Primary Academy asks to go on to stage two."
    assert waiting.note.startswith("It has waited for 3 days.")
    assert waiting.weight == Weight.WAITING
    assert todos(begun.foreign_leader) == []
    answer_gate(by=begun.second_leader, gate=gate, verdict="sent_back", reason="Not yet.")
    assert todos(begun.trust_leader) == []
    (sent_back,) = todos(begun.headteacher)
    assert sent_back.says.startswith("Going on to stage two was sent back on")
    ask_gate(by=begun.headteacher, academy=begun.own, kind="onward", says="Now.")
    assert todos(begun.headteacher) == []


def test_who_asked_is_not_told_to_answer(begun):
    make.MembershipFactory(user=begun.headteacher, role=Role.TRUST_LEADER, academy=None, trust=begun.trust)
    ask_gate(by=begun.headteacher, academy=begun.own, kind="onward", says="All agree.")
    assert not any("asks to go on" in each.says for each in todos(begun.headteacher))


@pytest.mark.parametrize("role", [Role.GOVERNOR, Role.TEACHER, Role.TRUSTEE, Role.DATA_LEAD])
def test_nobody_else_is_asked_anything(begun, role):
    ask_gate(by=begun.headteacher, academy=begun.own, kind="onward", says="All agree.")
    assert todos(begun.people[role]) == []


def test_a_closed_academy_asks_nothing(begun):
    begun.own.status, begun.own.closed = Status.CLOSED, back(1)
    begun.own.save()
    assert todos(begun.headteacher) == []


def test_the_timeline_tells_gates_and_what_was_done(begun):
    log_activity(
        by=begun.headteacher, academy=begun.own, activity=named(begun, "School improvement team"), state="under_way",
        starts=back(20),
    )  # fmt: skip
    log_activity(
        by=begun.headteacher, academy=begun.own, activity=named(begun, "Commitment to the approach"), state="done",
        done_on=back(2), note="The governors agreed.",
    )  # fmt: skip
    gate = ask_gate(by=begun.headteacher, academy=begun.own, kind="onward", says="All agree.")
    answer_gate(by=begun.trust_leader, gate=gate, verdict="confirmed", reason="It holds.")
    moments = list(stage_moments(begun.governor, person_for(begun.governor), begun.own))
    assert [moment.says for moment in moments] == [
        "Gate confirmed: stage two begins",
        "Asked for the gate to stage two",
        "Commitment to the approach: done",
        "Stage one begun",
    ]
    assert moments[-1].when == back(200)
    assert list(stage_moments(begun.teacher, person_for(begun.teacher), begun.own)) == []


def test_planned_days_stand_in_the_calendar_until_they_are_done(begun):
    activity, due = named(begun, "School improvement team"), back(-9)
    head, person = begun.headteacher, person_for(begun.headteacher)

    def planned(user, roles):
        landing = events.collect(user, roles, [begun.own], back(0), back(-30))
        return [event for event in landing if event.uid.startswith("stage-activity-")]

    log_activity(by=head, academy=begun.own, activity=activity, state="under_way", starts=back(20), due=due)
    (event,) = planned(head, person)
    assert (event.title, event.starts, event.firm) == ("School improvement team", due, False)
    assert planned(begun.teacher, person_for(begun.teacher)) == []
    log_activity(by=head, academy=begun.own, activity=activity, state="done", starts=back(20), done_on=back(0), due=due)
    assert planned(head, person) == []


def test_the_fact_says_the_stage_and_by_how_much_it_is_late(cast):
    begin_journey(cast.own, cast.headteacher, back(420))
    leader, person = cast.trust_leader, person_for(cast.trust_leader)
    (fact,) = (f for f in plan_facts(leader, person, [cast.own, cast.sibling]) if f.kind == DRIFT.slug)
    assert (fact.figure, fact.academy) == ("One, late", cast.own.pk)
    assert fact.value == pytest.approx(7, abs=2)
    assert fact.note.startswith("Past the expected year by ")
    assert list(plan_facts(cast.teacher, person_for(cast.teacher), [cast.own])) == []


def test_standings_say_where_each_academy_is(begun):
    activity = named(begun, "School improvement team")
    log_activity(by=begun.headteacher, academy=begun.own, activity=activity, state="under_way", starts=back(20))
    found = standings(begun.trust_leader, [begun.own, begun.sibling])
    assert set(found) == {begun.own.pk}
    here = found[begun.own.pk]
    assert (here.number, here.done, here.total, here.awaiting) == (1, 0, 7, None)
    assert here.says == "Seven months in stage one; expected two terms to a year."
    assert here.next_activity is not None
    assert here.next_activity.pk == activity.pk
    assert [block.state for block in here.blocks] == ["now", "later", "later"]
    ask_gate(by=begun.headteacher, academy=begun.own, kind="onward", says="All agree.")
    awaiting = standings(begun.governor, [begun.own])[begun.own.pk].awaiting
    assert awaiting is not None
    assert awaiting.says == "the gate to stage two"
    assert standings(begun.outsider, [begun.own]) == {}
    assert standings(begun.teacher, [begun.own]) == {}


def test_standings_cost_the_same_for_two_academies_and_for_many(begun, django_assert_num_queries):
    academies = [begun.own, *make.AcademyFactory.create_batch(6, trust=begun.trust)]
    for academy in academies[1:]:
        make.PassageFactory(academy=academy)
        make.GateFactory(academy=academy)
    for some in (academies[:2], academies):
        with django_assert_num_queries(3):
            assert len(standings(begun.trust_leader, some)) == len(some)
