"""What the database itself refuses of the stages, however it is written."""

import datetime

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from plans.models import ActivityProgress, Gate, Passage, Stage, StageActivity, StageEntry, TwinTrack
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 1, 10)


def refused(queryset, constraint: str, **changes) -> None:
    """Past the services and the model's own checks."""
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        queryset.update(**changes)


def test_an_academy_is_in_one_stage_at_a_time(cast):
    make.PassageFactory(academy=cast.own, opened_on=DAY)
    with pytest.raises(DatabaseError, match="passage_one_open"), transaction.atomic():
        Passage.objects.bulk_create([Passage(academy=cast.own, stage=2, opened_on=DAY)])
    with pytest.raises(DatabaseError, match="passages_do_not_overlap"), transaction.atomic():
        Passage.objects.bulk_create(
            [Passage(academy=cast.own, stage=2, opened_on=DAY, closed_on=DAY + datetime.timedelta(days=9))]
        )


def test_a_passage_ends_after_it_began_and_then_stands(cast):
    passage = make.PassageFactory(academy=cast.own, opened_on=DAY)
    rows = Passage.objects.filter(pk=passage.pk)
    refused(rows, "passage_closes_after_it_opens", closed_on=DAY - datetime.timedelta(days=1))
    refused(rows, "closed_passage_stands", opened_on=DAY - datetime.timedelta(days=1))
    refused(rows, "closed_passage_stands", stage=2)
    rows.update(closed_on=DAY)
    refused(rows, "closed_passage_stands", closed_on=None)
    with pytest.raises(DatabaseError, match="never_deleted"), transaction.atomic():
        rows.delete()


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "done"}, "activity_done_has_day"),
        ({"done_on": DAY, "starts": None}, "activity_done_has_day"),
        ({"state": "done", "starts": DAY, "done_on": DAY - datetime.timedelta(days=1)}, "activity_done_after_begun"),
        ({"state": "not_needed", "note": ""}, "activity_not_needed_says_why"),
        ({"state": "forgotten"}, "activity_state_known"),
    ],
)
def test_what_stands_of_an_activity_is_sound(cast, changes, constraint):
    progress = make.ActivityProgressFactory(academy=cast.own)
    refused(ActivityProgress.objects.filter(pk=progress.pk), constraint, **changes)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"says": "Another reason."}, "what_was_asked_stands"),
        ({"stage": 2}, "what_was_asked_stands"),
        ({"status": "withdrawn"}, "gate_answer_whole"),
        ({"status": "let through"}, "."),
    ],
)
def test_what_was_asked_stands_and_is_answered_whole(cast, changes, constraint):
    gate = make.GateFactory(academy=cast.own, asked_by=cast.headteacher)
    refused(Gate.objects.filter(pk=gate.pk), constraint, **changes)


def test_who_asked_does_not_answer_and_an_answer_gives_reasons(cast):
    gate = make.GateFactory(academy=cast.own, asked_by=cast.headteacher)
    rows, now = Gate.objects.filter(pk=gate.pk), timezone.now()
    for status in ("confirmed", "sent_back"):
        refused(
            rows,
            "gate_answered_by_another",
            status=status,
            answered_by=cast.headteacher,
            answered_at=now,
            reason="Yes.",
        )
        refused(rows, "gate_answer_has_reasons", status=status, answered_by=cast.trust_leader, answered_at=now)
    rows.update(status="confirmed", answered_by=cast.trust_leader, answered_at=now, reason="It holds.")
    refused(rows, "answered_gate_stands", reason="It held.")
    refused(rows, "answered_gate_stands", status="sent_back")


def test_a_gate_leads_somewhere_and_one_waits(cast):
    for kind, stage in (("onward", 3), ("back", 1)):
        with pytest.raises(DatabaseError, match="gate_leads_somewhere"), transaction.atomic():
            make.GateFactory(academy=cast.own, kind=kind, stage=stage)
    make.GateFactory(academy=cast.own)
    with pytest.raises(DatabaseError, match="gate_one_asked"), transaction.atomic():
        make.GateFactory(academy=cast.own)


def test_the_log_only_grows(cast):
    line = make.StageEntryFactory(academy=cast.own)
    rows = StageEntry.objects.filter(pk=line.pk)
    refused(rows, "stage_log_only_grows", says="Something else.")
    with pytest.raises(DatabaseError, match="stage_log_only_grows"), transaction.atomic():
        rows.delete()


def test_leadership_is_known_and_once_a_term(cast):
    row = make.TwinTrackFactory(academy=cast.own)
    refused(TwinTrack.objects.filter(pk=row.pk), "twin_track_leaning_known", leaning=6)
    with pytest.raises(DatabaseError, match="twin_track_once_a_term"), transaction.atomic():
        make.TwinTrackFactory(academy=cast.own)


def test_a_programme_keeps_its_order_and_its_rows(cast):
    activity = make.StageActivityFactory(stage__trust=cast.trust)
    stages = Stage.objects.filter(pk=activity.stage_id)
    refused(stages, "stage_longest_not_below_shortest", shortest_terms=4, longest_terms=3)
    for rows in (StageActivity.objects.filter(pk=activity.pk), stages):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
