"""What actions tell elsewhere: homes, calendars, timelines, and the records that they answer."""

import datetime

import pytest
from django.utils import timezone

from academies.access import person_for
from academies.models.academy import Status
from academies.providers import answers, events, follow_ups, timeline, todo
from accounts.models import User
from plans.models import Action, Plan, Priority
from tests import factories as make
from tests.cast import Cast

KEY = "gap:ks2_reading_exp"


@pytest.fixture
def priority(cast: Cast) -> Priority:
    return make.PriorityFactory(plan__academy=cast.own, title="Talk before writing")


def todos(user: User) -> list[tuple[str, str]]:
    return [(t.says, t.url) for t in todo.collect(user, person_for(user)) if "/actions/" in t.url]


def test_who_does_an_action_is_told_two_weeks_before_and_when_it_is_late(cast: Cast, priority, today) -> None:
    for days, says in ((-2, "Late"), (9, "Soon"), (15, "Far")):
        make.ActionFactory(priority=priority, owner=cast.teacher, says=says, due=today + datetime.timedelta(days=days))
    late, soon, far = Action.objects.order_by("due")
    assert todos(cast.teacher) == [
        ("Your action is overdue by 2 days: Late.", f"/plans/actions/{late.pk}/report/"),
        ("Your action is due in 9 days: Soon.", f"/plans/actions/{soon.pk}/report/"),
    ]
    Action.objects.exclude(pk=far.pk).update(state="dropped")
    ((says, url),) = todos(cast.teacher)
    assert says.startswith("One action of the plan is yours, due next on ")
    assert url == "/plans/actions/mine/"
    assert todos(cast.governor) == todos(cast.trust_leader) == []


def test_the_head_is_told_what_is_late_what_is_due_and_who_has_left(cast: Cast, priority, today) -> None:
    gone = make.MembershipFactory(academy=cast.own, role="teacher", ends=today - datetime.timedelta(days=1)).user
    first = make.ActionFactory(priority=priority, says="Late", due=today - datetime.timedelta(days=2))
    make.ActionFactory(priority=priority, says="Later", due=today - datetime.timedelta(days=1))
    soon = make.ActionFactory(priority=priority, says="Soon", due=today + datetime.timedelta(days=2))
    left = make.ActionFactory(priority=priority, says="Left alone", owner=gone)
    make.ActionFactory(priority=priority, says="Done", state="done", done_on=today, due=first.due)
    assert set(todos(cast.headteacher)) == {
        ("Two actions of the plan are overdue.", "/academies/heronwick/actions/?due=overdue"),
        ("One action of the plan is due within 14 days.", f"/plans/actions/{soon.pk}/"),
        (f"{gone.full_name} has left: choose another to do “Left alone”.", f"/plans/actions/{left.pk}/edit/"),
    }
    assert todos(cast.sibling_head) == []


def test_nothing_is_asked_of_a_closed_academy_or_of_a_dropped_priority(cast: Cast, priority, today) -> None:
    make.ActionFactory(priority=priority, owner=cast.headteacher, due=today)
    Priority.objects.update(dropped_at=timezone.now(), dropped_because="Too much.")
    assert todos(cast.headteacher) == []
    Priority.objects.update(dropped_at=None, dropped_because="")
    assert len(todos(cast.headteacher)) == 1
    cast.own.status, cast.own.closed = Status.CLOSED, today
    cast.own.save()
    assert todos(cast.headteacher) == []


def test_a_day_on_which_an_action_is_due_stands_in_the_calendar_and_takes_nothing(cast: Cast, priority, today) -> None:
    action = make.ActionFactory(
        priority=priority, says=f"{cast.teacher.full_name} trains", owner=cast.teacher, due=today
    )
    make.ActionFactory(priority=priority, state="dropped", due=today)

    def told(user: User) -> list[tuple[str, int, str]]:
        found = events.collect(user, person_for(user), [cast.own, cast.sibling], today, today)
        return [(e.title, e.load, e.note) for e in found if e.uid == f"action-{action.pk}" or "Action" in e.title]

    assert told(cast.headteacher) == [(f"Action: {cast.teacher.full_name} trains", 0, cast.teacher.full_name)]
    assert told(cast.governor) == [("Action: A member of staff trains", 0, "")]
    assert told(cast.teacher)[0][1] == 0
    assert told(cast.sibling_head) == told(cast.data_lead) == []


