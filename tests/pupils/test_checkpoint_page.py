"""The names of checkpoints."""

from __future__ import annotations

import pytest
from django.urls import reverse

from pupils.models import Checkpoint
from tests.factories import CheckpointFactory

URL = reverse("pupils:checkpoint_list")


def test_a_further_checkpoint_stands_last_in_the_year(cast, client_of) -> None:
    CheckpointFactory(trust=cast.trust, name="Autumn", position=1)
    answer = client_of(cast.data_lead).post(URL, {"name": "  Mock   1 "}, follow=True)
    assert "Files may now name the checkpoint Mock 1." in answer.content.decode()
    assert [c.name for c in Checkpoint.objects.filter(trust=cast.trust)] == ["Autumn", "Mock 1"]


@pytest.mark.parametrize("name", ["", "AUTUMN", "x" * 41])
def test_an_empty_long_or_taken_name_is_refused(cast, client_of, name: str) -> None:
    CheckpointFactory(trust=cast.trust, name="Autumn", position=1)
    assert client_of(cast.data_lead).post(URL, {"name": name}).status_code == 200
    assert Checkpoint.objects.filter(trust=cast.trust).count() == 1


def test_a_new_name_is_kept_and_another_trust_s_checkpoint_is_not_found(cast, client_of) -> None:
    mine = CheckpointFactory(trust=cast.trust, name="Autumn")
    theirs = CheckpointFactory(trust=cast.foreign_trust, name="Autumn")
    lead = client_of(cast.data_lead)
    assert lead.post(reverse("pupils:checkpoint_rename", args=[mine.pk]), {"name": "October"}).status_code == 302
    assert lead.post(reverse("pupils:checkpoint_rename", args=[theirs.pk]), {"name": "October"}).status_code == 404
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.name, theirs.name) == ("October", "Autumn")


def test_whoever_names_no_checkpoints_is_kept_out(cast, client_of) -> None:
    assert client_of(cast.trust_leader).get(URL).status_code == 403
