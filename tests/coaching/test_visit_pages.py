"""Pages of a visit: the coachee reads nothing before it is given and all of it afterwards; each opening is logged; what
is refused keeps what was typed; a device is answered in words that it understands."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from academies.access import Role
from academies.reader_scope import reading_as
from accounts.models import User
from coaching.models import ActionStep, ClosedWhy, Cycle, CycleState, Note, Opening, StepCheck, Visit, VisitState, Word
from tests import factories as make
from tests.access.reading import text_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
DEVICE = {"X-Requested-With": "fetch"}
WRITTEN = {"praise": "Praised the dabchick.", "question": "Asked the dabchick?", "step": "Step on the dabchick."}


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    approach = make.ApproachFactory(trust=cast.trust, praise_prompt="What worked, and for whom?")
    with reading_as(cast.coach):
        made: Cycle = make.CycleFactory(academy=cast.own, coach=cast.coach, coachee=cast.teacher, approach=approach)
    return made


def visit_in(cycle: Cycle, state: str, **more: Any) -> Visit:
    now = timezone.now()
    ended = {"ended_at": now} if state == VisitState.OBSERVED else {}
    with reading_as(cycle.coach):
        visit: Visit = make.VisitFactory(
            cycle=cycle, state=state, day=timezone.localdate(), started_at=now, **ended, **more
        )
    return visit


def at(name: str, row: Any) -> str:
    return reverse(f"coaching:{name}", args=[row.pk])


def seen_by(user: User, model: Any) -> list[Any]:
    with reading_as(user):
        return list(model.objects.all())


def close(cycle: Cycle) -> None:
    with reading_as(cycle.coach):
        Cycle.objects.filter(pk=cycle.pk).update(
            state=CycleState.CLOSED, closed_at=timezone.now(), closed_why=ClosedWhy.STOPPED, closed_by=cycle.coach
        )


def test_one_tap_leads_to_the_visit_and_a_second_to_the_same(cast: Cast, client_of: ClientOf, cycle: Cycle) -> None:
    client = client_of(cast.coach)
    first = client.post(at("visit_start", cycle))
    assert client.post(at("visit_start", cycle))["Location"] == first["Location"]
    page = client.get(first["Location"])
    assert page["Cache-Control"] == "no-store, private"
    assert "What you see and hear" in text_of(page)
    assert len(seen_by(cast.coach, Visit)) == 1


def test_the_coachee_reads_nothing_before_it_is_given_and_then_the_same_page(
    cast: Cast, client_of: ClientOf, cycle: Cycle
) -> None:
    visit = visit_in(cycle, VisitState.OBSERVED)
    with reading_as(cast.coach):
        make.CoachingNoteFactory(visit=visit, says="Noted the dabchick.")
    coach, coachee = client_of(cast.coach), client_of(cast.teacher)
    coach.post(at("visit_feedback", visit), {"revision": "0", **WRITTEN})
    before = text_of(coachee.get(at("visit_show", visit)))
    assert "dabchick" not in before
    assert "is writing the feedback" in before
    assert [coachee.get(at(name, visit)).status_code for name in ("visit_feedback", "visit_observe")] == [403, 403]
    assert seen_by(cast.teacher, Opening) == []

    given = coach.post(at("visit_give", visit))
    assert given["Location"] == at("visit_show", visit)
    for client in (coach, coachee):
        page = text_of(client.get(at("visit_show", visit)))
        for words in (*WRITTEN.values(), "Noted the dabchick."):
            assert words in page
    assert {(line.person_id, line.visit_id) for line in seen_by(cast.teacher, Opening)} == {
        (cast.coach.pk, visit.pk),
        (cast.teacher.pk, visit.pk),
    }
    assert seen_by(cast.teacher, Visit)[0].read_at


def test_the_models_prompts_stand_beside_the_fields(cast: Cast, client_of: ClientOf, cycle: Cycle) -> None:
    page = text_of(client_of(cast.coach).get(at("visit_feedback", visit_in(cycle, VisitState.OBSERVED))))
    assert "What worked, and for whom?" in page


def test_markup_and_scripts_are_text_everywhere(cast: Cast, client_of: ClientOf, cycle: Cycle) -> None:
    client, visit = client_of(cast.coach), visit_in(cycle, VisitState.OBSERVING)
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)> 2 < 3 & 4"
    client.post(at("note_add", visit), {"says": evil})
    assert seen_by(cast.coach, Note)[0].says == evil
    client.post(at("visit_stop", visit))
    feedback = {"revision": "0", "praise": evil, "question": evil, "step": evil, "rehearsed": evil}
    client.post(at("visit_give", visit), feedback)
    client.post(at("word_add", visit), {"says": evil})
    for url in (at("visit_show", visit), at("visit_show", visit)):
        raw = client_of(cast.teacher).get(url).content.decode()
        assert "<script>alert" not in raw
        assert "<img src=x" not in raw
        assert raw.count("&lt;script&gt;alert(1)") == 6


def test_a_device_is_told_what_arrived_and_the_same_again_is_one_note(
    cast: Cast, client_of: ClientOf, cycle: Cycle
) -> None:
    client, visit = client_of(cast.coach), visit_in(cycle, VisitState.OBSERVING)
    sent = {"says": "Six hands.", "second": "75", "client_key": str(uuid.uuid4()), "writer": cast.coach.pk}
    for _ in range(2):
        answer = client.post(at("note_add", visit), sent, headers=DEVICE)
        assert (answer.status_code, answer.json()["sent"]) == (200, True)
    assert [(note.says, note.second) for note in seen_by(cast.coach, Note)] == [("Six hands.", 75)]
    empty = client.post(at("note_add", visit), {**sent, "says": " ", "client_key": ""}, headers=DEVICE)
    assert (empty.status_code, empty.json()["mend"]) == (400, True)
    other = client.post(at("note_add", visit), {**sent, "writer": cast.teacher.pk}, headers=DEVICE)
    assert other.status_code == 409
    stop = client.post(at("visit_stop", visit), {"writer": cast.coach.pk}, headers=DEVICE)
    assert stop.json() == {"sent": True}


@pytest.mark.parametrize("second", ["-1", "x", "", "9" * 30, "१२"])
def test_a_second_that_is_none_loses_no_note(cast: Cast, client_of: ClientOf, cycle: Cycle, second: str) -> None:
    visit = visit_in(cycle, VisitState.OBSERVING)
    sent = {"says": "Six hands.", "second": second, "seen_at": "soon", "client_key": "x", "writer": cast.coach.pk}
    assert client_of(cast.coach).post(at("note_add", visit), sent, headers=DEVICE).status_code == 200
    assert seen_by(cast.coach, Note)[0].second is None


def test_a_note_afterwards_that_is_too_long_is_given_back(cast: Cast, client_of: ClientOf, cycle: Cycle) -> None:
    visit = visit_in(cycle, VisitState.OBSERVED)
    answer = client_of(cast.coach).post(at("note_add", visit), {"says": "x" * 20_001})
    assert answer.status_code == 403
    assert "20,001 characters long and 20,000 fit" in text_of(answer)
    assert "x" * 20_001 in text_of(answer)


def test_saving_tells_a_second_device_what_stands(cast: Cast, client_of: ClientOf, cycle: Cycle) -> None:
    client, visit = client_of(cast.coach), visit_in(cycle, VisitState.OBSERVED)
    writer = {"writer": cast.coach.pk}
    saved = client.post(at("visit_save", visit), {**writer, "revision": "0", "praise": "From the laptop."})
    assert saved.json() == {"saved": True, "revision": 1}
    answer = client.post(at("visit_save", visit), {**writer, "revision": "0", "praise": "From the tablet."})
    told = answer.json()
    assert (answer.status_code, told["conflict"], told["revision"]) == (409, True, 1)
    assert told["now"]["praise"] == "From the laptop."
    # The same by the form: both versions on the page, and sent again it is written over knowingly.
    page = client.post(at("visit_feedback", visit), {"revision": "0", "praise": "From the tablet."})
    assert {"From the laptop.", "From the tablet."} <= {
        line.strip() for line in text_of(page).replace(">", "\n").replace("<", "\n").split("\n")
    }
    assert 'name="revision" value="1"' in page.content.decode()
    assert client.post(at("visit_feedback", visit), {"revision": "1", "praise": "From the tablet."}).status_code == 302
    assert seen_by(cast.coach, Visit)[0].praise == "From the tablet."


def test_a_sentence_for_each_field_that_does_not_do(cast: Cast, client_of: ClientOf, cycle: Cycle) -> None:
    client, visit = client_of(cast.coach), visit_in(cycle, VisitState.OBSERVED)
    sent = {"writer": cast.coach.pk, "revision": "0", "step": "x" * 301, "talk_minutes": "900", "practice_step": "7"}
    answer = client.post(at("visit_save", visit), sent)
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == {"step", "talk_minutes", "practice_step"}


def test_earlier_steps_are_looked_at_again(cast: Cast, client_of: ClientOf, cycle: Cycle) -> None:
    with reading_as(cast.coach):
        step = make.fed_back(cycle, step="Count to four.").step
    client, visit = client_of(cast.coach), visit_in(cycle, VisitState.OBSERVED)
    assert "Count to four." in text_of(client.get(at("visit_feedback", visit)))
    seen = {f"seen_{step.pk}": "secure", f"saw_{step.pk}": "Four times of five."}
    client.post(at("visit_give", visit), {"revision": "0", **WRITTEN, **seen})
    assert [(check.seen, check.says) for check in seen_by(cast.teacher, StepCheck)] == [
        ("secure", "Four times of five.")
    ]
    assert {row.state for row in seen_by(cast.teacher, ActionStep) if row.pk == step.pk} == {"secure"}
    assert "Four times of five." in text_of(client_of(cast.teacher).get(at("visit_show", visit)))


def test_a_cycle_that_closed_gives_back_what_was_typed(cast: Cast, client_of: ClientOf, cycle: Cycle) -> None:
    client, visit = client_of(cast.coach), visit_in(cycle, VisitState.OBSERVED)
    given = visit_in(cycle, VisitState.PLANNED)
    close(cycle)
    for name, sent in (
        ("note_add", {"says": "Six dabchicks."}),
        ("visit_feedback", {"revision": "0", "praise": "Six dabchicks."}),
    ):
        answer = client.post(at(name, visit), sent)
        page = text_of(answer)
        assert answer.status_code == 403
        assert "This cycle closed on" in page
        assert "Six dabchicks.</textarea>" in page
    sent = {"says": "Six dabchicks.", "writer": str(cast.coach.pk)}
    told = client.post(at("note_add", visit), sent, headers=DEVICE)
    assert (told.status_code, "This cycle closed on" in told.json()["says"]) == (403, True)
    assert (
        client.post(at("visit_save", visit), {"writer": cast.coach.pk, "revision": "0", "praise": "x"}).status_code
        == 403
    )
    assert "This cycle closed on" in text_of(client.get(at("visit_show", given)))
    assert client.post(at("visit_start", cycle), follow=True).status_code == 200
    assert seen_by(cast.coach, Note) == []


def test_a_reply_that_was_refused_stays_in_its_field(cast: Cast, client_of: ClientOf, cycle: Cycle) -> None:
    with reading_as(cast.coach):
        visit = make.fed_back(cycle)
    client, key = client_of(cast.teacher), str(uuid.uuid4())
    htmx = {"HX-Request": "true"}
    for _ in range(2):
        answer = client.post(at("word_add", visit), {"says": "I will.", "client_key": key}, headers=htmx)
        assert "I will." in text_of(answer)
    empty = text_of(client.post(at("word_add", visit), {"says": " "}, headers=htmx))
    assert "Write a word first." in empty
    close(cycle)
    late = text_of(client.post(at("word_add", visit), {"says": "One dabchick more."}, headers=htmx))
    assert 'role="alert"' in late
    assert "This cycle closed on" in late
    assert "One dabchick more.</textarea>" in late
    assert [word.says for word in seen_by(cast.teacher, Word)] == ["I will."]


@pytest.mark.parametrize("who", ["headteacher", "trust_leader", "senior_leader", "administrator", "governor"])
def test_nobody_else_finds_a_visit(cast: Cast, client_of: ClientOf, cycle: Cycle, who: str) -> None:
    with reading_as(cast.coach):
        visit = make.fed_back(cycle)
        note = make.CoachingNoteFactory(visit=visit)
    client = client_of(cast.people[Role(who)])
    for name, row in (("visit_show", visit), ("visit_feedback", visit), ("visit_observe", visit), ("note_edit", note)):
        assert client.get(at(name, row)).status_code == 404
