"""The demo's coaching: behind the wall, on school days, a record that its teacher keeps, numbers for its leaders."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from academies.access import Role
from academies.demo import DEMO_PEOPLE
from academies.models import Academy
from academies.reader_scope import reading_as
from accounts.models import User
from coaching.models import (
    ActionStep,
    ClosedWhy,
    Cycle,
    CycleState,
    Note,
    StepCheck,
    StepState,
    Visit,
    VisitState,
    Word,
)
from dashboards.demo.coaching.coaching import LEFT, play_coaching
from dashboards.demo.coaching.pairs import pairs
from dashboards.demo.places import TERMS
from dashboards.demo.plans.acting import Cast
from dashboards.demo.plans.staff import OTHERS, STAFF
from tests import factories as make
from toolkit.services.starter import ensure_practices

TODAY = timezone.localdate()


@pytest.fixture(scope="module")
def played(django_db_setup: object, django_db_blocker: Any) -> Iterator[Cast]:
    """The demo's people, its practices and a year of coaching, once for all tests that only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = _cast()
        assert play_coaching(cast, TODAY) == len(pairs()) + 1
        yield cast
        transaction.set_rollback(True)


def _cast() -> Cast:
    trust = make.TrustFactory()
    academies = {slug: make.AcademyFactory(trust=trust, slug=slug, name=f"{slug.title()} Academy") for slug in STAFF}
    known = {(person.academy, person.role): person for person in DEMO_PEOPLE if person.academy}

    def join(role: Role, academy: Academy | None = None, **told: str) -> User:
        user: User = make.UserFactory(**told)
        make.MembershipFactory(
            user=user, trust=trust, academy=academy, role=role, starts=datetime.date(2020, 9, 1)
        )  # fmt: skip
        return user

    def named(slug: str, role: Role) -> dict[str, str]:
        person = known.get((slug, role))
        return {"email": person.email, "full_name": person.full_name} if person else {}

    cast = Cast(trust, join(Role.TRUST_LEADER), join(Role.TRUST_LEADER), academies)
    join(Role.COACH, email="coach@demo.example")
    join(Role.EXTERNAL_COACH, email="external.coach@demo.example")
    for slug, told in STAFF.items():
        join(Role.HEADTEACHER, academies[slug], **named(slug, Role.HEADTEACHER))
        deputy = {"full_name": told.deputy} if told.deputy else named(slug, Role.SENIOR_LEADER)
        cast.staff[slug] = [join(Role.SENIOR_LEADER, academies[slug], **deputy)]
        names = [{"full_name": name} for name in told.teachers]
        if own := named(slug, Role.TEACHER):
            names.insert(0, own)
        cast.staff[slug] += [join(Role.TEACHER, academies[slug], **name) for name in names]
        cast.others[slug] = [join(Role.TEACHER, academies[slug], full_name=name) for name in OTHERS.get(slug, ())]
    ensure_practices(trust)
    return cast


def _teacher() -> User:
    return User.objects.get(email="teacher@demo.example")


def test_every_row_lies_behind_the_wall(played: Cast) -> None:
    for model in (Cycle, Visit, Note, Word, ActionStep, StepCheck):
        assert not model.objects.exists(), model.__name__
    with reading_as(played.leader):
        assert not Cycle.objects.exists()
    with reading_as(User.objects.get(email="coach@demo.example")):
        assert Cycle.objects.running().count() == 9
        assert Cycle.objects.filter(state=CycleState.INVITED).count() == 1


def test_the_teacher_keeps_the_record_of_the_coach_who_left(played: Cast) -> None:
    teacher = _teacher()
    with reading_as(teacher):
        running, over, before = Cycle.objects.visible_to(teacher).order_by("-invited_at")
        assert (running.state, over.state, before.state) == (CycleState.ACTIVE, CycleState.CLOSED, CycleState.CLOSED)
        assert (over.closed_why, before.closed_why) == (ClosedWhy.COACH_LEFT, ClosedWhy.DONE)
        assert running.openings.exclude(person=teacher).exists()
        assert over.visits.filter(state=VisitState.FED_BACK).count() >= 2
        assert running.visits.filter(state=VisitState.FED_BACK).count() >= 4
        assert running.steps.filter(state=StepState.SECURE).count() >= 2
        assert running.steps.filter(practice_step__isnull=False).count() == running.steps.count()
        assert running.words.filter(by=teacher, kind="reflection").exists()
        assert running.visits.filter(state=VisitState.PLANNED, day__gt=TODAY).count() == 1
    with reading_as(User.objects.get(full_name=LEFT)):
        assert not Cycle.objects.exists()


def test_visits_lie_in_term_and_their_feedback_is_given_the_same_day(played: Cast) -> None:
    looked = 0
    for coach in User.objects.filter(memberships__trust=played.trust).distinct():
        with reading_as(coach):
            for visit in Visit.objects.filter(cycle__coach=coach, state=VisitState.FED_BACK):
                looked += 1
                assert visit.day < TODAY
                assert visit.day.weekday() < 5
                assert any(starts <= visit.day <= ends for dates in TERMS.values() for starts, ends in dates)
                assert visit.fed_back_at
                assert timezone.localdate(visit.fed_back_at) == visit.day
    assert looked >= 150


def test_nobody_is_named_in_what_was_seen_and_said(played: Cast) -> None:
    surnames = {user.full_name.split()[-1] for user in User.objects.filter(memberships__trust=played.trust)}
    said = []
    for person in (User.objects.get(email="coach@demo.example"), _teacher()):
        with reading_as(person):
            said += [note.says for note in Note.objects.all()]
            said += [f"{visit.praise} {visit.question}" for visit in Visit.objects.all()]
            said += [word.says for word in Word.objects.all()]
    assert len(said) >= 100
    assert not [text for text in said if any(name in text for name in surnames)]


def test_leaders_read_numbers_of_the_larger_schools_and_none_of_the_smaller(played: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT academy_id FROM coaching_programme(%s) WHERE academy_id IS NOT NULL", [played.trust.pk])
        shown = {row[0] for row in cursor.fetchall()}
    slugs = {slug for slug, academy in played.academies.items() if academy.pk in shown}
    assert "porthmelyan-primary" in slugs
    assert len(slugs) >= 3
    assert slugs <= set(OTHERS), "figures of a school where fewer than ten may be coached"
