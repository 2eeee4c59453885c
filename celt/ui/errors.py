"""What a service refused, put where the person who sent a form will read it."""

from django import forms
from django.core.exceptions import ValidationError


def put_errors(form: forms.Form, error: ValidationError) -> None:
    """Each sentence beside its field, or above the form where the form has no such field."""
    for field, sentences in error.message_dict.items() if hasattr(error, "error_dict") else [(None, error.messages)]:
        form.add_error(field if field in form.fields else None, sentences)
