"""Instructional rounds: colleagues of a network visit classrooms with one question, and say what they saw.

A round is about learning and teaching, never about a teacher: there is no field for one. What visitors wrote stays with
the visitors. The host reads what they agreed on: patterns over many classrooms, a prediction, the next level of work.
"""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from academies.access import Permission, academies_where, held
from academies.models import Academy
from academies.models.locks import Both
from accounts.models import User
from reviews.models.network import Network
from toolkit.models import Practice, Theory


class RoundState(models.TextChoices):
    PREPARING = "preparing", "Being prepared"
    OBSERVING = "observing", "In classrooms"
    DEBRIEFING = "debriefing", "Debrief"
    AGREED = "agreed", "Next work agreed"
    FOLLOWED = "followed", "Followed up"
    CALLED_OFF = "called_off", "Called off"


# From when the host's people read what was agreed.
ROUND_TOLD = (RoundState.AGREED, RoundState.FOLLOWED)


def rounds_of(user: User) -> models.QuerySet[RoundVisitor]:
    """The person's own places as visitor, in trusts where they still work: who only governs now reads no notes."""
    trusts = held(user, Permission.VIEW_ROUNDS).values("trust")
    return RoundVisitor.objects.current().filter(person=user.pk, round__host__trust__in=trusts)


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, user: User) -> RoundQuerySet:
        """Whoever may know that there is one: the host's staff from the day it is planned, its governors once its
        next work is agreed, its visitors."""
        return self.filter(
            academies_where(user, Permission.VIEW_ROUNDS, "host")
            | (academies_where(user, Permission.READ_ROUNDS, "host") & Q(state__in=ROUND_TOLD))
            | Q(pk__in=rounds_of(user).values("round"))
        )

    def told_to(self, user: User) -> RoundQuerySet:
        """Whose patterns, prediction and next work the person may read."""
        return self.filter(
            (academies_where(user, Permission.READ_ROUNDS, "host") & Q(state__in=ROUND_TOLD))
            | Q(pk__in=rounds_of(user).values("round"))
        )

    def editable_by(self, user: User) -> RoundQuerySet:
        """Who prepares it and moves it on: who runs rounds at the host, and its facilitator."""
        return self.filter(
            academies_where(user, Permission.RUN_ROUNDS, "host")
            | Q(pk__in=rounds_of(user).filter(facilitates=True).values("round"))
        )

    def walked_by(self, user: User) -> RoundQuerySet:
        """Whose visitor the person is: who writes notes, groups them and reads those of the others."""
        return self.filter(pk__in=rounds_of(user).values("round"))

    def followed_by(self, user: User) -> RoundQuerySet:
        """Who says what came of it: who runs rounds at the host, which its head does."""
        return self.filter(academies_where(user, Permission.RUN_ROUNDS, "host"))

    def standing(self) -> RoundQuerySet:
        return self.exclude(state=RoundState.CALLED_OFF)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Round(models.Model):
    """`practice`: the practice in focus, in a few words; `focus`: the toolkit's practice that it is. `prediction`: what
    the visitors agreed that a pupil would know and be able to do who did all that was asked. `came`: what came of the
    next work."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="rounds")
    host = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="rounds", db_index=False)
    problem = models.TextField(
        "problem of practice",
        help_text="What the host is working on and cannot yet explain, as a question about learning in classrooms.",
    )
    theory = models.ForeignKey(
        Theory, on_delete=models.PROTECT, null=True, blank=True, related_name="rounds", verbose_name="theory of action"
    )
    practice = models.CharField("practice in focus", max_length=80, blank=True)
    focus = models.ForeignKey(
        Practice, on_delete=models.PROTECT, null=True, blank=True, related_name="rounds",
        verbose_name="practice of the toolkit",
    )  # fmt: skip
    day = models.DateField("day of the visit")
    follow_up_on = models.DateField("follow-up on", null=True, blank=True)
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.PREPARING)
    prediction = models.TextField("the visitors’ prediction", blank=True)
    came = models.TextField("what came of it", blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "-pk")
        indexes = (models.Index(fields=["host", "state", "-day"], name="round_of_host"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=RoundState.values), name="round_state_known"),
            models.CheckConstraint(
                condition=~Q(problem=""),
                name="round_has_a_problem",
                violation_error_message="Say which problem of practice the round looks at.",
            ),
            models.CheckConstraint(
                condition=Q(follow_up_on__isnull=True) | Q(follow_up_on__gt=models.F("day")),
                name="round_follow_up_comes_after",
                violation_error_message="The follow-up comes after the day of the visit.",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=ROUND_TOLD) & Q(agreed_at__isnull=False) & ~Q(prediction=""))
                | (~Q(state__in=ROUND_TOLD) & Q(agreed_at__isnull=True)),
                name="round_agreed_is_whole",
            ),
            models.CheckConstraint(condition=~Q(state="followed") | ~Q(came=""), name="round_followed_says_what_came"),
        )
        triggers = (
            pgtrigger.Trigger(
                name="round_within_one_trust",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF NOT EXISTS (
                    SELECT 1 FROM academies_academy a JOIN reviews_network n ON n.trust_id = a.trust_id
                    WHERE a.id = NEW.host_id AND n.id = NEW.network_id
                ) OR (NEW.theory_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM academies_academy a JOIN toolkit_theory t ON t.trust_id = a.trust_id
                    WHERE a.id = NEW.host_id AND t.id = NEW.theory_id
                )) OR (NEW.focus_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM academies_academy a JOIN toolkit_practice p ON p.trust_id = a.trust_id
                    WHERE a.id = NEW.host_id AND p.id = NEW.focus_id
                )) THEN
                    RAISE EXCEPTION 'The host, the network, the theory of action and the practice are of one trust.'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            # What visitors were told that they come for stands while they are there.
            pgtrigger.Protect(
                name="round_keeps_its_problem",
                operation=pgtrigger.Update,
                condition=Both(
                    ~pgtrigger.Q(old__state="preparing"),
                    pgtrigger.AnyChange("host", "network", "problem", "theory", "practice", "focus"),
                ),
            ),
            pgtrigger.Protect(
                name="agreed_round_stands",
                operation=pgtrigger.Update,
                condition=Both(
                    pgtrigger.Q(old__state__in=("agreed", "followed")),
                    pgtrigger.AnyChange("day", "prediction", "agreed_at"),
                ),
            ),
            pgtrigger.Protect(
                name="ended_round_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=("followed", "called_off")),
            ),
            pgtrigger.Protect(name="round_is_never_deleted", operation=pgtrigger.Delete),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"Round at {self.host}"


class VisitorQuerySet(models.QuerySet["RoundVisitor"]):
    def current(self) -> VisitorQuerySet:
        return self.filter(ended_at__isnull=True)

    def visible_to(self, user: User) -> VisitorQuerySet:
        """Who comes, for the host's staff and the other visitors; governors read no names."""
        return self.filter(
            academies_where(user, Permission.VIEW_ROUNDS, "round__host") | Q(round__in=rounds_of(user).values("round"))
        )

    def editable_by(self, user: User) -> VisitorQuerySet:
        return self.filter(round__in=Round.objects.editable_by(user))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class RoundVisitor(models.Model):
    """A colleague who visits. The facilitator visits too, and leads the debrief."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="visitors", db_index=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="round_seats")
    facilitates = models.BooleanField("facilitates the round", default=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = VisitorQuerySet.as_manager()

    class Meta:
        ordering = ("-facilitates", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["round", "person"],
                name="round_visitor_once",
                violation_error_message="This person is a visitor already.",
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(facilitates=True, ended_at__isnull=True),
                name="round_one_facilitator",
                violation_error_message="The round has a facilitator already.",
            ),
        )
        triggers = (pgtrigger.Protect(name="round_visitor_is_never_deleted", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return str(self.person)


class ClassroomQuerySet(models.QuerySet["RoundClassroom"]):
    def visible_to(self, user: User) -> ClassroomQuerySet:
        """The schedule, for the host's staff, who expect the visit, and the visitors."""
        return self.filter(
            academies_where(user, Permission.VIEW_ROUNDS, "round__host") | Q(round__in=rounds_of(user).values("round"))
        )

    def editable_by(self, user: User) -> ClassroomQuerySet:
        return self.filter(round__in=Round.objects.editable_by(user))

    def standing(self) -> ClassroomQuerySet:
        return self.filter(dropped_at__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class RoundClassroom(models.Model):
    """One visit of the schedule: year group, subject, time and who goes. There is no field for a teacher."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="classrooms")
    year_group = models.CharField("year group", max_length=20, help_text="Such as Year 4 or Year 9.")
    subject = models.CharField(max_length=60)
    starts = models.TimeField("from")
    visitors: models.ManyToManyField[RoundVisitor, ClassroomVisit] = models.ManyToManyField(
        RoundVisitor, through="ClassroomVisit", related_name="classrooms"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = ClassroomQuerySet.as_manager()

    class Meta:
        ordering = ("starts", "pk")
        triggers = (pgtrigger.Protect(name="round_classroom_is_never_deleted", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.year_group}, {self.subject}"


class ClassroomVisitQuerySet(models.QuerySet["ClassroomVisit"]):
    def visible_to(self, user: User) -> ClassroomVisitQuerySet:
        return self.filter(classroom__in=RoundClassroom.objects.visible_to(user))

    def editable_by(self, user: User) -> ClassroomVisitQuerySet:
        return self.filter(classroom__in=RoundClassroom.objects.editable_by(user))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ClassroomVisit(models.Model):
    """Who of the visitors goes to which classroom, of the same round."""

    classroom = models.ForeignKey(RoundClassroom, on_delete=models.PROTECT, related_name="visits", db_index=False)
    visitor = models.ForeignKey(RoundVisitor, on_delete=models.PROTECT, related_name="visits")

    objects = ClassroomVisitQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["classroom", "visitor"], name="classroom_visit_once"),)
        triggers = (
            pgtrigger.Trigger(
                name="classroom_visit_of_one_round",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF NOT EXISTS (
                    SELECT 1 FROM reviews_roundclassroom c JOIN reviews_roundvisitor v ON v.round_id = c.round_id
                    WHERE c.id = NEW.classroom_id AND v.id = NEW.visitor_id
                ) THEN
                    RAISE EXCEPTION 'The visitor is of another round.' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.visitor}: {self.classroom}"


class RoundStepQuerySet(models.QuerySet["RoundStep"]):
    def visible_to(self, user: User) -> RoundStepQuerySet:
        return self.filter(round__in=Round.objects.visible_to(user))

    def editable_by(self, user: User) -> RoundStepQuerySet:
        """Who may add one: what was logged stands."""
        return self.filter(round__in=Round.objects.editable_by(user))


@pghistory.track(pghistory.InsertEvent())
class RoundStep(models.Model):
    """One line of a round's log, which only grows."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=RoundState)
    says = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RoundStepQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        constraints = (models.CheckConstraint(condition=Q(state__in=RoundState.values), name="round_step_known"),)
        triggers = (pgtrigger.Protect(name="round_log_only_grows", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.round}"
