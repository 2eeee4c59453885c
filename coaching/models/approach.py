"""Models of coaching: what a visit looks at, how often, and which words help to put praise, question and step."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from academies.access import Permission, anywhere_in_trust_where, trusts_where
from academies.models import Trust
from accounts.models import User


class ApproachQuerySet(models.QuerySet["Approach"]):
    def visible_to(self, user: User) -> ApproachQuerySet:
        return self.filter(
            anywhere_in_trust_where(user, Permission.COACH)
            | anywhere_in_trust_where(user, Permission.BE_COACHED)
            | anywhere_in_trust_where(user, Permission.VIEW_PROGRAMME)
        )

    def editable_by(self, user: User) -> ApproachQuerySet:
        return self.filter(trusts_where(user, Permission.MANAGE_COACHING))

    def in_use(self) -> ApproachQuerySet:
        return self.filter(archived_at__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Approach(models.Model):
    """Three ship (coaching/strategy/models.toml), a trust adds its own. `rhythm_weeks`: weeks between two visits;
    `in_lessons`: visits look at lessons, not at meetings. The prompts stand beside the fields while one writes."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="coaching_models")
    name = models.CharField(max_length=60)
    says = models.TextField("what it is, and for whom")
    rhythm_weeks = models.PositiveSmallIntegerField("weeks between visits", default=2)
    visits = models.PositiveSmallIntegerField("visits in a cycle", default=6)
    in_lessons = models.BooleanField("visits look at lessons", default=True)
    praise_prompt = models.CharField("beside the praise", max_length=300)
    question_prompt = models.CharField("beside the question", max_length=300)
    step_prompt = models.CharField("beside the action step", max_length=300)
    rehearse_prompt = models.CharField("beside the rehearsal", max_length=300)
    order = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ApproachQuerySet.as_manager()

    class Meta:
        verbose_name = "model of coaching"
        verbose_name_plural = "models of coaching"
        ordering = ("order", "name")
        constraints = (
            models.UniqueConstraint(
                "trust", models.functions.Lower("name"),
                condition=Q(archived_at__isnull=True), name="approach_name_once",
                violation_error_message="There is a model of that name already.",
            ),
            models.CheckConstraint(
                condition=Q(rhythm_weeks__gte=1, rhythm_weeks__lte=12), name="approach_rhythm_within_a_term",
                violation_error_message="Between two visits lie one to twelve weeks.",
            ),
            models.CheckConstraint(
                condition=Q(visits__gte=1, visits__lte=40), name="approach_visits_in_a_year",
                violation_error_message="A cycle has one to forty visits.",
            ),
        )  # fmt: skip
        triggers = (pgtrigger.Protect(name="approach_is_never_deleted", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.name
