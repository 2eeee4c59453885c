"""One computation of the gaps: when, why, over which data, and how each measure went."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone

from academies.access import Permission, anywhere_in_trust_where, trusts_where
from academies.models import Trust
from accounts.models import User


class RunStatus(models.TextChoices):
    WAITING = "waiting", "Waiting to start"
    RUNNING = "running", "Running"
    PUBLISHED = "published", "Published"
    PARTLY = "partly", "Published without the measures that failed"
    FAILED = "failed", "Failed; the figures before it stand"
    ABANDONED = "abandoned", "Stopped half-way; the figures before it stand"


class RunTrigger(models.TextChoices):
    NIGHT = "night", "Overnight"
    IMPORT = "import", "After an import"
    BUTTON = "button", "By hand"
    COMMAND = "command", "From the command line"


class GapRunQuerySet(models.QuerySet["GapRun"]):
    def visible_to(self, user: User) -> "GapRunQuerySet":
        return self.filter(anywhere_in_trust_where(user, Permission.VIEW_RUNS))

    def editable_by(self, user: User) -> "GapRunQuerySet":
        return self.filter(trusts_where(user, Permission.RUN_GAPS))

    def published(self) -> "GapRunQuerySet":
        return self.filter(status__in=(RunStatus.PUBLISHED, RunStatus.PARTLY))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["progress"])
class GapRun(models.Model):
    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="gap_runs")
    trigger = models.CharField(max_length=8, choices=RunTrigger)
    status = models.CharField(max_length=10, choices=RunStatus, default=RunStatus.WAITING)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    touched = models.JSONField(null=True, blank=True, help_text="Years and assessments; empty: everything.")
    asked = models.DateTimeField(default=timezone.now, editable=False)
    started = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    data_as_of = models.DateTimeField(null=True, blank=True, help_text="When the newest file in it was applied.")
    measures = models.JSONField(default=list, help_text="Per measure: slug, rows, seconds, error.")
    figures = models.PositiveIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0, help_text="Percent.")
    message = models.TextField(blank=True)

    objects = GapRunQuerySet.as_manager()

    class Meta:
        ordering = ("-asked", "-pk")
        indexes = (models.Index(fields=["trust", "-asked"], name="gap_run_latest"),)
        constraints = (
            models.CheckConstraint(condition=Q(status__in=RunStatus.values), name="gap_run_status_known"),
            models.CheckConstraint(condition=Q(trigger__in=RunTrigger.values), name="gap_run_trigger_known"),
            models.CheckConstraint(
                condition=~Q(status__in=("published", "partly")) | Q(published_at__isnull=False),
                name="gap_run_published_has_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_trigger_display()}, {self.asked:%-d %B %Y, %H:%M}"
