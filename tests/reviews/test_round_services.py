"""Planning a round, changing it, its visitors, its schedule, and networks: what is written and what is refused."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from academies.models import Membership
from academies.models.academy import Status
from reviews.models import Network, Round
from reviews.services.classroom import add_classroom, change_classroom, drop_classroom, spread_visitors
from reviews.services.hosting import hosting_days
from reviews.services.network import change_network, end_network, make_network
from reviews.services.round import change_round, plan_round
from reviews.services.visitor import add_visitor, add_visitors, end_visit, let_facilitate, people_to_visit
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + datetime.timedelta(days=9)


@pytest.fixture
def network(cast: Cast) -> Network:
    made: Network = make.NetworkFactory(trust=cast.trust, name="Moor and coast", academies=[cast.own, cast.sibling])
    return made


@pytest.fixture
def planned(cast: Cast, network: Network) -> Round:
    return plan(cast, network)


def plan(cast: Cast, network: Network, by: str = "headteacher", **said: Any) -> Round:
    said = {"host": cast.own, "problem": "Who asks the questions?", "day": SOON, **said}
    return plan_round(by=getattr(cast, by), network=network, **said)


def refused(call: Any, *args: Any, error: type[Exception] = ValidationError, match: str = ".", **said: Any) -> None:
    with pytest.raises(error, match=match):
        call(*args, **said)


def test_a_head_plans_one_and_says_who_facilitates(cast, network):
    theory = make.TheoryFactory(trust=cast.trust)
    round = plan(cast, network, theory=theory, facilitator=cast.sibling_head, follow_up_on=SOON.replace(year=2099))
    assert round.state == "preparing"
    assert round.visitors.get(facilitates=True).person == cast.sibling_head
    assert list(round.steps.values_list("step", "says")) == [
        ("plan", ""), ("join", "Marigold Underhay"), ("lead", "Marigold Underhay"),
    ]  # fmt: skip


@pytest.mark.parametrize("by", ["senior_leader", "coach", "teacher", "governor", "sibling_head", "foreign_leader"])
def test_nobody_else_plans(cast, network, by):
    refused(plan, cast, network, by, error=PermissionDenied, match="host’s head or a leader")


def test_what_cannot_be_planned_is_a_sentence(cast, network):
    refused(plan, cast, network, match="passed already", day=timezone.localdate() - datetime.timedelta(days=1))
    refused(plan, cast, network, match="comes after the day", follow_up_on=SOON)
    refused(plan, cast, network, match="Say which problem", problem=" ")
    refused(plan, cast, network, match="names Nadia Quillmore", problem="What does Nadia Quillmore do?")
    refused(plan, cast, network, match="names Nadia Quillmore", practice="Nadia Quillmore’s talk")
    refused(plan, cast, make.NetworkFactory(trust=cast.trust, academies=[cast.sibling]), match="not in this network")
    refused(plan, cast, network, match="cannot be found", theory=make.TheoryFactory(trust=cast.foreign_trust))
    refused(plan, cast, network, match="cannot visit", facilitator=cast.governor)
    end_network(by=cast.trust_leader, network=network)
    refused(plan, cast, network, match="not in this network")
    assert not Round.objects.exists()


def test_a_closed_host_plans_none(cast, network):
    cast.own.status, cast.own.closed = Status.CLOSED, datetime.date(2026, 8, 31)
    cast.own.save()
    refused(plan, cast, network, "trust_leader", match="closed on 31 August 2026: its rounds can be read")


def test_what_visitors_came_for_stands_once_they_are_there(cast, planned):
    said: dict[str, Any] = {"problem": "What do pupils do while they wait?", "day": SOON, "practice": "Waiting"}
    assert change_round(by=cast.headteacher, round=planned, **said).practice == "Waiting"
    make.bring_round_to(planned, "observing")
    refused(change_round, by=cast.headteacher, round=planned, match="it stands", **{**said, "practice": "Talk"})
    later = SOON + datetime.timedelta(days=60)
    assert change_round(by=cast.headteacher, round=planned, follow_up_on=later, **said).follow_up_on == later
    make.bring_round_to(planned, "agreed")
    refused(change_round, by=cast.headteacher, round=planned, match="its day stands", **{**said, "day": later})
    make.bring_round_to(planned, "followed")
    refused(change_round, by=cast.headteacher, round=planned, match="has ended", **said)


def test_colleagues_of_the_network_visit_and_nobody_else(cast, planned):
    offered = {each.person for each in people_to_visit(planned)}
    may = {"headteacher", "senior_leader", "coach", "teacher", "trust_leader"}
    assert offered == {getattr(cast, who) for who in may} | {
        cast.second_leader, cast.sibling_head, cast.sibling_teacher,
    }  # fmt: skip
    for person in (cast.governor, cast.trustee, cast.data_lead, cast.moderator, cast.administrator, cast.outsider):
        refused(add_visitor, by=cast.headteacher, round=planned, person=person, match="cannot visit")


def test_a_head_or_leader_who_joins_stands_in_the_log_like_anybody(cast, planned):
    """Whoever runs rounds reads notes only as a visitor, and openly (docs/adr/0017)."""
    add_visitor(by=cast.trust_leader, round=planned, person=cast.trust_leader)
    line = planned.steps.last()
    assert (line.step, line.says, line.by) == ("join", "Imogen Thackerwell", cast.trust_leader)
    refused(add_visitor, by=cast.headteacher, round=planned, person=cast.trust_leader, match="visits already")
    refused(add_visitor, by=cast.teacher, round=planned, person=cast.teacher, error=PermissionDenied)


@pytest.mark.parametrize(
    ("state", "why"), [("debriefing", "debrief is open"), ("agreed", "stands"), ("called_off", "called off")]
)
def test_nobody_joins_later_to_read_what_others_wrote(cast, planned, state, why):
    make.bring_round_to(planned, state)
    refused(add_visitor, by=cast.headteacher, round=planned, person=cast.headteacher, match=why)


def test_visitors_leave_come_back_and_let_one_another_facilitate(cast, planned):
    came = add_visitors(
        by=cast.headteacher, round=planned, people=[cast.coach, cast.teacher], facilitator=cast.sibling_head
    )  # fmt: skip
    assert [seat.facilitates for seat in came] == [False, False, True]
    coach, _, lead = came
    let_facilitate(by=cast.sibling_head, visitor=coach)
    assert planned.visitors.get(facilitates=True) == coach
    room = add_classroom(
        by=cast.coach, round=planned, year_group="Year 2", subject="Maths", starts=datetime.time(9), visitors=[lead]
    )  # fmt: skip
    end_visit(by=cast.headteacher, visitor=lead)
    assert not room.visits.exists()
    refused(end_visit, by=cast.headteacher, visitor=lead, match="no longer visits")
    assert add_visitor(by=cast.headteacher, round=planned, person=cast.sibling_head).pk == lead.pk
    refused(add_visitors, by=cast.headteacher, round=planned, people=[], match="Tick at least one")


def test_a_visitor_who_left_the_trust_sees_the_round_no_more(cast, planned):
    add_visitor(by=cast.headteacher, round=planned, person=cast.sibling_teacher, facilitates=True)
    assert Round.objects.visible_to(cast.sibling_teacher).get() == planned
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Membership.objects.filter(user=cast.sibling_teacher).update(starts=yesterday, ends=yesterday)
    assert not Round.objects.visible_to(cast.sibling_teacher).exists()
    refused(end_visit, by=cast.sibling_teacher, visitor=planned.visitors.get(), error=PermissionDenied)


def test_a_classroom_has_a_year_group_and_a_subject_and_no_teacher(cast, planned):
    said: dict[str, Any] = {"year_group": "Year 4", "subject": "Writing", "starts": datetime.time(9, 20)}
    room = add_classroom(by=cast.headteacher, round=planned, **said)
    for field in ("year_group", "subject"):
        named = {**said, field: "Nadia Quillmore"}
        refused(add_classroom, by=cast.headteacher, round=planned, match="names Nadia Quillmore", **named)
    other = make.RoundVisitorFactory()
    refused(
        change_classroom, by=cast.headteacher, classroom=room, visitors=[other], match="visit on this round", **said
    )
    drop_classroom(by=cast.headteacher, classroom=room)
    refused(drop_classroom, by=cast.headteacher, classroom=room, match="meanwhile")
    make.bring_round_to(planned, "debriefing")
    refused(add_classroom, by=cast.headteacher, round=planned, match="the schedule stands", **said)


def test_visitors_are_spread_and_brought_together_again(cast, planned):
    people = [cast.coach, cast.teacher, cast.sibling_teacher, cast.sibling_head]
    add_visitors(by=cast.headteacher, round=planned, people=people)
    for at in (9, 9, 10):
        add_classroom(by=cast.headteacher, round=planned, year_group="Year 1", subject="Art", starts=datetime.time(at))
    spread_visitors(by=cast.headteacher, round=planned, groups=2)
    first, second, third = planned.classrooms.all()
    assert {len(room.visits.all()) for room in (first, second, third)} == {2}
    assert not set(first.visitors.all()) & set(second.visitors.all())
    spread_visitors(by=cast.headteacher, round=planned, groups=1)
    assert not any(room.visits.exists() for room in planned.classrooms.all())
    refused(spread_visitors, by=cast.headteacher, round=planned, groups=9, match="Choose between")
    end_visit(by=cast.headteacher, visitor=planned.visitors.first())
    refused(spread_visitors, by=cast.headteacher, round=planned, groups=4, match="fewer visitors than groups")


def test_networks_are_the_trust_leaders(cast):
    both = [cast.own, cast.sibling]
    refused(make_network, by=cast.headteacher, trust=cast.trust, name="X", academies=both, error=PermissionDenied)
    refused(make_network, by=cast.trust_leader, trust=cast.trust, name="X", academies=[cast.own], match="at least two")
    refused(
        make_network, by=cast.trust_leader, trust=cast.trust, name="X", academies=[cast.own, cast.foreign],
        match="of this trust",
    )  # fmt: skip
    network = make_network(by=cast.trust_leader, trust=cast.trust, name=" Moor ", academies=both)
    assert network.name == "Moor"
    refused(make_network, by=cast.trust_leader, trust=cast.trust, name="moor", academies=both, match="of that name")
    third = make.AcademyFactory(trust=cast.trust)
    change_network(by=cast.second_leader, network=network, name="Moor", academies=[cast.own, third])
    assert {place.academy for place in network.places.all()} == {cast.own, third}
    end_network(by=cast.trust_leader, network=network)
    refused(end_network, by=cast.trust_leader, network=network, match="has ended")
    assert make_network(by=cast.trust_leader, trust=cast.trust, name="Moor", academies=both).pk != network.pk


def test_hosting_goes_by_rounds_that_took_place_or_will(cast, network, planned):
    past = make.RoundFactory(host=cast.sibling, network=network, day=datetime.date(2026, 3, 1))
    assert hosting_days([network]) == {(network.pk, cast.own.pk): [SOON]}
    make.bring_round_to(past, "observing")
    assert hosting_days([network])[network.pk, cast.sibling.pk] == [past.day]
    make.bring_round_to(planned, "called_off")
    assert (network.pk, cast.own.pk) not in hosting_days([network])
