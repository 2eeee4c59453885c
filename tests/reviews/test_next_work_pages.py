"""Next work on pages: written in place and without script, made into an action, followed up, by whom and until when."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from academies.models.academy import Status
from accounts.models import User
from plans.models import Action
from reviews.models import NextWork, Round
from reviews.models.next_work import Horizon
from reviews.models.round import RoundState
from tests import factories as make
from tests.cast import Cast
from tests.worlds.next_work import PATTERN, RARE, agreed, debriefing, piece_of

ClientOf = Callable[[User], Client]
SAYS = "Wait three seconds after each question."
HTMX = {"HX-Request": "true"}


@pytest.fixture
def debrief(cast: Cast) -> Round:
    """At the cast's own academy, facilitated by the head of the sibling."""
    return debriefing(cast.own, cast.sibling_head)


@pytest.fixture
def done(cast: Cast) -> Round:
    return agreed(cast.own, cast.sibling_head)


def of(name: str, row: object) -> str:
    return reverse(f"reviews:{name}", args=[row.pk])  # type: ignore[attr-defined]


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    told: str = response.content.decode()
    return told


def test_visitors_write_beside_the_patterns(cast: Cast, debrief: Round, client_of: ClientOf) -> None:
    page = text(client_of(cast.sibling_head).get(of("next_work", debrief)))
    assert "No next work is written yet" in page
    assert PATTERN in page
    assert "In 7 of 9 classrooms" in page
    assert RARE in page
    assert "2 of 9" not in page
    for label in Horizon.labels:
        assert f">{label}</h2>" in page


def test_a_piece_is_written_without_script(cast: Cast, debrief: Round, client_of: ClientOf) -> None:
    client = client_of(cast.sibling_head)
    sent = {"horizon": "month", "month-says": SAYS, "month-who": "Year leaders"}
    answer = client.post(of("work_add", debrief), sent, follow=True)
    page = text(answer)
    assert answer.redirect_chain[0][0].endswith("#column-month")
    assert "One piece of next work, for this month." in page
    assert (SAYS in page, "Year leaders" in page) == (True, True)


def test_what_is_refused_stays_in_its_own_column(cast: Cast, debrief: Round, client_of: ClientOf) -> None:
    client = client_of(cast.sibling_head)
    sent = {"horizon": "year", "year-says": "Mrs Quillmore plans it.", "year-who": "Head"}
    for headers in (None, HTMX):
        page = text(client.post(of("work_add", debrief), sent, headers=headers))
        assert 'role="alert"' in page
        assert "This names Nadia Quillmore" in page
        assert "Mrs Quillmore plans it." in page
    assert not debrief.next_work.exists()


@pytest.mark.parametrize("headers", [None, HTMX], ids=["page", "in place"])
def test_who_writes_after_it_was_agreed_loses_nothing(
    headers: dict[str, str] | None, cast: Cast, done: Round, client_of: ClientOf
) -> None:
    sent = {"horizon": "month", "month-says": SAYS}
    page = text(client_of(cast.sibling_head).post(of("work_add", done), sent, headers=headers))
    assert "agreed and stands" in page
    assert f">{SAYS}</textarea>" in page
    assert 'role="alert"' in page


def test_what_was_taken_out_has_no_outcome(cast: Cast, debrief: Round, client_of: ClientOf) -> None:
    work = make.NextWorkFactory(round=debrief, dropped_at=debrief.planned_at)
    make.bring_round_to(debrief, RoundState.AGREED)
    sent = {f"work{work.pk}-outcome": "done", f"work{work.pk}-says": "Seen."}
    assert client_of(cast.headteacher).post(of("work_outcome", work), sent, headers=HTMX).status_code == 404


def test_in_place_each_list_comes_anew_and_no_other_form(cast: Cast, debrief: Round, client_of: ClientOf) -> None:
    make.NextWorkFactory(round=debrief, says="Written by somebody else meanwhile.", horizon="year")
    sent = {"horizon": "week", "week-says": SAYS}
    page = text(client_of(cast.sibling_head).post(of("work_add", debrief), sent, headers=HTMX))
    assert page.count('hx-swap-oob="true"') == 6  # the header, three lists, what was taken out, what ends it
    assert "Written by somebody else meanwhile." in page
    assert [slug for slug in Horizon.values if f'id="new-{slug}"' in page] == ["week"]


