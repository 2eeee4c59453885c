"""A theory of action that an academy has worked by for a year, and nobody has said for a year whether it held."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import DateTimeField, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from academies.access import ROLE_PERMISSIONS, Permission, Person, Role, academies_where
from academies.models.academy import Status
from academies.providers import Todo, Weight
from accounts.models import User
from celt.lib.sentences import listed, opened
from celt.lib.terms import year_on
from plans.models import Priority
from toolkit.models import Verdict
from toolkit.rules.verdict import WANTED_AFTER

AT_MOST = 3


def verdict_todos(user: User, person: Person) -> Iterator[Todo]:
    """For who leads an academy: each theory by itself; for the trust's leaders: how many academies. One query."""
    if not person.can(Permission.WRITE_THEORIES):
        return
    leads = {
        m.academy_id
        for m in person.here
        if m.academy_id and Permission.WRITE_THEORIES in ROLE_PERMISSIONS[Role(m.role)]
    }
    found = list(_silent(user, person))
    own = [each for each in found if each.plan.academy_id in leads]
    seen: set[tuple[int, int | None]] = set()
    for priority in own:
        at = (priority.plan.academy_id, priority.theory_id)
        if at in seen or len(seen) >= AT_MOST:
            continue
        seen.add(at)
        academy, theory = priority.plan.academy, priority.theory
        assert theory is not None
        yield Todo(
            f"Did “{theory.name}” hold at {academy}?",
            f"{reverse('toolkit:verdict_add', args=[theory.pk])}?academy={academy.slug}",
            "The plan has built on it for a year and more. Say whether it held, did not hold, or is not yet known.",
            Weight.KNOW,
        )
    if person.can_trust_wide(Permission.WRITE_THEORIES) and found:
        names = sorted({each.plan.academy.name for each in found})
        n = opened(len(names), "academy has", "academies have")
        yield Todo(
            f"{n} worked by a theory of action for a year without saying whether it held.",
            f"{reverse('plans:theories_in_use')}?verdict=silent",
            f"{listed(names)}.",
            Weight.KNOW,
        )


def _silent(user: User, person: Person) -> QuerySet[Priority]:
    """Priorities of the running year that build on such a theory, with their plan's academy and the theory."""
    before = timezone.now() - WANTED_AFTER
    same = Priority.objects.filter(theory=OuterRef("theory"), plan__academy=OuterRef("plan__academy"))
    said = Verdict.objects.filter(theory=OuterRef("theory"), academy=OuterRef("plan__academy"))
    return (
        Priority.objects.visible_to(user)
        .standing()
        .filter(
            academies_where(user, Permission.WRITE_THEORIES, "plan__academy"),
            plan__academy__trust=person.trust,
            plan__academy__status=Status.OPEN,
            plan__academic_year=year_on(timezone.localdate()),
            theory__isnull=False,
            theory__archived_at__isnull=True,
        )
        .annotate(
            since=Subquery(_one(same, Min("plan__begun_at")), output_field=DateTimeField()),
            said=Subquery(_one(said, Max("at")), output_field=DateTimeField()),
        )
        .filter(Q(said__isnull=True) | Q(said__lt=before), since__lt=before)
        .select_related("plan__academy", "theory")
        .order_by("plan__academy__name", "order", "pk")
    )


def _one(rows: QuerySet[Priority] | QuerySet[Verdict], figure: Min | Max) -> QuerySet[Priority] | QuerySet[Verdict]:
    """The rows as one figure, for a subquery."""
    return rows.order_by().values("theory").annotate(figure=figure).values("figure")  # type: ignore[return-value]
