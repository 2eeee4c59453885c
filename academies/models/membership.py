"""Who may act where: a person, a role, one academy or the whole trust, from a day until a day."""

import datetime

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from academies.access import ACADEMY_ROLES, TRUST_ROLES, Role
from academies.models.academy import Academy
from academies.models.periods import Days
from academies.models.trust import Trust
from accounts.models import User

# Who writes is whom the sealed ticket names (academies/reader_scope.py), and besides whom the request's history names:
# a page that forgot to ask is refused here.
NOT_ONESELF = """
    IF TG_OP = 'UPDATE' AND NEW.user_id <> OLD.user_id THEN
        RAISE EXCEPTION 'A role does not pass from one person to another.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.user_id = public.reader() OR NEW.user_id::text = NULLIF(
        NULLIF(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user', ''
    ) THEN
        RAISE EXCEPTION 'Nobody changes their own roles.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, day: datetime.date | None = None) -> "MembershipQuerySet":
        """Memberships in force on `day` (today where none is given), of people who may sign in."""
        day = day or timezone.localdate()
        return self.filter(Q(ends__isnull=True) | Q(ends__gte=day), starts__lte=day, user__is_active=True)

    def visible_to(self, user: User) -> "MembershipQuerySet":
        """One's own; who leads and governs the academies one sees; all of them where one may see who works there."""
        from academies.access import NAMED_ROLES, Permission, academies_where, trusts_where

        return self.filter(
            Q(user=user)
            | trusts_where(user, Permission.MANAGE_ACCESS)
            | academies_where(user, Permission.VIEW_PEOPLE, "academy")
            | (Q(role__in=NAMED_ROLES) & academies_where(user, Permission.VIEW_ACADEMY, "academy"))
        )

    def editable_by(self, user: User) -> "MembershipQuerySet":
        """Nobody changes their own roles."""
        from academies.access import Permission, trusts_where

        return self.filter(trusts_where(user, Permission.MANAGE_ACCESS)).exclude(user=user)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Membership(models.Model):
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="memberships")
    academy = models.ForeignKey(
        Academy,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        help_text="Empty: the whole trust.",
    )
    role = models.CharField(max_length=16, choices=Role)
    starts = models.DateField("from", default=timezone.localdate)
    ends = models.DateField("until", null=True, blank=True, help_text="The last day. Empty: until further notice.")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("user", "role")
        indexes = (
            # Every request asks: which roles does this person hold today?
            models.Index(fields=["user", "role"], name="membership_of_user"),
        )
        triggers = (
            pgtrigger.Trigger(
                name="nobody_changes_their_own_roles",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=NOT_ONESELF,
            ),
        )
        constraints = (
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="membership_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
            models.CheckConstraint(
                condition=(Q(academy__isnull=True) & Q(role__in=sorted(TRUST_ROLES)))
                | (Q(academy__isnull=False) & Q(role__in=sorted(ACADEMY_ROLES))),
                name="membership_role_fits_place",
                violation_error_message=(
                    "That role is not held there: name an academy, or leave it empty, as the role asks."
                ),
            ),
            ExclusionConstraint(
                name="membership_no_overlap",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("trust", RangeOperators.EQUAL),
                    (Coalesce("academy", Value(0)), RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Days("starts", "ends", Value("[]")), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This person already holds that role there in those days.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.academy or self.trust}"

    def clean(self) -> None:
        # Before the constraints are asked: PostgreSQL makes no range of days that ends before it starts.
        if self.ends is not None and self.ends < self.starts:
            raise ValidationError({"ends": "The last day is before the first."})
        if self.academy is not None and self.academy.trust_id != self.trust_id:
            raise ValidationError({"academy": "This academy belongs to another trust."})
