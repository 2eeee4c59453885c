"""The trust's own categories: tiers from the most secure to the least, what evidence points to each, what each is owed.

A scheme is written as a draft, put in use, and from then on never changed: a change is the next version, and the
decisions made under the old one keep it. Triggers hold that for every way of writing.
"""

import pghistory
import pgtrigger
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from academies.access import Permission, anywhere_in_trust_where, trusts_where
from academies.models.academy import Phase
from academies.models.area import SupportArea
from academies.models.locks import Both, Either
from academies.models.trust import Trust
from accounts.models import User


class SchemeStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_USE = "in_use", "In use"
    RETIRED = "retired", "No longer used"


class TierColour(models.TextChoices):
    GREEN = "green", "Green"
    BLUE = "blue", "Slate blue"
    VIOLET = "violet", "Violet"
    OCHRE = "ochre", "Ochre"
    RED = "red", "Red"
    GREY = "grey", "Grey"


class ReviewRhythm(models.IntegerChoices):
    """How often in a year the category is looked at again."""

    YEARLY = 1, "Once a year"
    TWICE = 2, "Twice a year"
    TERMLY = 3, "Every term"
    HALF_TERMLY = 6, "Every half term"


class SchemeQuerySet(models.QuerySet["CategoryScheme"]):
    def visible_to(self, user: User) -> "SchemeQuerySet":
        """A scheme in use is for everybody who may see a category; drafts are for those who write schemes."""
        return self.filter(
            trusts_where(user, Permission.MANAGE_SCHEMES)
            | (anywhere_in_trust_where(user, Permission.VIEW_CATEGORY) & ~Q(status=SchemeStatus.DRAFT))
        )

    def editable_by(self, user: User) -> "SchemeQuerySet":
        return self.filter(trusts_where(user, Permission.MANAGE_SCHEMES))


