"""The form of a contact."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from academies.models import Contact
from celt.ui.edits import SeenForm


class ContactForm(SeenForm):
    name = forms.CharField(max_length=150)
    job = forms.CharField(label="What they do there", max_length=100, help_text="Such as Headteacher, Office, SENCO.")
    email = forms.EmailField(label="E-mail", required=False)
    phone = forms.CharField(label="Telephone", max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "email" in cleaned and "phone" in cleaned and not (cleaned["email"] or cleaned["phone"]):
            raise ValidationError("Give an e-mail address or a telephone number, so that the person can be reached.")
        return cleaned


def as_typed(contact: Contact) -> dict[str, str]:
    """What the record says now, as the form would send it."""
    return {"name": contact.name, "job": contact.job, "email": contact.email, "phone": contact.phone}
