"""A checkpoint that the trust sets: for which decision, which figures of which academies, and who decides for each.

Not to be mixed up with pupils.Checkpoint, which names a point of the year at which something is sat.
"""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from academies.access import Permission, academies_where, trusts_where
from academies.models import Academy, Trust
from academies.models.term import academic_year_field, academic_year_in_range
from accounts.models import User
from checkpoints.models.held import ENDED_STANDS, LINES_STAND, NEEDS_EVERY_DECISION, PLACES_STAND
from pupils.measures import title_of

A_WORD = r"\S"


class CheckpointState(models.TextChoices):
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    CALLED_OFF = "called_off", "Called off"


class TrustCheckpointQuerySet(models.QuerySet["TrustCheckpoint"]):
    def visible_to(self, user: User) -> TrustCheckpointQuerySet:
        """Those that ask an academy of theirs, and for the whole trust all."""
        asked = CheckpointPlace.objects.visible_to(user).values("checkpoint")
        return self.filter(trusts_where(user, Permission.VIEW_CHECKPOINTS) | Q(pk__in=asked))

    def editable_by(self, user: User) -> TrustCheckpointQuerySet:
        return self.filter(trusts_where(user, Permission.SET_CHECKPOINTS))

    def open(self) -> TrustCheckpointQuerySet:
        return self.filter(state=CheckpointState.OPEN)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TrustCheckpoint(models.Model):
    """`serves`: the decision that it is for. Without one there is no collection."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="trust_checkpoints", db_index=False)
    title = models.CharField(max_length=120)
    academic_year = academic_year_field()
    hand_in_by = models.DateField("day of hand-in")
    decide_by = models.DateField("day of decision")
    serves = models.CharField("the decision that it serves", max_length=300)
    decides = models.CharField("who decides", max_length=160)
    state = models.CharField(max_length=10, choices=CheckpointState, default=CheckpointState.OPEN)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField("why it was called off", max_length=300, blank=True)

    objects = TrustCheckpointQuerySet.as_manager()

    class Meta:
        ordering = ("-decide_by", "-pk")
        indexes = (
            # The trust's list, and what is open for home pages and calendars.
            models.Index(fields=["trust", "state", "-decide_by"], name="trust_checkpoint_list"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=CheckpointState.values), name="trust_checkpoint_state_known"),
            academic_year_in_range("trust_checkpoint_year_in_range"),
            models.CheckConstraint(
                condition=Q(serves__regex=A_WORD, decides__regex=A_WORD), name="trust_checkpoint_has_a_use",
                violation_error_message="Say which decision it serves and who decides. What serves none is not asked "
                "for.",
            ),
            models.CheckConstraint(
                condition=Q(title__regex=A_WORD), name="trust_checkpoint_has_a_title",
                violation_error_message="Give it a title.",
            ),
            models.CheckConstraint(
                condition=Q(decide_by__gte=F("hand_in_by")), name="trust_checkpoint_days_in_order",
                violation_error_message="The decision cannot come before the hand-in.",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="trust_checkpoint_ended_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="called_off") | Q(ended_because__regex=A_WORD), name="trust_checkpoint_off_says_why",
                violation_error_message="Say why it is called off.",
            ),
        )  # fmt: skip
        triggers = (
            pgtrigger.Protect(name="trust_checkpoint_is_never_deleted", operation=pgtrigger.Delete),
            ENDED_STANDS,
            NEEDS_EVERY_DECISION,
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == CheckpointState.OPEN


class CheckpointLineQuerySet(models.QuerySet["CheckpointLine"]):
    def visible_to(self, user: User) -> CheckpointLineQuerySet:
        return self.filter(checkpoint__in=TrustCheckpoint.objects.visible_to(user))

    def editable_by(self, user: User) -> CheckpointLineQuerySet:
        return self.filter(trusts_where(user, Permission.SET_CHECKPOINTS, "checkpoint__trust"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CheckpointLine(models.Model):
    """One figure that is asked for: as in plans, of a gap or of disadvantaged pupils, among whom, at which point of
    the checkpoint's year (the name of a pupils.Checkpoint, or the whole year)."""

    checkpoint = models.ForeignKey(TrustCheckpoint, on_delete=models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField(default=0)
    measure = models.CharField(max_length=40)
    figure_of = models.CharField(max_length=3, choices=(("gap", "The gap"), ("dis", "Disadvantaged pupils")))
    breakdown = models.CharField(max_length=12, default="all")
    at = models.CharField("point of the year", max_length=40)

    objects = CheckpointLineQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(figure_of__in=("gap", "dis")), name="checkpoint_line_figure_known"),
            models.UniqueConstraint(
                fields=["checkpoint", "measure", "figure_of", "breakdown", "at"], name="checkpoint_line_once",
                violation_error_message="The same figure is asked for twice.",
            ),
        )  # fmt: skip
        triggers = (LINES_STAND,)

    def __str__(self) -> str:
        return f"{title_of(self.measure)}, {self.at.lower()}"

    @property
    def figure(self) -> tuple[str, str, str]:
        """The same figure from one checkpoint to the next."""
        return self.measure, self.figure_of, self.breakdown


class CheckpointPlaceQuerySet(models.QuerySet["CheckpointPlace"]):
    def visible_to(self, user: User) -> CheckpointPlaceQuerySet:
        return self.filter(academies_where(user, Permission.VIEW_CHECKPOINTS, "academy"))

    def editable_by(self, user: User) -> CheckpointPlaceQuerySet:
        """Who may name another owner."""
        return self.filter(trusts_where(user, Permission.SET_CHECKPOINTS, "checkpoint__trust"))

    def handed_in_by(self, user: User) -> CheckpointPlaceQuerySet:
        return self.filter(academies_where(user, Permission.HAND_IN, "academy"))

    def decided_by(self, user: User) -> CheckpointPlaceQuerySet:
        """Its owner alone, as long as they may record interventions there."""
        return self.filter(academies_where(user, Permission.RUN_INTERVENTIONS, "academy"), owner=user.pk)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CheckpointPlace(models.Model):
    """An academy that a checkpoint asks, and the person who decides for it."""

    checkpoint = models.ForeignKey(TrustCheckpoint, on_delete=models.PROTECT, related_name="places")
    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="checkpoint_places")
    owner = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="checkpoint_places", verbose_name="who decides for it"
    )

    objects = CheckpointPlaceQuerySet.as_manager()

    class Meta:
        ordering = ("academy__name",)
        constraints = (models.UniqueConstraint(fields=["checkpoint", "academy"], name="checkpoint_place_once"),)
        triggers = (PLACES_STAND,)

    def __str__(self) -> str:
        return f"{self.academy} in {self.checkpoint}"
