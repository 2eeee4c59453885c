"""The day by which academies hand in a checkpoint's results, year by year."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear

from academies.access import Permission, anywhere_in_trust_where, trusts_where
from academies.models.term import academic_year_field, academic_year_in_range
from accounts.models import User
from pupils.models.result import Checkpoint


class CheckpointDateQuerySet(models.QuerySet["CheckpointDate"]):
    def visible_to(self, user: User) -> "CheckpointDateQuerySet":
        return self.filter(anywhere_in_trust_where(user, Permission.VIEW_FIGURES, "checkpoint__trust"))

    def editable_by(self, user: User) -> "CheckpointDateQuerySet":
        return self.filter(trusts_where(user, Permission.MANAGE_CHECKPOINTS, "checkpoint__trust"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CheckpointDate(models.Model):
    """`due` empty: a day stood here and was taken back."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.CASCADE, related_name="dates", db_index=False)
    academic_year = academic_year_field()
    due = models.DateField("handed in by", null=True, blank=True)

    objects = CheckpointDateQuerySet.as_manager()

    class Meta:
        ordering = ("academic_year", "due", "checkpoint")
        constraints = (
            models.UniqueConstraint(fields=["checkpoint", "academic_year"], name="checkpoint_date_once_a_year"),
            academic_year_in_range("checkpoint_date_year_in_range"),
            models.CheckConstraint(
                condition=Q(due__isnull=True)
                | Q(due__month__gte=9, academic_year=ExtractYear(F("due")))
                | Q(due__month__lte=8, academic_year=ExtractYear(F("due")) - 1),
                name="checkpoint_date_within_its_year",
                violation_error_message="The day lies in another academic year.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.checkpoint}, due {self.due:%-d %B %Y}" if self.due else f"{self.checkpoint}, no day set"
