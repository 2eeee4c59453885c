"""Whom to call or write to at an academy."""

import pghistory
from django.db import models
from django.db.models import Q

from academies.access import Permission, academies_where
from academies.models.academy import Academy
from accounts.models import User


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, user: User) -> "ContactQuerySet":
        return self.filter(academies_where(user, Permission.VIEW_PEOPLE, "academy"))

    def editable_by(self, user: User) -> "ContactQuerySet":
        return self.filter(academies_where(user, Permission.MANAGE_CONTACTS, "academy"))

    def current(self) -> "ContactQuerySet":
        return self.filter(archived_at__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Contact(models.Model):
    academy = models.ForeignKey(Academy, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=150)
    job = models.CharField("what they do there", max_length=100)
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField("telephone", max_length=40, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ("job", "name")
        constraints = (
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(phone=""),
                name="contact_can_be_reached",
                violation_error_message="Give an e-mail address or a telephone number.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.job}"
