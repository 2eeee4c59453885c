"""Rounds name no teacher, and what visitors wrote is read by visitors alone (docs/adr/0017)."""

from __future__ import annotations

import datetime

import pytest
from django.db import models
from django.urls import reverse
from django.utils import timezone

from academies.access import Role
from accounts.models import User
from reviews.models import (
    Network,
    NextWork,
    Round,
    RoundClassroom,
    RoundGroup,
    RoundNote,
    RoundPrediction,
    RoundVisitor,
)
from reviews.models.round import RoundState
from tests import factories as make

pytestmark = pytest.mark.django_db

# People whom a round knows of: who planned, visits, wrote or moved something. Never whom somebody watched.
ACTS = {
    Round: {"planned_by"},
    RoundClassroom: set(),
    RoundVisitor: {"person"},
    RoundGroup: {"made_by"},
    RoundNote: {"by", "moved_by"},
    RoundPrediction: {"by"},
    NextWork: {"made_by"},
}
READS_WHAT_WAS_AGREED = {
    Role.TRUST_LEADER,
    Role.HEADTEACHER,
    Role.SENIOR_LEADER,
    Role.COACH,
    Role.TEACHER,
    Role.GOVERNOR,
    Role.TRUSTEE,
}
KNOWS_OF_A_PLANNED_ONE = READS_WHAT_WAS_AGREED - {Role.GOVERNOR, Role.TRUSTEE}


@pytest.fixture
def seen(cast):
    """A round at the cast's own academy in its debrief, with one of everything, and its visitor."""
    network = Network.objects.create(trust=cast.trust, name="Moor and coast")
    network.places.create(academy=cast.own)
    visited = Round.objects.create(
        network=network,
        host=cast.own,
        problem="Who talks when we ask a question?",
        day=datetime.date(2026, 11, 12),
        state=RoundState.DEBRIEFING,
        planned_by=cast.headteacher,
    )
    visitor = RoundVisitor.objects.create(round=visited, person=cast.sibling_head, facilitates=True)
    classroom = visited.classrooms.create(year_group="Year 4", subject="Maths", starts=datetime.time(9, 40))
    group = visited.groups.create(name="Short answers", pattern="Answers are of one word.", made_by=cast.sibling_head)
    visited.notes.create(by=cast.sibling_head, classroom=classroom, says="Eleven pupils spoke.", group=group)
    visited.predictions.create(by=cast.sibling_head, says="I would know how to wait.")
    visited.next_work.create(horizon="week", says="Count who speaks.", made_by=cast.sibling_head)
    return visitor


def agree(visited: Round) -> None:
    visited.state, visited.prediction = RoundState.AGREED, "A pupil would know how to wait."
    visited.agreed_at = timezone.now()
    visited.save()


def everybody(cast) -> dict[str, User]:
    others = ("outsider", "nobody", "sibling_teacher", "foreign_teacher", "second_leader", "foreign_leader")
    return {role.value: person for role, person in cast.people.items()} | {name: getattr(cast, name) for name in others}


@pytest.mark.parametrize("model", ACTS, ids=lambda model: model.__name__)
def test_no_field_of_a_round_is_for_a_teacher(model):
    people = {f.name for f in model._meta.fields if isinstance(f, models.ForeignKey) and f.related_model is User}
    assert people == ACTS[model]


def test_a_classroom_is_a_year_group_a_subject_and_a_time():
    fields = {f.name for f in RoundClassroom._meta.fields}
    assert fields == {"id", "round", "year_group", "subject", "starts", "dropped_at"}


@pytest.mark.parametrize("agreed", [False, True])
def test_nobody_but_visitors_reads_notes_and_own_predictions(cast, seen, agreed):
    if agreed:
        agree(seen.round)
    readers = {
        name
        for name, person in everybody(cast).items()
        if RoundNote.objects.visible_to(person).exists() or RoundPrediction.objects.visible_to(person).exists()
    }
    assert readers == set()
    assert RoundNote.objects.visible_to(cast.sibling_head).count() == 1
    assert RoundPrediction.objects.visible_to(cast.sibling_head).count() == 1


