"""What was changed in a review after it was moderated, with what stood there before: for its moderator, who agreed to
something else, and for whoever publishes it. Out of the history that the database keeps."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import inside, listed, opened
from reviews.models import Finding, Review, ReviewStep
from reviews.models.finding import FindingKind
from reviews.models.review import ReviewState

# From moderation on; until it is published somebody can still do something about it.
MAY_CHANGE = (ReviewState.MODERATED, ReviewState.SHARED)
WATCHED = ("says", "section_id", "owner", "due", "dropped_at")
How = Literal["added", "changed", "dropped"]
SUMMARY = "Summary"
WORD: dict[How, str] = {"added": "Added", "changed": "Changed", "dropped": "Taken out"}


@dataclass(frozen=True, slots=True)
class Change:
    """`was` and `now`: the words of it, one of them empty where it came or went. `besides`: what else is otherwise."""

    what: str
    how: How
    was: str = ""
    now: str = ""
    besides: str = ""

    @property
    def word(self) -> str:
        return WORD[self.how]

    def __str__(self) -> str:
        if self.how != "changed":
            return f"{self.word}: {inside(self.what)} “{self.now or self.was}”"
        before = f", before that “{self.was}”" if self.was else ""
        return f"Changed: {inside(self.what)} “{self.now}”{before}{f' ({self.besides})' if self.besides else ''}"


def changed_since(user: User, review: Review, moderated_at: datetime.datetime) -> list[Change]:
    """For somebody who reads the review before it is published. Two queries."""
    seen = Finding.objects.visible_to(user).filter(review=review)
    kept: dict[int, list[Any]] = {}
    for event in _events(Finding).filter(pgh_obj__in=seen).select_related("section").order_by("pgh_id"):
        kept.setdefault(event.pgh_obj_id, []).append(event)
    changes = [
        change
        for events in kept.values()
        if (change := _change(_last(events, moderated_at), events[-1])) is not None
    ]  # fmt: skip
    return [*_summary(review, moderated_at), *changes]


def changes_say(changes: Sequence[Change]) -> str:
    """'Two findings and the summary were changed after moderation.'; empty for none."""
    findings = sum(change.what != SUMMARY for change in changes)
    told = [opened(findings, "finding")] if findings else []
    if findings < len(changes):
        told.append("the summary" if told else "The summary")
    if not told:
        return ""
    return f"{listed(told)} {'was' if len(changes) == 1 else 'were'} changed after the review was moderated."


def with_changed(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Each with `changed`: whether a finding or the summary is no longer what its moderator read. No query."""
    reviews = reviews.annotate(
        moderated_at=Subquery(_moderations().filter(review=OuterRef("pk")).values("pgh_created_at")[:1])
    )
    then = _events(Finding).filter(pgh_obj=OuterRef("pk"), pgh_created_at__lte=OuterRef(OuterRef("moderated_at")))
    findings = (
        Finding.objects.filter(review=OuterRef("pk"))
        .annotate(was=Subquery(then.order_by("-pgh_id").values(told=_told())[:1]), told=_told())
        .filter(~Q(was=F("told")) | Q(was__isnull=True, dropped_at__isnull=True))
    )
    summary = _events(Review).filter(pgh_obj=OuterRef("pk"), pgh_created_at__lte=OuterRef("moderated_at"))
    return reviews.annotate(
        summary_was=Subquery(summary.order_by("-pgh_id").values("summary")[:1]),
    ).annotate(
        changed=Q(state__in=MAY_CHANGE, moderated_at__isnull=False) & (Exists(findings) | ~Q(summary_was=F("summary")))
    )


def moderated_at(review: Review) -> datetime.datetime | None:
    """When its moderator took the step last, by the clock of the history; None where it was not. One query."""
    at: datetime.datetime | None = (
        _moderations().filter(review=review.pk).values_list("pgh_created_at", flat=True).first()
    )
    return at


def _moderations() -> QuerySet[Any]:
    """The newest first. By the clock that the findings' history has, too: that of the database."""
    return _events(ReviewStep).filter(step="moderate").order_by("-pgh_id")


def _told() -> JSONObject:
    return JSONObject(**{name: F(name) for name in WATCHED})


def _events(model: type[models.Model]) -> QuerySet[Any]:
    kept: QuerySet[Any] = model._meta.get_field("events").related_model._default_manager.all()  # type: ignore[union-attr]
    return kept


def _last(events: Sequence[Any], at: datetime.datetime) -> Any | None:
    return next((event for event in reversed(events) if event.pgh_created_at <= at), None)


def _change(was: Any | None, now: Any) -> Change | None:
    what = FindingKind(now.kind).label
    gone = now.dropped_at is not None
    if was is None or was.dropped_at is not None:
        return None if gone else Change(what, "added", now=now.says)
    if gone:
        return Change(what, "dropped", was=was.says)
    besides = "; ".join(
        f"{label}: {new or 'none'}, before that {old or 'none'}"
        for label, old, new in (
            ("part", str(was.section or ""), str(now.section or "")),
            ("who sees to it", was.owner, now.owner),
            ("by", british(was.due), british(now.due)),
        )
        if old != new
    )
    if was.says == now.says and not besides:
        return None
    return Change(what, "changed", was=was.says if was.says != now.says else "", now=now.says, besides=besides)


def _summary(review: Review, at: datetime.datetime) -> list[Change]:
    was = _events(Review).filter(pgh_obj=review.pk, pgh_created_at__lte=at).order_by("-pgh_id")
    before = was.values_list("summary", flat=True).first()
    if before is None or before == review.summary:
        return []
    return [Change(SUMMARY, "changed", was=before, now=review.summary)]
