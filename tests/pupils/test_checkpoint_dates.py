"""By when each checkpoint is handed in: set on its page, kept within its year, shown to academies in their term."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from academies.access import Role, person_for
from academies.models.academy import Status
from academies.providers import EventKind
from celt.lib.days import british
from celt.lib.terms import year_on
from pupils.happenings import checkpoint_events
from pupils.models import CheckpointDate
from pupils.services.checkpoints import set_checkpoint_dates
from tests import factories as make
from tests.access.test_history import labels
from tests.factories import CheckpointDateFactory, CheckpointFactory

URL = reverse("pupils:checkpoint_dates")
D = datetime.date


@pytest.fixture
def autumn(cast):
    return CheckpointFactory(trust=cast.trust, name="Autumn", position=1)


@pytest.fixture
def spring(cast):
    return CheckpointFactory(trust=cast.trust, name="Spring", position=2)


def test_days_are_set_changed_and_taken_back_and_history_keeps_all_three(cast, client_of, autumn, spring) -> None:
    lead = client_of(cast.data_lead)
    fields = {f"day_{autumn.pk}": "2026-11-20", f"day_{spring.pk}": ""}
    answer = lead.post(f"{URL}?year=2026", fields, follow=True).content.decode()
    assert "One day changed." in answer
    date = CheckpointDate.objects.get()
    assert (date.checkpoint, date.academic_year, date.due) == (autumn, 2026, D(2026, 11, 20))
    lead.post(f"{URL}?year=2026", {**fields, f"day_{autumn.pk}": "2026-11-27"})
    lead.post(f"{URL}?year=2026", {**fields, f"day_{autumn.pk}": ""})
    date.refresh_from_db()
    assert date.due is None
    assert labels(date) == ["insert", "update", "update"]
    assert (
        "Nothing was changed."
        in lead.post(f"{URL}?year=2026", fields | {f"day_{autumn.pk}": ""}, follow=True).content.decode()
    )


def test_the_list_shows_the_days_of_this_year(cast, client_of, autumn) -> None:
    today = timezone.localdate()
    CheckpointDateFactory(checkpoint=autumn, academic_year=year_on(today), due=today)
    page = client_of(cast.data_lead).get(reverse("pupils:checkpoint_list")).content.decode().replace("\u00a0", " ")
    assert british(today) in page
    assert f"{URL}?year={year_on(today)}" in page


def test_a_day_outside_the_year_is_told_apart_and_what_was_typed_stays(cast, client_of, autumn, spring) -> None:
    fields = {f"day_{autumn.pk}": "2026-11-20", f"day_{spring.pk}": "2028-03-01"}
    answer = client_of(cast.data_lead).post(f"{URL}?year=2026", fields)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "1 March 2028 is not in 2026/27. Give a day from 1 September 2026 to 31 August 2027." in text
    assert 'value="2026-11-20"' in text
    assert not CheckpointDate.objects.exists()


def test_somebody_else_s_change_meanwhile_is_shown_beside_one_s_own(cast, client_of, autumn) -> None:
    lead = client_of(cast.data_lead)
    held = CheckpointDateFactory(checkpoint=autumn, academic_year=2026, due=D(2026, 11, 20))
    seen = lead.get(f"{URL}?year=2026").context["form"]["seen"].value()
    CheckpointDate.objects.filter(pk=held.pk).update(due=D(2026, 12, 4))
    answer = lead.post(f"{URL}?year=2026", {"seen": seen, f"day_{autumn.pk}": "2026-11-27"})
    assert "Somebody else changed this while you wrote" in answer.content.decode()
    held.refresh_from_db()
    assert held.due == D(2026, 12, 4)


@pytest.mark.parametrize("year", ["", "abc", "1066", "99999", "2026"])
def test_any_year_of_the_address_gives_a_page(cast, client_of, autumn, year: str) -> None:
    assert client_of(cast.data_lead).get(URL, {"year": year}).status_code == 200


def test_without_checkpoints_the_page_says_what_comes_first(cast, client_of) -> None:
    assert "No checkpoint has a name yet" in client_of(cast.data_lead).get(URL).content.decode()


def test_the_service_refuses_who_does_not_date_checkpoints_and_a_day_elsewhere(cast, autumn) -> None:
    days = {autumn.pk: D(2026, 11, 20)}
    with pytest.raises(PermissionDenied):
        set_checkpoint_dates(by=cast.trust_leader, trust=cast.trust, academic_year=2026, days=days)
    with pytest.raises(ValidationError, match="Autumn: 20 November 2026 is not in 2025/26"):
        set_checkpoint_dates(by=cast.data_lead, trust=cast.trust, academic_year=2025, days=days)


def test_another_trust_s_checkpoint_is_not_dated(cast) -> None:
    theirs = CheckpointFactory(trust=cast.foreign_trust, name="Autumn")
    days = {theirs.pk: D(2026, 11, 20)}
    assert set_checkpoint_dates(by=cast.data_lead, trust=cast.trust, academic_year=2026, days=days) == []
    assert not CheckpointDate.objects.exists()


@pytest.mark.parametrize("due", [D(2026, 8, 31), D(2027, 9, 1)])
def test_the_database_keeps_a_day_within_its_year(autumn, due) -> None:
    """Past the service, in bulk."""
    with pytest.raises(IntegrityError, match="checkpoint_date_within_its_year"), transaction.atomic():
        CheckpointDate.objects.bulk_create([CheckpointDate(checkpoint=autumn, academic_year=2026, due=due)])
    for inside in (D(2026, 9, 1), D(2027, 8, 31)):
        CheckpointDate.objects.bulk_create([CheckpointDate(checkpoint=autumn, academic_year=2026, due=inside)])
        CheckpointDate.objects.all().delete()


def test_the_database_keeps_one_day_a_checkpoint_and_year(autumn) -> None:
    CheckpointDateFactory(checkpoint=autumn, academic_year=2026, due=D(2026, 11, 20))
    with pytest.raises(IntegrityError, match="checkpoint_date_once_a_year"), transaction.atomic():
        CheckpointDate.objects.bulk_create([CheckpointDate(checkpoint=autumn, academic_year=2026)])


def test_each_open_academy_gets_the_day_and_nobody_gets_another_trust_s(cast, autumn) -> None:
    CheckpointDateFactory(checkpoint=autumn, academic_year=2026, due=D(2026, 11, 20))
    theirs = CheckpointFactory(trust=cast.foreign_trust, name="Autumn")
    CheckpointDateFactory(checkpoint=theirs, academic_year=2026, due=D(2026, 11, 20))
    closed = make.AcademyFactory(trust=cast.trust, status=Status.CLOSED)
    academies = [cast.own, cast.sibling, cast.foreign, closed]
    span = D(2026, 11, 1), D(2026, 11, 30)
    found = list(checkpoint_events(cast.trust_leader, person_for(cast.trust_leader), academies, *span))
    assert {event.academy for event in found} == {cast.own.pk, cast.sibling.pk}
    assert {(e.kind, e.starts, e.firm, e.title) for e in found} == {
        (EventKind.CHECKPOINT, D(2026, 11, 20), False, "Autumn data, 2026/27")
    }
    assert not list(checkpoint_events(cast.trust_leader, person_for(cast.trust_leader), academies, span[1], span[1]))
    assert not list(checkpoint_events(cast.nobody, person_for(cast.nobody), academies, *span))
    assert not list(checkpoint_events(cast.people[Role.TEACHER], person_for(cast.teacher), academies, *span))


def test_a_governor_gets_the_day_without_a_way_to_staff_s_pages(cast, autumn) -> None:
    CheckpointDateFactory(checkpoint=autumn, academic_year=2026, due=D(2026, 11, 20))
    span = D(2026, 11, 20), D(2026, 11, 20)
    (found,) = checkpoint_events(cast.governor, person_for(cast.governor), [cast.own], *span)
    assert found.url == ""
    (found,) = checkpoint_events(cast.headteacher, person_for(cast.headteacher), [cast.own], *span)
    assert found.url.startswith(reverse("pupils:coverage"))
