"""Forms of a target and of what a new figure means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html

from academies.forms.decision import CONTROL, Radios
from celt.lib.terms import year_label
from celt.ui.edits import SeenForm
from celt.ui.inputs import LongText
from plans.providers import Reading
from plans.rules.target import At
from plans.selectors.target_told import when_words


def at_key(at: At) -> str:
    """'2025:Summer'."""
    return f"{at[0]}:{at[1]}"


def at_from(key: str) -> At | None:
    """None where the key is none; the service says what is wrong with one that names no figure."""
    year, _, checkpoint = key.partition(":")
    return (int(year), checkpoint) if checkpoint and year.isascii() and year.isdigit() and len(year) == 4 else None


def _start_label(reading: Reading) -> str:
    return format_html("<b>{}</b> {}", reading.says, when_words(reading.at))


class TargetForm(SeenForm):
    """`found`: the readings of the figure looked at, oldest first. `figures`: which measures, figures and groups a
    target may be set for; the page's address says which of them it is about."""

    measure = forms.ChoiceField(
        label="Measure",
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "No pupils of this academy sit this measure. Choose one that they sit."},
    )
    figure_of = forms.ChoiceField(
        label="Which figure",
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "Choose the gap, or what disadvantaged pupils reach."},
    )
    breakdown = forms.ChoiceField(
        label="Among",
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "Choose among the groups that have figures."},
    )
    start = forms.ChoiceField(label="It starts from", required=False, widget=Radios)
    target = forms.DecimalField(
        label="Target",
        max_digits=7,
        widget=forms.NumberInput(attrs={**CONTROL, "step": "any", "inputmode": "decimal"}),
        error_messages={
            "required": "Write the figure that you want to reach.",
            "invalid": "Write the target as a number, such as 60.",
            "max_digits": "Write the target as a number, such as 60.",
            "max_whole_digits": "Write the target as a number, such as 60.",
        },
    )
    target_checkpoint = forms.ChoiceField(
        label="By which checkpoint",
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": "The trust has no such checkpoint. Choose one of its own."},
    )
    target_year = forms.TypedChoiceField(
        label="Of which year", coerce=int, widget=forms.Select(attrs={"class": "form-select"})
    )

    def __init__(
        self,
        data: Any = None,
        *,
        found: Sequence[Reading],
        figures: Mapping[str, Sequence[tuple[str, str]]],
        checkpoints: Iterable[str],
        years: Sequence[int],
        decimals: int,
        now: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, now=now, **kwargs)
        choices: dict[str, Any] = {
            **figures,
            "start": [(at_key(r.at), _start_label(r)) for r in reversed(found)],
            "target_checkpoint": [(name, name) for name in checkpoints],
            "target_year": [(year, year_label(year)) for year in years],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        first, last = year_label(years[0]), year_label(years[-1])
        self.fields["target_year"].error_messages["invalid_choice"] = (
            f"A target of this plan is due in {first} at the earliest and in {last} at the latest."
        )
        self.fields["start"].error_messages["invalid_choice"] = "There is no such figure here. Choose another start."
        whole = "Write the target in whole numbers, as the figure is written."
        places = (
            f"Write the target with {decimals} decimal{'s' if decimals > 1 else ''} at most, as the figure is written."
        )
        target = self.fields["target"]
        assert isinstance(target, forms.DecimalField)
        target.decimal_places = decimals
        target.validators = [*forms.DecimalField(max_digits=7, decimal_places=decimals).validators]
        target.error_messages["max_decimal_places"] = places if decimals else whole


class MeaningForm(forms.Form):
    """`about`: year and checkpoint of the figure that the writer read."""

    says = LongText(
        label="What it means",
        rows=5,
        help_text=(
            "What moved, why you think so, and what you do next. Governors read this: name no pupil, no teacher, no "
            "figure of ten pupils or fewer. What you write stands."
        ),
        error_messages={"required": "Write what the figure means. A sentence is enough."},
    )
    about = forms.CharField(widget=forms.HiddenInput)

    def see_anew(self, about: At) -> None:
        """What is sent next has seen the figure as it stands now."""
        sent: Any = self.data
        again = sent.copy()
        again[self.add_prefix("about")] = at_key(about)
        self.data = again
