"""What was handed in, decided and promised is held by the database: raw SQL of the web role changes nothing of it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from checkpoints.models import CheckpointPlace, HandIn, Intervention, TrustCheckpoint
from tests import factories as make

pytestmark = pytest.mark.django_db


def refused(sql: str, *values: int) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError:
        return True
    return False


@pytest.fixture
def held() -> HandIn:
    return make.HandInFactory()


@pytest.mark.parametrize("change", ["content = '{}'", "comment = 'Other'", "confirms = 'wrong'", "late = true"])
def test_nothing_of_what_was_handed_in_changes(held, change):
    assert refused(f"UPDATE checkpoints_handin SET {change} WHERE id = %s", held.pk)
    assert refused("DELETE FROM checkpoints_handin WHERE id = %s", held.pk)


WITHDRAW = "UPDATE checkpoints_handin SET withdrawn_at = now(), withdrawn_by_id = by_id, withdrawn_because = 'Why.'"


def test_withdrawing_is_the_one_way_and_only_once(held):
    assert not refused(f"{WITHDRAW} WHERE id = %s", held.pk)
    assert refused("UPDATE checkpoints_handin SET withdrawn_because = 'Other' WHERE id = %s", held.pk)


def test_the_day_of_decision_freezes_it(held):
    TrustCheckpoint.objects.filter(pk=held.place.checkpoint_id).update(hand_in_by="2020-01-01", decide_by="2020-01-02")
    assert refused(f"{WITHDRAW} WHERE id = %s", held.pk)


def test_what_was_decided_on_is_frozen(held):
    make.CheckpointDecisionFactory(place=held.place, hand_in=held)
    assert refused(f"{WITHDRAW} WHERE id = %s", held.pk)


def test_no_checkpoint_closes_without_its_decisions(held):
    pk = held.place.checkpoint_id
    close = "UPDATE checkpoints_trustcheckpoint SET state = 'closed', ended_at = now() WHERE id = %s"
    assert refused(close, pk)
    make.CheckpointDecisionFactory(place=held.place, kind="none")
    assert not refused(close, pk)
    assert refused("UPDATE checkpoints_trustcheckpoint SET title = 'Other' WHERE id = %s", pk)
    assert refused("UPDATE checkpoints_checkpointdecision SET because = 'Other' WHERE place_id = %s", held.place_id)
    assert refused("UPDATE checkpoints_checkpointplace SET owner_id = owner_id WHERE id = %s", held.place_id)


def test_no_checkpoint_closes_over_an_intervention_that_nobody_looked_at():
    one = make.InterventionFactory()
    before = one.decision.place
    TrustCheckpoint.objects.filter(pk=before.checkpoint_id).update(set_at="2020-01-01T00:00Z")
    now = make.CheckpointPlaceFactory(academy=before.academy)
    make.CheckpointDecisionFactory(place=now, kind="none")
    close = "UPDATE checkpoints_trustcheckpoint SET state = 'closed', ended_at = now() WHERE id = %s"
    assert refused(close, now.checkpoint_id)
    make.FollowUpFactory(intervention=one, place=now)
    assert not refused(close, now.checkpoint_id)


@pytest.mark.parametrize("change", ["serves = ' '", "decides = ''"])
def test_no_collection_without_a_use(held, change):
    assert refused(f"UPDATE checkpoints_trustcheckpoint SET {change} WHERE id = %s", held.place.checkpoint_id)


def test_what_is_asked_for_stands_once_somebody_handed_in(held):
    checkpoint = held.place.checkpoint
    with pytest.raises(DatabaseError), transaction.atomic():
        make.CheckpointLineFactory(checkpoint=checkpoint)
    with pytest.raises(DatabaseError), transaction.atomic():
        CheckpointPlace.objects.filter(pk=held.place_id).delete()


def test_what_was_promised_stands():
    one: Intervention = make.InterventionFactory()
    for change in ("promises = 'Less'", "what = 'Other'", "\"then\" = '{}'", "starts = starts - 1"):
        assert refused(f"UPDATE checkpoints_intervention SET {change} WHERE id = %s", one.pk)
    assert not refused("UPDATE checkpoints_intervention SET ends = ends + 1 WHERE id = %s", one.pk)
    said = make.FollowUpFactory(intervention=one)
    assert refused("UPDATE checkpoints_followup SET says = 'Other' WHERE id = %s", said.pk)
    assert refused("DELETE FROM checkpoints_followup WHERE id = %s", said.pk)
