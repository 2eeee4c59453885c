"""What waits in somebody's coaching: told at home by a name and a day, by letter without a word of what it is about."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from academies.access import person_for
from academies.reader_scope import reading_as
from coaching import tasks
from coaching.models import CycleState, Reminder, VisitState
from coaching.services.mails import mail_reminder, to_be_mailed
from coaching.services.reminding import set_reminders
from coaching.todos.coaching import coaching_todos
from tests import factories as make

SECRET = "Count to four."


@pytest.fixture
def cycle(cast):
    with reading_as(cast.coach):
        return make.CycleFactory(academy=cast.own, coach=cast.coach, coachee=cast.teacher, goal="The secret goal.")


def told(user):
    return [f"{todo.says} {todo.note}" for todo in coaching_todos(user, person_for(user))]


def test_the_coachee_is_told_of_feedback_then_of_a_look_back(cast, cycle):
    with reading_as(cast.coach):
        visit = make.fed_back(cycle, step=SECRET)
        make.RevisitFactory(step=visit.step)
    assert told(cast.teacher) == ["Callum has written to you about your lesson. Read by you two alone."]
    with reading_as(cast.teacher):
        visit.read_at = timezone.now()
        visit.save(update_fields=["read_at"])
    assert told(cast.teacher) == ["Look back at a step that you practised. Two taps."]


@pytest.mark.parametrize(
    ("state", "days", "says"),
    [
        (VisitState.PLANNED, 0, "You visit Nadia today."),
        (VisitState.PLANNED, 1, "You visit Nadia tomorrow."),
        (VisitState.PLANNED, -1, "Your visit to Nadia was planned yesterday."),
        (VisitState.OBSERVING, 0, "Your visit to Nadia is still running."),
        (VisitState.OBSERVED, 0, "Nadia waits for your feedback. Within the day is best."),
        (VisitState.OBSERVED, -1, "Nadia waits for your feedback. The visit was yesterday."),
    ],
)
def test_the_coach_is_told_what_is_theirs_to_do(state, days, says, cast, cycle):
    now = timezone.now() if state != VisitState.PLANNED else None
    with reading_as(cast.coach):
        make.VisitFactory(
            cycle=cycle, state=state, day=timezone.localdate() + datetime.timedelta(days=days), started_at=now
        )
    assert told(cast.coach)[0].startswith(says)


def test_an_invitation_asks_also_where_reminders_are_switched_off(cast, cycle):
    with reading_as(cast.coach):
        make.fed_back(cycle, step=SECRET)
        make.InvitationFactory(academy=cast.own, coach=cast.headteacher, coachee=cast.coach, invited_by=cast.coach)
    with reading_as(cast.headteacher):
        make.InvitationFactory(academy=cast.own, coach=cast.headteacher, coachee=cast.teacher)
    set_reminders(by=cast.teacher, at_home=False, by_mail=False)
    assert told(cast.teacher) == [f"{cast.headteacher} would like to coach you. Yes or no: nobody else is told."]
    assert len(told(cast.headteacher)) == 1


def test_nobody_else_is_told_and_no_word_of_content(cast, cycle):
    with reading_as(cast.coach):
        make.fed_back(cycle, step=SECRET)
    for user in (cast.headteacher, cast.administrator, cast.trust_leader, cast.governor, cast.nobody):
        assert told(user) == []
    both = " ".join(told(cast.teacher) + told(cast.coach))
    assert SECRET not in both
    assert "secret goal" not in both


def test_a_letter_goes_to_whoever_wants_one_once_a_day_and_says_nothing(cast, cycle, settings, client_of):
    settings.PUBLIC_URL = "https://gap.example"
    with reading_as(cast.coach):
        make.fed_back(cycle, step=SECRET)
    assert not mail_reminder(person=cast.teacher.pk)
    set_reminders(by=cast.teacher, at_home=False, by_mail=True)
    assert to_be_mailed(timezone.localdate()) == [cast.teacher.pk]
    assert mail_reminder(person=cast.teacher.pk)
    assert not mail_reminder(person=cast.teacher.pk)
    (letter,) = mail.outbox
    assert letter.to == [cast.teacher.email]
    assert "\n\nhttps://gap.example/waiting/\n" in letter.body
    assert "it stops by “Reminders” at the foot of that page" in letter.body
    assert letter.subject.startswith("Closing the Gap: ")
    for word in (SECRET, "Callum", "coach", "lesson", "step", "feedback"):
        assert word.lower() not in f"{letter.body}{letter.subject}".lower()
    page = client_of(cast.teacher).get("/waiting/", follow=True)
    assert page.redirect_chain == [("/coaching/", 302)]
    assert "Reminders: on the home page, by e-mail or not at all" in page.content.decode()
    assert to_be_mailed(timezone.localdate()) == []
    assert to_be_mailed(timezone.localdate() + datetime.timedelta(days=1)) == [cast.teacher.pk]


def test_no_letter_where_nothing_waits_and_what_is_kept_tells_neither(cast, cycle):
    """Whoever waits for nothing, and whoever is in no cycle at all, is marked as is whoever got a letter."""
    with reading_as(cast.coach):
        make.fed_back(cycle, step=SECRET)
    for person in (cast.teacher, cast.coach, cast.headteacher):
        set_reminders(by=person, at_home=True, by_mail=True)
        mail_reminder(person=person.pk)
    assert cycle.state == CycleState.ACTIVE
    assert [letter.to for letter in mail.outbox] == [[cast.teacher.email]]
    assert set(Reminder.objects.values_list("mailed_on", flat=True)) == {timezone.localdate()}


def test_the_workers_log_tells_nothing_of_anybody(cast, cycle, monkeypatch):
    """Celery writes down what a task answers."""
    monkeypatch.setattr(tasks, "close_old_connections", lambda: None)
    set_reminders(by=cast.teacher, at_home=True, by_mail=True)
    cast.coach.memberships.update(starts=datetime.date(2020, 9, 1), ends=datetime.date(2021, 8, 31))
    assert [tasks.close_for_leavers(), tasks.remind_one(cast.teacher.pk)] == [None, None]


def test_the_home_page_asks_for_what_waits_and_tells_it_to_each_alone(cast, cycle, client_of):
    with reading_as(cast.coach):
        make.fed_back(cycle, step=SECRET)
    address = reverse("coaching:waiting")
    assert address in client_of(cast.teacher).get("/").content.decode()
    assert address not in client_of(cast.governor).get("/").content.decode()
    assert "Callum has written to you" in client_of(cast.teacher).get(address).content.decode()
    told_head = client_of(cast.headteacher).get(address)
    assert "Nothing waits." in told_head.content.decode()
    assert told_head["Cache-Control"] == "no-store, private"
