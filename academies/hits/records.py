"""Academies, people, category decisions, support and concerns, as far as the person may open them. One query."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, CharField, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from academies.access import Permission, Person, Role
from academies.hits.kinds import ACADEMIES, CONCERNS, DECISIONS, PEOPLE, SUPPORT
from academies.models import (
    Academy,
    CategoryDecision,
    Concern,
    Contact,
    Deployment,
    Membership,
    SupportPromise,
    Trust,
)
from academies.models.academy import Phase
from academies.models.concern import ConcernStatus
from academies.models.support import SupportKind
from academies.providers.search import Asked, Hit
from academies.selectors.candidates import ByIndex, Place, candidates
from accounts.models import User
from celt.lib.days import british

Told = Mapping[str, Any]
KINDS = (ACADEMIES, PEOPLE, DECISIONS, SUPPORT, CONCERNS)
HERE = {"academy": "academy__name", "slug": "academy__slug"}


def academy_hits(user: User, person: Person, asked: Asked) -> Iterator[Hit]:
    """Of the trust that is looked at."""
    trust = person.trust
    if trust is None:
        return
    tellers: list[tuple[Place, Callable[[Told], Hit]]] = [
        (_academies(user, trust, asked), _academy),
        (_members(user, person, trust), _member),
        (_contacts(user, trust), _contact),
        (_decisions(user, trust), _decision),
        (_promises(user, trust), _promise),
        (_deployments(user, trust), _deployment),
        (_concerns(user, trust), _concern),
    ]
    tell = {id(place): teller for place, teller in tellers}
    for place, told in candidates(asked, *(place for place, _ in tellers)):
        yield tell[id(place)](told)


def _academies(user: User, trust: Trust, asked: Asked) -> Place:
    numbers = [int(word) for words in asked.words for word in words if word.isdecimal() and len(word) <= 8]
    rows = Academy.objects.visible_to(user).filter(trust=trust)
    told = {"slug": "slug", "phase": "phase", "urn": "urn"}
    return Place(ACADEMIES, rows, "name", ["la_name"], told, Q(urn__in=numbers))


def _academy(told: Told) -> Hit:
    phase = Phase(told["phase"]).label
    url = reverse("academies:academy_detail", args=[told["slug"]])
    return Hit(
        ACADEMIES.slug, told["title"], url, f"{phase}, {told['la_name']}, URN {told['urn']}", also=str(told["urn"])
    )


def _members(user: User, person: Person, trust: Trust) -> Place:
    # One's own role is shown to everybody, also where no colleague's is.
    rows = Membership.objects.visible_to(user).current().filter(trust=trust).exclude(user=user)
    if not person.can_trust_wide(Permission.MANAGE_ACCESS):
        # Whoever works for the whole trust stands on no academy's page.
        rows = rows.filter(academy__isnull=False)
    by_name = ByIndex(User, "full_name", "user")
    return Place(PEOPLE, rows, "user__full_name", told={"role": "role", **HERE}, by_index=by_name)


def _member(told: Told) -> Hit:
    role = Role(told["role"]).label
    if told["academy"] is None:
        return Hit(PEOPLE.slug, told["title"], reverse("academies:membership_list"), f"{role}, for the whole trust")
    url = f"{reverse('academies:academy_detail', args=[told['slug']])}#people-title"
    return Hit(PEOPLE.slug, told["title"], url, f"{role}, {told['academy']}")


def _contacts(user: User, trust: Trust) -> Place:
    rows = Contact.objects.visible_to(user).current().filter(academy__trust=trust)
    return Place(PEOPLE, rows, "name", ["job"], HERE)


def _contact(told: Told) -> Hit:
    url = f"{reverse('academies:contact_list')}?{urlencode({'academy': told['slug']})}"
    return Hit(PEOPLE.slug, told["title"], url, f"Contact at {told['academy']}", told["job"])


def _decisions(user: User, trust: Trust) -> Place:
    """By what governors read of them: the category that stands, and why."""
    rows = CategoryDecision.objects.visible_to(user).filter(academy__trust=trust)
    named = rows.annotate(says_tier=Coalesce("moderated_tier__word", "tier__word"))
    told = {"pk": "pk", "area": "area__name", "starts": "starts", **HERE}
    return Place(DECISIONS, named, "says_tier", ["rationale"], told)


def _decision(told: Told) -> Hit:
    where = f" in {told['area']}" if told["area"] else ""
    note = f"Category of {told['academy']}, from {_day(told['starts'])}"
    url = reverse("academies:decision_show", args=[told["pk"]])
    return Hit(DECISIONS.slug, f"{told['title']}{where}", url, note, told["rationale"])


def _promises(user: User, trust: Trust) -> Place:
    labels = (When(kind=kind, then=Value(label)) for kind, label in SupportKind.choices)
    rows = SupportPromise.objects.visible_to(user).standing().filter(academy__trust=trust)
    named = rows.annotate(says_kind=Case(*labels, output_field=CharField()))
    return Place(SUPPORT, named, "says_kind", ["focus"], {"pk": "pk", "due": "due", **HERE})


def _promise(told: Told) -> Hit:
    url = reverse("academies:promise_show", args=[told["pk"]])
    return Hit(
        SUPPORT.slug, told["title"], url, f"Support of {told['academy']}, due {_day(told['due'])}", told["focus"]
    )


def _deployments(user: User, trust: Trust) -> Place:
    """By its focus alone: who goes is told on its own page."""
    rows = Deployment.objects.visible_to(user).filter(giver__trust=trust)
    return Place(SUPPORT, rows, "focus", told={"pk": "pk", "giver": "giver__name", "receiver": "receiver__name"})


def _deployment(told: Told) -> Hit:
    url = reverse("academies:deployment_show", args=[told["pk"]])
    return Hit(SUPPORT.slug, told["title"], url, f"Support from {told['giver']} to {told['receiver']}")


def _concerns(user: User, trust: Trust) -> Place:
    rows = Concern.objects.visible_to(user).filter(academy__trust=trust)
    return Place(CONCERNS, rows, "title", ["detail"], {"pk": "pk", "status": "status", **HERE})


def _concern(told: Told) -> Hit:
    state = ConcernStatus(told["status"]).label.lower()
    url = reverse("academies:concern_show", args=[told["pk"]])
    return Hit(CONCERNS.slug, told["title"], url, f"Concern about {told['academy']}, {state}", told["detail"])


def _day(told: str) -> str:
    return british(datetime.date.fromisoformat(told))