SCHEME_OF_RECORD = (
    "name", "version", "trust", "changes", "based_on", "made_by", "in_use_from", "put_in_use_by",
)  # fmt: skip


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CategoryScheme(models.Model):
    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="schemes", db_index=False)
    name = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=8, choices=SchemeStatus, default=SchemeStatus.DRAFT)
    changes = models.TextField("what is new in this version", blank=True)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="later_versions")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    in_use_from = models.DateField(null=True, blank=True)
    put_in_use_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = SchemeQuerySet.as_manager()

    class Meta:
        ordering = ("-version", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["trust", "version"], name="scheme_version_once"),
            models.UniqueConstraint(
                fields=["trust"],
                condition=Q(status="in_use"),
                name="scheme_one_in_use",
                violation_error_message="The trust has another scheme in use.",
            ),
            models.UniqueConstraint(
                fields=["trust"],
                condition=Q(status="draft"),
                name="scheme_one_draft",
                violation_error_message="The trust already has a draft of its next scheme. Go on with that one.",
            ),
            models.CheckConstraint(condition=Q(status__in=SchemeStatus.values), name="scheme_status_known"),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(in_use_from__isnull=False, put_in_use_by__isnull=False),
                name="scheme_in_use_says_since",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="scheme_keeps_its_past",
                operation=pgtrigger.Update,
                condition=Both(
                    pgtrigger.Q(old__status__in=("in_use", "retired")),
                    Either(
                        pgtrigger.AnyChange(*SCHEME_OF_RECORD),
                        pgtrigger.Q(new__status="draft"),
                        pgtrigger.Q(old__status="retired", new__status="in_use"),
                    ),
                ),
            ),
            # Its tiers could never be added.
            pgtrigger.Protect(
                name="scheme_begins_as_a_draft",
                operation=pgtrigger.Insert,
                condition=~pgtrigger.Q(new__status="draft"),
            ),
            pgtrigger.Protect(
                name="used_scheme_is_never_deleted",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__status__in=("in_use", "retired")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"

    @property
    def is_draft(self) -> bool:
        return self.status == SchemeStatus.DRAFT


def _only_in_drafts(name: str, scheme_of_row: str) -> pgtrigger.Trigger:
    """`scheme_of_row`: SQL for the scheme's id, with ROW standing for the row (new, or old where it is deleted).

    The scheme is held while its part is written, so that nobody puts it in use in between.
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("scheme_status", "TEXT")],
        func=pgtrigger.Func(  # type: ignore[no-untyped-call]
            f"""
            IF TG_OP <> 'INSERT' THEN
                SELECT status INTO scheme_status FROM academies_categoryscheme
                WHERE id = ({scheme_of_row.replace("ROW", "OLD")}) FOR SHARE;
                IF scheme_status <> 'draft' THEN
                    RAISE EXCEPTION 'This version of the scheme is in use and is not changed. Make the next version.'
                        USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                SELECT status INTO scheme_status FROM academies_categoryscheme
                WHERE id = ({scheme_of_row.replace("ROW", "NEW")}) FOR SHARE;
                IF scheme_status <> 'draft' THEN
                    RAISE EXCEPTION 'This version of the scheme is in use and is not changed. Make the next version.'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            END IF;
            RETURN OLD;
            """
        ),
    )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Tier(models.Model):
    """One category of a scheme, and the support of a whole year that goes with it."""

    scheme = models.ForeignKey(CategoryScheme, on_delete=models.CASCADE, related_name="tiers", db_index=False)
    position = models.PositiveSmallIntegerField(help_text="1 is the most secure.")
    word = models.CharField(max_length=40)
    says = models.TextField("what it means", blank=True)
    colour = models.CharField(max_length=8, choices=TierColour, default=TierColour.GREY)
    visits = models.PositiveSmallIntegerField(
        "quality-assurance visits a year", default=1, validators=[MaxValueValidator(4)]
    )
    full_day_reviews = models.PositiveSmallIntegerField(
        "external full-day reviews a year", default=0, validators=[MaxValueValidator(1)]
    )
    leader_days = models.DecimalField("leader days a year", max_digits=4, decimal_places=1, default=0)
    coaching_days = models.DecimalField("coaching days a year", max_digits=4, decimal_places=1, default=0)
    partnership_meetings = models.PositiveSmallIntegerField(
        "partnership meetings a year", default=6, validators=[MaxValueValidator(6)]
    )
    review_rhythm = models.PositiveSmallIntegerField(
        "the category is reviewed", choices=ReviewRhythm, default=ReviewRhythm.YEARLY
    )

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=["scheme", "position"], name="tier_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["scheme", "word"], name="tier_word_once", violation_error_message="Two tiers bear one word."
            ),
            # What the decisions' foreign keys of two columns point to.
            models.UniqueConstraint(fields=["id", "scheme"], name="tier_id_scheme"),
            models.CheckConstraint(
                condition=Q(visits__lte=4),
                name="tier_visits_at_most_four",
                violation_error_message="A tier has four visits a year at most.",
            ),
            models.CheckConstraint(condition=Q(full_day_reviews__lte=1), name="tier_one_full_day_review"),
            models.CheckConstraint(condition=Q(partnership_meetings__lte=6), name="tier_six_partnership_meetings"),
            models.CheckConstraint(
                condition=Q(leader_days__gte=0, coaching_days__gte=0), name="tier_days_not_negative"
            ),
            models.CheckConstraint(condition=Q(colour__in=TierColour.values), name="tier_colour_known"),
            models.CheckConstraint(condition=Q(review_rhythm__in=ReviewRhythm.values), name="tier_rhythm_known"),
        )  # fmt: skip
        triggers = (_only_in_drafts("tier_only_in_drafts", "ROW.scheme_id"),)

    def __str__(self) -> str:
        return self.word


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Criterion(models.Model):
    """One kind of evidence, and by its bounds which tier a figure of it points to."""

    scheme = models.ForeignKey(CategoryScheme, on_delete=models.CASCADE, related_name="criteria", db_index=False)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField("evidence", max_length=60, help_text="Slug of a kind of fact (academies/providers/facts).")
    label = models.CharField(max_length=120)
    phase = models.CharField(max_length=12, choices=Phase, blank=True, help_text="Empty: every phase.")
    area = models.ForeignKey(
        SupportArea, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Empty: the academy as a whole.",
    )  # fmt: skip
    is_limit = models.BooleanField(
        "sets a limit",
        default=False,
        help_text="The proposal is never more secure than this points to; it does not count otherwise.",
    )

    class Meta:
        verbose_name_plural = "criteria"
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=["scheme", "position"], name="criterion_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["scheme", "kind", "phase", "area"],
                name="criterion_once",
                nulls_distinct=False,
                violation_error_message="This evidence is already a criterion for that phase and area.",
            ),
        )
        triggers = (_only_in_drafts("criterion_only_in_drafts", "ROW.scheme_id"),)

    def __str__(self) -> str:
        return self.label


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CriterionBound(models.Model):
    """The least secure figure that still points to `tier`. The last tier has none: it takes what is left."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="bounds", db_index=False)
    tier = models.ForeignKey(Tier, on_delete=models.CASCADE, related_name="bounds")
    bound = models.FloatField()

    class Meta:
        ordering = ("tier__position",)
        constraints = (models.UniqueConstraint(fields=["criterion", "tier"], name="bound_once"),)
        triggers = (
            _only_in_drafts(
                "bound_only_in_drafts", "SELECT scheme_id FROM academies_criterion c WHERE c.id = ROW.criterion_id"
            ),
            pgtrigger.Trigger(
                name="bound_of_one_scheme",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=pgtrigger.Func(  # type: ignore[no-untyped-call]
                    """
                    IF (SELECT scheme_id FROM academies_tier WHERE id = NEW.tier_id)
                        <> (SELECT scheme_id FROM academies_criterion WHERE id = NEW.criterion_id) THEN
                        RAISE EXCEPTION 'A criterion is bounded by the tiers of its own scheme.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                    """
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.criterion}: {self.tier} from {self.bound}"
