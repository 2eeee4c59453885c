"""What the newest agreed self-evaluation says, as evidence: the share of conditions that stand firmly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Fact, FactKind
from academies.ways import may_at
from accounts.models import User
from plans.models import SelfEvaluation
from plans.selectors.ring import when, with_firm
from plans.selectors.ring_history import agreed_day

RING_KINDS = (
    FactKind(
        slug="rings.firm",
        label="Conditions secure or embedded",
        group="Improvement plan",
        better="higher",
        unit="% of conditions",
        about="Of the twenty conditions of the five rings, those that the head agreed to be secure or embedded, after "
        "the people who work there rated them. It is the academy’s own view of itself.",
        short="Rings",
        scale=(0, 100),
    ),
)


def ring_facts(user: User, person: Person, academies: Sequence[Academy]) -> Iterator[Fact]:
    """One query, however many academies."""
    told = [
        a for a in academies
        if may_at(a, person, Permission.VIEW_PLAN) or may_at(a, person, Permission.RATE_CONDITIONS)
    ]  # fmt: skip
    if not told:
        return
    agreed = SelfEvaluation.objects.visible_to(user).agreed().filter(academy__in=told).order_by("agreed_at", "pk")
    newest = {evaluation.academy_id: evaluation for evaluation in with_firm(agreed)}
    for academy in told:
        evaluation = newest.get(academy.pk)
        if evaluation is None or not evaluation.of:
            yield Fact(
                kind="rings.firm", academy=academy.pk, value=None, figure="None agreed",
                source="Self-evaluation against the five rings", why_none="No self-evaluation has been agreed yet.",
                url=reverse("plans:rings", args=[academy.slug]),
            )  # fmt: skip
            continue
        yield Fact(
            kind="rings.firm",
            academy=academy.pk,
            value=round(100 * evaluation.firm / evaluation.of, 1),
            figure=f"{evaluation.firm} of {evaluation.of}",
            source="Self-evaluation against the five rings",
            as_of=agreed_day(evaluation),
            n=evaluation.of,
            counted="conditions",
            period=when(evaluation).capitalize(),
            url=reverse("plans:evaluation_show", args=[evaluation.pk]),
        )
