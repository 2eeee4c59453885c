"""A review of an academy: planned, gathered by a team, drafted, moderated, with the head, published, followed up.

Who is on its team sees all of it. The academy's leaders know of it from the day it is planned and read what was found
once it is shared; governors read it once it is published.
"""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from academies.access import Permission, academies_where, held
from academies.models import Academy, SupportPromise
from academies.models.locks import Both
from accounts.models import User
from reviews.models.framework import Framework, FrameworkSection


class ReviewState(models.TextChoices):
    PLANNED = "planned", "Planned"
    GATHERING = "gathering", "In progress"
    DRAFTED = "drafted", "Drafted"
    MODERATED = "moderated", "Moderated"
    SHARED = "shared", "With the head"
    PUBLISHED = "published", "Published"
    FOLLOWED = "followed", "Followed up"
    CALLED_OFF = "called_off", "Called off"


# From when the academy's leaders, and from when its governors, read what was found.
TOLD_TO_LEADERS = (ReviewState.SHARED, ReviewState.PUBLISHED, ReviewState.FOLLOWED)
TOLD_TO_GOVERNORS = (ReviewState.PUBLISHED, ReviewState.FOLLOWED)
ENDED = (ReviewState.FOLLOWED, ReviewState.CALLED_OFF)


class MemberRole(models.TextChoices):
    LEAD = "lead", "Leads the review"
    OBSERVER = "observer", "Observer"
    MODERATOR = "moderator", "Moderator"


def reviews_of(user: User) -> models.QuerySet[ReviewMember]:
    """The person's places on teams today, in trusts where they still hold a role."""
    trusts = held(user, Permission.VIEW_ACADEMY).values("trust")
    return ReviewMember.objects.current().filter(person=user.pk, review__academy__trust__in=trusts)


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: User) -> ReviewQuerySet:
        """Whoever may know that there is one; what was found is another question: `told_to`."""
        return self.filter(
            academies_where(user, Permission.VIEW_REVIEWS, "academy")
            | (academies_where(user, Permission.READ_REVIEWS, "academy") & Q(state__in=TOLD_TO_GOVERNORS))
            | Q(pk__in=reviews_of(user).values("review"))
        )

    def told_to(self, user: User) -> ReviewQuerySet:
        """Whose findings and judgements the person may read."""
        return self.filter(
            academies_where(user, Permission.RUN_REVIEWS, "academy")
            | (academies_where(user, Permission.VIEW_REVIEWS, "academy") & Q(state__in=TOLD_TO_LEADERS))
            | (academies_where(user, Permission.READ_REVIEWS, "academy") & Q(state__in=TOLD_TO_GOVERNORS))
            | Q(pk__in=reviews_of(user).values("review"))
        )

    def gathered_by(self, user: User) -> ReviewQuerySet:
        """Where the person writes notes."""
        seats = reviews_of(user).filter(role__in=(MemberRole.LEAD, MemberRole.OBSERVER))
        return self.filter(pk__in=seats.values("review"))

    def editable_by(self, user: User) -> ReviewQuerySet:
        """Who moves it on and writes what was found: its lead, and who runs reviews there."""
        return self.filter(
            academies_where(user, Permission.RUN_REVIEWS, "academy")
            | Q(pk__in=reviews_of(user).filter(role=MemberRole.LEAD).values("review"))
        )

    def moderated_by(self, user: User) -> ReviewQuerySet:
        return self.filter(pk__in=reviews_of(user).filter(role=MemberRole.MODERATOR).values("review"))

    def answered_by(self, user: User) -> ReviewQuerySet:
        """Whose factual accuracy the person answers for."""
        return self.filter(academies_where(user, Permission.ANSWER_REVIEW, "academy"))

    def standing(self) -> ReviewQuerySet:
        return self.exclude(state=ReviewState.CALLED_OFF)

    def under_way(self) -> ReviewQuerySet:
        return self.exclude(state__in=(*ENDED, ReviewState.PUBLISHED))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Review(models.Model):
    """`serves`: key of the record that it was planned for, such as a priority or a category decision."""

    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="reviews", db_index=False)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="reviews")
    title = models.CharField("what it looks at", max_length=120)
    focus = models.TextField("what it should find out", blank=True)
    serves = models.CharField(max_length=80, blank=True, help_text="Key of a record: see academies.providers.records.")
    promise = models.ForeignKey(
        SupportPromise, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews",
        help_text="The visit or review of the category's entitlement that it is.",
    )  # fmt: skip
    starts = models.DateField("from")
    ends = models.DateField("until")
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.PLANNED)
    summary = models.TextField("what it found, in a paragraph", blank=True, help_text="Name no pupil and no teacher.")
    moderated = models.CharField(
        "the standard", max_length=7, blank=True, choices=(("agreed", "Agreed"), ("changed", "Changed"))
    )
    reply_by = models.DateField("the head replies by", null=True, blank=True)
    reply = models.TextField("the head’s reply on facts", blank=True)
    replied_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    replied_at = models.DateTimeField(null=True, blank=True)
    reply_answer = models.TextField("what was done about the reply", blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ("-starts", "-pk")
        indexes = (models.Index(fields=["academy", "state", "-starts"], name="review_of_academy"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ReviewState.values), name="review_state_known"),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="review_ends_after_it_starts",
                violation_error_message="The review would end before it starts.",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=TOLD_TO_GOVERNORS) & Q(published_at__isnull=False))
                | (~Q(state__in=TOLD_TO_GOVERNORS) & Q(published_at__isnull=True)),
                name="review_published_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("moderated", "shared", "published", "followed")) | ~Q(moderated=""),
                name="review_shared_is_moderated",
                violation_error_message="A review is moderated before the head sees it.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("shared", "published", "followed")) | Q(reply_by__isnull=False),
                name="review_shared_has_reply_day",
            ),
            models.CheckConstraint(
                condition=Q(reply="", replied_by__isnull=True, replied_at__isnull=True)
                | (~Q(reply="") & Q(replied_by__isnull=False, replied_at__isnull=False)),
                name="review_reply_whole",
            ),
        )
        triggers = (
            # What it looked at and by which version stands from the day it begins.
            pgtrigger.Protect(
                name="review_keeps_its_framework",
                operation=pgtrigger.Update,
                condition=Both(
                    ~pgtrigger.Q(old__state="planned"),
                    pgtrigger.AnyChange("academy", "framework"),
                ),
            ),
            pgtrigger.Protect(
                name="published_review_stands",
                operation=pgtrigger.Update,
                condition=Both(
                    pgtrigger.Q(old__state__in=("published", "followed")),
                    pgtrigger.AnyChange(
                        "academy", "framework", "title", "focus", "starts", "ends", "summary", "moderated", "reply",
                        "reply_answer", "published_at",
                    ),
                ),
            ),
            pgtrigger.Protect(
                name="called_off_review_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="called_off"),
            ),
            pgtrigger.Protect(name="review_is_never_deleted", operation=pgtrigger.Delete),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title} at {self.academy}"


