"""What a review found: writing, changing, ordering and dropping strengths and next steps; checking earlier ones."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from reviews.models import Finding, FindingCheck, FindingNote, FrameworkSection, Review, ReviewNote
from reviews.models.finding import FindingKind, Met
from reviews.rules.finding import why_shut
from reviews.services.naming import refuse_names

FIELDS: Final = ("says", "section", "owner", "due")
REFUSED: Final = "What a review found is written by its lead."
DROPPED: Final = "This was dropped. Take it up again before you change it."


@transaction.atomic
def write_finding(
    *,
    by: User,
    review: Review,
    kind: str,
    says: str,
    section: FrameworkSection | None = None,
    notes: Iterable[ReviewNote] = (),
    owner: str = "",
    due: datetime.date | None = None,
) -> Finding:
    """Writes one at the end of its kind. Raises PermissionDenied, or ValidationError with what to mend."""
    locked = _locked_review(review.pk, by)
    if kind not in FindingKind.values:
        raise ValidationError({"kind": "Say whether it is a strength or a next step."})
    last = locked.findings.filter(kind=kind).aggregate(last=Max("order"))["last"] or 0
    finding = Finding(review=locked, kind=kind, order=last + 1, written_by=by)
    _set(finding, {"says": says, "section": section, "owner": owner, "due": due})
    finding.save()
    _draw(finding, by, notes)
    return finding


@transaction.atomic
def change_finding(*, by: User, finding: Finding, notes: Iterable[ReviewNote] | None = None, **said: Any) -> Finding:
    """Changes any of FIELDS; `notes` None leaves them. Raises as write_finding does."""
    locked = _locked_finding(finding.pk, by)
    if locked.dropped_at is not None:
        raise ValidationError(DROPPED)
    _set(locked, said)
    locked.save(update_fields=list(FIELDS))
    if notes is not None:
        _draw(locked, by, notes)
    return locked


@transaction.atomic
def drop_finding(*, by: User, finding: Finding) -> Finding:
    """Takes it out of the report; its words stay on record. Twice is once. Raises as change_finding does."""
    locked = _locked_finding(finding.pk, by)
    if locked.dropped_at is None:
        locked.dropped_at = timezone.now()
        locked.save(update_fields=["dropped_at"])
    return locked


@transaction.atomic
def take_up_finding(*, by: User, finding: Finding) -> Finding:
    """Takes a dropped one up again, at the end. Raises as change_finding does."""
    locked = _locked_finding(finding.pk, by)
    if locked.dropped_at is not None:
        last = locked.review.findings.filter(kind=locked.kind).aggregate(last=Max("order"))["last"] or 0
        locked.dropped_at, locked.order = None, last + 1
        locked.save(update_fields=["dropped_at", "order"])
    return locked


@transaction.atomic
def move_finding(*, by: User, finding: Finding, to: Literal["up", "down"]) -> None:
    """One place up or down among those of its kind and part; at the end it stays where it is.

    Raises as change_finding does, and where it says neither.
    """
    if to not in ("up", "down"):
        raise ValidationError("Say whether it goes up or down.")
    locked = _locked_finding(finding.pk, by)
    if locked.dropped_at is not None:
        raise ValidationError("This was dropped: it has no place in the order.")
    # It changes places with the next of its own part, which is beside it on the page.
    rows = list(Finding.objects.filter(review=locked.review, kind=locked.kind).standing().order_by("order", "pk"))
    part = [row.pk for row in rows if row.section_id == locked.section_id]
    here = part.index(locked.pk)
    there = here + (-1 if to == "up" else 1)
    if not 0 <= there < len(part):
        return
    places = [row.pk for row in rows]
    first, second = places.index(locked.pk), places.index(part[there])
    places[first], places[second] = places[second], places[first]
    for row in rows:
        place = places.index(row.pk) + 1
        if row.order != place:
            row.order = place
            row.save(update_fields=["order"])


@transaction.atomic
def check_finding(*, by: User, review: Review, finding: Finding, met: str, says: str = "") -> FindingCheck:
    """Says in `review` whether an earlier next step is met; once more says it anew.

    Raises PermissionDenied, or ValidationError with what to mend.
    """
    locked = _locked_review(review.pk, by)
    checked = Finding.objects.to_check(locked).filter(pk=finding.pk).first()
    if checked is None:
        raise ValidationError("This is no open next step of an earlier published review of the academy.")
    says = says.strip()
    if met not in Met.values:
        raise ValidationError({"met": "Say whether it is met, partly met or not met."})
    if not says:
        raise ValidationError({"says": "Say in a sentence what shows it."})
    refuse_names(locked.academy, says=says)
    check = FindingCheck.objects.filter(finding=checked, review=locked).first()
    check = check or FindingCheck(finding=checked, review=locked)
    check.met, check.says, check.by, check.at = met, says, by, timezone.now()
    check.full_clean()
    check.save()
    return check


def _locked_review(pk: int, by: User) -> Review:
    """The review for somebody who may write what it found, locked until the transaction ends."""
    found = Review.objects.editable_by(by).select_related("academy").select_for_update(of=("self",)).filter(pk=pk)
    review = found.first()
    if review is None:
        raise PermissionDenied(REFUSED)
    if reason := why_shut(review.state):
        raise ValidationError(reason)
    return review


def _locked_finding(pk: int, by: User) -> Finding:
    found = Finding.objects.editable_by(by).filter(pk=pk).values_list("review", flat=True).first()
    if found is None:
        raise PermissionDenied(REFUSED)
    # The review first, as every write does, so that no two of them wait for each other.
    review = _locked_review(found, by)
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=pk)
    finding.review = review
    return finding


def _set(finding: Finding, said: Mapping[str, Any]) -> None:
    if unknown := set(said) - set(FIELDS):
        raise ValueError(f"Not set here: {', '.join(sorted(unknown))}.")
    values: dict[str, Any] = {name: value.strip() if isinstance(value, str) else value for name, value in said.items()}
    review, strength = finding.review, finding.kind == FindingKind.STRENGTH
    wrong: dict[str, str] = {}
    if not values.get("says", finding.says):
        wrong["says"] = "Say in a sentence what is strong." if strength else "Say in a sentence what is to be done."
    section = values.get("section")
    if section is not None and section.framework_id != review.framework_id:
        wrong["section"] = "Choose a part of this review’s own framework."
    due = values.get("due")
    if due is not None and due != finding.due and due <= timezone.localdate():
        wrong["due"] = "This day is past. Choose one that is still to come."
    if strength:
        values |= {name: empty for name, empty in (("owner", ""), ("due", None)) if name in values}
    if wrong:
        raise ValidationError(wrong)
    refuse_names(review.academy, **{name: values.get(name, "") for name in ("says", "owner")})
    for name, value in values.items():
        setattr(finding, name, value)
    finding.full_clean(exclude=["notes"])


def _draw(finding: Finding, by: User, notes: Iterable[ReviewNote]) -> None:
    """Links the notes that it was drawn from; those that are no longer named are let go."""
    wanted = {note.pk for note in notes}
    known = set(
        ReviewNote.objects.visible_to(by).filter(review=finding.review, pk__in=wanted).values_list("pk", flat=True)
    )
    if known != wanted:
        raise ValidationError({"notes": "Choose from the notes of this review."})
    have = set(finding.drawn_from.values_list("note", flat=True))
    finding.drawn_from.exclude(note__in=wanted).delete()
    for pk in sorted(wanted - have):
        FindingNote.objects.create(finding=finding, note_id=pk)
