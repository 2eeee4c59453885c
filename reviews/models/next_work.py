"""The next level of work that a round agrees on: this week, this month, this year; and what came of each."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from reviews.models.round import Round


class Horizon(models.TextChoices):
    WEEK = "week", "This week"
    MONTH = "month", "This month"
    YEAR = "year", "This year"


class Outcome(models.TextChoices):
    DONE = "done", "Done"
    PARTLY = "partly", "Partly done"
    NOT_DONE = "not_done", "Not done"


class NextWorkQuerySet(models.QuerySet["NextWork"]):
    def visible_to(self, user: User) -> NextWorkQuerySet:
        return self.filter(round__in=Round.objects.told_to(user))

    def editable_by(self, user: User) -> NextWorkQuerySet:
        """Who writes it, until it is agreed: the visitors."""
        return self.filter(round__in=Round.objects.walked_by(user))

    def followed_by(self, user: User) -> NextWorkQuerySet:
        """Who says what came of it."""
        return self.filter(round__in=Round.objects.followed_by(user))

    def standing(self) -> NextWorkQuerySet:
        return self.filter(dropped_at__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class NextWork(models.Model):
    """`who`: a role, such as "year leaders", never a name."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="next_work")
    horizon = models.CharField("when", max_length=5, choices=Horizon)
    says = models.TextField("what", help_text="What adults begin to do, or stop. Name nobody.")
    who = models.CharField("who", max_length=80, blank=True, help_text="A role, such as year leaders.")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    dropped_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField("what came of it", max_length=8, choices=Outcome, blank=True)
    outcome_says = models.TextField("how one sees it", blank=True, help_text="Name no pupil and no teacher.")
    outcome_at = models.DateTimeField(null=True, blank=True)

    objects = NextWorkQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "next work"
        ordering = ("made_at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(horizon__in=Horizon.values), name="next_work_horizon_known"),
            models.CheckConstraint(condition=Q(outcome__in=("", *Outcome.values)), name="next_work_outcome_known"),
            models.CheckConstraint(
                condition=~Q(says=""), name="next_work_says", violation_error_message="Say what is to be done."
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_at__isnull=True) | (~Q(outcome="") & Q(outcome_at__isnull=False)),
                name="next_work_outcome_whole",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="next_work_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="agreed_next_work_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("now_is", "varchar")],
                func="""
                SELECT r.state INTO now_is FROM reviews_round r WHERE r.id = NEW.round_id;
                IF now_is IN ('agreed', 'followed', 'called_off') AND (
                    TG_OP = 'INSERT'
                    OR (NEW.round_id, NEW.horizon, NEW.says, NEW.who, NEW.dropped_at)
                       IS DISTINCT FROM (OLD.round_id, OLD.horizon, OLD.says, OLD.who, OLD.dropped_at)
                    OR now_is <> 'agreed'
                ) THEN
                    RAISE EXCEPTION 'The next work of this round is agreed and stands.'
                        USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.outcome <> '' AND now_is NOT IN ('agreed', 'followed') THEN
                    RAISE EXCEPTION 'Nothing can have come of work that is not agreed.'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.says[:60]
