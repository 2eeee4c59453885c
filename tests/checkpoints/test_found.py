"""Checkpoints and interventions in the search: for those who may open them, by no name that they are not told."""

from __future__ import annotations

import pytest
from django.urls import reverse

from checkpoints.services.checkpoint import set_checkpoint
from tests.checkpoints.play import in_days

WORD = "Quillwander"


def page(client_of, user, query: str) -> str:
    answer = client_of(user).get(reverse("academies:search"), {"q": query})
    assert answer.status_code == 200
    return str(answer.content.decode().partition("<main")[2])


@pytest.fixture
def planted(cast, setting, decided):
    """At the head's own academy alone: a checkpoint that serves it, and an intervention."""
    own = {"owners": {cast.own: cast.trust_leader}, "hand_in_by": in_days(6)}
    set_checkpoint(**{**setting, **own, "title": f"{WORD} checkpoint", "serves": "Who gets tutors."})
    decided(what=f"{WORD} calls home", promises="It narrows.", who="Zzyrkowitch")


FINDS = {
    "trust_leader": True, "trustee": True, "governor": True, "headteacher": True, "sibling_head": False,
    "teacher": False, "outsider": False, "nobody": False,
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "finds"), FINDS.items())
def test_each_finds_what_they_may_open(who, finds, cast, client_of, planted):
    told = page(client_of, getattr(cast, who), "quilwandr")
    assert (f"<b>{WORD}</b> checkpoint" in told) == finds
    assert (f"<b>{WORD}</b> calls home" in told) == finds
    if not finds:
        assert WORD not in told


@pytest.mark.django_db
def test_nobody_is_found_by_who_does_it(cast, client_of, planted):
    for who in (cast.governor, cast.headteacher, cast.trust_leader):
        assert "calls home" not in page(client_of, who, "Zzyrkowitch")


@pytest.mark.django_db
def test_a_name_that_was_typed_is_no_way_for_who_is_not_told_it(cast, client_of, decided):
    name = cast.teacher.full_name
    decided(what=f"{name} calls home", promises="It narrows.")
    assert "calls home" in page(client_of, cast.headteacher, name)
    assert "calls home" not in page(client_of, cast.governor, name)
    told = page(client_of, cast.governor, "calls home")
    assert "home" in told
    assert name not in told
