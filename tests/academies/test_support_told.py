"""What support puts on home pages, in an academy's timeline and into calendars."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from academies.access import Person, Role
from academies.happenings.support import support_events
from academies.models import Membership
from academies.models.support import SupportKind
from academies.moments.support import support_moments
from academies.providers import EventKind, Weight
from academies.todos.support import support_todos
from accounts.models import User
from tests import factories as make
from tests.academies.support_rows import DAY, first_day

pytestmark = pytest.mark.django_db


def today() -> datetime.date:
    return timezone.localdate()


def person_of(user: User) -> Person:
    roles = list(Membership.objects.current().filter(user=user).select_related("trust", "academy__trust"))
    return Person(roles, roles[0].trust if roles else None)


def todos(user: User) -> list[str]:
    return [each.says for each in support_todos(user, person_of(user))]


def test_leaders_read_what_is_late_and_where(cast):
    for academy in (cast.own, cast.own, cast.sibling, cast.foreign):
        make.PromiseFactory(academy=academy, due=today() - DAY)
    days = make.PromiseFactory(academy=cast.own, kind=SupportKind.LEADER_DAYS, amount=3, due=today() - DAY)
    make.DeliveryFactory(promise=days, amount=Decimal("1.5"))
    (told,) = support_todos(cast.trust_leader, person_of(cast.trust_leader))
    assert told.says.startswith("Three visits and 1.5 leader days are late")
    assert told.url.endswith("&state=late")
    assert told.note.startswith("Heronwick and Otterbourne Vale.")
    assert not todos(cast.headteacher)


def test_what_was_late_in_an_earlier_year_is_told_apart_and_last(cast):
    make.PromiseFactory(academy=cast.own, due=first_day() - 60 * DAY)
    told = list(support_todos(cast.trust_leader, person_of(cast.trust_leader)))
    assert told[-1].says.startswith("One visit is late from ")
    assert told[-1].weight == Weight.KNOW


@pytest.mark.parametrize(("ahead", "word"), [(0, "today"), (1, "tomorrow"), (3, None)])
def test_leaders_read_what_is_planned_this_week(cast, ahead, word):
    day = today() + ahead * DAY
    make.PromiseFactory(academy=cast.own, planned_on=day, lead=cast.second_leader, focus="reading in Year 4")
    make.PromiseFactory(academy=cast.own, planned_on=today() + 9 * DAY)
    (told,) = support_todos(cast.trust_leader, person_of(cast.trust_leader))
    assert told.says == f"A quality-assurance visit at Heronwick is planned for {word or f'{day:%A}'}."
    assert told.note == "Reading in Year 4, led by Leopold Ravensbourne."


def test_a_planned_day_that_passed_asks_for_its_record(cast):
    promise = make.PromiseFactory(academy=cast.own, planned_on=today() - DAY)
    (told,) = support_todos(cast.trust_leader, person_of(cast.trust_leader))
    assert "was planned for" in told.says
    assert told.url == f"/support/{promise.pk}/record/"
    assert told.weight == Weight.WAITING


def test_a_head_reads_who_comes_and_when(cast):
    day = today() + 20 * DAY
    make.PromiseFactory(academy=cast.own, planned_on=day, kind=SupportKind.FULL_DAY_REVIEW)
    make.PromiseFactory(academy=cast.sibling, planned_on=day)
    make.PromiseFactory(academy=cast.own, planned_on=today() + 60 * DAY)
    (said,) = todos(cast.headteacher)
    assert said.startswith("An external full-day review is planned for ")
    assert todos(cast.governor) == []
    assert todos(cast.nobody) == []


def test_the_timeline_has_visits_and_reviews_and_names_for_staff_alone(cast):
    visit = make.PromiseFactory(academy=cast.own, focus="Reading")
    make.DeliveryFactory(promise=visit, led_by=cast.second_leader)
    struck = make.PromiseFactory(academy=cast.own, kind=SupportKind.FULL_DAY_REVIEW)
    make.DeliveryFactory(promise=struck, struck_at=timezone.now(), struck_by=cast.trust_leader, struck_reason="No.")
    make.DeliveryFactory(promise=make.PromiseFactory(academy=cast.sibling))
    make.DeliveryFactory(promise=make.PromiseFactory(academy=cast.own, kind=SupportKind.PARTNERSHIP))
    (moment,) = support_moments(cast.headteacher, person_of(cast.headteacher), cast.own)
    assert moment.says == "Quality-assurance visit: Reading"
    assert moment.note == "Led by Leopold Ravensbourne."
    (moment,) = support_moments(cast.governor, person_of(cast.governor), cast.own)
    assert moment.note == ""
    assert list(support_moments(cast.teacher, person_of(cast.teacher), cast.own)) == []


def events(user: User, academies: list, first: datetime.date, last: datetime.date) -> list:
    return list(support_events(user, person_of(user), academies, first, last))


def test_planned_days_are_firm_and_the_rest_is_due(cast):
    span = (today(), today() + 60 * DAY)
    planned = make.PromiseFactory(academy=cast.own, planned_on=today() + 5 * DAY, kind=SupportKind.FULL_DAY_REVIEW)
    due = make.PromiseFactory(academy=cast.own, kind=SupportKind.LEADER_DAYS, amount=3, due=today() + 9 * DAY)
    make.DeliveryFactory(promise=due, amount=Decimal("2.5"), on=today() - 3 * DAY)
    make.PromiseFactory(academy=cast.own, due=today() + 90 * DAY)
    make.PromiseFactory(academy=cast.sibling, due=today() + 9 * DAY)
    make.PromiseFactory(academy=cast.own, called_off_at=timezone.now(), called_off_reason="The head is ill.")
    found = {event.uid: event for event in events(cast.trust_leader, [cast.own], *span)}
    assert set(found) == {f"support-{planned.pk}", f"support-{due.pk}"}
    review, days = found[f"support-{planned.pk}"], found[f"support-{due.pk}"]
    assert (review.firm, review.load, review.kind, review.starts) == (True, 3, EventKind.REVIEW, planned.planned_on)
    assert (days.firm, days.load, days.title, days.ends) == (False, 1, "0.5 leader days", due.due)


def test_a_visit_keeps_its_place_in_calendars_when_it_is_delivered(cast):
    visit = make.PromiseFactory(academy=cast.own, planned_on=today(), lead=cast.teacher)
    (before,) = events(cast.headteacher, [cast.own], today(), today() + 60 * DAY)
    make.DeliveryFactory(promise=visit, on=today(), led_by=cast.teacher)
    (after,) = events(cast.headteacher, [cast.own], today(), today() + 60 * DAY)
    assert before.uid == after.uid
    assert after.title == "Quality-assurance visit: done"
    assert after.note == "led by Nadia Quillmore"
    (read,) = events(cast.governor, [cast.own], today(), today() + 60 * DAY)
    assert read.note == ""


def test_a_plan_that_passed_without_a_record_is_owed_by_its_day(cast):
    make.PromiseFactory(academy=cast.own, planned_on=today() - DAY, due=today() + 5 * DAY)
    (event,) = events(cast.trust_leader, [cast.own], today() - 9 * DAY, today() + 9 * DAY)
    assert (event.firm, event.ends) == (False, today() + 5 * DAY)


def test_nothing_of_elsewhere_is_told(cast):
    make.PromiseFactory(academy=cast.foreign, planned_on=today())
    make.DeliveryFactory(promise=make.PromiseFactory(academy=cast.foreign))
    assert events(cast.trust_leader, [cast.own, cast.foreign], today() - DAY, today() + DAY) == []
    assert todos(cast.trust_leader) == []


def test_telling_costs_the_same_however_many_academies(cast):
    def cost() -> list[int]:
        found = []
        person = person_of(cast.trust_leader)
        academies = list(cast.trust.academies.all())
        for ask in (
            lambda: list(support_todos(cast.trust_leader, person)),
            lambda: list(support_events(cast.trust_leader, person, academies, today() - 30 * DAY, today() + 30 * DAY)),
            lambda: list(support_moments(cast.trust_leader, person, cast.own)),
        ):
            with CaptureQueriesContext(connection) as captured:
                ask()
            found.append(len(captured))
        return found

    def fill(academy) -> None:
        make.PromiseFactory(academy=academy, due=today() - DAY, lead=make.UserFactory())
        make.PromiseFactory(academy=academy, planned_on=today() + DAY, lead=make.UserFactory())
        make.DeliveryFactory(promise=make.PromiseFactory(academy=academy), led_by=make.UserFactory())

    fill(cast.own)
    few = cost()
    for academy in [cast.own, *make.AcademyFactory.create_batch(12, trust=cast.trust)]:
        fill(academy)
    assert cost() == few == [1, 2, 1]


def test_a_head_of_two_academies_reads_at_which(cast):
    make.MembershipFactory(user=cast.headteacher, role=Role.HEADTEACHER, academy=cast.sibling)
    make.PromiseFactory(academy=cast.sibling, planned_on=today() + DAY)
    assert todos(cast.headteacher) == ["A quality-assurance visit at Otterbourne Vale Academy is planned for tomorrow."]
