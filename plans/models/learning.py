"""Learning teams: who learns together about what, and what they noted when they met."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.utils import timezone

from academies.access import Permission, academies_where
from academies.models import Academy
from academies.models.periods import Days
from accounts.models import User
from toolkit.models import Theory


class LearningTeamQuerySet(models.QuerySet["LearningTeam"]):
    def visible_to(self, user: User) -> LearningTeamQuerySet:
        return self.filter(academies_where(user, Permission.VIEW_LEARNING, "academy"))

    def editable_by(self, user: User) -> LearningTeamQuerySet:
        return self.filter(academies_where(user, Permission.LEAD_LEARNING, "academy"))

    def worked_in_by(self, user: User) -> LearningTeamQuerySet:
        """Who may note its meetings and carry its enquiry on: its members, and who leads learning there."""
        mine = TeamMember.objects.current().filter(person=user.pk).values("team")
        return self.filter(
            academies_where(user, Permission.LEAD_LEARNING, "academy")
            | (academies_where(user, Permission.VIEW_LEARNING, "academy") & Q(pk__in=mine))
        )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class LearningTeam(models.Model):
    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="learning_teams")
    name = models.CharField(max_length=80)
    focus = models.TextField("what the team learns about")
    theory = models.ForeignKey(
        Theory, on_delete=models.PROTECT, null=True, blank=True, related_name="learning_teams",
        verbose_name="theory of action",
    )  # fmt: skip
    meets = models.CharField("when it meets", max_length=120, blank=True, help_text="Such as every second Tuesday.")
    starts = models.DateField("from")
    ends = models.DateField("until", null=True, blank=True)

    objects = LearningTeamQuerySet.as_manager()

    class Meta:
        ordering = ("ends", "name")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="learning_team_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
            models.UniqueConstraint(
                "academy", models.functions.Lower("name"), condition=Q(ends__isnull=True),
                name="learning_team_name_once",
                violation_error_message="The academy has a team of that name.",
            ),
        )  # fmt: skip
        triggers = (pgtrigger.Protect(name="learning_team_is_never_deleted", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.name


class TeamMemberQuerySet(models.QuerySet["TeamMember"]):
    def visible_to(self, user: User) -> TeamMemberQuerySet:
        """Names of staff: for those who see an academy's learning, not for governors."""
        return self.filter(academies_where(user, Permission.VIEW_LEARNING, "team__academy"))

    def editable_by(self, user: User) -> TeamMemberQuerySet:
        return self.filter(academies_where(user, Permission.LEAD_LEARNING, "team__academy"))

    def current(self) -> TeamMemberQuerySet:
        today = timezone.localdate()
        return self.filter(Q(ends__isnull=True) | Q(ends__gte=today), starts__lte=today)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TeamMember(models.Model):
    team = models.ForeignKey(LearningTeam, on_delete=models.CASCADE, related_name="members", db_index=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="learning_teams")
    leads = models.BooleanField("leads the team", default=False)
    starts = models.DateField("from")
    ends = models.DateField("until", null=True, blank=True)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        ordering = ("-leads", "starts", "pk")
        constraints = (
            ExclusionConstraint(
                name="team_member_once",
                expressions=[
                    ("team", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (Days("starts", "ends", Value("[]")), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This person is in the team in these days already.",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="team_member_ends_after_start",
                violation_error_message="The last day is before the first.",
            ),
        )
        triggers = (pgtrigger.Protect(name="team_member_is_never_deleted", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.person} in {self.team}"


class TeamMeetingQuerySet(models.QuerySet["TeamMeeting"]):
    def visible_to(self, user: User) -> TeamMeetingQuerySet:
        return self.filter(academies_where(user, Permission.VIEW_LEARNING, "team__academy"))

    def editable_by(self, user: User) -> TeamMeetingQuerySet:
        """Whoever works in its team."""
        return self.filter(team__in=LearningTeam.objects.worked_in_by(user))

    def standing(self) -> TeamMeetingQuerySet:
        return self.filter(called_off_at__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TeamMeeting(models.Model):
    """A meeting planned (no notes yet) or held."""

    team = models.ForeignKey(LearningTeam, on_delete=models.CASCADE, related_name="meetings")
    on = models.DateField("on", db_column="on_day")
    notes = models.TextField("what was said and decided", blank=True, help_text="Name no pupil.")
    tries = models.TextField("what each will try before the next meeting", blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    called_off_at = models.DateTimeField(null=True, blank=True)

    objects = TeamMeetingQuerySet.as_manager()

    class Meta:
        ordering = ("-on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["team", "on"], condition=Q(called_off_at__isnull=True), name="team_meets_once_a_day",
                violation_error_message="The team has a meeting on that day.",
            ),
        )  # fmt: skip
        triggers = (pgtrigger.Protect(name="team_meeting_is_never_deleted", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.team}, {self.on:%-d %B %Y}"
