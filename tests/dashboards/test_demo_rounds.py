"""The demo's rounds: where each stands, that its notes describe, and that nobody is named in them."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from academies.access import Role
from academies.demo import DEMO_PEOPLE
from accounts.models import User
from dashboards.demo.plans.acting import Cast
from dashboards.demo.plans.staff import STAFF
from dashboards.demo.rounds.rounded import NETWORKS, ROUNDS
from dashboards.demo.rounds.rounding import last_thursday, play_rounds
from reviews.models import Network, Round, RoundNote
from reviews.rules.problem import prompts as asked_of_problems
from reviews.rules.round import FEWEST_CLASSROOMS
from reviews.rules.wording import prompts
from tests import factories as make
from toolkit.services.theory import ensure_theories

TODAY = timezone.localdate()


@pytest.fixture
def cast(db: None) -> Cast:
    """The demo's people at the academies of its networks, without its pupils."""
    trust = make.TrustFactory()
    slugs = sorted({slug for network in NETWORKS for slug in network.academies})
    academies = {slug: make.AcademyFactory(trust=trust, slug=slug, name=f"{slug.title()} Academy") for slug in slugs}
    since = datetime.date(2020, 9, 1)

    def join(role: Role, slug: str = "", name: str = "", email: str = "") -> User:
        user = make.UserFactory(**({"full_name": name} if name else {}), **({"email": email} if email else {}))
        place = academies[slug] if slug else None
        make.MembershipFactory(user=user, trust=trust, academy=place, role=role, starts=since)
        return user

    leader, second = join(Role.TRUST_LEADER), join(Role.TRUST_LEADER)
    join(Role.COACH, email="coach@demo.example")
    made = Cast(trust, leader, second, academies)
    for slug in slugs:
        join(Role.HEADTEACHER, slug)
        told = STAFF[slug]
        deputy = join(Role.SENIOR_LEADER, slug, told.deputy or f"Deputy of {slug}")
        made.staff[slug] = [deputy, *(join(Role.TEACHER, slug, name) for name in told.teachers)]
    ensure_theories(trust)
    return made


@pytest.mark.django_db
def test_three_rounds_of_two_networks_stand_where_the_story_has_them(cast: Cast) -> None:
    assert play_rounds(cast, TODAY) == 3
    assert Network.objects.count() == 2
    followed, agreed, debrief = Round.objects.order_by("day")
    assert (followed.state, agreed.state, debrief.state) == ("followed", "agreed", "debriefing")
    assert debrief.day == last_thursday(TODAY) < TODAY
    assert 25 <= followed.notes.count() <= 40
    assert 25 <= agreed.notes.count() <= 40
    assert agreed.next_work.exclude(outcome="").exists()
    assert agreed.next_work.filter(outcome="").exists()
    assert {work.horizon for work in followed.next_work.all()} == {"week", "month", "year"}
    for round in (followed, agreed):
        for group in round.groups.all():
            assert group.pattern
            assert len({note.classroom_id for note in group.notes.all()}) >= FEWEST_CLASSROOMS, group.name
    assert debrief.groups.filter(pattern="").exists()
    assert {"begin", "debrief", "agree", "follow"} <= set(followed.steps.values_list("step", flat=True))
    # Each line of the log stands on the day on which it happened.
    assert max(timezone.localtime(step.at).date() for step in followed.steps.all()) == followed.follow_up_on
    assert all(timezone.localtime(note.seen_at).date() == note.round.day for note in RoundNote.objects.all())


def test_notes_say_what_was_seen_and_problems_ask() -> None:
    judging = {note: prompts(note) for told in ROUNDS for room in told.rooms for _, note in room.notes}
    assert not {note: found for note, found in judging.items() if found}
    assert not [told.problem for told in ROUNDS if asked_of_problems(told.problem)]


def test_rounds_name_nobody() -> None:
    names = [person.full_name for person in DEMO_PEOPLE]
    names += [name for told in STAFF.values() for name in (told.deputy, *told.teachers) if name]
    words = {word for name in names for word in name.replace("-", " ").split() if len(word) > 3}
    said = repr(ROUNDS)
    assert not {word for word in words if f" {word} " in said or f" {word}." in said or f" {word}’" in said}
