"""Checkpoints and the interventions that they led to, for the search over the product. One query, and one for whoever
is not told staff everywhere."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy, Trust
from academies.providers.search import Asked, Hit, SearchedKind
from academies.selectors.candidates import Place, candidates
from accounts.models import User
from celt.lib.days import british
from checkpoints.models import CheckpointState, Intervention, InterventionState, TrustCheckpoint
from checkpoints.models.intervention import PLACE
from plans.selectors.read_as import read_at

CHECKPOINTS = SearchedKind("checkpoint", "Checkpoints and interventions", 56)
KINDS = (CHECKPOINTS,)
Told = Mapping[str, Any]


def checkpoint_hits(user: User, person: Person, asked: Asked) -> Iterator[Hit]:
    """An intervention by what is done, for whom and what it promises; by nobody's name, and by no name that somebody
    typed there for who is not told that name."""
    trust = person.trust
    if trust is None or not person.can(Permission.VIEW_CHECKPOINTS):
        return
    checkpoints, interventions = _checkpoints(user, trust), _interventions(user, trust)
    found = list(candidates(asked, checkpoints, interventions))
    places = {told["academy_pk"] for place, told in found if place is interventions}
    read = read_at(user, person, [Academy(pk=pk, trust=trust) for pk in places])
    for place, told in found:
        if place is checkpoints:
            yield _checkpoint(told)
            continue
        says = f"For {told['for_whom']}. {told['promises']}"
        url = reverse("checkpoints:intervention_show", args=[told["pk"]])
        note = f"Intervention at {told['academy']}, {InterventionState(told['state']).label.lower()}"
        at = told["academy_pk"]
        yield Hit(CHECKPOINTS.slug, read(at, told["title"]), url, note, read(at, says))


def _checkpoints(user: User, trust: Trust) -> Place:
    rows = TrustCheckpoint.objects.visible_to(user).filter(trust=trust)
    return Place(CHECKPOINTS, rows, "title", ["serves"], {"pk": "pk", "state": "state", "decide_by": "decide_by"})


def _checkpoint(told: Told) -> Hit:
    url = reverse("checkpoints:checkpoint_show", args=[told["pk"]])
    state, day = CheckpointState(told["state"]).label.lower(), british(datetime.date.fromisoformat(told["decide_by"]))
    return Hit(CHECKPOINTS.slug, told["title"], url, f"Checkpoint, {state}, day of decision {day}", told["serves"])


def _interventions(user: User, trust: Trust) -> Place:
    rows = Intervention.objects.visible_to(user).filter(**{f"{PLACE}__trust": trust})
    told = {"pk": "pk", "state": "state", "academy_pk": f"{PLACE}_id", "academy": f"{PLACE}__name"}
    return Place(CHECKPOINTS, rows, "what", ["for_whom", "promises"], told)
