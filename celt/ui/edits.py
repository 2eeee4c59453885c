"""Two people editing one record: the second is shown both versions, and nothing typed is lost.

    class ContactForm(SeenForm): ...
    form = ContactForm(request.POST or None, now=contact.as_form())   # what the record says now

The form carries a digest of what its writer saw. Where the record says something else by the time it is sent, the form
is not valid, `form.theirs` lists what was changed meanwhile, and sending it once more overwrites, knowingly.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder

MEANWHILE = "Somebody else changed this while you wrote. Both versions stand below. Send again to keep yours."


@dataclass(frozen=True, slots=True)
class Theirs:
    """One field as it stands now, beside what was typed here."""

    label: str
    now: str
    typed: str


def digest(values: Mapping[str, Any]) -> str:
    text = json.dumps(dict(values), cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class SeenForm(forms.Form):
    """`now`: the record's values by field name, as the form would send them; empty for a new record."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *args: Any,
        now: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.now = dict(now or {})
        self.theirs: list[Theirs] = []
        kwargs["initial"] = {**self.now, **kwargs.get("initial", {}), "seen": digest(self.now)}
        super().__init__(data, *args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen = cleaned.pop("seen", "")
        if self.now and seen and seen != digest(self.now):
            self.theirs = [
                Theirs(str(self.fields[name].label or name), self._words(name, value), self._words(name, cleaned[name]))
                for name, value in self.now.items()
                if name in cleaned and _plain(cleaned[name]) != _plain(value)
            ]
            if self.theirs:
                # What is sent next has seen this.
                sent: Any = self.data
                again = sent.copy()
                again[self.add_prefix("seen")] = digest(self.now)
                self.data = again
                raise ValidationError(MEANWHILE)
        return cleaned

    def _words(self, name: str, value: Any) -> str:
        """A value as people read it: the label of a choice rather than its code."""
        if isinstance(value, list):
            return ", ".join(self._words(name, each) for each in value) or "Empty"
        choices = dict(getattr(self.fields[name], "choices", ()) or ())
        key = _plain(value)
        return str(
            choices.get(key, choices.get("" if key is None else str(key), "Empty" if key in (None, "") else value))
        )


def _plain(value: Any) -> Any:
    return getattr(value, "pk", value)
