"""What the trust's leaders are told of all plans at home: who has none, and where something is off course."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.providers import Todo
from academies.selectors.academy import academies_of
from accounts.models import User
from celt.lib.names import short_names
from celt.lib.sentences import listed, opened
from celt.lib.terms import year_label, year_on
from plans.models import Action, Plan
from plans.models.action import Rag


def trust_plan_todos(user: User, person: Person) -> Iterator[Todo]:
    """One query; none for who does not lead the trust."""
    if not person.can_trust_wide(Permission.MANAGE_PROGRAMME):
        return
    year = year_on(timezone.localdate())
    plans = Plan.objects.visible_to(user).filter(academy=OuterRef("pk"), academic_year=year)
    red = Action.objects.visible_to(user).open().filter(
        priority__plan__academy=OuterRef("pk"), priority__plan__academic_year=year, rag=Rag.RED
    )  # fmt: skip
    found = list(
        academies_of(user, person.trust).open().annotate(planned=Exists(plans), off=Exists(red)).order_by("name")
    )
    short = short_names({academy.name for academy in found})
    without = [short[academy.name] for academy in found if not academy.planned]  # type: ignore[attr-defined]
    off = [short[academy.name] for academy in found if academy.off]  # type: ignore[attr-defined]
    url = reverse("plans:plan_list")
    if without:
        has = "has" if len(without) == 1 else "have"
        yield Todo(
            f"{opened(len(without), 'academy', 'academies')} {has} no plan for {year_label(year)}: {listed(without)}.",
            f"{url}?actions=no_plan",
            "Their heads are told so too.",
        )
    if off:
        yield Todo(
            f"Something is off course in {opened(len(off), 'plan').lower()}: {listed(off)}.",
            f"{url}?actions=red",
            "Read in a sentence why, and ask what would help.",
        )
