"""The form of a trust priority."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from celt.lib.terms import year_label, year_on
from celt.ui.edits import SeenForm
from celt.ui.inputs import LongText
from plans.models import TrustPriority
from plans.strategy import PILLARS

YEARS_BACK, YEARS_AHEAD = 4, 5


def _year(text: str) -> int | None:
    return int(text) if text else None


class TrustPriorityForm(SeenForm):
    title = forms.CharField(
        label="What the trust works on", max_length=120, help_text="Short: it heads a row of the matrix."
    )
    about = LongText(label="Why, and what every academy is asked to do", required=False, longest=5_000, rows=5)
    pillar = forms.ChoiceField(
        label="Pillar of the strategy",
        required=False,
        choices=[("", "None"), *((p.slug, p.name) for p in PILLARS.values())],
    )
    from_year = forms.TypedChoiceField(label="From", coerce=int)
    until_year = forms.TypedChoiceField(
        label="Last year",
        required=False,
        coerce=_year,
        empty_value=None,
        help_text="After it the priority has ended; plans that served it keep it.",
    )

    def __init__(self, data: Any = None, *, now: dict[str, Any] | None = None) -> None:
        super().__init__(data, now=now)
        running = year_on(timezone.localdate())
        held = {year for name in ("from_year", "until_year") if (year := (now or {}).get(name))}
        years = sorted({*range(running - YEARS_BACK, running + YEARS_AHEAD), *held})
        told = [(str(year), year_label(year)) for year in years]
        for name, choices in (("from_year", told), ("until_year", [("", "Until further notice"), *told])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        if not now:
            self.fields["from_year"].initial = running


def as_typed(priority: TrustPriority) -> dict[str, Any]:
    """What the record says now, as the form would send it."""
    return {
        "title": priority.title,
        "about": priority.about,
        "pillar": priority.pillar,
        "from_year": priority.from_year,
        "until_year": priority.until_year,
    }
