"""One's own coaching visits in one's own calendar, and in nobody else's."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import factories as make
from tests.coaching.wall import plant

pytestmark = pytest.mark.django_db
SECRET = "a-secret-of-43-letters-that-nobody-guesses-x"


@pytest.fixture
def walled(cast):
    return plant(cast)


def test_coach_and_coachee_see_it_and_nobody_else(walled, cast, client_of):
    coach, coachee = cast.coach.full_name.split()[0], cast.teacher.full_name.split()[0]
    assert f"You visit {coachee}" in client_of(cast.coach).get("/calendar/?kind=own").content.decode()
    assert f"{coach} visits you" in client_of(cast.teacher).get("/coaching/coming/").content.decode()
    for name in ("headteacher", "trust_leader", "sibling_head", "governor", "administrator", "nobody"):
        client = client_of(getattr(cast, name))
        for page in ("/calendar/?kind=own", "/coaching/coming/"):
            text = client.get(page).content.decode()
            assert f"/coaching/{walled.cycle.pk}/" not in text, (name, page)
            assert "visits you" not in text


def test_a_feed_tells_its_own_person_that_there_is_one_and_neither_name_nor_address(walled, cast, client):
    for who, told in ((cast.coach, True), (cast.headteacher, False)):
        make.CalendarFeedFactory(user=who, secret=f"{SECRET}{who.pk}")
        text = client.get(reverse("academies:feed", args=[f"{SECRET}{who.pk}"])).content.decode()
        assert ("Coaching visit" in text) is told
        assert cast.teacher.full_name.split()[0] not in text
        assert f"/coaching/{walled.cycle.pk}/" not in text


def test_a_page_with_it_is_kept_by_no_cache(walled, cast, client_of):
    assert client_of(cast.coach).get("/calendar/?kind=own")["Cache-Control"] == "no-store, private"
    assert "no-store" in client_of(cast.coach).get("/coaching/coming/")["Cache-Control"]