def test_what_was_done_and_dropped_stands_in_the_timeline_and_why_is_for_staff(cast: Cast, priority) -> None:
    action = make.ActionFactory(priority=priority, says="Train every team")
    make.ActionUpdateFactory(action=action, state="open", rag="red", says="Nobody came.")
    make.ActionUpdateFactory(action=action, state="dropped", says="No money.")
    make.ActionUpdateFactory(action=action, state="open", says="Money came.")

    def told(user: User) -> list[tuple[str, str]]:
        return [(m.says, m.note) for m in timeline.collect(user, person_for(user), cast.own) if "Action" in m.says]

    assert told(cast.headteacher) == [
        ("Action opened again: Train every team", "Money came."), ("Action dropped: Train every team", "No money."),
    ]  # fmt: skip
    assert {note for _, note in told(cast.governor)} == {""}
    assert told(cast.teacher) == []


def test_a_record_is_told_what_came_of_it(cast: Cast, priority, today) -> None:
    action = make.ActionFactory(priority=priority, says="Train", origin=KEY, due=today)
    make.ActionFactory(priority=priority, says="Of another", origin="gap:other")
    Priority.objects.filter(pk=priority.pk).update(evidence=[KEY, "gap:other"])

    def told(user: User) -> list[tuple[str, str, str]]:
        return [(a.says, a.state, a.url) for a in answers.collect(user, person_for(user), cast.own, [KEY]).get(KEY, [])]

    plan = f"Plan {priority.plan.academic_year}/{(priority.plan.academic_year + 1) % 100}"
    assert told(cast.governor) == [
        ("Action: Train", "Due today", f"/plans/actions/{action.pk}/"),
        ("Priority: Talk before writing", plan, f"/plans/priorities/{priority.pk}/"),
    ]
    assert told(cast.sibling_head) == told(cast.teacher) == []


def test_whoever_writes_the_plan_may_make_an_action_of_a_record(cast: Cast) -> None:
    def offered(user: User) -> list[str]:
        return [link.url for each in follow_ups for link in each(cast.own, person_for(user), KEY)]

    assert offered(cast.senior_leader) == ["/academies/heronwick/actions/from/?from=gap%3Aks2_reading_exp"]
    assert offered(cast.trust_leader) == offered(cast.governor) == offered(cast.sibling_head) == []
    cast.own.status, cast.own.closed = Status.CLOSED, datetime.date(2026, 8, 31)
    assert offered(cast.headteacher) == []


def test_an_action_made_of_a_record_keeps_what_it_came_from(cast: Cast, client_of, priority, today) -> None:
    other = make.PriorityFactory(plan=priority.plan)
    client, url = client_of(cast.headteacher), f"/academies/heronwick/actions/from/?from={KEY}"
    page = client.get(url)
    assert "What it comes from" in page.content.decode()
    assert page.context["form"].initial["owner"] == cast.headteacher.pk
    said = {"says": "Read daily", "due": today.isoformat()}
    assert "Choose the priority that it serves." in client.post(url, said).content.decode()
    client.post(url, {**said, "priority": other.pk})
    client.post(url, {**said, "priority": other.pk})
    made = Action.objects.get()
    assert (made.origin, made.priority) == (KEY, other)
    assert "What it answers" in client.get(f"/plans/actions/{made.pk}/").content.decode()


def test_the_words_of_a_concern_do_not_begin_an_action_that_governors_read(cast: Cast, client_of, priority) -> None:
    concern = make.ConcernFactory(academy=cast.own, title="Nobody leads Year 4")
    client, url = client_of(cast.headteacher), "/academies/heronwick/actions/from/?from="
    page = client.get(f"{url}concern:{concern.pk}")
    assert "Nobody leads Year 4" in page.content.decode()
    assert page.context["form"].initial["says"] == ""
    # What governors may read is where it begins.
    assert client.get(f"{url}{KEY}").context["form"].initial["says"].startswith("Gap in reading")


@pytest.mark.parametrize("key", ["", "concern:999", "nonsense", "gap:nonsense", "\x00"])
def test_a_record_that_one_may_not_open_makes_no_action(cast: Cast, client_of, priority, today, key: str) -> None:
    url = "/academies/heronwick/actions/from/"
    said = {"says": "Read daily", "due": today.isoformat(), "priority": priority.pk}
    response = client_of(cast.headteacher).post(f"{url}?from={key}", said)
    assert "This record cannot be found" in response.content.decode()
    assert not Action.objects.exists()


def test_without_a_plan_or_a_priority_the_page_says_the_first_step(cast: Cast, client_of) -> None:
    client, url = client_of(cast.headteacher), f"/academies/heronwick/actions/from/?from={KEY}"
    assert "Begin the plan" in client.get(url).content.decode()
    make.PlanFactory(academy=cast.own)
    assert Plan.objects.count() == 1
    assert "The plan has no priority yet" in client.get(url).content.decode()
