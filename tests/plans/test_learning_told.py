"""Where learning is told besides its own pages: homes, calendars, timelines, and as evidence."""

import datetime

import pytest
from django.utils import timezone

from academies.access import person_for
from academies.providers import records
from plans.happenings.learning import learning_events
from plans.models import Enquiry
from plans.moments.learning import learning_moments
from plans.todos.learning import learning_todos
from tests import factories as make

DAY = datetime.timedelta(days=1)
pytestmark = pytest.mark.django_db


def todos(user):
    return [each.says for each in learning_todos(user, person_for(user))]


def test_a_member_is_told_of_meetings_to_note_and_to_come(cast, team, today):
    make.TeamMeetingFactory(team=team, on=today - 9 * DAY)
    make.TeamMeetingFactory(team=team, on=today - 2 * DAY)
    make.TeamMeetingFactory(team=team, on=today)
    make.TeamMeetingFactory(team=team, on=today + 5 * DAY)
    said = todos(cast.teacher)
    assert len(said) == 2
    assert "is not noted yet" in said[0]
    assert said[1] == "Talk before writing meets today."
    assert todos(cast.headteacher) == [], "the head is no member"


def test_a_note_written_later_settles_what_was_forgotten(cast, team, today):
    make.TeamMeetingFactory(team=team, on=today - 9 * DAY)
    make.TeamMeetingFactory(team=team, on=today - 2 * DAY, notes="We met.")
    assert todos(cast.teacher) == []


def test_members_are_told_of_evidence_and_heads_of_what_is_late_or_to_decide(cast, team, today):
    def asked(state, due, **more):
        make.EnquiryFactory(
            academy=cast.own, team=team, state=state, starts=today - 60 * DAY, due=due, log=cast.headteacher, **more
        )

    asked("trying", today + 3 * DAY, question="Soon?")
    asked("trying", today - DAY, question="Late?")
    asked("trying", today + 30 * DAY, question="Far?")
    asked("looking", today + 5 * DAY, question="Found?", found="It did.")
    asked("stopped", today - DAY, question="Stopped?")
    assert todos(cast.teacher) == ["The evidence is late by 1 day: Late?", "The evidence is due in 3 days: Soon?"]
    assert todos(cast.headteacher) == [
        "An enquiry waits for your decision: Found?",
        "The evidence is late by 1 day: Late?",
    ]
    for other in (cast.coach, cast.trust_leader, cast.governor, cast.sibling_head):
        assert todos(other) == []


def test_calendars_hold_meetings_tours_and_evidence(cast, team, today):
    make.TeamMeetingFactory(team=team, on=today)
    make.TeamMeetingFactory(team=team, on=today + DAY, called_off_at=timezone.now())
    make.TourFactory(academy=cast.own, on=today + 2 * DAY, title="From talk to page")
    make.TourFactory(academy=cast.own, on=today + 3 * DAY, state="called_off")
    make.EnquiryFactory(academy=cast.own, due=today + 4 * DAY, question="Do strips help?")

    def told(user):
        events = learning_events(user, person_for(user), [cast.own, cast.sibling], today, today + 9 * DAY)
        return [(event.title, event.starts, event.load, event.firm) for event in events]

    assert told(cast.headteacher) == [
        ("Talk before writing meets", today, 0, True),
        ("Curriculum tour: From talk to page", today + 2 * DAY, 2, True),
        ("Evidence: Do strips help?", today + 4 * DAY, 0, False),
    ]
    assert told(cast.governor) == told(cast.trustee) == told(cast.sibling_head) == []


def test_timelines_tell_what_was_set_up_decided_and_walked(cast, team, today):
    make.EnquiryFactory(academy=cast.own, question="Do strips help?", state="decided", decision="adopt", found="Yes.")
    make.EnquiryFactory(academy=cast.own, state="trying")
    make.TourFactory(academy=cast.own, on=today - DAY, state="walked", title="From talk to page")
    make.TourFactory(academy=cast.own, on=today + DAY)

    def told(user):
        return [moment.says for moment in learning_moments(user, person_for(user), cast.own)]

    assert told(cast.teacher) == [
        "Enquiry decided, adopt: Do strips help?",
        "Curriculum tour walked: From talk to page",
        "Learning team set up: Talk before writing",
    ]
    assert told(cast.governor) == told(cast.sibling_head) == []


def test_what_was_decided_walked_and_noted_is_evidence_for_who_may_read_it(cast, team, today):
    decided = make.EnquiryFactory(academy=cast.own, state="decided", decision="drop", found="It did not.")
    open_one = make.EnquiryFactory(academy=cast.own, state="trying")
    walked = make.TourFactory(academy=cast.own, on=today - DAY, state="walked")
    planned = make.TourFactory(academy=cast.own)
    noted = make.TeamMeetingFactory(team=team, on=today - DAY, notes="We met.")
    elsewhere = make.EnquiryFactory(academy=cast.sibling, state="decided", decision="adopt", found="It did.")
    keys = [
        f"enquiry:{decided.pk}", f"enquiry:{open_one.pk}", f"enquiry:{elsewhere.pk}", f"tour:{walked.pk}",
        f"tour:{planned.pk}", f"meeting:{noted.pk}", "tour:x", "enquiry:",
    ]  # fmt: skip

    def named(user):
        return set(records.named(user, person_for(user), cast.own, keys))

    open_to_staff = {keys[0], keys[3], keys[5]}
    assert named(cast.headteacher) == named(cast.teacher) == named(cast.trust_leader) == open_to_staff
    assert named(cast.governor) == named(cast.trustee) == named(cast.sibling_head) == set()
    offered = {
        record.key
        for kind, found in records.choices(cast.teacher, person_for(cast.teacher), cast.own)
        for record in found
        if kind.slug in ("enquiry", "tour", "meeting")
    }
    assert offered == open_to_staff
    assert Enquiry.objects.visible_to(cast.governor).count() == 0


def test_a_teacher_finds_their_teams_in_the_navigation_and_a_head_finds_the_plan(cast, client_of):
    address = "/academies/heronwick/learning/"
    assert f'href="{address}"' in client_of(cast.teacher).get("/").content.decode()
    head = client_of(cast.headteacher).get("/").content.decode()
    assert f'href="{address}"' not in head
    assert 'href="/academies/heronwick/plan/"' in head
