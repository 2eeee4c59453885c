"""The form of an academic year: three terms, their half-terms, and INSET days."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError

from academies.models import Academy, InsetDay
from academies.rules.terms import TermDays
from academies.services.terms import Inset
from celt.lib.days import british
from celt.lib.terms import TERMS, usual_days
from celt.ui.edits import SeenForm
from celt.ui.inputs import DateInput, LongText

SPELLINGS = ("%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y")
FIELDS = (
    ("starts", "begins", True),
    ("ends", "ends", True),
    ("half_starts", "half-term from", False),
    ("half_ends", "half-term until", False),
)


class YearForm(SeenForm):
    """`academies`: those that an INSET day may be of alone. Its fields are `autumn_starts` and so on."""

    def __init__(self, *args: Any, academies: Sequence[Academy], **kwargs: Any) -> None:
        self.academies = {" ".join(academy.name.lower().split()): academy for academy in academies}
        super().__init__(*args, **kwargs)
        for name in TERMS:
            for field, words, required in FIELDS:
                label = f"{name.capitalize()} {words}"
                self.fields[f"{name}_{field}"] = forms.DateField(label=label, required=required, widget=DateInput())
        example = f" For one academy alone, add its name: 4 September 2026, {academies[0]}." if academies else ""
        self.fields["inset"] = LongText(
            label="Days, one a line",
            required=False,
            rows=5,
            longest=4000,
            help_text=f"Such as 3 September 2026.{example}",
        )
        for name, value in self.now.items():
            if name in self.fields:
                self.fields[name].initial = value
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*(_term(name) for name in TERMS), Fieldset("INSET days", "inset"), "seen")

    def clean_inset(self) -> str:
        """The text stays as typed; `inset_days` holds what was read from it."""
        text: str = self.cleaned_data["inset"]
        self.inset_days: set[Inset] = set()
        wrong: list[str] = []
        for line in filter(None, (each.strip() for each in text.splitlines())):
            written, _, where = line.partition(",")
            day = _day(written)
            academy = self.academies.get(" ".join(where.lower().split()))
            if day is None:
                wrong.append(f"“{line[:60]}” does not begin with a day. Write it as 3 September 2026.")
            elif where.strip() and academy is None:
                wrong.append(f"“{where.strip()[:60]}” is no academy of the trust. Write its name as its page has it.")
            else:
                self.inset_days.add((day, academy.pk if academy else None))
        if wrong:
            raise ValidationError(wrong)
        return text

    @property
    def terms(self) -> dict[str, TermDays]:
        read = self.cleaned_data
        return {name: TermDays(*(read[f"{name}_{field}"] for field, *_ in FIELDS)) for name in TERMS}


def _term(name: str) -> Fieldset:
    columns = (Column(f"{name}_{field}", css_class="col-12 col-sm-6") for field, *_ in FIELDS)
    return Fieldset(f"{name.capitalize()} term", Row(*columns))


def _day(written: str) -> datetime.date | None:
    text = re.sub(r"\s+", " ", written).strip()
    for spelling in SPELLINGS:
        try:
            return datetime.datetime.strptime(text, spelling).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def as_typed(terms: Mapping[str, TermDays], inset: Sequence[InsetDay]) -> dict[str, Any]:
    """What the year says now, as the form would send it."""
    values: dict[str, Any] = {}
    for name in TERMS:
        days = terms.get(name)
        for field, *_ in FIELDS:
            values[f"{name}_{field}"] = getattr(days, field) if days else None
    values["inset"] = "\n".join(
        f"{british(each.day)}, {each.academy.name}" if each.academy else british(each.day) for each in inset
    )
    return values


def suggested(year: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """The usual days where the trust has set none, for the form to begin with."""
    return {
        f"{name}_{field}": day
        for name in TERMS
        for field, day in zip(("starts", "ends"), usual_days(year, name), strict=True)
        if values[f"{name}_{field}"] is None
    }
