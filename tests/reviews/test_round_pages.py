"""Pages of a round as people read them: what comes next, lists, todos, calendars, networks, the schedule."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from academies.access import Person, person_for
from academies.models import Academy, Membership
from academies.models.academy import Status
from academies.providers import EventKind, events, timeline
from celt.ui.parts import Link
from reviews.happenings.together import visiting_events
from reviews.models import Network, Round
from reviews.selectors.network import networks_page
from reviews.selectors.round import round_place
from reviews.selectors.round_list import rounds_page
from reviews.selectors.round_show import RoundPage, round_page
from reviews.selectors.told import near_day
from reviews.services.round import take_round_step
from reviews.services.visitor import add_visitor, add_visitors
from reviews.todos.together import visiting_todos
from tests import factories as make
from tests.cast import Cast
from tests.reviews.test_round_steps import ready

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def day(after: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=after)


def of(cast: Cast, who: str) -> tuple[Any, Person]:
    user = getattr(cast, who)
    return user, person_for(user, cast.trust.pk)


def page_for(cast: Cast, round: Round, who: str) -> RoundPage:
    user, person = of(cast, who)
    found = Round.objects.select_related("host__trust", "network", "theory").get(pk=round.pk)
    return round_page(user, round_place(user, person, found))


def todos(cast: Cast, who: str) -> list[str]:
    return [todo.says for todo in visiting_todos(*of(cast, who)) if "round" in todo.says]


def at(round: Round, **fields: Any) -> Round:
    Round.objects.filter(pk=round.pk).update(**fields)
    round.refresh_from_db()
    return round


def test_before_the_visit_each_reads_their_own_part(cast):
    round = at(ready(cast, "preparing"), day=day(4))
    page = page_for(cast, round, "headteacher")
    assert page.next.says.startswith("Everything is ready.")
    assert [need.done for need in page.next.needs] == [True] * 3
    assert page.next.button is not None
    assert page.next.button.label == "Sheet for the day"
    assert page.next.step == ""
    assert page_for(cast, at(round, day=TODAY), "headteacher").next.step == "begin"
    assert page_for(cast, round, "coach").next.says.startswith("You visit on")
    assert "There is nothing to prepare" in page_for(cast, round, "teacher").next.says
    assert page_for(cast, round, "teacher").next.needs == []


def test_what_is_missing_is_said_and_leads_there(cast, client_of):
    round = make.RoundFactory(host=cast.own, day=day(3))
    page = page_for(cast, round, "headteacher")
    assert page.next.says.endswith("Three things are still to be done before it.")
    assert page.next.button == Link("Say who facilitates it", page.next.needs[0].url, primary=True)
    answer = client_of(cast.headteacher).post(reverse("reviews:round_step", args=[round.pk, "begin"]), follow=True)
    assert "Say first who facilitates the round." in answer.content.decode()
    round.refresh_from_db()
    assert round.state == "preparing"


def test_the_strip_stands_where_the_round_stands(cast):
    marks = {"done": "x", "now": "o", "later": "."}
    stands = {
        state: "".join(marks[step.state] for step in page_for(cast, ready(cast, state), "headteacher").place.way)
        for state in ("preparing", "observing", "debriefing", "agreed", "followed", "called_off")
    }
    assert stands == {
        "preparing": "o....", "observing": "xo...", "debriefing": "xxo..", "agreed": "xxxo.", "followed": "xxxxx",
        "called_off": "o",
    }  # fmt: skip


def test_governors_read_no_visitor_no_schedule_and_no_log(cast, client_of):
    round = ready(cast, "agreed")
    add_nothing = client_of(cast.governor).get(reverse("reviews:round_show", args=[round.pk])).content.decode()
    assert "What the visitors predict" in add_nothing
    for hidden in ("Marigold Underhay", "Schedule", "What happened", "Year "):
        assert hidden not in add_nothing
    assert client_of(cast.governor).get(reverse("reviews:schedule_print", args=[round.pk])).status_code == 403


def test_who_joined_together_stands_in_one_line(cast):
    round = make.RoundFactory(host=cast.own)
    add_visitors(by=cast.headteacher, round=round, people=[cast.coach, cast.teacher], facilitator=cast.senior_leader)
    log = [line.what for line in page_for(cast, round, "headteacher").log]
    assert log == [
        "Petra Lindqvarn facilitates it",
        "Callum Featherstane, Nadia Quillmore and Petra Lindqvarn visit",
    ]


def test_visitors_and_facilitators_find_it_at_home(cast):
    round = at(ready(cast, "preparing"), day=day(5))
    when = near_day(round.day, TODAY)
    assert todos(cast, "coach") == [f"You visit classrooms on {when}: round at Heronwick."]
    assert len(todos(cast, "sibling_head")) == 1
    for nobody in ("teacher", "governor", "trustee", "data_lead"):
        assert todos(cast, nobody) == []
    at(round, day=TODAY)
    assert todos(cast, "headteacher") == ["The round at Heronwick is today. Begin it."]
    round.classrooms.update(dropped_at=timezone.now())
    assert "at least 3 classrooms" in todos(cast, "headteacher")[0]
    at(round, day=day(-1))
    assert "Begin it, or change its day." in todos(cast, "sibling_head")[0]


def test_the_debrief_is_due_the_day_after_the_visit(cast):
    round = at(ready(cast, "observing"), day=TODAY)
    assert todos(cast, "sibling_head") == ["The round at Heronwick: write down what you see and hear."]
    at(round, day=day(-1))
    assert todos(cast, "sibling_head") == ["The round at Heronwick: open the debrief."]
    assert todos(cast, "coach") == ["The round at Heronwick: write down what you see and hear."]
    assert todos(cast, "headteacher") == []
    take_round_step(by=cast.sibling_head, round=round, step="debrief")
    assert todos(cast, "sibling_head") == ["The round at Heronwick: say that the visitors have agreed."]
    assert todos(cast, "coach") == ["The round at Heronwick: put the notes into groups, and predict."]


def test_the_head_follows_up(cast):
    round = at(ready(cast, "agreed"), follow_up_on=day(30))
    assert todos(cast, "headteacher") == []
    at(round, follow_up_on=day(3))
    assert todos(cast, "headteacher")[0].startswith("The follow-up of your round of 24 November")
    assert todos(cast, "trust_leader") == []
    assert todos(cast, "coach") == []


def test_the_day_stands_in_calendars_of_host_and_visitors(cast):
    round = at(ready(cast, "preparing"), day=day(5), follow_up_on=day(40), practice="Talk before writing")
    first, last = TODAY, day(60)
    user, person = of(cast, "headteacher")
    (event,) = visiting_events(user, person, [cast.own], first, last)
    assert (event.kind, event.title, event.load) == (EventKind.ROUND, "Instructional round: Talk before writing", 2)
    (theirs,) = visiting_events(*of(cast, "sibling_head"), [cast.sibling], first, last)
    assert (theirs.academy, theirs.title, theirs.load) == (
        cast.sibling.pk, "You visit classrooms at Heronwick Primary Academy", 0,
    )  # fmt: skip
    assert list(visiting_events(*of(cast, "sibling_teacher"), [cast.sibling], first, last)) == []
    assert list(visiting_events(*of(cast, "governor"), [cast.own], first, last)) == []
    make.bring_round_to(round, "agreed")
    titles = [each.title for each in events.collect(user, person, [cast.own], first, last)]
    assert "Follow-up of the round: Talk before writing" in titles


def test_lists_narrow_by_what_the_address_says(cast, client_of):
    mine, other = ready(cast, "agreed"), ready(cast, "preparing")
    at(other, day=datetime.date(2025, 3, 3))
    user = cast.headteacher
    for query, found in (
        ({}, {mine, other}),
        ({"state": "agreed"}, {mine}),
        ({"state": "under_way"}, {mine, other}),
        ({"year": "2024"}, {other}),
        ({"network": str(mine.network_id)}, {mine}),
        ({"state": "nonsense", "academy": "nowhere"}, {mine, other}),
    ):
        assert {row.round for row in rounds_page(user, cast.trust, query).rows} == found
    assert [row.part for row in rounds_page(cast.coach, cast.trust, {}).rows] == ["Visitor", "Visitor"]
    file = client_of(user).get(reverse("reviews:round_csv") + "?state=agreed").content.decode()
    assert "Heronwick Primary Academy" in file
    assert file.count("Next work agreed") == 1


def test_it_is_the_turn_of_who_waited_longest(cast):
    third = make.AcademyFactory(trust=cast.trust, name="Aldercombe Primary Academy")
    network: Network = make.NetworkFactory(trust=cast.trust, name="Moor", academies=[cast.own, cast.sibling, third])
    for host, when in ((cast.own, day(-30)), (cast.sibling, day(-300)), (third, day(-200))):
        make.bring_round_to(make.RoundFactory(host=host, network=network, day=when), "followed")
    (card,) = networks_page(*of(cast, "headteacher")).cards
    assert card.says == "It is Otterbourne Vale’s turn to host: it has waited longest."
    Academy.objects.filter(pk=cast.sibling.pk).update(status=Status.CLOSED)
    (card,) = networks_page(*of(cast, "headteacher")).cards
    assert card.says == "It is Aldercombe’s turn to host: it has waited longest."
    make.RoundFactory(host=cast.own, network=network, day=day(9))
    page = networks_page(*of(cast, "headteacher"))
    assert page.cards[0].says.startswith("Heronwick hosts next, on ")
    assert page.answer.startswith("You are in Moor. Heronwick hosts next")


def test_a_host_in_no_network_is_told_and_a_leader_makes_one(cast, client_of):
    new = reverse("reviews:round_new", args=[cast.own.slug])
    told = client_of(cast.headteacher).get(new).content.decode()
    assert "in no network yet" in told
    assert "A leader of the trust makes one." in told
    leader = client_of(cast.trust_leader)
    assert f"{reverse('reviews:network_new')}?academy={cast.own.pk}" in leader.get(new).content.decode()
    sent = {"name": "Moor", "academies": [cast.own.pk, cast.sibling.pk]}
    assert leader.post(reverse("reviews:network_new"), sent).status_code == 302
    assert "Moor" in client_of(cast.headteacher).get(new).content.decode()


def test_two_who_change_one_network_see_both_versions(cast, client_of):
    network = make.NetworkFactory(trust=cast.trust, name="Moor", academies=[cast.own, cast.sibling])
    url, leader = reverse("reviews:network_edit", args=[network.pk]), client_of(cast.trust_leader)
    seen = leader.get(url).context["form"]["seen"].value()
    network.name = "Moor and coast"
    network.save()
    sent = {"seen": seen, "name": "Hills", "academies": [cast.own.pk, cast.sibling.pk]}
    answer = leader.post(url, sent)
    assert answer.status_code == 200
    assert "Moor and coast" in answer.content.decode()
    network.refresh_from_db()
    assert network.name == "Moor and coast"


def test_a_closed_host_says_so(cast, client_of):
    Academy.objects.filter(pk=cast.own.pk).update(status=Status.CLOSED, closed=datetime.date(2026, 8, 31))
    client = client_of(cast.trust_leader)
    answer = client.get(reverse("reviews:round_new", args=[cast.own.slug]), follow=True)
    assert "closed on 31 August 2026: its rounds can be read, and no new one is planned" in answer.content.decode()


def test_a_row_of_the_schedule_comes_back_with_the_next_time(cast, client_of):
    round = ready(cast, "preparing")
    client, url = client_of(cast.headteacher), reverse("reviews:classroom_add", args=[round.pk])
    sent = {"starts": "10:40", "year_group": "Year 3", "subject": "Science"}
    answer = client.post(url, sent, headers={"HX-Request": "true"}).content.decode()
    assert 'value="11:00"' in answer
    assert "Year 3, Science" in answer
    named = client.post(url, {**sent, "subject": "Nadia Quillmore"}, headers={"HX-Request": "true"}).content.decode()
    assert 'role="alert"' in named
    assert "This names Nadia Quillmore" in named
    assert 'value="Nadia Quillmore"' in named
    assert client.post(url, sent).url.endswith("#schedule")


def test_a_leader_who_does_not_visit_reads_no_notes_and_is_told_how(cast, client_of):
    """The way in is to visit, which the log tells everybody (docs/adr/0017)."""
    round = ready(cast, "observing")
    client, notes = client_of(cast.trust_leader), reverse("reviews:round_notes", args=[round.pk])
    answer = client.get(notes)
    assert answer.status_code == 403
    assert "visits the round, openly" in answer.content.decode()
    add_visitor(by=cast.trust_leader, round=round, person=cast.trust_leader)
    assert client.get(notes).status_code == 200


def test_the_hosts_timeline_tells_of_its_rounds(cast):
    round = ready(cast, "debriefing")
    round.steps.create(step="plan", state="preparing", by=cast.headteacher)
    take_round_step(by=cast.sibling_head, round=round, step="agree")
    round.next_work.update(outcome="done", outcome_at=timezone.now())
    take_round_step(by=cast.headteacher, round=round, step="follow", says="Most begin by themselves.")
    off = ready(cast, "preparing")
    take_round_step(by=cast.headteacher, round=off, step="call_off", says="The hall is flooded.")

    def told(who: str) -> list[tuple[str, str]]:
        moments = timeline.collect(*of(cast, who), cast.own)
        return sorted((moment.says, moment.note) for moment in moments if "round" in moment.says)

    agreed = [
        ("Instructional round followed up", "Most begin by themselves."),
        ("Instructional round: next work agreed", "You would know how to begin."),
    ]
    assert told("governor") == agreed
    assert told("trustee") == agreed
    called_off = ("Instructional round called off", "The hall is flooded.")
    for who in ("headteacher", "teacher", "trust_leader"):
        assert told(who) == sorted([*agreed, called_off, ("Instructional round planned", "")])
    assert told("data_lead") == []


def test_governors_hear_of_a_round_when_its_next_work_is_agreed(cast, client_of):
    round = ready(cast, "debriefing")
    client = client_of(cast.governor)
    addresses = (reverse("reviews:round_list"), reverse("reviews:academy_rounds", args=[cast.own.slug]))
    for address in addresses:
        answer = client.get(address).content.decode()
        assert "has agreed on its next work yet." in answer
        assert "is planned" not in answer
    take_round_step(by=cast.sibling_head, round=round, step="agree")
    assert all("One round is under way" in client.get(address).content.decode() for address in addresses)


def test_a_visitor_who_left_is_said_to_have_left(cast):
    round = ready(cast, "observing")
    yesterday = TODAY - datetime.timedelta(days=1)
    Membership.objects.filter(user=cast.sibling_head).update(starts=yesterday, ends=yesterday)
    places = {line.name: line.place for line in page_for(cast, round, "headteacher").visitors}
    assert places == {"Marigold Underhay": "has left the trust", "Callum Featherstane": "Heronwick"}
