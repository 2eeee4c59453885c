"""Choosing among an academy's records what stands behind a decision, an action, a rating.

    self.fields["evidence"] = EvidenceField(user, person, academy, kept=action.evidence, label="Evidence")

Its value is a list of keys, in the order in which they were chosen before, new ones after. A key that the row holds
already and its writer may not open stays, and says no more than that: somebody else put it there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from academies.access import Person
from academies.models import Academy
from academies.providers import Record, records
from academies.selectors.records import in_order
from accounts.models import User
from celt.lib.sentences import counted

MOST = 30


@dataclass(frozen=True, slots=True)
class Group:
    """One kind's records that are not chosen yet."""

    label: str
    lines: Sequence[Record]


class EvidenceChoice(forms.SelectMultiple):
    """Drawn by templates/academies/_evidence_choice.html: what is chosen first, then each kind in a fold."""

    use_fieldset = True

    def __init__(self, groups: Sequence[tuple[str, Sequence[Record]]], known: dict[str, Record]) -> None:
        super().__init__(choices=[(key, record.says) for key, record in known.items()])
        self.groups, self.known = groups, known

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = list(dict.fromkeys(key for key in value or () if key in self.known))
        left = [(label, [record for record in found if record.key not in chosen]) for label, found in self.groups]
        id_ = (attrs or {}).get("id", f"id_{name}")
        context = {
            "name": name,
            "id": id_,
            "chosen": [self.known[key] for key in chosen],
            "groups": [Group(label, lines) for label, lines in left if lines],
            "described_by": (attrs or {}).get("aria-describedby", ""),
        }
        return render_to_string("academies/_evidence_choice.html", context)


class EvidenceField(forms.MultipleChoiceField):
    """`kept`: the keys that the row holds. `offered`: keys to choose from besides, such as what a page came from."""

    widget: EvidenceChoice
    default_error_messages = {
        "invalid_choice": "One of the records is not here any more, or you may not open it. Choose again.",
    }

    def __init__(
        self,
        user: User,
        person: Person,
        academy: Academy,
        *,
        kept: Iterable[str] = (),
        label: str = "Evidence",
        help_text: str = "Records of this academy that show it. Readers see only what they may open.",
        **options: Any,
    ) -> None:
        held = list(kept)
        groups = [(kind.label, found) for kind, found in records.choices(user, person, academy)]
        known = {record.key: record for _, found in groups for record in found}
        beyond = [key for key in held if key not in known]
        found = records.named(user, person, academy, beyond)
        known |= {record.key: record for record in in_order(beyond, found)}
        super().__init__(
            choices=[(key, record.says) for key, record in known.items()],
            widget=EvidenceChoice(groups, known),
            label=label,
            help_text=help_text,
            required=options.pop("required", False),
            initial=options.pop("initial", held),
            **options,
        )

    def clean(self, value: Any) -> list[str]:
        keys = list(dict.fromkeys(super().clean(value)))
        if len(keys) > MOST:
            raise ValidationError(
                f"You chose {counted(len(keys), 'record')}; {MOST} can stand here. Keep those that show it best."
            )
        return keys