class MemberQuerySet(models.QuerySet["ReviewMember"]):
    def current(self) -> MemberQuerySet:
        today = timezone.localdate()
        return self.filter(Q(ends__isnull=True) | Q(ends__gte=today), starts__lte=today)

    def visible_to(self, user: User) -> MemberQuerySet:
        """The team, for who may know of the review; not for governors, who read what it found."""
        return self.filter(
            academies_where(user, Permission.VIEW_REVIEWS, "review__academy")
            | Q(review__in=reviews_of(user).values("review"))
        )

    def editable_by(self, user: User) -> MemberQuerySet:
        return self.filter(academies_where(user, Permission.RUN_REVIEWS, "review__academy"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ReviewMember(models.Model):
    """A place on a review's team, for its time: an external moderator sees one review, from day to day."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="members", db_index=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="review_seats")
    role = models.CharField("part in the review", max_length=9, choices=MemberRole, default=MemberRole.OBSERVER)
    starts = models.DateField("from")
    ends = models.DateField("until", null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(role__in=MemberRole.values), name="review_member_role_known"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="review_member_ends_after_start",
                violation_error_message="The last day comes before the first.",
            ),
            models.UniqueConstraint(
                fields=["review", "person"],
                name="review_member_once",
                violation_error_message="This person is on the team already.",
            ),
            models.UniqueConstraint(
                fields=["review"],
                condition=Q(role="lead", ends__isnull=True),
                name="review_one_lead",
                violation_error_message="The review has a lead already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display().lower()}"


class StepQuerySet(models.QuerySet["ReviewStep"]):
    def visible_to(self, user: User) -> StepQuerySet:
        return self.filter(review__in=Review.objects.visible_to(user))

    def editable_by(self, user: User) -> StepQuerySet:
        """Who may add one: what was logged stands."""
        return self.filter(review__in=Review.objects.editable_by(user))


@pghistory.track(pghistory.InsertEvent())
class ReviewStep(models.Model):
    """One line of a review's log, which only grows: where a step led, by whom, and why."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=ReviewState)
    says = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        constraints = (models.CheckConstraint(condition=Q(state__in=ReviewState.values), name="review_step_known"),)
        triggers = (pgtrigger.Protect(name="review_log_only_grows", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.review}"


class JudgementQuerySet(models.QuerySet["SectionJudgement"]):
    def visible_to(self, user: User) -> JudgementQuerySet:
        return self.filter(review__in=Review.objects.told_to(user))

    def editable_by(self, user: User) -> JudgementQuerySet:
        return self.filter(review__in=Review.objects.editable_by(user))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SectionJudgement(models.Model):
    """How a section stands. `standing` counts the framework's words from 1; None: not looked at."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="judgements", db_index=False)
    section = models.ForeignKey(FrameworkSection, on_delete=models.PROTECT, related_name="judgements")
    standing = models.PositiveSmallIntegerField(null=True, blank=True)
    says = models.TextField("what was found", blank=True, help_text="Name no pupil and no teacher.")

    objects = JudgementQuerySet.as_manager()

    class Meta:
        ordering = ("section__order", "pk")
        constraints = (models.UniqueConstraint(fields=["review", "section"], name="judgement_of_section_once"),)
        triggers = (
            pgtrigger.Trigger(
                name="judgement_of_its_own_framework",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF NOT EXISTS (
                    SELECT 1 FROM reviews_review r JOIN reviews_frameworksection s ON s.framework_id = r.framework_id
                    WHERE r.id = NEW.review_id AND s.id = NEW.section_id
                ) THEN
                    RAISE EXCEPTION 'The section is of another framework.' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.section}: {self.review}"
