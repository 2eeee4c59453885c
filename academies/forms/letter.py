"""The switches of one's letters."""

from django import forms

from academies.models import LetterChoice
from academies.models.letter import ReminderKind


class LetterChoiceForm(forms.Form):
    weekly = forms.BooleanField(
        label="A letter each Monday",
        required=False,
        help_text="What needs you, what is coming, and what happened last week.",
    )
    reminders = forms.MultipleChoiceField(
        label="Remind me the day before",
        choices=ReminderKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose among the kinds that the page offers."},
    )


def as_switched(choice: LetterChoice | None) -> dict[str, object]:
    """What stands now; who never chose gets everything."""
    off = choice.reminders_off if choice else []
    return {
        "weekly": choice.weekly if choice else True,
        "reminders": [kind for kind in ReminderKind.values if kind not in off],
    }
