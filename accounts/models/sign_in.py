"""When somebody signed in, on what, and from where roughly; and the session that it opened, by its digest."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from accounts.models.user import User


class SignInQuerySet(models.QuerySet["SignIn"]):
    def visible_to(self, user: User) -> SignInQuerySet:
        """One's own, nobody else's."""
        return self.filter(user=user)

    def editable_by(self, user: User) -> SignInQuerySet:
        return self.visible_to(user)

    def open(self) -> SignInQuerySet:
        return self.filter(ended_at__isnull=True)


class SignIn(models.Model):
    """The session itself stands in `django_session` under the same digest (accounts/sessions.py)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    session = models.CharField(max_length=40, unique=True, editable=False)
    device = models.CharField(max_length=80)
    place = models.CharField("network", max_length=60, blank=True)
    began = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SignInQuerySet] = SignInQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-began", "-pk")
        indexes = (models.Index(fields=["user", "-began"], name="sign_in_of_user"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("began")),
                name="sign_in_ends_after_it_began",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.device}"
