"""The wall from the pages' side: each view is opened for its reader alone, and nothing beside the tables tells."""

from __future__ import annotations

import datetime
import json

import pytest
from django.urls import URLPattern
from django.utils import timezone

from academies.access import person_for
from academies.models import Academy
from academies.providers import events, facts, timeline, todo
from academies.providers.events import own_events
from academies.providers.search import Asked, searches
from coaching import guards, urls
from coaching.models import Cycle
from tests.coaching.wall import PLANTED, asked, plant

# Views that read nothing behind the wall, and why.
OPEN_VIEWS = {
    "programme": "numbers of five people or more",
    "programme_csv": "numbers of five people or more",
    "reminders": "what somebody wants to be reminded of",
    "approach_list": "the trust's models of coaching",
    "approach_start": "the trust's models of coaching",
    "visit_worker": "a script, the same for everybody",
    "approach_new": "the trust's models of coaching",
    "approach_edit": "the trust's models of coaching",
    "approach_away": "the trust's models of coaching",
}
OTHERS = ("trust_leader", "headteacher", "senior_leader", "governor", "data_lead", "administrator", "external_coach")


def guarded(view: object) -> bool:
    """`own_rows` stands somewhere in the view's decorators."""
    while view is not None:
        if getattr(view, "__code__", None) is OWN_ROWS:
            return True
        view = getattr(view, "__wrapped__", None)
    return False


OWN_ROWS = guards.own_rows(lambda request: None).__code__  # type: ignore[arg-type, return-value]


def test_own_rows_stands_on_every_view_that_reads_behind_the_wall():
    patterns = [each for each in urls.urlpatterns if isinstance(each, URLPattern)]
    assert len(patterns) == len(urls.urlpatterns)
    unguarded = {each.name for each in patterns if not guarded(each.callback)}
    assert unguarded <= set(OPEN_VIEWS), "own_rows, or a reason here"
    assert all(OPEN_VIEWS.values())


@pytest.fixture
def walled(cast):
    return plant(cast)


# Lists, files, feeds and searches that somebody might look for it on.
PAGES = (
    "/", "/calendar/", "/calendar/calendar.csv", "/coaching/", "/coaching/shared/", "/coaching/programme/",
    "/coaching/programme.csv", "/toolkit/in-use/", f"/toolkit/search/?q={PLANTED}", "/people/", "/overview/",
    f"/search/?q={PLANTED}", "/changes/", "/coming/", "/coaching/coming/",
)  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_no_page_of_others_holds_a_word_of_it(name, walled, cast, client_of):
    client = client_of(getattr(cast, name))
    cycle, visit = walled.cycle.pk, walled.visit.pk
    own = (
        f"/coaching/{cycle}/", f"/coaching/{cycle}/record/", f"/coaching/{cycle}/record.pdf",
        f"/coaching/{cycle}/openings/", f"/coaching/{cycle}/openings.csv", f"/coaching/visits/{visit}/",
        f"/coaching/visits/{visit}/feedback/", f"/coaching/shared/{visit}/", f"/coaching/shared/{walled.share.pk}/",
    )  # fmt: skip
    for page in PAGES:
        answer = client.get(page, follow=True)
        assert not answer.streaming
        # The word that was asked for stands in the search box again, but no sentence with it.
        assert f"A {PLANTED}".encode() not in answer.content, page
    for page in own:
        assert client.get(page).status_code == 404, page


@pytest.mark.parametrize("name", OTHERS)
def test_no_registry_tells_others(name, walled, cast):
    person = getattr(cast, name)
    told, today = person_for(person), timezone.localdate()
    places = list(Academy.objects.visible_to(person))
    month = datetime.timedelta(days=31)
    said = [
        todo.collect(person, told),
        events.collect(person, told, places, today - month, today + month),
        [timeline.collect(person, told, place) for place in places],
        facts.collect(person, told, places),
        list(searches.collect(person, told, Asked(((PLANTED,),)))),
        timeline.changes(person, told, places, timezone.now() - month),
        own_events.collect(person, told, today - month, today + month),
    ]
    assert PLANTED not in repr(said)
    assert "coaching-" not in repr(said[1])
    assert f"/coaching/{walled.cycle.pk}/" not in repr(said)


def test_the_history_keeps_no_address_of_a_cycle(walled, cast, client_of):
    """Two people who wrote at one cycle's address would be known for the two of it."""
    client = client_of(cast.teacher)
    page = f"/coaching/{walled.cycle.pk}/change/"
    client.post(page, {"goal": f"A {PLANTED} once more", "focus": "Waiting", "rhythm_weeks": "2"})
    kept = [json.dumps(row) for row in asked("SELECT metadata::text FROM pghistory_context")]
    assert not [row for row in kept if "/coaching/" in row and f"/coaching/{walled.cycle.pk}" in row]
    assert Cycle.objects.count() == 0, "closed again after the request"
