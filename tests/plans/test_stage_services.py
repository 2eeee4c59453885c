"""Going through the stages: who does what, what is refused with which sentence, and what the log then says."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from academies.access import Role
from academies.models.academy import Status
from plans.models import ActivityProgress, Gate, Passage, StageActivity, StageEntry
from plans.rules.stage import Kind
from plans.services.gate import answer_gate, ask_gate, withdraw_gate
from plans.services.programme import archive_activity, ensure_programme
from plans.services.stage import add_note, begin_journey, log_activity, set_twin_track
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(cast: Cast, today: datetime.date) -> Cast:
    """Heronwick has been in stage one for 200 days."""
    begin_journey(cast.own, cast.headteacher, today - datetime.timedelta(days=200))
    return cast


def activity(cast: Cast, stage: int = 1, place: int = 0) -> StageActivity:
    return StageActivity.objects.filter(stage__trust=cast.trust, stage__number=stage).order_by("order")[place]


def asked(cast: Cast, kind: Kind = "onward") -> Gate:
    return ask_gate(by=cast.headteacher, academy=cast.own, kind=kind, says="The team works, and all have agreed.")


def gone_on(cast: Cast) -> None:
    answer_gate(by=cast.trust_leader, gate=asked(cast), verdict="confirmed", reason="It holds.")


def kinds(cast: Cast) -> list[str]:
    return list(StageEntry.objects.filter(academy=cast.own).order_by("at", "pk").values_list("kind", flat=True))


def present(cast: Cast) -> int:
    return Passage.objects.get(academy=cast.own, closed_on__isnull=True).stage


def test_the_way_begins_once_in_stage_one_with_the_strategys_activities(begun, today):
    assert present(begun) == 1
    assert kinds(begun) == ["begun"]
    assert StageActivity.objects.filter(stage__trust=begun.trust).count() == 17
    with pytest.raises(ValidationError, match="has begun already"):
        begin_journey(begun.own, begun.headteacher)


@pytest.mark.parametrize(("days", "says"), [(1, "lies ahead"), (-9000, "Look at the year")])
def test_it_begins_on_a_day_that_makes_sense(cast, today, days, says):
    with pytest.raises(ValidationError, match=says):
        begin_journey(cast.own, cast.headteacher, today + datetime.timedelta(days=days))
    assert not Passage.objects.exists()


def test_it_does_not_begin_before_the_academy_opened(cast, today):
    cast.own.opened = today - datetime.timedelta(days=30)
    cast.own.save()
    with pytest.raises(ValidationError, match="opened on"):
        begin_journey(cast.own, cast.headteacher, today - datetime.timedelta(days=31))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.HEADTEACHER, Role.SENIOR_LEADER, Role.TRUST_LEADER}))
def test_nobody_else_begins_it(cast, role):
    with pytest.raises(PermissionDenied):
        begin_journey(cast.own, cast.people[role])


def test_a_closed_academy_is_read_not_changed(begun, today):
    gate = asked(begun)
    begun.own.status, begun.own.closed = Status.CLOSED, today
    begun.own.save()
    head = begun.headteacher
    tries = [
        lambda: begin_journey(begun.own, head),
        lambda: log_activity(by=head, academy=begun.own, activity=activity(begun), state="done", done_on=today),
        lambda: add_note(by=head, academy=begun.own, says="Too late."),
        lambda: asked(begun),
        lambda: answer_gate(by=begun.trust_leader, gate=gate, verdict="confirmed", reason="Late."),
        lambda: withdraw_gate(by=head, gate=gate),
        lambda: set_twin_track(by=head, academy=begun.own, academic_year=2025, term="autumn", leaning=1),
    ]
    for each in tries:
        with pytest.raises(ValidationError, match="can be read, not changed"):
            each()


def test_an_activity_is_logged_and_the_log_grows(begun, today):
    first = log_activity(
        by=begun.senior_leader,
        academy=begun.own,
        activity=activity(begun),
        state="under_way",
        starts=today,
        note="Met.",
    )
    assert (first.state, first.starts) == ("under_way", today)
    log_activity(
        by=begun.headteacher, academy=begun.own, activity=activity(begun), state="done",
        starts=today, done_on=today, note="Agreed.",
    )  # fmt: skip
    assert ActivityProgress.objects.get().state == "done"
    lines = StageEntry.objects.filter(kind="logged").order_by("pk")
    assert [(line.state, line.says, line.by) for line in lines] == [
        ("under_way", "Met.", begun.senior_leader),
        ("done", "Agreed.", begun.headteacher),
    ]


def test_sent_twice_it_is_logged_once(begun, today):
    for _ in range(2):
        log_activity(
            by=begun.headteacher,
            academy=begun.own,
            activity=activity(begun),
            state="under_way",
            starts=today,
            note="A.",
        )
    assert kinds(begun) == ["begun", "logged"]
    for _ in range(2):
        add_note(by=begun.headteacher, academy=begun.own, says="One thing.")
    assert kinds(begun) == ["begun", "logged", "note"]


def test_a_refusal_names_its_field_and_changes_nothing(begun, today):
    with pytest.raises(ValidationError) as refused:
        log_activity(
            by=begun.headteacher, academy=begun.own, activity=activity(begun), state="done",
            done_on=today + datetime.timedelta(days=1),
        )  # fmt: skip
    assert set(refused.value.message_dict) == {"done_on"}
    assert not ActivityProgress.objects.exists()
    assert kinds(begun) == ["begun"]


def test_an_activity_that_was_put_away_meanwhile_is_logged_no_more(begun, today):
    archive_activity(by=begun.trust_leader, activity=activity(begun))
    with pytest.raises(ValidationError, match="put “Commitment to the approach” away"):
        log_activity(
            by=begun.headteacher, academy=begun.own, activity=StageActivity.objects.get(name__startswith="Commitment"),
            state="under_way", starts=today,
        )  # fmt: skip


def test_another_trusts_activity_and_another_academys_head_are_refused(begun, today):
    ensure_programme(begun.foreign_trust)
    foreign = StageActivity.objects.get(stage__trust=begun.foreign_trust, shown_by="team")
    with pytest.raises(PermissionDenied):
        log_activity(by=begun.headteacher, academy=begun.own, activity=foreign, state="under_way", starts=today)
    for who in (begun.sibling_head, begun.trust_leader, begun.governor, begun.teacher):
        with pytest.raises(PermissionDenied):
            log_activity(by=who, academy=begun.own, activity=activity(begun), state="under_way", starts=today)


def test_nothing_is_logged_before_the_way_begins(cast, today):
    ensure_programme(cast.trust)
    with pytest.raises(ValidationError, match="has not begun"):
        log_activity(by=cast.headteacher, academy=cast.own, activity=activity(cast), state="under_way", starts=today)
    with pytest.raises(ValidationError, match="has not begun"):
        asked(cast)


def test_a_gate_is_asked_confirmed_asked_back_and_reopened(begun, today):
    gate = asked(begun)
    done = answer_gate(by=begun.trust_leader, gate=gate, verdict="confirmed", reason="It holds.")
    assert (done.status, done.answered_by) == ("confirmed", begun.trust_leader)
    assert present(begun) == 2
    answer_gate(by=begun.second_leader, gate=asked(begun, "back"), verdict="confirmed", reason="The team fell apart.")
    assert present(begun) == 1
    assert kinds(begun) == ["begun", "asked", "confirmed", "asked", "reopened"]
    assert [p.stage for p in Passage.objects.order_by("pk")] == [1, 2, 1]
    assert Passage.objects.exclude(closed_on=None).count() == 2


def test_sent_back_it_may_be_asked_for_again(begun):
    answer_gate(by=begun.trust_leader, gate=asked(begun), verdict="sent_back", reason="Only leaders rated.")
    assert present(begun) == 1
    assert StageEntry.objects.filter(kind="sent_back").get().says == "Only leaders rated."
    gone_on(begun)
    assert present(begun) == 2


def test_taken_back_it_may_be_asked_for_again(begun):
    withdraw_gate(by=begun.headteacher, gate=asked(begun))
    assert kinds(begun)[-1] == "withdrawn"
    assert asked(begun).status == "asked"


def test_asked_twice_it_is_refused(begun):
    asked(begun)
    with pytest.raises(ValidationError, match="has asked already"):
        asked(begun)
    assert Gate.objects.count() == 1


def test_who_asked_cannot_answer_though_they_lead_the_trust_too(begun):
    make.MembershipFactory(user=begun.headteacher, role=Role.TRUST_LEADER, academy=None, trust=begun.trust)
    gate = asked(begun)
    for verdict in ("confirmed", "sent_back"):
        with pytest.raises(ValidationError, match="You asked for this gate yourself"):
            answer_gate(by=begun.headteacher, gate=gate, verdict=verdict, reason="It holds.")
    assert present(begun) == 1
    gate.refresh_from_db()
    assert gate.status == "asked"


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_an_answer_without_reasons_is_refused(begun, reason):
    gate = asked(begun)
    for verdict in ("confirmed", "sent_back"):
        with pytest.raises(ValidationError, match="Give your reasons"):
            answer_gate(by=begun.trust_leader, gate=gate, verdict=verdict, reason=reason)
    assert present(begun) == 1


def test_a_gate_that_was_answered_or_taken_back_meanwhile_says_who_did(begun):
    gate = asked(begun)
    answer_gate(by=begun.second_leader, gate=gate, verdict="sent_back", reason="Not yet.")
    with pytest.raises(ValidationError, match="Leopold Ravensbourne sent it back meanwhile"):
        answer_gate(by=begun.trust_leader, gate=gate, verdict="confirmed", reason="It holds.")
    with pytest.raises(ValidationError, match="sent it back meanwhile"):
        withdraw_gate(by=begun.headteacher, gate=gate)
    other = asked(begun)
    withdraw_gate(by=begun.headteacher, gate=other)
    with pytest.raises(ValidationError, match="took it back meanwhile"):
        answer_gate(by=begun.trust_leader, gate=other, verdict="confirmed", reason="It holds.")
    assert present(begun) == 1


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.TRUST_LEADER}))
def test_only_a_leader_of_the_trust_answers(begun, role):
    gate = asked(begun)
    with pytest.raises(PermissionDenied):
        answer_gate(by=begun.people[role], gate=gate, verdict="confirmed", reason="It holds.")


def test_a_leader_of_another_trust_does_not(begun):
    with pytest.raises(PermissionDenied):
        answer_gate(by=begun.foreign_leader, gate=asked(begun), verdict="confirmed", reason="It holds.")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.HEADTEACHER}))
def test_only_the_head_asks(begun, role):
    with pytest.raises(PermissionDenied):
        ask_gate(by=begun.people[role], academy=begun.own, kind="onward", says="All is done.")


def test_without_a_word_nothing_is_asked(begun):
    with pytest.raises(ValidationError, match="Say why"):
        ask_gate(by=begun.headteacher, academy=begun.own, kind="onward", says=" ")


def test_confirmed_on_the_day_on_which_the_stage_began(cast):
    begin_journey(cast.own, cast.headteacher)
    gone_on(cast)
    gone_on(cast)
    assert present(cast) == 3
    with pytest.raises(ValidationError, match="Stage three is the last"):
        asked(cast)


def test_leadership_is_written_once_a_term_and_written_anew(begun):
    for leaning in (1, 2):
        row = set_twin_track(
            by=begun.headteacher,
            academy=begun.own,
            academic_year=2025,
            term="spring",
            leaning=leaning,
            prescribed="All.",
        )
    assert begun.own.twin_tracks.get() == row
    assert row.leaning == 2
    with pytest.raises(ValidationError, match="has not begun"):
        set_twin_track(by=begun.headteacher, academy=begun.own, academic_year=2090, term="autumn", leaning=1)
    with pytest.raises(ValidationError):
        set_twin_track(by=begun.headteacher, academy=begun.own, academic_year=2025, term="spring", leaning=6)
    with pytest.raises(PermissionDenied):
        set_twin_track(by=begun.governor, academy=begun.own, academic_year=2025, term="spring", leaning=1)
