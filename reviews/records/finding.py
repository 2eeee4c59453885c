"""Strengths and next steps of reviews as records: an action answers one, a priority or a decision names it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Q
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Record, RecordKind
from academies.records.keys import key, narrowed
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from reviews.models import Finding
from reviews.models.finding import FindingKind
from reviews.models.review import TOLD_TO_GOVERNORS
from reviews.selectors.after import FINDING as SLUG

FINDING = RecordKind(SLUG, "Findings of reviews")
_SAYS = {FindingKind.STRENGTH: "Strength", FindingKind.NEXT_STEP: "Next step"}


def finding_records(user: User, person: Person, academy: Academy, keys: Collection[str] | None) -> Iterator[Record]:
    """One query. What may be chosen is published; what is named already says itself to whoever reads the review."""
    published = Q(review__state__in=TOLD_TO_GOVERNORS)
    if may_at(academy, person, Permission.READ_REVIEWS):
        told = published if keys is None else published | Q(pk__in=Finding.objects.visible_to(user))
    elif keys is None:
        return
    else:
        told = Q(pk__in=Finding.objects.visible_to(user))
    found = Finding.objects.standing().filter(told, review__academy=academy).select_related("review")
    for finding in narrowed(found.order_by("-review__ends", "-review", "kind", "order", "pk"), keys):
        by = f", by {british(finding.due)}" if finding.due else ""
        yield Record(
            key(SLUG, finding.pk),
            f"{_SAYS[FindingKind(finding.kind)]}: {finding.says.rstrip('.')}",
            finding.review.ends,
            f"{reverse('reviews:report', args=[finding.review_id])}#finding-{finding.pk}",
            f"{finding.review.title}{by}",
        )
