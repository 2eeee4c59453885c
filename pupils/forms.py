"""Forms of the Data pages."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from celt.lib.days import british
from celt.lib.terms import first_day_of_year, last_day_of_year, year_label
from celt.ui.edits import SeenForm
from celt.ui.inputs import DateInput
from pupils import rules
from pupils.imports.layouts import LAYOUTS, READY
from pupils.models import Checkpoint, ColumnMapping
from pupils.models.batch import ImportKind

BUILT_IN = "The columns of this product"
PUBLISHED = (ImportKind.PERFORMANCE_TABLES, ImportKind.ACADEMIES, ImportKind.INSPECTIONS)


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label="What is in the file")
    file = forms.FileField(label="The file", allow_empty_file=True)
    mapping = forms.ChoiceField(label="How its columns are named", required=False)
    academic_year = forms.CharField(
        label="Academic year",
        required=False,
        max_length=9,
        help_text="Only where the file does not name it, such as 2024/25: pupil premium download, performance tables.",
    )

    def __init__(self, *args: Any, saved: Iterable[ColumnMapping], whole_trust: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind, layout.title) for kind, layout in LAYOUTS.items()]
        if whole_trust:
            kinds += [(kind.value, kind.label) for kind in PUBLISHED]
        self.fields["kind"] = forms.ChoiceField(
            label="What is in the file", choices=kinds, widget=forms.RadioSelect, initial="results"
        )
        self.saved = list(saved)
        mapping = self.fields["mapping"]
        assert isinstance(mapping, forms.ChoiceField)
        mapping.choices = [
            ("", BUILT_IN),
            ("Ready", [(ready.name, ready.title) for ready in READY.values()]),
            ("Saved here", [(saved.name, saved.name) for saved in self.saved]),
        ]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.size:
            raise ValidationError("The file is empty.")
        if file.size > settings.IMPORT_MAX_BYTES:
            most = settings.IMPORT_MAX_BYTES // 1024 // 1024
            raise ValidationError(
                f"The file has {file.size // 1024 // 1024:,} MB; the most that is taken is {most} MB."
            )
        return file

    def clean_academic_year(self) -> str:
        text: str = self.cleaned_data["academic_year"]
        if text:
            try:
                rules.parse_academic_year(text)
            except ValueError as error:
                raise ValidationError(str(error)) from error
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, mapping, year = data.get("kind"), data.get("mapping", ""), data.get("academic_year")
        if kind == ImportKind.PERFORMANCE_TABLES and not year:
            self.add_error("academic_year", "A performance table does not name its year. Give it, such as 2018/19.")
        if mapping:
            kinds = {saved.name: saved.kind for saved in self.saved} | {r.name: r.kind for r in READY.values()}
            if kind and kinds[mapping] != kind:
                self.add_error("mapping", f"These column names belong to a file of {kinds[mapping]}.")
            if mapping in READY and "academic_year" in READY[mapping].ask and not year:
                self.add_error("academic_year", "This download does not name its year. Give it, such as 2024/25.")
        return data


class MappingForm(forms.Form):
    """Which of our columns each column of a file is, and texts for those that it lacks."""

    save_as = forms.CharField(
        label="Keep this mapping as",
        required=False,
        max_length=80,
        help_text="Leave empty to use it for this file alone.",
    )

    def __init__(
        self, *args: Any, kind: str, header: list[str], guessed: dict[str, str], fixed: dict[str, str], **kw: Any
    ):
        super().__init__(*args, **kw)
        self.kind, self.header = kind, header
        layout = LAYOUTS[kind]
        choices = [("", "Not used"), *((column.name, column.name) for column in layout.columns)]
        for position, name in enumerate(header):
            self.fields[f"column_{position}"] = forms.ChoiceField(
                label=name or f"Column {position + 1}", choices=choices, required=False, initial=guessed.get(name, "")
            )
        about = {column.name: column.about for column in layout.columns}
        for name in fixable(kind):
            self.fields[f"fixed_{name}"] = forms.CharField(
                label=about[name], required=False, max_length=60, initial=fixed.get(name, "")
            )

    @property
    def columns(self) -> list[tuple[str, forms.BoundField]]:
        return [(name, self[f"column_{position}"]) for position, name in enumerate(self.header)]

    @property
    def fixed_fields(self) -> list[forms.BoundField]:
        return [self[f"fixed_{name}"] for name in fixable(self.kind)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["columns"] = {
            name: data[f"column_{position}"]
            for position, name in enumerate(self.header)
            if name and data.get(f"column_{position}")
        }
        data["fixed"] = {name: data[f"fixed_{name}"] for name in fixable(self.kind) if data.get(f"fixed_{name}")}
        if not data["columns"]:
            raise ValidationError("Say for at least one column what it is.")
        chosen = list(data["columns"].values())
        twice = {name for name in chosen if chosen.count(name) > 1 and not self._several(name)}
        if twice:
            raise ValidationError(f"Two columns are both named {', '.join(sorted(twice))}. Choose one.")
        return data

    def _several(self, name: str) -> bool:
        """A score and its code may stand in two columns of one assessment."""
        return self.kind == "results" and name not in ("academic_year", "upn", "checkpoint", "assessment", "value")


def fixable(kind: str) -> tuple[str, ...]:
    """Columns that may be the same for every row of a file."""
    return {
        "pupils": ("academic_year", "urn"),
        "results": ("academic_year", "checkpoint", "assessment"),
        "attendance": ("academic_year", "term"),
    }[kind]


def guess(kind: str, header: Iterable[str]) -> dict[str, str]:
    """Their name -> ours, where the names are alike but for spaces, case and underscores, or are common ones."""
    ours = {_key(column.name): column.name for column in LAYOUTS[kind].columns}
    for common, name in COMMON.items():
        if name in ours.values():
            ours.setdefault(_key(common), name)
    return {name: ours[_key(name)] for name in header if _key(name) in ours}


# Names that reports of pupil databases use.
COMMON = {
    "Year": "academic_year", "Acad year": "academic_year", "Unique Pupil Number": "upn", "Last name": "surname",
    "Legal surname": "surname", "Legal last name": "surname", "First name": "forename", "Legal forename": "forename",
    "Legal first name": "forename", "Date of birth": "dob", "Birth date": "dob", "Gender": "sex", "Legal sex": "sex",
    "Year group": "nc_year", "NC year": "nc_year", "Ever 6 FSM": "fsm6", "FSM ever 6": "fsm6", "FSM6": "fsm6",
    "EverFSM_6": "fsm6", "In care": "looked_after", "LAC": "looked_after", "CLA": "looked_after",
    "Post looked after": "post_looked_after", "Service children": "service_child", "SEN status": "sen",
    "SEN provision": "sen", "SENProvision": "sen", "Ethnicity code": "ethnicity", "Admission date": "date_on_roll",
    "Leaving date": "date_left", "Test": "assessment", "Subject": "assessment", "Result": "value", "Score": "value",
    "Possible sessions": "possible", "Authorised absences": "authorised", "Unauthorised absences": "unauthorised",
}  # fmt: skip


def _key(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


class CheckpointForm(forms.Form):
    name = forms.CharField(label="Name", max_length=40, help_text="As it stands in the files, such as Mock 1.")


class CheckpointDatesForm(SeenForm):
    """By when each checkpoint of one academic year is handed in; empty where no day is set."""

    def __init__(
        self,
        *args: Any,
        checkpoints: Iterable[Checkpoint],
        held: dict[int, datetime.date | None],
        academic_year: int,
        **kwargs: Any,
    ) -> None:
        self.checkpoints = list(checkpoints)
        self.academic_year = academic_year
        super().__init__(*args, now={self.name_of(c): held.get(c.pk) for c in self.checkpoints}, **kwargs)
        for checkpoint in self.checkpoints:
            self.fields[self.name_of(checkpoint)] = forms.DateField(
                label=checkpoint.name, required=False, widget=DateInput()
            )

    @staticmethod
    def name_of(checkpoint: Checkpoint) -> str:
        return f"day_{checkpoint.pk}"

    def days(self) -> dict[int, datetime.date | None]:
        return {c.pk: self.cleaned_data[self.name_of(c)] for c in self.checkpoints}

    def clean(self) -> dict[str, Any]:
        first, last = first_day_of_year(self.academic_year), last_day_of_year(self.academic_year)
        for checkpoint in self.checkpoints:
            day = self.cleaned_data.get(self.name_of(checkpoint))
            if day and not first <= day <= last:
                self.add_error(
                    self.name_of(checkpoint),
                    f"{british(day)} is not in {year_label(self.academic_year)}. "
                    f"Give a day from {british(first)} to {british(last)}.",
                )
        return super().clean()
