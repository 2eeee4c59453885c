"""A theory of action that an academy has worked by for a year, and nobody has said for a year whether it held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import DateTimeField, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from academies.access import ROLE_PERMISSIONS, Permission, Person, Role
from academies.models.academy import Status
from academies.providers import JoinedTodos, Todo, Weight
from academies.selectors.together import Asked
from accounts.models import User
from celt.lib.terms import year_on
from plans.models import Priority
from toolkit.models import Verdict
from toolkit.rules.verdict import WANTED_AFTER

AT_MOST = 3


def _asked(user: User, person: Person) -> Sequence[Asked]:
    """For who leads an academy; the trust's leaders are told in plans.todos.trust."""
    leads = {
        m.academy_id
        for m in person.here
        if m.academy_id and Permission.WRITE_THEORIES in ROLE_PERMISSIONS[Role(m.role)]
    }
    if not leads:
        return ()
    found = silent(user).filter(plan__academy__in=leads, plan__academy__status=Status.OPEN)
    return (Asked(found.select_related("plan__academy", "theory")),)


def _told(user: User, person: Person, found: Sequence[Priority]) -> Iterator[Todo]:
    told: set[tuple[int, int | None]] = set()
    for priority in sorted(found, key=lambda each: (each.plan.academy.name, each.order, each.pk)):
        at = (priority.plan.academy_id, priority.theory_id)
        if at in told or len(told) >= AT_MOST or priority.theory is None:
            continue
        told.add(at)
        academy, theory = priority.plan.academy, priority.theory
        yield Todo(
            f"Did “{theory.name}” hold at {academy}?",
            f"{reverse('toolkit:verdict_add', args=[theory.pk])}?academy={academy.slug}",
            "The plan has built on it for a year and more. Say whether it held, did not hold, or is not yet known.",
            Weight.KNOW,
        )


verdict_todos = JoinedTodos(_asked, _told)


def silent(user: User) -> QuerySet[Priority]:
    """Priorities of the running year that build on such a theory."""
    before = timezone.now() - WANTED_AFTER
    same = Priority.objects.visible_to(user).filter(theory=OuterRef("theory"), plan__academy=OuterRef("plan__academy"))
    said = Verdict.objects.visible_to(user).filter(theory=OuterRef("theory"), academy=OuterRef("plan__academy"))
    return (
        Priority.objects.visible_to(user)
        .standing()
        .filter(
            plan__academic_year=year_on(timezone.localdate()), theory__isnull=False, theory__archived_at__isnull=True
        )
        .annotate(
            since=Subquery(_one(same, Min("plan__begun_at")), output_field=DateTimeField()),
            said=Subquery(_one(said, Max("at")), output_field=DateTimeField()),
        )
        .filter(Q(said__isnull=True) | Q(said__lt=before), since__lt=before)
    )


def _one(rows: QuerySet[Priority] | QuerySet[Verdict], figure: Min | Max) -> QuerySet[Priority] | QuerySet[Verdict]:
    """The rows as one figure, for a subquery."""
    return rows.order_by().values("theory").annotate(figure=figure).values("figure")  # type: ignore[return-value]
