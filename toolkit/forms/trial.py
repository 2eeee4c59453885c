"""What came of trying a practice: made to be written on a phone between two lessons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from academies.models import Academy
from celt.ui.edits import SeenForm
from celt.ui.inputs import LongText
from toolkit.models import Trial
from toolkit.models.trial import Became

ASKS = {
    Became.TRIED: "Tried it, no more yet",
    Became.KEPT: "Kept it",
    Became.ADAPTED: "Adapted it",
    Became.DROPPED: "Dropped it",
}


class PlaceField(forms.TypedChoiceField):
    """One of academies that were read already."""

    def __init__(self, places: Sequence[Academy], **options: Any) -> None:
        known = {str(place.pk): place for place in places}
        options = {
            "coerce": known.__getitem__,
            "error_messages": {"required": "Choose the academy.", "invalid_choice": "Choose one of the academies."},
            **options,
        }
        super().__init__(choices=[("", "Choose"), *((pk, place.name) for pk, place in known.items())], **options)


class TrialForm(SeenForm):
    """`places`: where the person works; asked for where there are several, and not of one that stands."""

    became = forms.ChoiceField(
        label="What became of it", choices=list(ASKS.items()), widget=forms.RadioSelect,
        error_messages={"required": "Say what became of it: tried, kept, adapted or dropped."},
    )  # fmt: skip
    found = LongText(
        label="What you found", rows=3, longest=1_500,
        help_text="What pupils did, in a sentence or two. Name no pupil and no colleague.",
        error_messages={"required": "Say in a sentence what you found: it is what others want to know."},
    )  # fmt: skip
    where = forms.CharField(
        label="With whom", max_length=80, required=False,
        widget=forms.TextInput(attrs={"placeholder": "Year 4, maths", "autocomplete": "off"}),
    )  # fmt: skip
    named = forms.BooleanField(
        label="Show my name to colleagues", required=False,
        help_text="Colleagues of the trust read what you found. Governors read how many tried it, no more.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, places: Sequence[Academy] = (), **options: Any) -> None:
        super().__init__(data, **options)
        self.places = places
        if len(places) > 1:
            self.fields["academy"] = PlaceField(places, label="Where you tried it")

    @property
    def said(self) -> dict[str, Any]:
        """What a service takes."""
        said = dict(self.cleaned_data)
        if self.places:
            said.setdefault("academy", self.places[0])
        return said


def trial_as_typed(trial: Trial) -> dict[str, Any]:
    return {"became": trial.became, "found": trial.found, "where": trial.where, "named": trial.named}
