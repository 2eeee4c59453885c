"""One's own calendar address: made once, shown once, ended at will; and what a calendar program reads there."""

from __future__ import annotations

import datetime
import re

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from academies.access import Role
from academies.models import CalendarFeed, Membership
from academies.providers import EventKind, events
from academies.services.feeds import digest_of, end_feed, feed_of, make_feed
from tests import factories as make
from tests.access.test_history import events as history_of
from tests.factories import CalendarFeedFactory, make_event

TODAY = timezone.localdate
SECRET = "a-secret-of-43-letters-that-nobody-guesses-x"
YEAR = datetime.timedelta(days=365)


def address(secret: str = SECRET, **query: str) -> str:
    return reverse("academies:feed", args=[secret], query=query)


def read(secret: str = SECRET, client: Client | None = None, **query: str) -> Calendar:
    response = (client or Client()).get(address(secret, **query))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content)


def summaries(calendar: Calendar) -> set[str]:
    return {str(entry["SUMMARY"]) for entry in calendar.walk("VEVENT")}


@pytest.fixture
def soon(cast, lands):
    """A visit in three days at each of three academies; the own one's title is long."""
    day = TODAY() + datetime.timedelta(days=3)
    lands(
        make_event(
            cast.own.pk,
            day,
            title="Visit to hear how every pupil of key stage 2 reads, é and “quotes”; commas, too",
            uid="visit-1",
            url="/there/",
            note="Two lines.\nThe second.",
        ),
        make_event(cast.sibling.pk, day, title="Sibling's visit", uid="visit-2"),
        make_event(cast.foreign.pk, day, title="Foreign visit", uid="visit-3"),
    )


# Making and ending.


def test_the_address_is_shown_once_and_kept_as_a_digest_alone(cast, client_of):
    head = client_of(cast.headteacher)
    response = head.post(reverse("academies:feed_make"))
    text = response.content.decode()
    found = re.search(r'value="http://testserver/calendar/feed/([\w-]{43})\.ics"', text)
    assert found
    secret = found[1]
    assert f"webcal://testserver{address(secret)}" in text
    assert response["Cache-Control"] == "no-store"
    feed = CalendarFeed.objects.get()
    assert (feed.user, feed.digest) == (cast.headteacher, digest_of(secret))
    read(secret)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{secret}%"])
            assert cursor.fetchone() == (0,), f"{table} holds the secret."
    page = head.get(reverse("academies:calendar")).content.decode()
    assert secret not in page
    assert "It was last read on " in page


def test_a_second_address_is_refused_until_the_first_is_ended(cast, client_of):
    head = client_of(cast.headteacher)
    head.post(reverse("academies:feed_make"))
    answer = head.post(reverse("academies:feed_make"), follow=True)
    assert "You have a calendar address already." in answer.content.decode()
    assert CalendarFeed.objects.count() == 1
    answer = head.post(reverse("academies:feed_end"), follow=True)
    assert "Your calendar address has ended." in answer.content.decode()
    assert head.post(reverse("academies:feed_make")).status_code == 200
    assert "Nothing has read it yet." in head.get(reverse("academies:calendar")).content.decode()
    assert [feed.ended is None for feed in CalendarFeed.objects.order_by("pk")] == [False, True]


def test_secrets_differ_and_are_long(cast):
    one = make_feed(by=cast.headteacher)
    end_feed(by=cast.headteacher)
    other = make_feed(by=cast.headteacher)
    assert one != other
    assert len(one) >= 43
    with pytest.raises(ValidationError, match="already"):
        make_feed(by=cast.headteacher)


def test_one_ends_one_s_own_alone(cast):
    theirs = CalendarFeedFactory(user=cast.governor)
    end_feed(by=cast.headteacher)
    theirs.refresh_from_db()
    assert theirs.ended is None


def test_the_database_keeps_one_current_address_a_person(cast):
    CalendarFeedFactory(user=cast.governor)
    with pytest.raises(IntegrityError, match="feed_one_a_person"), transaction.atomic():
        CalendarFeed.objects.bulk_create([CalendarFeed(user=cast.governor, digest="b" * 64)])
    CalendarFeedFactory(user=cast.governor, ended=timezone.now())


def test_making_and_ending_are_kept_and_neither_secret_nor_digest_is(cast):
    make_feed(by=cast.headteacher)
    end_feed(by=cast.headteacher)
    feed = CalendarFeed.objects.get()
    kept = history_of(CalendarFeed, pgh_obj_id=feed.pk).order_by("pgh_id")
    assert [event.pgh_label for event in kept] == ["insert", "update"]
    assert "digest" not in {field.name for field in kept.model._meta.get_fields()}


