"""The form of a network: its name, and the academies that visit one another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from academies.models import Academy
from celt.ui.edits import SeenForm
from reviews.models import Network


class NetworkForm(SeenForm):
    name = forms.CharField(
        label="Name", max_length=80, help_text="What people call it, such as Primaries of the north coast."
    )
    academies = forms.ModelMultipleChoiceField(
        label="Academies",
        queryset=Academy.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Four to six know one another’s classrooms after two years, each as host in its turn.",
        error_messages={"required": "Choose at least two academies: they visit one another."},
    )

    def __init__(self, *args: Any, offered: QuerySet[Academy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        academies = self.fields["academies"]
        assert isinstance(academies, forms.ModelMultipleChoiceField)
        academies.queryset = offered

    def clean(self) -> dict[str, Any]:
        # What was seen is told by keys; a queryset cannot be compared.
        if self.cleaned_data.get("academies") is not None:
            chosen = list(self.cleaned_data["academies"])
            self.cleaned_data["academies"] = sorted(academy.pk for academy in chosen)
            self.chosen = chosen
        return super().clean()


def network_as_typed(network: Network) -> dict[str, Any]:
    return {"name": network.name, "academies": sorted(place.academy_id for place in network.places.all())}
