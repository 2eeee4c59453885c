"""What a form says where Django's own words do not say what to do."""

from django.core.validators import ProhibitNullCharactersValidator
from django.forms import Field

REQUIRED = "Fill this in."
UNREADABLE = "This holds a character that cannot be kept. Type the text again rather than pasting it."


def say_what_to_do() -> None:
    """For every field that has no words of its own."""
    Field.default_error_messages["required"] = REQUIRED
    ProhibitNullCharactersValidator.message = UNREADABLE