# Reading.


def test_it_shows_what_its_person_sees_and_nothing_else(cast, soon):
    CalendarFeedFactory(user=cast.headteacher, secret=SECRET)
    (only,) = summaries(read())
    assert only.startswith("Visit to hear")
    CalendarFeedFactory(user=cast.trust_leader, secret="leader")
    found = summaries(read("leader"))
    assert len(found) == 2
    assert f"{cast.sibling}: Sibling's visit" in found
    assert not any("Foreign" in each for each in found)


def test_whoever_reads_it_signed_in_or_not_sees_its_person_s(cast, client_of, soon):
    CalendarFeedFactory(user=cast.headteacher, secret=SECRET)
    mine = summaries(read())
    for user in (cast.trust_leader, cast.outsider, cast.nobody):
        assert summaries(read(client=client_of(user))) == mine


def test_once_the_role_has_ended_it_shows_nothing(cast, soon):
    CalendarFeedFactory(user=cast.headteacher, secret=SECRET)
    assert summaries(read())
    Membership.objects.filter(user=cast.headteacher).update(ends=TODAY() - datetime.timedelta(days=1))
    assert summaries(read()) == set()


def test_a_role_elsewhere_decides_nothing_here(cast, soon, monkeypatch):
    """A head in one trust who teaches in another: each trust's providers are asked with the roles of that trust."""
    asked = []

    def provider(user, person, academies, first, last):
        asked.append((person.trust, [academy.pk for academy in academies], [m.role for m in person.here]))
        return []

    monkeypatch.setattr(events, "_providers", [provider])
    make.MembershipFactory(user=cast.headteacher, academy=cast.foreign, role=Role.TEACHER)
    CalendarFeedFactory(user=cast.headteacher, secret=SECRET)
    read()
    assert asked == [
        (cast.trust, [cast.own.pk], [Role.HEADTEACHER]),
        (cast.foreign_trust, [cast.foreign.pk], [Role.TEACHER]),
    ]


@pytest.mark.parametrize("guess", ["x", "a" * 43, SECRET[:-1], SECRET + "x", SECRET.upper(), digest_of(SECRET)])
def test_a_guess_gets_404(cast, soon, guess):
    CalendarFeedFactory(user=cast.headteacher, secret=SECRET)
    assert Client().get(address(guess)).status_code == 404


def test_an_ended_address_and_a_closed_account_get_404(cast):
    CalendarFeedFactory(user=cast.headteacher, secret=SECRET, ended=timezone.now())
    assert Client().get(address()).status_code == 404
    CalendarFeedFactory(user=cast.governor, secret="governors")
    assert Client().get(address("governors")).status_code == 200
    type(cast.governor).objects.filter(pk=cast.governor.pk).update(is_active=False)
    assert Client().get(address("governors")).status_code == 404
    assert feed_of("governors") is None


def test_no_session_is_made_nobody_signed_in_and_no_cache_keeps_it(cast):
    CalendarFeedFactory(user=cast.headteacher, secret=SECRET)
    client = Client()
    response = client.get(address())
    assert not Session.objects.exists()
    assert not client.cookies
    assert response["Cache-Control"] == "private, no-cache"
    assert client.get(reverse("academies:calendar")).status_code == 302
    assert client.post(address()).status_code == 405
    assert client.head(address()).status_code == 200


def test_one_academy_alone_and_one_out_of_reach(cast, soon):
    CalendarFeedFactory(user=cast.trust_leader, secret=SECRET)
    assert summaries(read(academy=cast.sibling.slug)) == {"Sibling's visit"}
    assert summaries(read(academy=cast.foreign.slug)) == set()
    for odd in ("nowhere", "\0", "é" * 300):
        assert summaries(read(academy=odd)) == set()


def test_it_goes_a_year_back_and_a_year_and_a_half_ahead(cast, lands):
    CalendarFeedFactory(user=cast.headteacher, secret=SECRET)
    for days in (-366, -364, 547, 549):
        lands(make_event(cast.own.pk, TODAY() + datetime.timedelta(days=days), title=f"{days}"))
    assert summaries(read()) == {"-364", "547"}