def test_the_facilitator_is_told_what_is_missing_and_then_agrees(
    cast: Cast, debrief: Round, client_of: ClientOf
) -> None:
    client, agree = client_of(cast.sibling_head), reverse("reviews:round_step", args=[debrief.pk, "agree"])
    seat = make.RoundVisitorFactory(round=debrief)
    Round.objects.filter(pk=debrief.pk).update(prediction="One would wait.")
    page = text(client.get(of("next_work", debrief)))
    assert "Write down first what is to be done next" in page
    assert agree not in page
    page = text(client.post(of("work_add", debrief), {"horizon": "week", "week-says": SAYS}, headers=HTMX))
    assert agree in page
    page = text(client_of(seat.person).get(of("next_work", debrief)))
    assert agree not in page
    assert "facilitator says when you have agreed" in page


def test_words_behind_which_one_sees_nothing_are_asked_after(cast: Cast, debrief: Round, client_of: ClientOf) -> None:
    make.NextWorkFactory(round=debrief, says="Ensure that talk is embedded.")
    asks = "What would one see or hear behind"
    assert asks in text(client_of(cast.sibling_head).get(of("next_work", debrief)))
    Round.objects.filter(pk=debrief.pk).update(prediction="One would wait.")
    make.bring_round_to(debrief, RoundState.AGREED)
    assert asks not in text(client_of(cast.headteacher).get(of("next_work", debrief)))


def test_a_piece_is_moved_taken_out_and_brought_back(cast: Cast, debrief: Round, client_of: ClientOf) -> None:
    client = client_of(cast.sibling_head)
    work = make.NextWorkFactory(round=debrief, says=SAYS)
    assert client.post(of("work_move", work), {"horizon": "year"}).status_code == 302
    work.refresh_from_db()
    assert work.horizon == Horizon.YEAR
    answer = client.post(of("work_drop", work), {}, headers=HTMX)
    assert answer["HX-Reswap"] == "none"
    page = text(client.get(of("next_work", debrief)))
    assert "Bring it back" in page
    client.post(of("work_drop", work), {"back": "1"})
    assert NextWork.objects.standing().filter(pk=work.pk).exists()


def test_two_who_change_one_piece_are_shown_both_versions(cast: Cast, debrief: Round, client_of: ClientOf) -> None:
    client = client_of(cast.sibling_head)
    work = make.NextWorkFactory(round=debrief, says=SAYS)
    form = client.get(of("work_edit", work)).context["form"]
    sent = {"says": "Wait five seconds.", "who": "", "horizon": "week", "seen": form["seen"].value()}
    NextWork.objects.filter(pk=work.pk).update(says="Wait ten seconds.")
    for headers in (HTMX, None):
        page = text(client.post(of("work_edit", work), sent, headers=headers))
        assert "Somebody else changed this while you wrote" in page
        assert ("Wait five seconds." in page, "Wait ten seconds." in page) == (True, True)
    again = client.post(of("work_edit", work), sent).context["form"]
    sent["seen"] = again["seen"].value()
    assert client.post(of("work_edit", work), sent).status_code == 302
    work.refresh_from_db()
    assert work.says == "Wait five seconds."


@pytest.mark.parametrize(
    ("who", "before", "after"),
    [
        ("sibling_head", 200, 200),
        ("headteacher", 403, 200),
        ("trust_leader", 403, 200),
        ("teacher", 403, 200),
        ("governor", 404, 200),
        ("trustee", 404, 200),
        ("data_lead", 404, 404),
        ("outsider", 404, 404),
    ],
)
def test_others_read_it_once_it_is_agreed(
    who: str, before: int, after: int, cast: Cast, debrief: Round, client_of: ClientOf
) -> None:
    make.NextWorkFactory(round=debrief, says=SAYS)
    client = client_of(getattr(cast, who))
    assert client.get(of("next_work", debrief)).status_code == before
    make.bring_round_to(debrief, RoundState.AGREED)
    assert client.get(of("next_work", debrief)).status_code == after


def test_the_head_makes_an_action_of_it_and_the_piece_shows_it(cast: Cast, done: Round, client_of: ClientOf) -> None:
    plan = make.PlanFactory(academy=cast.own, academic_year=2026)
    priority = make.PriorityFactory(plan=plan)
    client, piece = client_of(cast.headteacher), piece_of(done)
    page = text(client.get(of("next_work", done)))
    assert "Make an action of this" in page
    address = f"{reverse('plans:action_from', args=[cast.own.slug])}?from=next_work:{piece.pk}"
    form = client.get(address).context["form"]
    assert form["says"].value() == piece.says.rstrip(".")
    sent = {
        "priority": priority.pk,
        "says": "Wait three seconds",
        "owner": cast.headteacher.pk,
        "due": datetime.date(2027, 2, 1),
    }
    assert client.post(address, sent).status_code == 302
    action = Action.objects.get(origin=f"next_work:{piece.pk}")
    for name in ("next_work", "round_follow_up"):
        page = text(client.get(of(name, done)))
        assert reverse("plans:action_show", args=[action.pk]) in page
    shown = text(client.get(reverse("plans:action_show", args=[action.pk])))
    assert f"#work-{piece.pk}" in shown


