"""Offering to show something, asking to see it, the answer, and what the visitor took away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from academies.models import Academy
from celt.ui.edits import SeenForm
from celt.ui.inputs import DateInput, LongText
from toolkit.forms.trial import PlaceField
from toolkit.models import Offer, Practice, Showing, TaughtPhase

AGREE, DECLINE = "agree", "decline"


class OfferForm(SeenForm):
    """`places`: where the person works; asked for where there are several, and not of an offer that stands."""

    practice = forms.TypedChoiceField(label="Practice of the toolkit", required=False, empty_value=None)
    subject = forms.CharField(
        label="Subject", max_length=40, required=False,
        widget=forms.TextInput(attrs={"list": "subjects", "autocomplete": "off"}),
        help_text="Where you show a subject rather than a practice, or the practice in one subject.",
    )  # fmt: skip
    phases = forms.MultipleChoiceField(
        label="Whom you teach", choices=TaughtPhase.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one phase, so that colleagues find you."},
    )  # fmt: skip
    says = forms.CharField(
        label="What a visitor would see", max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In a sentence or two: which lesson, what you do, what pupils do.",
        error_messages={
            "required": "Say in a sentence what a visitor would see.",
            "max_length": "This is %(show_value)d characters long and %(limit_value)d fit. Nothing typed is lost.",
        },
    )  # fmt: skip
    when = forms.CharField(
        label="When it suits", max_length=120, required=False,
        widget=forms.TextInput(attrs={"placeholder": "Tuesdays and Thursdays before break"}),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, practices: Sequence[Practice], places: Sequence[Academy] = (), **options: Any
    ) -> None:
        super().__init__(data, **options)
        known = {str(each.pk): each for each in practices}
        field = self.fields["practice"]
        assert isinstance(field, forms.TypedChoiceField)
        field.coerce = known.__getitem__
        field.choices = [("", "None: a subject"), *((pk, each.title) for pk, each in known.items())]
        self.places = places
        if len(places) > 1:
            self.fields["academy"] = PlaceField(places, label="Where you teach")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("practice") and not cleaned.get("subject") and not self.errors:
            self.add_error("practice", "Choose a practice or write a subject.")
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        """What a service takes."""
        said = dict(self.cleaned_data)
        if self.places:
            said.setdefault("academy", self.places[0])
        return said


def offer_as_typed(offer: Offer) -> dict[str, Any]:
    return {
        "practice": offer.practice_id,
        "subject": offer.subject,
        "phases": list(offer.phases),
        "says": offer.says,
        "when": offer.when,
    }


class AskForm(forms.Form):
    wish = forms.CharField(
        label="What you would like to see", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="And when you could come. Only the two of you read it.",
        error_messages={"required": "Say in a line what you would like to see."},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, places: Sequence[Academy]) -> None:
        super().__init__(data)
        self.places = places
        if len(places) > 1:
            self.fields["academy"] = PlaceField(places, label="Where you work")

    @property
    def said(self) -> dict[str, Any]:
        return {"academy": self.places[0] if self.places else None, **self.cleaned_data}


class AnswerForm(forms.Form):
    """A day for it, or why not; once a day was agreed, another one."""

    goes = forms.ChoiceField(
        label="Your answer", choices=((AGREE, "Yes, on this day"), (DECLINE, "Not possible")),
        widget=forms.RadioSelect, error_messages={"required": "Say whether it is possible."},
    )  # fmt: skip
    day = forms.DateField(
        label="Day", required=False, widget=DateInput(),
        error_messages={"invalid": "This is no date. Write it as 4/12/2026, or choose it."},
    )  # fmt: skip
    answer = forms.CharField(
        label="What to say to your colleague", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The time, the room, whom to ask at the door; or why not, and when it would suit better.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, showing: Showing) -> None:
        super().__init__(data, initial={"goes": AGREE, "day": showing.day, "answer": showing.answer})


class TookForm(SeenForm):
    took = LongText(
        label="What you took away", rows=5, longest=4_000, required=False,
        help_text="What you saw pupils do, and what you will try yourself. Only the two of you read it.",
    )  # fmt: skip
