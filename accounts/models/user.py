"""A person who signs in. What they may do lives in academies.Membership, not here."""

from typing import Any, ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


# A password hash is never copied into the history.
@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["password", "last_login"]
)
class User(AbstractBaseUser):
    email = models.EmailField("e-mail", unique=True, error_messages={"unique": "Someone already uses this e-mail."})
    full_name = models.CharField("full name", max_length=150)
    is_active = models.BooleanField("may sign in", default=True)
    date_joined = models.DateTimeField("joined", default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ("full_name", "pk")
        indexes = (
            # Names that look like what somebody searches for.
            GinIndex(OpClass(F("full_name"), name="gin_trgm_ops"), name="user_name_like"),
        )
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_any_case_unique",
                violation_error_message="Someone already uses this e-mail.",
            ),
        )

    def __str__(self) -> str:
        return self.full_name or self.email
