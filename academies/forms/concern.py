"""Forms for raising a concern and for each step that may follow."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from academies.models import Academy, SupportArea
from academies.rules.concern import StepName
from celt.ui.inputs import LongText

SALT = "concern-came-from"
LOST = "This page no longer knows which figure it came from. Copy what you typed, and open it from the figure again."


class RaiseForm(forms.Form):
    """A new concern. `fact` carries what raised it as the writer saw it, signed, so that nobody words it anew."""

    title = forms.CharField(
        label="The concern in one line",
        max_length=160,
        help_text="As you would say it to the head: “Attendance of Year 9 has fallen since September”.",
    )
    detail = LongText(
        rows=6,
        label="What was seen, and where",
        help_text="Name no pupil and no teacher. The head reads every word of this.",
    )
    area = forms.ModelChoiceField(
        queryset=SupportArea.objects.none(),
        required=False,
        empty_label="The academy as a whole",
        label="What it is about",
    )
    fact = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, academy: Academy, areas: QuerySet[SupportArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.academy = academy
        field = self.fields["area"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = areas

    def clean_fact(self) -> dict[str, Any] | None:
        if not self.cleaned_data["fact"]:
            return None
        came_from = opened_fact(self.cleaned_data["fact"], self.academy)
        if came_from is None:
            raise ValidationError(LOST)
        return came_from


def sealed_fact(came_from: dict[str, Any], academy: Academy) -> str:
    return signing.dumps({"academy": academy.pk, **came_from}, salt=SALT)


def opened_fact(sealed: str, academy: Academy) -> dict[str, Any] | None:
    """None where it was changed on its way or speaks of another academy."""
    try:
        said = signing.loads(sealed, salt=SALT)
    except signing.BadSignature:
        return None
    return said if said.pop("academy", None) == academy.pk else None


# Label of the text, and the words of the button.
STEP_WORDS: dict[StepName, tuple[str, str]] = {
    "note": ("What you know, or what was done", "Add the note"),
    "escalated": ("Why it goes a step up", "Escalate it"),
    "eased": ("Why it can go a step down", "Take it a step down"),
    "resolved": ("What was found, and what settled it", "Resolve it"),
    "reopened": ("Why it is opened again", "Open it again"),
}


class StepForm(forms.Form):
    """One step with what there is to say. `seen`: the last line of the log that the writer had read."""

    says = LongText(rows=3)
    step = forms.CharField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, step: StepName, seen: int) -> None:
        super().__init__(data, prefix=step, initial={"step": step, "seen": seen})
        self.to = step
        self.fields["says"].label, self.button = STEP_WORDS[step]
        self.fields["says"].error_messages["required"] = "Say it in a sentence."

    def see_anew(self, seen: int) -> None:
        """What is sent next has seen the log as it stands now."""
        sent: Any = self.data
        again = sent.copy()
        again[self.add_prefix("seen")] = str(seen)
        self.data = again
