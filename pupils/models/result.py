"""What was sat or judged, at one of the trust's checkpoints."""

import pghistory
from django.db import models
from django.db.models import Q
from pghistory import Statement

from academies.access import Permission, academies_where, anywhere_in_trust_where, trusts_where
from academies.models import Trust
from accounts.models import User
from pupils.models.enrolment import Enrolment


class CheckpointQuerySet(models.QuerySet["Checkpoint"]):
    def visible_to(self, user: User) -> "CheckpointQuerySet":
        return self.filter(anywhere_in_trust_where(user, Permission.VIEW_FIGURES))

    def editable_by(self, user: User) -> "CheckpointQuerySet":
        return self.filter(trusts_where(user, Permission.MANAGE_CHECKPOINTS))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Checkpoint(models.Model):
    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="checkpoints")
    name = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField("place in the year", default=0)

    objects = CheckpointQuerySet.as_manager()

    class Meta:
        ordering = ("position", "name")
        constraints = (
            models.UniqueConstraint(
                "trust",
                models.functions.Lower("name"),
                name="checkpoint_name_once_a_trust",
                violation_error_message="The trust already has a checkpoint of that name.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class ResultQuerySet(models.QuerySet["Result"]):
    def visible_to(self, user: User) -> "ResultQuerySet":
        return self.filter(academies_where(user, Permission.VIEW_PUPILS, "enrolment__academy"))

    def editable_by(self, user: User) -> "ResultQuerySet":
        return self.filter(academies_where(user, Permission.IMPORT_DATA, "enrolment__academy"))


@pghistory.track(pghistory.UpdateEvent(level=Statement, row=pghistory.Old), pghistory.DeleteEvent(level=Statement))
class Result(models.Model):
    """A value (score, mark, points, grade) or a code (absent, working towards, ...), never both."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="results", db_index=False)
    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="results", db_index=False)
    assessment = models.CharField(max_length=30, help_text="Slug in pupils/measures/assessments.toml.")
    value = models.FloatField(null=True, blank=True)
    code = models.CharField(max_length=8, blank=True, default="")
    # Batches are never deleted; a constraint here would cost an import a third of its time.
    batch = models.ForeignKey(
        "pupils.ImportBatch", on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )

    objects = ResultQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["enrolment", "checkpoint", "assessment"], name="result_once"),
            models.CheckConstraint(
                condition=(Q(value__isnull=False) & Q(code="")) | (Q(value__isnull=True) & ~Q(code="")),
                name="result_value_or_code",
            ),
        )

    def __str__(self) -> str:
        return f"result {self.pk}"