@pytest.mark.parametrize("state", [s for s in RoundState if s not in ("agreed", "followed")])
def test_before_it_is_agreed_only_visitors_read_patterns_and_next_work(cast, seen, state):
    Round.objects.filter(pk=seen.round_id).update(state=state)
    for model in (RoundGroup, NextWork):
        readers = {name for name, person in everybody(cast).items() if model.objects.visible_to(person).exists()}
        assert readers == set()
        assert model.objects.visible_to(cast.sibling_head).exists()


@pytest.mark.parametrize("model", [RoundGroup, NextWork])
def test_once_agreed_the_host_and_the_trust_read_patterns_and_next_work(cast, seen, model):
    agree(seen.round)
    readers = {role for role, person in cast.people.items() if model.objects.visible_to(person).exists()}
    assert readers == READS_WHAT_WAS_AGREED
    for elsewhere in (cast.sibling_teacher, cast.outsider, cast.foreign_leader, cast.nobody):
        assert not model.objects.visible_to(elsewhere).exists()


def test_governors_hear_of_a_round_once_it_is_agreed_and_staff_when_it_is_planned(cast, seen):
    def knowing(queryset):
        return {role for role, person in cast.people.items() if queryset.visible_to(person).exists()}

    assert knowing(Round.objects) == knowing(RoundClassroom.objects) == KNOWS_OF_A_PLANNED_ONE
    agree(seen.round)
    assert knowing(Round.objects) == READS_WHAT_WAS_AGREED
    assert knowing(RoundClassroom.objects) == knowing(RoundVisitor.objects) == KNOWS_OF_A_PLANNED_ONE


def test_a_visitor_whose_visit_ended_or_who_left_the_trust_reads_no_more(cast, seen):
    RoundVisitor.objects.filter(pk=seen.pk).update(ended_at=timezone.now())
    assert not RoundNote.objects.visible_to(cast.sibling_head).exists()
    RoundVisitor.objects.filter(pk=seen.pk).update(ended_at=None)
    assert RoundNote.objects.visible_to(cast.sibling_head).exists()
    cast.sibling_head.memberships.update(ends=datetime.date(2026, 8, 31))
    assert not RoundNote.objects.visible_to(cast.sibling_head).exists()
    make.MembershipFactory(user=cast.sibling_head, trust=cast.trust, academy=cast.sibling, role=Role.GOVERNOR)
    assert not RoundNote.objects.visible_to(cast.sibling_head).exists()


def test_a_visitor_of_one_round_reads_notes_of_that_one_alone(cast, seen):
    other = Round.objects.create(
        network=seen.round.network,
        host=cast.sibling,
        problem="What do pupils do while they wait?",
        day=datetime.date(2026, 11, 19),
        planned_by=cast.trust_leader,
    )
    guest = make.UserFactory()
    make.MembershipFactory(user=guest, trust=cast.trust, academy=cast.own, role=Role.TEACHER)
    RoundVisitor.objects.create(round=other, person=guest)
    other.notes.create(by=guest, says="Nine pupils waited.")
    assert {note.says for note in RoundNote.objects.visible_to(guest)} == {"Nine pupils waited."}


@pytest.mark.parametrize(("state", "struck"), [(RoundState.OBSERVING, False), (RoundState.DEBRIEFING, True)])
def test_a_note_that_is_not_on_the_board_is_not_read_by_its_number(cast, client_of, seen, state, struck):
    make.RoundVisitorFactory(round=seen.round, person=cast.coach)
    note = seen.round.notes.get()
    form = f"{reverse('reviews:group_add', args=[seen.round_id])}?note={note.pk}"
    assert note.says in client_of(cast.coach).get(form).content.decode()
    if struck:
        RoundNote.objects.filter(pk=note.pk).update(struck_at=timezone.now())
    make.bring_round_to(seen.round, state)
    assert note.says not in client_of(cast.coach).get(form).content.decode()
