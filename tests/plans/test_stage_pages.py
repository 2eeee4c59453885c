"""The pages of the stages: what they say, bad input that loses nothing, two people at one activity, readers' names."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from academies.access import Role
from academies.models.academy import Status
from plans.models import ActivityProgress, Gate, Passage, StageActivity, StageEntry
from plans.services.stage import begin_journey, log_activity
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(cast: Cast) -> Cast:
    begin_journey(cast.own, cast.headteacher, timezone.localdate() - datetime.timedelta(days=200))
    return cast


def at(name: str, cast: Cast, **more) -> str:
    return reverse(f"plans:{name}", kwargs={"slug": cast.own.slug, **more})


def first_of(cast: Cast) -> StageActivity:
    return StageActivity.objects.get(stage__trust=cast.trust, name="Commitment to the approach")


def log_url(cast: Cast) -> str:
    return at("activity_log", cast, pk=first_of(cast).pk)


def text(response) -> str:
    return str(response.content.decode())


def test_before_the_way_begins_the_page_offers_its_beginning(cast, client_of):
    head = client_of(cast.headteacher)
    assert "way through the three stages has not begun" in text(head.get(at("stages", cast)))
    assert "In stage one since" in text(head.get(at("stages", cast)))
    assert "In stage one since" not in text(client_of(cast.governor).get(at("stages", cast)))
    answer = head.post(at("stage_begin", cast), {"on": "2090-01-01"})
    assert answer.status_code == 200
    assert "1 January 2090 lies ahead" in text(answer)
    assert "2090-01-01" in text(answer)
    assert head.post(at("stage_begin", cast), {"on": "2026-01-05"}).status_code == 302
    assert Passage.objects.get().opened_on == datetime.date(2026, 1, 5)


def test_the_page_says_where_it_stands_and_how_long(begun, client_of):
    page = text(client_of(begun.governor).get(at("stages", begun)))
    assert "is in stage one, preparing: none of seven activities are done." in page
    assert "Seven months in stage one; expected two terms to a year." in page
    assert "Log progress" not in page
    assert "Nobody has a seat" not in page


def test_what_the_product_knows_stands_beside_an_activity(begun, client_of):
    page = text(client_of(begun.headteacher).get(at("stages", begun)))
    for known in ("Nobody has a seat in the team yet", "No self-evaluation is agreed yet", "No plan is written yet"):
        assert known in page
    make.TeamSeatFactory(academy=begun.own)
    assert "1 member now" in text(client_of(begun.headteacher).get(at("stages", begun)))


def test_an_activity_is_logged_from_its_own_page(begun, client_of):
    today = timezone.localdate().isoformat()
    answer = client_of(begun.headteacher).post(
        log_url(begun), {"state": "done", "done_on": today, "note": "The governors agreed."}
    )
    assert answer.status_code == 302
    assert answer.url.endswith(f"#activity-{first_of(begun).pk}")
    page = text(client_of(begun.governor).get(at("stages", begun)))
    assert "one of seven activities is done" in page
    assert "The governors agreed." in page


def test_htmx_gets_the_form_alone_and_reads_the_page_anew(begun, client_of):
    head = client_of(begun.headteacher)
    part = text(head.get(log_url(begun), HTTP_HX_REQUEST="true"))
    assert part.lstrip().startswith("<form")
    today = timezone.localdate().isoformat()
    sent = head.post(log_url(begun), {"state": "under_way", "starts": today}, HTTP_HX_REQUEST="true")
    assert sent.status_code == 204
    assert sent["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"state": "done"}, "Say on which day it was done."),
        ({"state": "done", "done_on": "2090-01-01"}, "1 January 2090 lies ahead."),
        ({"state": "done", "starts": "2026-03-02", "done_on": "2026-03-01"}, "It was done before it was begun"),
        ({"state": "not_needed"}, "Say why it is not needed here."),
        ({"state": "under_way", "starts": "31 June"}, "Enter a valid date."),
        ({"state": "soon"}, "Select a valid choice."),
        ({}, "Choose where it stands."),
    ],
)
def test_bad_input_is_answered_with_a_sentence_and_nothing_typed_is_lost(begun, client_of, sent, says):
    note = "" if sent.get("state") == "not_needed" else "A thought of some length."
    answer = client_of(begun.headteacher).post(log_url(begun), {**sent, "note": note})
    assert answer.status_code == 200
    assert says in text(answer)
    assert note in text(answer)
    assert not ActivityProgress.objects.exists()


def test_fifty_thousand_characters_are_refused_by_how_much_and_kept(begun, client_of):
    long = "a" * 50_000
    for url, data in (
        (log_url(begun), {"state": "under_way", "starts": "2026-09-01", "note": long}),
        (at("stage_note", begun), {"says": long}),
        (at("gate_ask", begun), {"kind": "onward", "says": long}),
        (at("twin_write", begun), {"leaning": 2, "prescribed": long}),
    ):
        answer = client_of(begun.headteacher).post(url, data)
        assert "Take out 30,000" in text(answer)
        assert long in text(answer)


def test_markup_from_a_word_processor_is_made_plain(begun, client_of):
    pasted = "<p class=MsoNormal>Met <b>twice</b>.<o:p></o:p></p>"
    client_of(begun.headteacher).post(at("stage_note", begun), {"says": pasted})
    assert StageEntry.objects.get(kind="note").says == "Met twice."


def test_two_people_at_one_activity_the_second_sees_both_versions(begun, client_of):
    head, senior = client_of(begun.headteacher), client_of(begun.senior_leader)
    seen = senior.get(log_url(begun)).context["form"]["seen"].value()
    mine = {"state": "under_way", "starts": "2026-09-07", "note": "Mine.", "seen": seen}
    assert head.post(log_url(begun), {**mine, "note": "Theirs."}).status_code == 302
    answer = senior.post(log_url(begun), mine)
    assert "Somebody else changed this" in text(answer)
    assert "Mine." in text(answer)
    assert "Theirs." in text(answer)
    again = {**mine, "seen": answer.context["form"]["seen"].value()}
    assert senior.post(log_url(begun), again).status_code == 302
    assert ActivityProgress.objects.get().note == "Mine."


def test_records_are_offered_when_they_are_asked_for_and_nothing_typed_is_lost(begun, client_of):
    concern = make.ConcernFactory(academy=begun.own, title="Reading fell in Year 4")
    key = f"concern:{concern.pk}"
    head = client_of(begun.headteacher)
    typed = {"state": "under_way", "starts": "2026-09-07", "note": "Half a thought.", "choose": "1", "_draft": "x"}
    for url, more in ((log_url(begun), {}), (at("gate_ask", begun), {"kind": "onward", "says": "Half a thought."})):
        assert "Reading fell in Year 4" not in text(head.get(url))
        offered = head.post(url, {**typed, **more})
        assert "Reading fell in Year 4" in text(offered)
        assert "Half a thought." in text(offered)
        assert "nothing is saved yet" in text(offered)
        assert "One thing to mend" not in text(offered)
        assert "delivered" not in offered.cookies, "Its draft is kept until the form is sent."
    assert not ActivityProgress.objects.exists()
    assert not Gate.objects.exists()
    del typed["choose"]
    chosen = head.post(log_url(begun), {**typed, "with_records": "1", "evidence": [key]})
    assert chosen.status_code == 302
    assert ActivityProgress.objects.get().evidence == [key]
    page = text(head.get(log_url(begun)))
    assert "Reading fell in Year 4" in page
    assert head.post(log_url(begun), {**typed, "note": "A whole one."}).status_code == 302
    assert ActivityProgress.objects.get().evidence == [key], "A form that offered no records leaves them as they are."
    emptied = head.post(log_url(begun), {**typed, "note": "None now.", "with_records": "1"})
    assert emptied.status_code == 302
    assert ActivityProgress.objects.get().evidence == []
    head.post(at("gate_ask", begun), {"kind": "onward", "says": "All.", "with_records": "1", "evidence": [key]})
    assert Gate.objects.get().evidence == [key]


def test_put_away_while_the_form_stood_open(begun, client_of):
    head = client_of(begun.headteacher)
    head.get(log_url(begun))
    StageActivity.objects.update(archived_at=timezone.now())
    answer = head.post(log_url(begun), {"state": "under_way", "starts": "2026-09-07", "note": "Half done."})
    assert answer.status_code == 200
    assert "put “Commitment to the approach” away" in text(answer)
    assert "Half done." in text(answer)


def test_a_gate_is_asked_answered_and_overtaken(begun, client_of):
    head, leader, other = client_of(begun.headteacher), client_of(begun.trust_leader), client_of(begun.second_leader)
    assert head.post(at("gate_ask", begun), {"kind": "onward", "says": "All agree."}).status_code == 302
    gate = Gate.objects.get()
    twice = head.post(at("gate_ask", begun), {"kind": "onward", "says": "All agree, again."})
    assert "has asked already" in text(twice)
    assert "All agree, again." in text(twice)
    url = reverse("plans:gate_answer", args=[gate.pk])
    assert "All agree." in text(leader.get(url))
    empty = leader.post(url, {"reason": "", "verdict": "confirmed"})
    assert "Give your reasons" in text(empty)
    assert other.post(url, {"reason": "Not yet.", "verdict": "sent_back"}).status_code == 302
    late = leader.post(url, {"reason": "A long thought of mine.", "verdict": "confirmed"})
    assert late.status_code == 200
    assert "Leopold Ravensbourne sent it back meanwhile" in text(late)
    assert "A long thought of mine." in text(late)
    assert Passage.objects.get().stage == 1
    back = head.post(reverse("plans:gate_withdraw", args=[gate.pk]), {"reason": ""})
    assert "sent it back meanwhile" in text(back)


def test_an_answer_that_names_no_verdict_decides_nothing(begun, client_of):
    client_of(begun.headteacher).post(at("gate_ask", begun), {"kind": "onward", "says": "All agree."})
    url = reverse("plans:gate_answer", args=[Gate.objects.get().pk])
    for verdict in ({}, {"verdict": "perhaps"}):
        answer = client_of(begun.trust_leader).post(url, {"reason": "It holds.", **verdict})
        assert answer.status_code == 200
        assert "Choose whether you confirm it or send it back." in text(answer)
    assert Gate.objects.get().status == "asked"


def test_whoever_asked_is_told_that_another_answers(begun, client_of):
    make.MembershipFactory(user=begun.headteacher, role=Role.TRUST_LEADER, academy=None, trust=begun.trust)
    head = client_of(begun.headteacher)
    head.post(at("gate_ask", begun), {"kind": "onward", "says": "All agree."})
    url = reverse("plans:gate_answer", args=[Gate.objects.get().pk])
    page = text(head.get(url))
    assert "You asked for this yourself" in page
    assert "Confirm it" not in page
    answer = head.post(url, {"reason": "It holds.", "verdict": "confirmed"})
    assert "you cannot answer it" in text(answer)
    assert Gate.objects.get().status == "asked"


def test_the_log_filters_pages_and_goes_into_a_file(begun, client_of):
    for number in range(25):
        make.StageEntryFactory(academy=begun.own, says=f"Note number {number}.", by=begun.headteacher)
    head = client_of(begun.headteacher)
    page = text(head.get(at("stage_log", begun)))
    assert page.count("Note number") == 20
    assert text(head.get(at("stage_log", begun) + "?page=2")).count("Note number") == 5
    only = text(head.get(at("stage_log", begun) + "?kind=begun"))
    assert "Stage one begun" in only
    assert "Note number" not in only
    file = text(head.get(at("stage_log_csv", begun) + "?kind=note"))
    assert file.count("Note number") == 25
    assert "Stage one begun" not in file


def test_governors_read_the_log_without_names_below_the_head(begun, client_of):
    today = timezone.localdate()
    log_activity(
        by=begun.senior_leader,
        academy=begun.own,
        activity=first_of(begun),
        state="under_way",
        starts=today,
        note="Met.",
    )
    for name in ("stage_log", "stage_log_csv"):
        told = text(client_of(begun.governor).get(at(name, begun)))
        assert "Met." in told
        assert begun.headteacher.full_name in told
        assert begun.senior_leader.full_name not in told
        assert begun.senior_leader.full_name in text(client_of(begun.headteacher).get(at(name, begun)))


def test_a_name_of_staff_that_somebody_typed_is_kept_from_governors(begun, client_of):
    today, teacher = timezone.localdate(), begun.teacher.full_name
    head = begun.headteacher
    log_activity(
        by=head, academy=begun.own, activity=first_of(begun), state="done", done_on=today, note=f"{teacher} leads it."
    )
    client_of(head).post(at("gate_ask", begun), {"kind": "onward", "says": f"{teacher} has shown it."})
    client_of(head).post(at("twin_write", begun), {"leaning": 2, "handed_on": f"{teacher} leads phonics."})
    for name in ("stages", "stage_log", "stage_log_csv", "twin_track"):
        told = text(client_of(begun.governor).get(at(name, begun)))
        assert teacher not in told
        assert "A member of staff" in told
        assert teacher in text(client_of(head).get(at(name, begun)))
    timeline = reverse("academies:academy_timeline", args=[begun.own.slug])
    assert teacher not in text(client_of(begun.governor).get(timeline))


def test_leadership_is_written_of_this_term_and_of_those_before(begun, client_of):
    head = client_of(begun.headteacher)
    page = head.get(at("twin_track", begun))
    terms = page.context["writing"].choices
    assert len(terms) == 4
    for term, leaning in ((terms[-1], 1), (terms[0], 4)):
        sent = head.post(
            at("twin_write", begun) + f"?term={term.slug}", {"leaning": leaning, "handed_on": "The teams."}
        )
        assert sent.status_code == 302
    told = text(client_of(begun.governor).get(at("twin_track", begun)))
    assert f"Leadership is mostly distributed ({terms[0].label}); it was directive in {terms[-1].label}." in told
    assert "Write it down" not in told
    assert "Choose how the academy is led" in text(head.post(at("twin_write", begun), {"prescribed": "All."}))


def test_a_closed_academys_way_is_read_and_not_changed(begun, client_of):
    begun.own.status, begun.own.closed = Status.CLOSED, timezone.localdate()
    begun.own.save()
    head = client_of(begun.headteacher)
    page = text(head.get(at("stages", begun)))
    assert "can be read, not changed" in page
    assert "Log progress" not in page
    assert "Ask for the next stage" not in page
    answer = head.post(log_url(begun), {"state": "under_way", "starts": "2026-09-07", "note": "Still here."})
    assert answer.status_code == 200
    assert "can be read, not changed" in text(answer)
    assert "Still here." in text(answer)
