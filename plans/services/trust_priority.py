"""The trust's own priorities: set, changed, put in order, ended with a last year. None is deleted."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from academies.access import Permission, user_can
from academies.models import Trust
from accounts.models import User
from celt.lib.terms import year_label
from plans.models import TrustPriority
from plans.strategy import PILLARS

REFUSED = "The trust's priorities are set by its leaders."
RUNNING_AT_MOST = 12


@transaction.atomic
def add_trust_priority(
    *,
    by: User,
    trust: Trust,
    title: str,
    from_year: int,
    about: str = "",
    pillar: str = "",
    until_year: int | None = None,
) -> TrustPriority:
    """The last in the order. Raises PermissionDenied, or ValidationError with what to mend."""
    if not user_can(by, Permission.MANAGE_PROGRAMME, trust=trust):
        raise PermissionDenied(REFUSED)
    Trust.objects.select_for_update().get(pk=trust.pk)
    others = TrustPriority.objects.filter(trust=trust)
    if others.in_year(from_year).count() >= RUNNING_AT_MOST:
        raise ValidationError(
            f"The trust has {RUNNING_AT_MOST} priorities in {year_label(from_year)}; a plan has five. End one first."
        )
    last = others.aggregate(last=Max("order"))["last"] or 0
    return _saved(TrustPriority(trust=trust, order=last + 1), title, about, pillar, from_year, until_year)


@transaction.atomic
def change_trust_priority(
    *,
    by: User,
    priority: TrustPriority,
    title: str,
    from_year: int,
    about: str = "",
    pillar: str = "",
    until_year: int | None = None,
) -> TrustPriority:
    """Plans that serve it show the new words. `until_year` ends it after that academic year; plans keep it."""
    return _saved(_held(by, priority), title, about, pillar, from_year, until_year)


@transaction.atomic
def move_trust_priority(*, by: User, priority: TrustPriority, up: bool) -> None:
    """One place up or down; at the end of the row nothing happens."""
    held = _held(by, priority)
    Trust.objects.select_for_update().get(pk=held.trust_id)
    row = list(TrustPriority.objects.filter(trust=held.trust_id))
    place = row.index(held)
    other = place + (-1 if up else 1)
    if 0 <= other < len(row):
        row[place], row[other] = row[other], row[place]
        for order, each in enumerate(row, start=1):
            each.order = order
        TrustPriority.objects.bulk_update(row, ["order"])


def _held(by: User, priority: TrustPriority) -> TrustPriority:
    held = TrustPriority.objects.editable_by(by).select_for_update(of=("self",)).filter(pk=priority.pk).first()
    if held is None:
        raise PermissionDenied(REFUSED)
    return held


def _saved(
    priority: TrustPriority, title: str, about: str, pillar: str, from_year: int, until_year: int | None
) -> TrustPriority:
    priority.title, priority.about = " ".join(title.split()), about.strip()
    priority.pillar, priority.from_year, priority.until_year = pillar, from_year, until_year
    if pillar and pillar not in PILLARS:
        raise ValidationError({"pillar": "Choose one of the strategy’s pillars."})
    if until_year is not None and until_year < from_year:
        raise ValidationError({"until_year": f"It would end before it begins, in {year_label(from_year)}."})
    same = TrustPriority.objects.filter(trust=priority.trust_id, title__iexact=priority.title).exclude(pk=priority.pk)
    if any(_meet(priority, other) for other in same):
        raise ValidationError({"title": "The trust has a priority of these words in the same years already."})
    priority.full_clean()
    priority.save()
    return priority


def _meet(one: TrustPriority, other: TrustPriority) -> bool:
    """Whether they run in a common year."""
    return (one.until_year is None or one.until_year >= other.from_year) and (
        other.until_year is None or other.until_year >= one.from_year
    )