def test_reading_is_noted_once_an_hour(cast):
    feed = CalendarFeedFactory(user=cast.headteacher, secret=SECRET)

    def noted():
        feed.refresh_from_db()
        assert feed.last_read
        return feed.last_read

    read()
    first = noted()
    assert timezone.now() - first < datetime.timedelta(minutes=1)
    with CaptureQueriesContext(connection) as captured:
        read()
    assert noted() == first
    assert not [q["sql"] for q in captured.captured_queries if q["sql"].startswith("UPDATE")]
    CalendarFeed.objects.update(last_read=first - datetime.timedelta(hours=1, minutes=1))
    read()
    assert noted() > first - datetime.timedelta(minutes=1)
    assert history_of(CalendarFeed, pgh_obj_id=feed.pk).count() == 1, "reading is no change"


def test_what_a_program_gets_is_a_calendar_by_the_letter(cast, soon):
    CalendarFeedFactory(user=cast.headteacher, secret=SECRET)
    raw = Client().get(address()).content
    lines = raw.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert max(len(line) for line in lines) <= 75, "folded"
    assert b"\n" not in raw.replace(b"\r\n", b"")
    calendar = Calendar.from_ical(raw)
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    (entry,) = calendar.walk("VEVENT")
    day = TODAY() + datetime.timedelta(days=3)
    assert entry["DTSTART"].params["VALUE"] == "DATE"
    assert entry.decoded("DTSTART") == day
    assert entry.decoded("DTEND") == day + datetime.timedelta(days=1), "the end is not counted"
    assert entry["SUMMARY"] == "Visit to hear how every pupil of key stage 2 reads, é and “quotes”; commas, too"
    assert entry["DESCRIPTION"] == "Two lines.\nThe second."
    assert entry["URL"] == "http://testserver/there/"
    assert entry["LOCATION"] == cast.own.name
    assert entry["UID"] == f"visit-1-{cast.own.pk}@kestrelholt.closing-the-gap"
    now = timezone.now()
    for stamp in ("DTSTAMP", "LAST-MODIFIED"):
        assert abs(entry.decoded(stamp) - now) < datetime.timedelta(minutes=1)


def test_a_thing_keeps_its_uid_when_its_day_moves_and_each_academy_has_its_own(cast, monkeypatch):
    CalendarFeedFactory(user=cast.trust_leader, secret=SECRET)

    def on(day: datetime.date) -> dict[str, datetime.date]:
        def provider(user, person, academies, first, last):
            return [make_event(academy.pk, day, uid="checkpoint-1-2026", title="Data") for academy in academies]

        monkeypatch.setattr(events, "_providers", [provider])
        return {str(entry["UID"]): entry.decoded("DTSTART") for entry in read().walk("VEVENT")}

    before, after = on(TODAY()), on(TODAY() + datetime.timedelta(days=7))
    assert len(before) == 2
    assert before.keys() == after.keys()
    assert set(after.values()) == {TODAY() + datetime.timedelta(days=7)}


def test_what_is_only_due_stands_on_its_last_day_and_leaves_people_free(cast, lands):
    CalendarFeedFactory(user=cast.headteacher, secret=SECRET)
    day = TODAY() + datetime.timedelta(days=30)
    lands(
        make_event(cast.own.pk, TODAY(), day, firm=False, title="Autumn data", kind=EventKind.CHECKPOINT, uid="due"),
        make_event(cast.own.pk, day, load=3, title="Full-day review", kind=EventKind.REVIEW, uid="whole"),
        make_event(cast.own.pk, day, day + datetime.timedelta(days=2), load=2, title="Visit", uid="three"),
    )
    entries = {str(entry["SUMMARY"]): entry for entry in read().walk("VEVENT")}
    assert entries["Due: Autumn data"].decoded("DTSTART") == day
    assert entries["Due: Autumn data"]["TRANSP"] == "TRANSPARENT"
    assert entries["Full-day review"]["TRANSP"] == "OPAQUE"
    assert entries["Visit"].decoded("DTEND") - entries["Visit"].decoded("DTSTART") == datetime.timedelta(days=3)
    assert entries["Visit"]["CATEGORIES"].to_ical() == b"Visit"


def test_it_costs_the_same_with_two_academies_and_with_two_hundred(cast):
    CalendarFeedFactory(user=cast.trust_leader, secret=SECRET, last_read=timezone.now())
    read()
    with CaptureQueriesContext(connection) as few:
        read()
    make.AcademyFactory.create_batch(198, trust=cast.trust)
    with CaptureQueriesContext(connection) as many:
        read()
    assert len(many) == len(few) <= 15
