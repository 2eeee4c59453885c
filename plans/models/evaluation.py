"""Self-evaluation against the five rings: several people rate each condition, the head agrees what holds."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from academies.access import Permission, academies_where
from academies.models import Academy
from academies.models.term import TermName, academic_year_field, academic_year_in_range
from accounts.models import User
from plans.strategy import CONDITIONS


def _named(condition: str) -> str:
    return CONDITIONS[condition].name if condition in CONDITIONS else condition


class EvaluationStatus(models.TextChoices):
    GATHERING = "gathering", "People are rating"
    AGREED = "agreed", "Agreed"
    CALLED_OFF = "called_off", "Called off"


class Standing(models.IntegerChoices):
    """How firmly a condition stands at the academy."""

    ABSENT = 1, "Not yet in place"
    BEGINNING = 2, "Beginning"
    SECURE = 3, "Secure in most places"
    EMBEDDED = 4, "Embedded everywhere"


class EvaluationQuerySet(models.QuerySet["SelfEvaluation"]):
    def visible_to(self, user: User) -> EvaluationQuerySet:
        """Agreed ones for who reads the plan; one on its way for those who rate."""
        return self.filter(
            academies_where(user, Permission.RATE_CONDITIONS, "academy")
            | (academies_where(user, Permission.VIEW_PLAN, "academy") & Q(status=EvaluationStatus.AGREED))
        )

    def editable_by(self, user: User) -> EvaluationQuerySet:
        return self.filter(academies_where(user, Permission.AGREE_CONDITIONS, "academy"))

    def ratable_by(self, user: User) -> EvaluationQuerySet:
        return self.filter(
            academies_where(user, Permission.RATE_CONDITIONS, "academy"), status=EvaluationStatus.GATHERING
        )

    def agreed(self) -> EvaluationQuerySet:
        return self.filter(status=EvaluationStatus.AGREED)


# Once agreed or called off, nothing of an evaluation is written any more: not its own row, not its ratings.
_STANDS = """
    IF (SELECT status FROM plans_selfevaluation WHERE id = NEW.evaluation_id FOR SHARE) <> 'gathering' THEN
        RAISE EXCEPTION 'An agreed self-evaluation stands as it was agreed.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SelfEvaluation(models.Model):
    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="evaluations")
    academic_year = academic_year_field()
    term = models.CharField(max_length=6, choices=TermName)
    status = models.CharField(max_length=10, choices=EvaluationStatus, default=EvaluationStatus.GATHERING)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    closes_on = models.DateField("please rate by", null=True, blank=True)
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    why_called_off = models.TextField("why it is called off", blank=True, help_text="Those who rated read this.")
    says = models.TextField(
        "what it says of the academy", blank=True, help_text="Governors read this: name no pupil and no teacher."
    )

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["academy"], condition=Q(status="gathering"), name="evaluation_one_open",
                violation_error_message="A self-evaluation is open already. Agree it first, or call it off.",
            ),
            models.CheckConstraint(condition=Q(status__in=EvaluationStatus.values), name="evaluation_status_known"),
            models.CheckConstraint(condition=Q(term__in=TermName.values), name="evaluation_term_known"),
            models.CheckConstraint(
                condition=(Q(status="agreed") & Q(agreed_by__isnull=False, agreed_at__isnull=False))
                | (~Q(status="agreed") & Q(agreed_by__isnull=True, agreed_at__isnull=True)),
                name="evaluation_agreed_whole",
            ),
            models.CheckConstraint(
                condition=(Q(status="called_off", called_off_at__isnull=False) & ~Q(why_called_off=""))
                | (~Q(status="called_off") & Q(called_off_at__isnull=True, why_called_off="")),
                name="evaluation_called_off_says_why",
                violation_error_message="Say why it is called off: those who rated read it.",
            ),
            academic_year_in_range("evaluation_year_in_range"),
        )  # fmt: skip
        triggers = (
            pgtrigger.Protect(
                name="agreed_evaluation_stands", operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__status="gathering"),
            ),
            pgtrigger.Protect(name="evaluation_is_never_deleted", operation=pgtrigger.Delete),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"Self-evaluation of {self.academy}"


