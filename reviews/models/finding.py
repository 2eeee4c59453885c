"""What a review found: strengths and next steps, each drawn from notes; and what the next review says of it."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from reviews.models.framework import FrameworkSection
from reviews.models.note import ReviewNote
from reviews.models.review import TOLD_TO_GOVERNORS, Review, ReviewState


class FindingKind(models.TextChoices):
    STRENGTH = "strength", "Strength"
    NEXT_STEP = "next_step", "Next step"


class Met(models.TextChoices):
    MET = "met", "Met"
    PARTLY = "partly", "Partly met"
    NOT_MET = "not_met", "Not met"


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, user: User) -> FindingQuerySet:
        return self.filter(review__in=Review.objects.told_to(user))

    def editable_by(self, user: User) -> FindingQuerySet:
        return self.filter(review__in=Review.objects.editable_by(user))

    def standing(self) -> FindingQuerySet:
        return self.filter(dropped_at__isnull=True)

    def open(self) -> FindingQuerySet:
        """Next steps of published reviews that no published review called met: a draft closes nothing."""
        met = FindingCheck.objects.filter(
            finding=models.OuterRef("pk"), met=Met.MET, review__state__in=TOLD_TO_GOVERNORS
        )
        return self.standing().filter(
            ~models.Exists(met), kind=FindingKind.NEXT_STEP, review__state__in=TOLD_TO_GOVERNORS
        )

    def to_check(self, review: Review) -> FindingQuerySet:
        """Open next steps of the academy's other reviews, and what this review said of any; of one that ended, what it
        said alone. For its own team: whoever may read the review is shown them there."""
        said = FindingCheck.objects.filter(finding=models.OuterRef("pk"), review=review)
        here = self.filter(review__academy=review.academy_id).exclude(review=review.pk)
        if review.state in (*TOLD_TO_GOVERNORS, ReviewState.CALLED_OFF):
            return here.filter(models.Exists(said))
        return here.filter(Q(pk__in=self.model.objects.open()) | models.Exists(said))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Finding(models.Model):
    """`theme`: what findings of many reviews are gathered by; the section's name where none is chosen."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=9, choices=FindingKind)
    says = models.TextField("what was found", help_text="Name no pupil and no teacher.")
    section = models.ForeignKey(
        FrameworkSection, on_delete=models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="part"
    )
    notes: models.ManyToManyField[ReviewNote, FindingNote] = models.ManyToManyField(
        ReviewNote, through="FindingNote", blank=True, related_name="findings"
    )
    owner = models.CharField("who sees to it", max_length=80, blank=True, help_text="A role, not a name.")
    due = models.DateField("by", null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "order", "pk")
        indexes = (
            # What looks like a word that somebody searches for.
            GinIndex(OpClass(F("says"), name="gin_trgm_ops"), name="finding_says_like"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=FindingKind.values), name="finding_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="next_step") | (Q(owner="") & Q(due__isnull=True)),
                name="finding_only_next_steps_are_due",
                violation_error_message="A strength has no day and nobody to see to it.",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="finding_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="finding_stays_with_its_review",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("review", "kind"),
            ),
            pgtrigger.Trigger(
                name="published_finding_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF EXISTS (
                    SELECT 1 FROM reviews_review
                    WHERE id = NEW.review_id AND state IN ('published', 'followed', 'called_off')
                ) THEN
                    RAISE EXCEPTION 'The review is published, and what it found stands.'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.says[:80]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class FindingNote(models.Model):
    """That a finding was drawn from a note."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="drawn_from", db_index=False)
    note = models.ForeignKey(ReviewNote, on_delete=models.PROTECT, related_name="drawn_into")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["finding", "note"], name="finding_drawn_from_note_once"),)
        triggers = (
            pgtrigger.Trigger(
                name="finding_drawn_from_its_own_review",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF NOT EXISTS (
                    SELECT 1 FROM reviews_finding f JOIN reviews_reviewnote n ON n.review_id = f.review_id
                    WHERE f.id = NEW.finding_id AND n.id = NEW.note_id
                ) THEN
                    RAISE EXCEPTION 'A finding is drawn from notes of its own review.'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.finding}: {self.note}"


class CheckQuerySet(models.QuerySet["FindingCheck"]):
    def visible_to(self, user: User) -> CheckQuerySet:
        return self.filter(review__in=Review.objects.told_to(user))

    def editable_by(self, user: User) -> CheckQuerySet:
        return self.filter(review__in=Review.objects.editable_by(user))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class FindingCheck(models.Model):
    """What a later review of the academy says of an open next step: is it met?"""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="checks", db_index=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="checks")
    met = models.CharField(max_length=7, choices=Met)
    says = models.TextField("what shows it", blank=True, help_text="Name no pupil and no teacher.")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        verbose_name = "check of a finding"
        constraints = (
            models.UniqueConstraint(fields=["finding", "review"], name="finding_checked_once_a_review"),
            models.CheckConstraint(condition=Q(met__in=Met.values), name="finding_check_known"),
        )
        triggers = (
            pgtrigger.Trigger(
                name="finding_checked_at_its_academy",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF NOT EXISTS (
                    SELECT 1 FROM reviews_finding f
                    JOIN reviews_review made ON made.id = f.review_id
                    JOIN reviews_review later ON later.id = NEW.review_id
                    WHERE f.id = NEW.finding_id AND later.academy_id = made.academy_id AND later.id <> made.id
                ) THEN
                    RAISE EXCEPTION 'A finding is checked by a later review of the same academy.'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="finding_check_is_never_deleted", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.get_met_display()}: {self.finding}"
