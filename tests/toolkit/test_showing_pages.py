"""Finding somebody who shows it, asking, the answer, the day in both calendars, and what the visitor took away."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from academies.access import person_for
from academies.providers import events, todo
from tests import factories as make
from toolkit.models import Offer, Showing

TOOK = "Stand behind them, not in front."


@pytest.fixture
def offer(cast):
    practice = make.PublishedPracticeFactory(trust=cast.trust, slug="retrieval", title="Begin with retrieval")
    return make.OfferFactory(practice=practice, academy=cast.sibling, by=cast.sibling_teacher)


def todos_of(user):
    return [each.says for each in todo.collect(user, person_for(user))]


def events_of(user, academy):
    today = timezone.localdate()
    week = datetime.timedelta(days=7)
    found = events.collect(user, person_for(user), [academy], today - week, today + week)
    return [event for event in found if event.uid.startswith("showing-")]


def text(response):
    return response.content.decode()


def test_from_the_search_to_what_was_taken_away(cast, client_of, offer):
    visitor, host = client_of(cast.teacher), client_of(cast.sibling_teacher)
    found = visitor.get(reverse("toolkit:offer_list") + "?practice=retrieval&phase=primary")
    assert [row.offer for row in found.context["page"].rows] == [offer]

    visitor.post(reverse("toolkit:showing_ask", args=[offer.pk]), {"wish": "How it begins."})
    showing = Showing.objects.get()
    assert "Nadia Quillmore would like to see “Begin with retrieval”." in todos_of(cast.sibling_teacher)

    today = timezone.localdate()
    host.post(
        reverse("toolkit:showing_answer", args=[showing.pk]), {"goes": "agree", "day": today, "answer": "Room 4."}
    )
    assert [event.starts for event in events_of(cast.teacher, cast.own)] == [today]
    assert [event.title for event in events_of(cast.sibling_teacher, cast.sibling)] == [
        "Nadia Quillmore comes to see “Begin with retrieval”"
    ]
    assert events_of(cast.headteacher, cast.own) == []
    assert events_of(cast.trust_leader, cast.sibling) == []

    visitor.post(reverse("toolkit:showing_made", args=[showing.pk]), {"took": TOOK})
    for client in (visitor, host):
        assert TOOK in text(client.get(reverse("toolkit:showing_show", args=[showing.pk])))
    assert "One colleague has come" in text(host.get(reverse("toolkit:offer_list")))
    assert not [says for says in todos_of(cast.teacher) if "took away" in says]


def test_nobody_else_reads_a_visit(cast, client_of, offer):
    showing = make.ShowingFactory(offer=offer, asked_by=cast.teacher, academy=cast.own, took=TOOK)
    for who in (cast.headteacher, cast.sibling_head, cast.trust_leader, cast.governor, cast.outsider):
        for name in ("showing_show", "showing_answer", "showing_made"):
            assert client_of(who).get(reverse(f"toolkit:{name}", args=[showing.pk])).status_code == 404


def test_an_answer_that_lacks_a_day_or_a_reason_says_so(cast, client_of, offer):
    showing = make.ShowingFactory(offer=offer, asked_by=cast.teacher, academy=cast.own)
    client, url = client_of(cast.sibling_teacher), reverse("toolkit:showing_answer", args=[showing.pk])
    assert "Say on which day." in text(client.post(url, {"goes": "agree", "answer": "Room 4."}))
    gone = timezone.localdate() - datetime.timedelta(days=1)
    assert "That day has passed" in text(client.post(url, {"goes": "agree", "day": gone}))
    assert "Say why" in text(client.post(url, {"goes": "decline"}))
    assert client_of(cast.teacher).get(url).status_code == 403


def test_an_offer_of_somebody_who_left_is_not_shown(cast, client_of, offer):
    cast.sibling_teacher.memberships.update(ends=timezone.localdate() - datetime.timedelta(days=1))
    assert "Nobody offers" in text(client_of(cast.teacher).get(reverse("toolkit:offer_list")))
    assert client_of(cast.teacher).get(reverse("toolkit:showing_ask", args=[offer.pk])).status_code == 404


def test_governors_have_no_way_to_the_network(cast, client_of, offer):
    for who in (cast.governor, cast.trustee, cast.external_coach):
        assert client_of(who).get(reverse("toolkit:offer_list")).status_code == 403
        assert reverse("toolkit:offer_list") not in text(client_of(who).get("/"))


def test_an_offer_is_made_and_taken_back(cast, client_of):
    client = client_of(cast.teacher)
    said = {"practice": "", "subject": "Chess", "phases": ["primary"], "says": "Openings in Year 5.", "when": ""}
    assert "Choose a practice or write a subject." in text(
        client.post(reverse("toolkit:offer_new"), {**said, "subject": ""})
    )
    client.post(reverse("toolkit:offer_new"), said)
    offer = Offer.objects.get()
    assert offer.by == cast.teacher
    client.post(reverse("toolkit:offer_withdraw", args=[offer.pk]))
    assert not Offer.objects.standing().exists()


def test_what_was_not_asked_is_not_taken_back(cast, client_of, offer):
    showing = make.ShowingFactory(offer=offer, asked_by=cast.teacher, academy=cast.own)
    client_of(cast.sibling_teacher).post(reverse("toolkit:showing_withdraw", args=[showing.pk]))
    assert Showing.objects.get().state == "asked"
    client_of(cast.teacher).post(reverse("toolkit:showing_withdraw", args=[showing.pk]))
    assert Showing.objects.get().state == "withdrawn"
