"""Learning teams, their members and meetings, and seats: who may, what is refused with which sentence, what stands."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from academies.access import Role
from academies.models.academy import Status
from plans.models import LearningTeam, TeamMeeting, TeamMember, TeamSeat
from plans.services.learning import add_member, change_member, change_team, end_team, set_up_team
from plans.services.meeting import call_off_meeting, note_new_meeting, plan_meetings, write_meeting
from plans.services.seat import change_seat, give_seat
from tests import factories as make

DAY = datetime.timedelta(days=1)
pytestmark = pytest.mark.django_db


def set_up(cast, **more):
    given = {"name": "Strips", "focus": "Talk.", "starts": timezone.localdate(), **more}
    return set_up_team(by=cast.headteacher, academy=cast.own, **given)


def test_a_team_is_set_up_with_its_members_and_leader(cast):
    team = set_up(cast, people=[cast.teacher, cast.coach], leader=cast.coach)
    assert {(m.person, m.leads) for m in team.members.all()} == {(cast.teacher, False), (cast.coach, True)}


@pytest.mark.parametrize("who", ["trust_leader", "coach", "teacher", "governor", "trustee", "sibling_head"])
def test_only_who_leads_learning_there_sets_up_a_team(cast, who):
    with pytest.raises(PermissionDenied):
        set_up_team(by=getattr(cast, who), academy=cast.own, name="A", focus="B", starts=timezone.localdate())


def test_somebody_of_another_academy_is_no_member(cast, team):
    with pytest.raises(ValidationError, match=r"Ebenezer Fothergale does not work at Heronwick .* Choose somebody"):
        set_up(cast, people=[cast.sibling_teacher])
    with pytest.raises(ValidationError, match="does not work at"):
        add_member(by=cast.headteacher, team=team, person=cast.sibling_teacher, starts=timezone.localdate())
    assert not TeamMember.objects.filter(person=cast.sibling_teacher).exists()


def test_who_left_is_no_member(cast, team, today):
    gone = make.MembershipFactory(academy=cast.own, role=Role.TEACHER, ends=today - DAY).user
    with pytest.raises(ValidationError, match="does not work at"):
        add_member(by=cast.headteacher, team=team, person=gone, starts=today)


def test_a_member_joins_once(cast, team, today):
    with pytest.raises(ValidationError, match="is in the team since"):
        add_member(by=cast.headteacher, team=team, person=cast.teacher, starts=today)


def test_who_left_the_team_may_join_it_again(cast, team, today):
    member = team.members.get()
    change_member(by=cast.headteacher, member=member, leads=False, ends=today - DAY)
    add_member(by=cast.headteacher, team=team, person=cast.teacher, starts=today, leads=True)
    assert team.members.count() == 2


def test_nothing_begins_at_a_closed_academy(cast, team):
    cast.own.status, cast.own.closed = Status.CLOSED, datetime.date(2026, 8, 31)
    cast.own.save()
    for attempt in (
        lambda: set_up(cast),
        lambda: change_team(by=cast.headteacher, team=team, name="A", focus="B"),
        lambda: plan_meetings(by=cast.teacher, team=team, days=[timezone.localdate()]),
        lambda: give_seat(
            by=cast.headteacher, academy=cast.own, person=cast.coach, role="reads", starts=timezone.localdate()
        ),
    ):
        with pytest.raises(ValidationError, match="closed on 31 August 2026; its plans can be read, not changed"):
            attempt()


def test_a_team_that_ends_keeps_its_members_until_then_and_calls_off_what_was_planned(cast, team, today):
    later = make.TeamMeetingFactory(team=team, on=today + 7 * DAY)
    end_team(by=cast.headteacher, team=team, ends=today)
    later.refresh_from_db()
    assert later.called_off_at is not None
    assert team.members.get().ends == today
    assert LearningTeam.objects.worked_in_by(cast.teacher).exists(), "on its last day it still works"


def test_a_team_that_ended_meets_no_more(cast, team, today):
    LearningTeam.objects.filter(pk=team.pk).update(ends=today - DAY)
    for attempt in (
        lambda: plan_meetings(by=cast.headteacher, team=team, days=[today]),
        lambda: note_new_meeting(by=cast.headteacher, team=team, on=today, notes="We met."),
        lambda: add_member(by=cast.headteacher, team=team, person=cast.coach, starts=today),
        lambda: end_team(by=cast.headteacher, team=team, ends=today),
    ):
        with pytest.raises(ValidationError, match=r"ended on .* can be read, not added to"):
            attempt()


def test_a_team_does_not_end_before_what_it_did(cast, team, today):
    make.TeamMeetingFactory(team=team, on=today, notes="We met.")
    with pytest.raises(ValidationError, match="The team met on"):
        end_team(by=cast.headteacher, team=team, ends=today - DAY)
    with pytest.raises(ValidationError, match="The team began on"):
        end_team(by=cast.headteacher, team=team, ends=team.starts - DAY)


def test_members_plan_and_note_meetings_and_others_do_not(cast, team, today):
    (meeting,) = plan_meetings(by=cast.teacher, team=team, days=[today])
    write_meeting(by=cast.teacher, meeting=meeting, on=today, notes="Half a sentence each.", tries="Strips.")
    meeting.refresh_from_db()
    assert (meeting.notes, meeting.written_by) == ("Half a sentence each.", cast.teacher)
    for other in (cast.coach, cast.trust_leader, cast.sibling_head, cast.governor):
        with pytest.raises(PermissionDenied):
            plan_meetings(by=other, team=team, days=[today + DAY])
        with pytest.raises(PermissionDenied):
            write_meeting(by=other, meeting=meeting, on=today, notes="Not ours.")


def test_who_left_the_team_notes_nothing_any_more(cast, team, today):
    change_member(by=cast.headteacher, member=team.members.get(), leads=False, ends=today - DAY)
    with pytest.raises(PermissionDenied):
        note_new_meeting(by=cast.teacher, team=team, on=today, notes="We met.")


def test_a_team_meets_once_a_day(cast, team, today):
    plan_meetings(by=cast.teacher, team=team, days=[today])
    with pytest.raises(ValidationError, match=r"already. Open that meeting, or choose another day"):
        note_new_meeting(by=cast.teacher, team=team, on=today, notes="We met.")
    with pytest.raises(ValidationError, match="already"):
        plan_meetings(by=cast.teacher, team=team, days=[today])
    row = plan_meetings(by=cast.teacher, team=team, days=[today, today + 7 * DAY])
    assert [meeting.on for meeting in row] == [today + 7 * DAY], "in a row of days the one that is taken is left out"


def test_a_meeting_called_off_leaves_its_day_free(cast, team, today):
    (meeting,) = plan_meetings(by=cast.teacher, team=team, days=[today])
    call_off_meeting(by=cast.teacher, meeting=meeting)
    call_off_meeting(by=cast.teacher, meeting=meeting)
    assert note_new_meeting(by=cast.teacher, team=team, on=today, notes="We met after all.").pk != meeting.pk
    with pytest.raises(ValidationError, match="was called off"):
        write_meeting(by=cast.teacher, meeting=meeting, on=today, notes="We met.")


@pytest.mark.parametrize(
    ("days", "notes", "sentence"),
    [(1, "We met.", "still to come: note the meeting when it was held"), (0, " ", "Write in a sentence or two")],
)
def test_only_what_was_held_is_noted(cast, team, today, days, notes, sentence):
    with pytest.raises(ValidationError, match=sentence):
        note_new_meeting(by=cast.teacher, team=team, on=today + days * DAY, notes=notes)


def test_a_meeting_to_come_is_moved_not_into_the_past(cast, team, today):
    (meeting,) = plan_meetings(by=cast.teacher, team=team, days=[today + DAY])
    assert write_meeting(by=cast.teacher, meeting=meeting, on=today + 3 * DAY).on == today + 3 * DAY
    with pytest.raises(ValidationError, match="The day is past"):
        write_meeting(by=cast.teacher, meeting=meeting, on=today - DAY)
    with pytest.raises(ValidationError, match=r"is past. Choose a day from today on"):
        plan_meetings(by=cast.teacher, team=team, days=[today - DAY])


def test_what_was_noted_is_not_called_off_and_not_emptied(cast, team, today):
    meeting = note_new_meeting(by=cast.teacher, team=team, on=today, notes="We met.")
    with pytest.raises(ValidationError, match="cannot be called off"):
        call_off_meeting(by=cast.teacher, meeting=meeting)
    with pytest.raises(ValidationError, match="Write in a sentence or two"):
        write_meeting(by=cast.teacher, meeting=meeting, on=today, notes="")
    assert TeamMeeting.objects.get().notes == "We met."


def test_a_seat_is_given_once_and_ends(cast, today):
    seat = give_seat(by=cast.senior_leader, academy=cast.own, person=cast.coach, role="reads the figures", starts=today)
    with pytest.raises(ValidationError, match=r"has a seat since .* already: reads the figures"):
        give_seat(by=cast.senior_leader, academy=cast.own, person=cast.coach, role="more", starts=today)
    with pytest.raises(ValidationError, match="does not work at"):
        give_seat(by=cast.headteacher, academy=cast.own, person=cast.sibling_teacher, role="reads", starts=today)
    with pytest.raises(ValidationError, match="The seat began on"):
        change_seat(by=cast.headteacher, seat=seat, role="reads", ends=today - DAY)
    change_seat(by=cast.headteacher, seat=seat, role="reads", ends=today)
    assert give_seat(by=cast.headteacher, academy=cast.own, person=cast.coach, role="leads", starts=today + DAY)
    for other in (cast.trust_leader, cast.teacher, cast.sibling_head):
        with pytest.raises(PermissionDenied):
            change_seat(by=other, seat=seat, role="leads", ends=None)
    assert TeamSeat.objects.count() == 2
