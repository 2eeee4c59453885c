"""A person's or a pupil's data made to go: asked for by one, agreed by another, carried out once."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from academies.access import Permission, trusts_where
from academies.models import Trust
from accounts.models import User


class SubjectKind(models.TextChoices):
    PERSON = "person", "A person who signs in"
    PUPIL = "pupil", "A pupil"
    CONTACT = "contact", "A contact of an academy"


class ErasureState(models.TextChoices):
    ASKED = "asked", "Asked for"
    REFUSED = "refused", "Refused"
    DONE = "done", "Carried out"


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def visible_to(self, user: User) -> "ErasureQuerySet":
        return self.filter(
            trusts_where(user, Permission.KEEP_PERSONAL_DATA) | trusts_where(user, Permission.AGREE_ERASURE)
        )

    def editable_by(self, user: User) -> "ErasureQuerySet":
        """Those that still wait for an answer, for somebody other than who asked."""
        return self.filter(trusts_where(user, Permission.AGREE_ERASURE), state=ErasureState.ASKED).exclude(
            asked_by=user.pk
        )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Erasure(models.Model):
    """`subject` is a number and no name. `words`: the texts to look for everywhere, which go from here too once it is
    done. `receipt`: how many rows of which table were changed; nothing of what they said."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("whose data", max_length=7, choices=SubjectKind)
    subject = models.PositiveBigIntegerField("number of the record")
    words = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    reason = models.CharField("why", max_length=300)
    state = models.CharField(max_length=7, choices=ErasureState, default=ErasureState.ASKED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField("what was said", max_length=300, blank=True)
    receipt = models.JSONField(default=dict, blank=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=SubjectKind.values), name="erasure_kind_known"),
            models.CheckConstraint(condition=Q(state__in=ErasureState.values), name="erasure_state_known"),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
                name="erasure_agreed_by_another",
                violation_error_message="Somebody other than who asked for it must answer.",
            ),
            models.CheckConstraint(
                condition=Q(state=ErasureState.ASKED) | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="erasure_answered_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["trust", "kind", "subject"],
                condition=Q(state=ErasureState.ASKED),
                name="erasure_asked_once",
                violation_error_message="This was asked for already and waits for an answer.",
            ),
        )

    def __str__(self) -> str:
        return f"Erasure {self.pk}: {self.get_kind_display().lower()}, number {self.subject}"
