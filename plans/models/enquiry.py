"""Cycles of enquiry: a question, a trial, what was seen, and a decision to adopt, adapt or drop."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from academies.access import Permission, academies_where
from academies.models import Academy
from accounts.models import User
from plans.models.learning import LearningTeam, TeamMember
from plans.models.priority import Priority
from toolkit.models import Theory


class EnquiryState(models.TextChoices):
    PLANNED = "planned", "Question asked"
    TRYING = "trying", "Being tried"
    LOOKING = "looking", "Looking at the evidence"
    DECIDED = "decided", "Decided"
    STOPPED = "stopped", "Stopped early"


class Decision(models.TextChoices):
    NONE = "", "Not decided"
    ADOPT = "adopt", "Adopt"
    ADAPT = "adapt", "Adapt"
    DROP = "drop", "Drop"


ENDED = (EnquiryState.DECIDED, EnquiryState.STOPPED)


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, user: User) -> EnquiryQuerySet:
        return self.filter(academies_where(user, Permission.VIEW_LEARNING, "academy"))

    def editable_by(self, user: User) -> EnquiryQuerySet:
        return self.filter(academies_where(user, Permission.LEAD_LEARNING, "academy"))

    def worked_on_by(self, user: User) -> EnquiryQuerySet:
        """Who may carry it on: its team's members, and who leads learning there."""
        mine = TeamMember.objects.current().filter(person=user.pk).values("team")
        return self.filter(
            academies_where(user, Permission.LEAD_LEARNING, "academy")
            | (academies_where(user, Permission.VIEW_LEARNING, "academy") & Q(team__in=mine))
        )

    def under_way(self) -> EnquiryQuerySet:
        return self.exclude(state__in=ENDED)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Enquiry(models.Model):
    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="enquiries")
    team = models.ForeignKey(LearningTeam, on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries")
    priority = models.ForeignKey(
        Priority, on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries",
        verbose_name="priority that it serves",
    )  # fmt: skip
    theory = models.ForeignKey(
        Theory, on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries",
        verbose_name="theory of action",
    )  # fmt: skip
    question = models.CharField("what we want to find out", max_length=240)
    trial = models.TextField("what we try, with whom", blank=True)
    looks_for = models.TextField("what would show that it works, and what that it does not", blank=True)
    starts = models.DateField("from")
    due = models.DateField("evidence by")
    state = models.CharField(max_length=7, choices=EnquiryState, default=EnquiryState.PLANNED)
    found = models.TextField("what we found", blank=True, help_text="Name no pupil and no teacher.")
    evidence = models.JSONField(default=list, blank=True, help_text="Keys of records: see academies.providers.records.")
    decision = models.CharField("so we", max_length=5, choices=Decision, blank=True)
    decision_says = models.TextField("what that means in classrooms", blank=True)
    ended_on = models.DateField(null=True, blank=True)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by",
        help_text="The cycle whose answer led to this question.",
    )  # fmt: skip

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "enquiries"
        ordering = ("-starts", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=EnquiryState.values), name="enquiry_state_known"),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="enquiry_decision_known"),
            models.CheckConstraint(
                condition=Q(due__gte=F("starts")),
                name="enquiry_due_after_it_starts",
                violation_error_message="The evidence would be due before the cycle starts.",
            ),
            models.CheckConstraint(
                condition=(Q(state="decided") & ~Q(decision="") & ~Q(found=""))
                | (~Q(state="decided") & Q(decision="")),
                name="enquiry_decided_whole",
                violation_error_message="A decision is adopt, adapt or drop, with what was found.",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=ENDED) & Q(ended_on__isnull=False))
                | (~Q(state__in=ENDED) & Q(ended_on__isnull=True)),
                name="enquiry_ended_has_day",
            ),
            models.CheckConstraint(
                condition=Q(follows__isnull=True) | ~Q(follows=F("pk")), name="enquiry_follows_another"
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="decided_enquiry_stands", operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=("decided", "stopped")),
            ),
            pgtrigger.Protect(name="enquiry_is_never_deleted", operation=pgtrigger.Delete),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.question


class EnquiryStepQuerySet(models.QuerySet["EnquiryStep"]):
    def visible_to(self, user: User) -> EnquiryStepQuerySet:
        return self.filter(academies_where(user, Permission.VIEW_LEARNING, "enquiry__academy"))

    def editable_by(self, user: User) -> EnquiryStepQuerySet:
        """Who may add one: what was logged stands."""
        return self.filter(enquiry__in=Enquiry.objects.worked_on_by(user))


@pghistory.track(pghistory.InsertEvent())
class EnquiryStep(models.Model):
    """One line of an enquiry's log, which only grows."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=7, choices=EnquiryState)
    says = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = EnquiryStepQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        constraints = (models.CheckConstraint(condition=Q(state__in=EnquiryState.values), name="enquiry_step_known"),)
        triggers = (pgtrigger.Protect(name="enquiry_log_only_grows", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.enquiry}"