def test_who_writes_no_plan_is_offered_no_action(cast: Cast, done: Round, client_of: ClientOf) -> None:
    for who in (cast.trust_leader, cast.governor, cast.sibling_head):
        assert "Make an action of this" not in text(client_of(who).get(of("next_work", done)))


def test_without_a_plan_the_head_is_told_to_begin_one(cast: Cast, done: Round, client_of: ClientOf) -> None:
    address = f"{reverse('plans:action_from', args=[cast.own.slug])}?from=next_work:{piece_of(done).pk}"
    assert "has no plan for this year yet" in text(client_of(cast.headteacher).get(address))


def test_the_next_work_of_a_closed_academy_is_read_and_becomes_no_action(
    cast: Cast, done: Round, client_of: ClientOf
) -> None:
    cast.own.status, cast.own.closed = Status.CLOSED, datetime.date(2026, 8, 31)
    cast.own.save()
    page = text(client_of(cast.headteacher).get(of("next_work", done)))
    assert "closed on 31 August 2026: its plan can be read" in page
    assert "Make an action of this" not in page


def test_the_head_follows_up_piece_by_piece_and_then_the_round(cast: Cast, done: Round, client_of: ClientOf) -> None:
    client, piece = client_of(cast.headteacher), piece_of(done)
    page = text(client.get(of("next_work", done)))
    assert "The follow-up is due" in page
    page = text(client.get(of("round_follow_up", done)))
    assert "What came of the round at Heronwick?" in page
    assert "What came of the round?" not in page  # asked once each piece has its word
    prefix = f"work{piece.pk}"
    page = text(client.post(of("work_outcome", piece), {f"{prefix}-outcome": "done"}, headers=HTMX))
    assert "Say in a sentence how one sees it." in page
    sent = {f"{prefix}-outcome": "done", f"{prefix}-says": "One hears it in every corridor."}
    page = text(client.post(of("work_outcome", piece), sent, headers=HTMX))
    assert "What came of the round?" in page
    assert "The next work is done." in page
    answer = client.post(of("round_follow_up", done), {"says": "Pupils speak in sentences.", "seen": "agreed"})
    assert answer.status_code == 302
    done.refresh_from_db()
    assert (done.state, done.came) == (RoundState.FOLLOWED, "Pupils speak in sentences.")
    page = text(client.get(of("round_follow_up", done)))
    assert "what was said of it stands" in page


def test_the_follow_up_waits_for_each_piece_and_loses_nothing(cast: Cast, done: Round, client_of: ClientOf) -> None:
    sent = {"says": "Pupils speak in sentences.", "seen": "agreed"}
    page = text(client_of(cast.headteacher).post(of("round_follow_up", done), sent))
    assert "Say first what came of one piece of the next work." in page
    assert "Pupils speak in sentences." in page


def test_two_who_follow_up_at_once_do_it_once(cast: Cast, done: Round, client_of: ClientOf) -> None:
    NextWork.objects.filter(round=done).update(outcome="done", outcome_says="Seen.", outcome_at=done.planned_at)
    sent = {"says": "Pupils speak in sentences.", "seen": "agreed"}
    assert client_of(cast.headteacher).post(of("round_follow_up", done), sent).status_code == 302
    page = text(client_of(cast.trust_leader).post(of("round_follow_up", done), {**sent, "says": "Nothing."}))
    assert "what was said of it stands" in page
    assert ">Nothing.</textarea>" in page.replace("\n", "")
    done.refresh_from_db()
    assert done.came == "Pupils speak in sentences."


@pytest.mark.parametrize(("who", "status"), [("senior_leader", 403), ("governor", 403), ("outsider", 404)])
def test_nobody_else_follows_it_up(who: str, status: int, cast: Cast, done: Round, client_of: ClientOf) -> None:
    client = client_of(getattr(cast, who))
    assert client.get(of("round_follow_up", done)).status_code == status
    assert client.post(of("work_outcome", piece_of(done)), {}).status_code == status
