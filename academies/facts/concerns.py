"""How many concerns are open about an academy, for those who may see concerns there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Fact, FactKind
from academies.selectors.concern import open_concerns
from academies.ways import may_at
from accounts.models import User

CONCERN_KINDS = (
    FactKind(
        slug="concerns.open",
        label="Open concerns",
        group="Leadership and concerns",
        better="lower",
        unit="open",
        about="Concerns that the trust's leaders raised about the academy and have not resolved.",
    ),
)


def concern_facts(user: User, person: Person, academies: Sequence[Academy]) -> Iterator[Fact]:
    told = [academy for academy in academies if may_at(academy, person, Permission.VIEW_CONCERNS)]
    if not told:
        return
    today, found = timezone.localdate(), open_concerns(user, told)
    for academy in told:
        n = found.get(academy.pk, 0)
        yield Fact(
            kind="concerns.open",
            academy=academy.pk,
            value=float(n),
            figure=str(n) if n else "None",
            source="Concerns raised in this product",
            as_of=today,
            url=reverse("academies:academy_concerns", args=[academy.slug]),
        )
