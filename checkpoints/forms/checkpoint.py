"""Forms of setting a checkpoint and changing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from academies.models import Academy
from accounts.models import User
from celt.ui.edits import SeenForm
from celt.ui.inputs import DateInput, LongText
from checkpoints.models import TrustCheckpoint
from checkpoints.rules.days import NOT_FROM_TODAY
from checkpoints.services.checkpoint import NO_USE, NOBODY_DECIDES, Asked
from dashboards.selectors.looking import BREAKDOWNS
from pupils.measures import MEASURES

NO_DAY = "This is no date. Write it as 4/12/2026, or choose it."
ROWS = 5


class DaysForm(SeenForm):
    title = forms.CharField(
        max_length=120, label="Title", help_text="Such as “Autumn checkpoint”.",
        error_messages={"required": "Give it a title, such as “Autumn checkpoint”."},
    )  # fmt: skip
    serves = LongText(
        rows=2, longest=300, label="The decision that it serves",
        help_text="What will be decided with it: “Which year groups get tutors paid for in spring”. What serves no "
        "decision is not asked for.",
        error_messages={"required": NO_USE},
    )  # fmt: skip
    decides = forms.CharField(
        max_length=160, label="Who decides", help_text="Such as “The education executive, on 4 December”.",
        error_messages={"required": NOBODY_DECIDES},
    )  # fmt: skip
    hand_in_by = forms.DateField(
        label="Day of hand-in", widget=DateInput(),
        error_messages={"invalid": NO_DAY, "required": "Say by which day academies hand in."},
    )  # fmt: skip
    decide_by = forms.DateField(
        label="Day of decision", widget=DateInput(),
        help_text="From this day on nothing that was handed in can be withdrawn.",
        error_messages={"invalid": NO_DAY, "required": "Say by which day it is decided."},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("hand_in_by"), data.get("decide_by")
        if first and last and last < first:
            self.add_error("decide_by", "The decision cannot come before the hand-in. Choose that day or a later one.")
        return data


class CheckpointForm(DaysForm):
    """`academies`: those that may be asked; `owners`: academy's pk -> who may decide for it, the usual one first."""

    def __init__(
        self,
        data: Any = None,
        *,
        academies: Sequence[Academy],
        owners: dict[int, list[User]],
        points: Sequence[str],
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.academies, self.people = {a.pk: a for a in academies}, owners
        measures = [("", "None")] + [(m.slug, m.title) for m in MEASURES.values()]
        for number in range(1, ROWS + 1):
            self.fields[f"measure_{number}"] = forms.ChoiceField(
                choices=measures, required=False, label=f"Figure {number}"
            )
            self.fields[f"of_{number}"] = forms.ChoiceField(
                choices=[("gap", "The gap"), ("dis", "What disadvantaged pupils reach")], label="Read as",
                required=False,
            )  # fmt: skip
            self.fields[f"among_{number}"] = forms.ChoiceField(
                choices=list(BREAKDOWNS.items()), label="Among", required=False
            )
            self.fields[f"at_{number}"] = forms.ChoiceField(
                choices=[(point, point) for point in points], label="At", required=False
            )
        for academy in academies:
            self.fields[f"owner_{academy.pk}"] = forms.ChoiceField(
                choices=[("", "Not asked"), *((str(u.pk), u.full_name) for u in owners.get(academy.pk, ()))],
                label=academy.name, required=False,
            )  # fmt: skip

    @property
    def figure_rows(self) -> list[tuple[int, list[Any]]]:
        return [(n, [self[f"{name}_{n}"] for name in ("measure", "of", "among", "at")]) for n in range(1, ROWS + 1)]

    @property
    def academy_rows(self) -> list[Any]:
        return [self[f"owner_{pk}"] for pk in self.academies]

    @property
    def day_fields(self) -> list[Any]:
        return [self[name] for name in ("title", "serves", "decides", "hand_in_by", "decide_by")]

    def clean_hand_in_by(self) -> Any:
        day = self.cleaned_data["hand_in_by"]
        if day < timezone.localdate():
            raise ValidationError(NOT_FROM_TODAY)
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        asks = [
            Asked(data[f"measure_{n}"], data.get(f"of_{n}") or "gap", data.get(f"among_{n}") or "all",
                  data.get(f"at_{n}") or "")
            for n in range(1, ROWS + 1)
            if data.get(f"measure_{n}")
        ]  # fmt: skip
        if not asks and not any(self.has_error(f"measure_{n}") for n in range(1, ROWS + 1)):
            self.add_error("measure_1", "Choose at least one figure: without one there is nothing to decide on.")
        if len(set(asks)) < len(asks):
            self.add_error("measure_1", "The same figure is asked for twice. Take one of them out.")
        owners: dict[Academy, User] = {}
        for pk, academy in self.academies.items():
            chosen = data.get(f"owner_{pk}")
            if chosen:
                owners[academy] = next(u for u in self.people[pk] if str(u.pk) == chosen)
        if not owners and not any(self.has_error(f"owner_{pk}") for pk in self.academies):
            self.add_error(None, "Choose at least one academy, by naming who decides for it.")
        data["asks"], data["owners"] = asks, owners
        return data

    @property
    def said(self) -> dict[str, Any]:
        names = ("title", "serves", "decides", "hand_in_by", "decide_by", "asks", "owners")
        return {name: self.cleaned_data[name] for name in names}


def days_as_typed(checkpoint: TrustCheckpoint) -> dict[str, Any]:
    return {name: getattr(checkpoint, name) for name in ("title", "serves", "decides", "hand_in_by", "decide_by")}
