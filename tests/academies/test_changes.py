"""What changed since somebody was last here, and what is coming."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from academies.access import Role
from academies.models import Presence
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