class RatingQuerySet(models.QuerySet["ConditionRating"]):
    def visible_to(self, user: User) -> RatingQuerySet:
        """One's own; all of them for the head, who agrees what holds. Colleagues do not read each other's."""
        return self.filter(
            academies_where(user, Permission.AGREE_CONDITIONS, "evaluation__academy")
            | (academies_where(user, Permission.RATE_CONDITIONS, "evaluation__academy") & Q(by=user.pk))
        )

    def editable_by(self, user: User) -> RatingQuerySet:
        return self.filter(
            academies_where(user, Permission.RATE_CONDITIONS, "evaluation__academy"),
            by=user.pk,
            evaluation__status=EvaluationStatus.GATHERING,
        )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ConditionRating(models.Model):
    """One person's view of one condition. `standing` empty: cannot judge it."""

    evaluation = models.ForeignKey(SelfEvaluation, on_delete=models.PROTECT, related_name="ratings", db_index=False)
    condition = models.CharField(max_length=30, help_text="Slug in plans/strategy/rings.toml.")
    standing = models.PositiveSmallIntegerField(choices=Standing, null=True, blank=True)
    says = models.TextField("what shows it", blank=True)
    helps = models.TextField("what helps", blank=True)
    hinders = models.TextField("what hinders", blank=True)
    evidence = models.JSONField(default=list, blank=True, help_text="Keys of records: see academies.providers.records.")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering = ("evaluation", "condition", "at")
        constraints = (
            models.UniqueConstraint(fields=["evaluation", "condition", "by"], name="rating_once_a_person"),
            models.CheckConstraint(
                condition=Q(standing__isnull=True) | Q(standing__in=Standing.values), name="rating_standing_known"
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="rated_while_open", when=pgtrigger.Before, operation=pgtrigger.Insert | pgtrigger.Update,
                func=pgtrigger.Func(_STANDS),  # type: ignore[no-untyped-call]
            ),
            # Out of one that was agreed into one that is open would change what was agreed.
            pgtrigger.Protect(
                name="rating_stays_in_its_evaluation", operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("evaluation", "condition", "by"),
            ),
            pgtrigger.Protect(name="rating_is_never_deleted", operation=pgtrigger.Delete),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{_named(self.condition)}: {self.get_standing_display() or 'cannot judge'}"


class AgreedQuerySet(models.QuerySet["AgreedRating"]):
    def visible_to(self, user: User) -> AgreedQuerySet:
        """With their evaluation, once it is agreed; the head's own drafts of them before that."""
        return self.filter(
            academies_where(user, Permission.AGREE_CONDITIONS, "evaluation__academy")
            | Q(evaluation__in=SelfEvaluation.objects.visible_to(user).agreed())
        )

    def editable_by(self, user: User) -> AgreedQuerySet:
        return self.filter(
            academies_where(user, Permission.AGREE_CONDITIONS, "evaluation__academy"),
            evaluation__status=EvaluationStatus.GATHERING,
        )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AgreedRating(models.Model):
    """What the head agrees of one condition after reading what people said."""

    evaluation = models.ForeignKey(
        SelfEvaluation, on_delete=models.CASCADE, related_name="agreed_ratings", db_index=False
    )
    condition = models.CharField(max_length=30, help_text="Slug in plans/strategy/rings.toml.")
    standing = models.PositiveSmallIntegerField(choices=Standing)
    says = models.TextField("what shows it", blank=True, help_text="Governors read this: name nobody.")
    evidence = models.JSONField(default=list, blank=True, help_text="Keys of records: see academies.providers.records.")

    objects = AgreedQuerySet.as_manager()

    class Meta:
        ordering = ("evaluation", "condition")
        constraints = (
            models.UniqueConstraint(fields=["evaluation", "condition"], name="agreed_once"),
            models.CheckConstraint(condition=Q(standing__in=Standing.values), name="agreed_standing_known"),
        )
        triggers = (
            pgtrigger.Trigger(
                name="agreed_while_open", when=pgtrigger.Before, operation=pgtrigger.Insert | pgtrigger.Update,
                func=pgtrigger.Func(_STANDS),  # type: ignore[no-untyped-call]
            ),
            pgtrigger.Protect(
                name="agreed_rating_stays_in_its_evaluation", operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("evaluation", "condition"),
            ),
            pgtrigger.Protect(name="agreed_rating_is_never_deleted", operation=pgtrigger.Delete),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{_named(self.condition)}: {self.get_standing_display()}"
