"""Forms of a self-evaluation: opening one, rating a ring, agreeing what holds, calling it off."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from academies.access import Person
from academies.forms.evidence import EvidenceField
from academies.models import Academy
from academies.providers import Record
from accounts.models import User
from celt.ui.edits import SeenForm
from celt.ui.inputs import DateInput, LongText
from plans.models import AgreedRating, ConditionRating, SelfEvaluation
from plans.models.evaluation import Standing
from plans.rules.standing import Spread
from plans.services.evaluation import Agreed, Rated
from plans.strategy import CONDITIONS, Condition, Ring

CANNOT = "cannot"
STANDINGS = [(str(value), label) for value, label in Standing.choices]
RATE_LONGEST, AGREE_LONGEST = 4_000, 4_000


class OpenForm(forms.Form):
    """For which term, and by which day. `terms`: value and words of each term that one may choose."""

    term = forms.ChoiceField(label="For which term")
    closes_on = forms.DateField(
        label="Please rate by",
        widget=DateInput(),
        help_text="Two weeks are usual. After that day people may still rate, until you agree.",
        error_messages={"invalid": "Write the day as 14/10/2026.", "required": "Choose a day by which people rate."},
    )

    def __init__(self, *args: Any, terms: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["term"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = terms


class CallOffForm(forms.Form):
    why = LongText(
        label="Why it is called off",
        rows=3,
        longest=2_000,
        help_text="Those who rated read this.",
        error_messages={"required": "Say why it is called off: those who rated read it."},
    )


@dataclass(frozen=True, slots=True)
class ConditionFields:
    """One condition of a form, its fields as they are drawn, and what hangs on it."""

    condition: Condition
    standing: BoundField
    says: BoundField
    helps: BoundField | None = None
    hinders: BoundField | None = None
    evidence: BoundField | None = None

    @property
    def errors(self) -> list[str]:
        fields = (self.standing, self.says, self.helps, self.hinders, self.evidence)
        return [str(error) for field in fields if field is not None for error in field.errors]

    @property
    def chosen(self) -> str:
        """The standing that is chosen at present, in full; empty where none is."""
        return dict(STANDINGS).get(str(self.standing.value() or ""), "")

    @property
    def more(self) -> bool:
        """Whether something stands in the fold, which is then open."""
        return any(field is not None and field.value() for field in (self.helps, self.hinders, self.evidence))


class RateForm(SeenForm):
    """The conditions of one ring, each one question. `own`: what the person said before, by condition."""

    def __init__(
        self,
        data: Any = None,
        *,
        ring: Ring,
        own: Mapping[str, ConditionRating],
        user: User,
        person: Person,
        academy: Academy,
        evidence: bool = True,
    ) -> None:
        self.ring = ring
        super().__init__(data, now={key: value for c in ring.conditions for key, value in _said(c.slug, own).items()})
        kept = [key for rating in own.values() for key in rating.evidence]
        # The records are read once, whatever the number of conditions.
        chooser = EvidenceField(user, person, academy, kept=kept, label="Records that show it") if evidence else None
        for condition in ring.conditions:
            slug = condition.slug
            self.fields[f"{slug}-standing"] = forms.ChoiceField(
                label=condition.name,
                choices=[*STANDINGS, (CANNOT, "I cannot judge")],
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "Choose one of the four, or “I cannot judge”."},
            )
            for part, label in (("says", "What shows it"), ("helps", "What helps"), ("hinders", "What hinders")):
                self.fields[f"{slug}-{part}"] = LongText(
                    label=label, required=False, rows=2, longest=RATE_LONGEST, help_text=""
                )
            if chooser is not None:
                self.fields[f"{slug}-evidence"] = copy.deepcopy(chooser)

    @property
    def parts(self) -> Iterator[ConditionFields]:
        for condition in self.ring.conditions:
            key = f"{condition.slug}-evidence"
            yield ConditionFields(
                condition,
                self[f"{condition.slug}-standing"],
                self[f"{condition.slug}-says"],
                self[f"{condition.slug}-helps"],
                self[f"{condition.slug}-hinders"],
                self[key] if key in self.fields else None,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for condition in self.ring.conditions:
            slug = condition.slug
            typed = any(cleaned.get(f"{slug}-{part}") for part in ("says", "helps", "hinders", "evidence"))
            if typed and not cleaned.get(f"{slug}-standing") and f"{slug}-standing" not in self.errors:
                self.add_error(
                    f"{slug}-standing", "Choose where it stands, or “I cannot judge”, so that what you wrote is kept."
                )
        return cleaned

    def ratings(self) -> dict[str, Rated]:
        """What was said, of those conditions that were."""
        data = self.cleaned_data
        return {
            c.slug: Rated(
                None if chosen == CANNOT else int(chosen),
                data[f"{c.slug}-says"],
                data[f"{c.slug}-helps"],
                data[f"{c.slug}-hinders"],
                data.get(f"{c.slug}-evidence", []),
            )
            for c in self.ring.conditions
            if (chosen := data[f"{c.slug}-standing"])
        }


class AgreeForm(SeenForm):
    """Every condition with the standing that the head agrees. Where nothing was chosen, the middle of what people said
    stands there already. `named`: per condition the records that people named, to be kept as evidence."""

    says = LongText(
        label="What it says of the academy",
        required=False,
        rows=4,
        longest=AGREE_LONGEST,
        help_text="Two or three sentences. Governors read this: name no pupil and no teacher.",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        evaluation: SelfEvaluation,
        order: Sequence[str],
        agreed: Mapping[str, AgreedRating],
        spreads: Mapping[str, Spread],
        named: Mapping[str, Sequence[Record]],
    ) -> None:
        self.order = order
        now: dict[str, Any] = {"says": evaluation.says}
        initial: dict[str, Any] = {}
        for slug in order:
            kept = agreed.get(slug)
            now[f"{slug}-standing"] = str(kept.standing) if kept else ""
            now[f"{slug}-says"] = kept.says if kept else ""
            now[f"{slug}-evidence"] = list(kept.evidence) if kept else []
            middle = spreads[slug].middle
            if kept is None and middle is not None:
                initial[f"{slug}-standing"] = str(middle)
            if kept is None:
                initial[f"{slug}-evidence"] = [record.key for record in named[slug]]
        super().__init__(data, now=now, initial=initial)
        for slug in order:
            self.fields[f"{slug}-standing"] = forms.ChoiceField(
                label=CONDITIONS[slug].name, choices=STANDINGS, required=False, widget=forms.RadioSelect
            )
            self.fields[f"{slug}-says"] = LongText(label="What shows it", required=False, rows=2, longest=AGREE_LONGEST)
            self.fields[f"{slug}-evidence"] = forms.MultipleChoiceField(
                label="Records that people named",
                choices=[(record.key, record.says) for record in named[slug]],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": "One of the records is not here any more. Choose again."},
            )

    def part(self, slug: str) -> ConditionFields:
        evidence = self[f"{slug}-evidence"] if self._choices(slug) else None
        return ConditionFields(CONDITIONS[slug], self[f"{slug}-standing"], self[f"{slug}-says"], evidence=evidence)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for slug in self.order:
            if cleaned.get(f"{slug}-says") and not cleaned.get(f"{slug}-standing"):
                self.add_error(f"{slug}-standing", "Choose where it stands, so that what you wrote is kept.")
        return cleaned

    def agreed(self) -> dict[str, Agreed]:
        data = self.cleaned_data
        return {
            slug: Agreed(
                int(data[f"{slug}-standing"]) if data[f"{slug}-standing"] else None,
                data[f"{slug}-says"],
                data[f"{slug}-evidence"],
            )
            for slug in self.order
        }

    def _choices(self, slug: str) -> bool:
        field = self.fields[f"{slug}-evidence"]
        assert isinstance(field, forms.MultipleChoiceField)
        return bool(field.choices)


def _said(slug: str, own: Mapping[str, ConditionRating]) -> dict[str, Any]:
    """What the record says of one condition now, as the form sends it."""
    rating = own.get(slug)
    if rating is None:
        return {f"{slug}-standing": "", **{f"{slug}-{part}": "" for part in ("says", "helps", "hinders")},
                f"{slug}-evidence": []}  # fmt: skip
    return {
        f"{slug}-standing": CANNOT if rating.standing is None else str(rating.standing),
        f"{slug}-says": rating.says,
        f"{slug}-helps": rating.helps,
        f"{slug}-hinders": rating.hinders,
        f"{slug}-evidence": list(rating.evidence),
    }
