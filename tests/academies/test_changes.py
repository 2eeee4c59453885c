"""What changed since somebody was last here, and what is coming."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from academies.access import Role
from academies.models import Presence
from academies.providers import Todo
from academies.providers.timeline import Change, ChangeKind
from academies.selectors.changes import lines_of
from academies.services.presence import FIRST, note_presence, since_of
from tests import factories as make

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def test_who_comes_first_is_told_of_two_weeks_and_then_of_the_time_since_the_sitting_before(cast):
    now = timezone.now()

    def told_since():
        return since_of(note_presence(by=cast.governor), now)

    assert abs(told_since() - (now - FIRST)) < HOUR
    Presence.objects.update(seen=now - 5 * HOUR)
    assert told_since() == now - 5 * HOUR
    Presence.objects.update(seen=now - HOUR)
    assert told_since() == now - 5 * HOUR, "an hour later it is the same sitting"
    assert not Presence.objects.visible_to(cast.headteacher).exists()


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_home_and_what_home_asks_for(role, cast, client_of):
    client = client_of(cast.people[role])
    home = client.get("/").content.decode()
    assert 'hx-get="/coming/"' in home
    assert 'hx-get="/changes/"' in home
    for address in ("/coming/", "/changes/"):
        part = client.get(address, headers={"HX-Request": "true", "HX-Target": "home-part"}).content.decode()
        assert "<html" not in part
        assert "<html" in client.get(address).content.decode()


def test_a_concern_is_news_to_its_head_and_to_nobody_below(cast, client_of):
    concern = make.ConcernFactory(academy=cast.own, title="Quillwander", raised_by=cast.trust_leader)
    make.ConcernEntryFactory(concern=concern, kind="raised", by=cast.trust_leader, at=timezone.now())
    assert "Quillwander" in client_of(cast.headteacher).get("/changes/").content.decode()
    for who in (cast.governor, cast.teacher, cast.sibling_head, cast.outsider, cast.nobody, cast.trust_leader):
        assert "Quillwander" not in client_of(who).get("/changes/").content.decode()


def test_filters_that_nobody_knows_narrow_nothing(cast, client_of):
    assert client_of(cast.headteacher).get("/changes/?span=x&kind=%00&academy=nowhere&page=-3").status_code == 200


def test_what_changed_alike_at_several_academies_is_one_line_and_twice_at_one_are_two():
    now = timezone.now()

    def change(says, academy, url):
        return Change(now, ChangeKind.PLAN, says, url, academy)

    told = [change("Done", 1, "/a/"), change("Done", 2, "/b/"), change("Done", 1, "/c/"), change("Else", 1, "/d/")]
    lines = [(line.change.says, line.places) for line in lines_of(told, {1: "Heronwick", 2: "Otterburn"})]
    assert lines == [
        ("Done", (("Heronwick", "/a/"), ("Otterburn", "/b/"))),
        ("Done", (("Heronwick", "/c/"),)),
        ("Else", (("Heronwick", "/d/"),)),
    ]
    alone = [line.change.url for line in lines_of(told, {})]
    assert set(alone) >= {"/a/", "/c/", "/d/"}, "whoever sees one academy is led to each"


def test_the_home_page_shows_a_few_things_and_folds_the_rest(cast, client_of, monkeypatch):
    todos = [Todo(f"Thing {number} waits.", "/") for number in range(12)]
    monkeypatch.setattr("academies.home.todo.collect", lambda user, person: todos)
    page = client_of(cast.governor).get("/").content.decode()
    shown, _, folded = page.partition("<details")
    assert "Thing 4 waits." in shown
    assert "Thing 5 waits." not in shown
    assert "Seven more things that need you" in folded
    assert "12 things need you." in page
    monkeypatch.setattr("academies.home.todo.collect", lambda user, person: todos[:7])
    assert "more things that need you" not in client_of(cast.governor).get("/").content.decode(), "two are not worth it"


def test_who_comes_for_the_first_time_is_led_to_their_first_ten_minutes(cast, client_of):
    assert "New here? Governor: your first ten minutes" in client_of(cast.governor).get("/").content.decode()
    assert "New here? Help" in client_of(cast.teacher).get("/").content.decode()
    Presence.objects.update(before=timezone.now() - 9 * HOUR)
    assert "New here?" not in client_of(cast.governor).get("/").content.decode()


def test_how_things_stand_is_told_to_who_reads_figures_and_to_nobody_else(cast, client_of):
    assert "No figures are published yet." in client_of(cast.headteacher).get("/standing/").content.decode()
    assert "that your roles do not open" in client_of(cast.teacher).get("/standing/").content.decode()
    for who, asks in ((cast.headteacher, True), (cast.governor, True), (cast.teacher, False), (cast.nobody, False)):
        home = client_of(who).get("/").content.decode()
        assert ('hx-get="/standing/"' in home) is asks
