"""What a coach types in a classroom and afterwards, and what the two say to each other."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from celt.ui.edits import SeenForm, Theirs
from celt.ui.inputs import LongText
from coaching.models import ActionStep, Seen, WordKind
from coaching.services.feedback import FIELDS

OWN = "own"
LONG_VISIT = {"max_value": "Five hours are the most: write minutes."}


class AsTyped(LongText):
    """What stands in a note of a lesson may be markup or a script that is taught: it is kept as it is, and shown as
    text."""

    def to_python(self, value: Any) -> Any:
        return forms.CharField.to_python(self, value)


class _SentOnce(forms.Form):
    client_key = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_client_key(self) -> uuid.UUID | None:
        """Something else than a key is none: nothing is refused for it."""
        try:
            return uuid.UUID(self.cleaned_data["client_key"])
        except ValueError:
            return None


class NoteForm(_SentOnce):
    """A note: the words alone are asked for; `second` and `seen_at` come from the device."""

    says = AsTyped(
        label="What you see and hear", rows=3, error_messages={"required": "Write what you see and hear first."}
    )
    second = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_second(self) -> int | None:
        return whole(self.cleaned_data["second"], 24 * 3600)

    def clean_seen_at(self) -> datetime.datetime | None:
        return instant(self.cleaned_data["seen_at"])


class NoteEditForm(SeenForm):
    says = AsTyped(label="What you saw and heard", rows=6)


class WordForm(_SentOnce):
    says = AsTyped(label="Your reply", rows=3, error_messages={"required": "Write a word first."})
    kind = forms.ChoiceField(choices=WordKind, required=False)

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or WordKind.REPLY


class FeedbackForm(forms.Form):
    """`now`: what stands, by the names of services.feedback. `steps`: the practice's, (pk, words). `earlier`: open ones
    to look at again, with `checked`: what this visit said of them so far, by the step's pk."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    where = forms.CharField(label="Lesson", max_length=80, required=False)
    praise = AsTyped(label="Praise", rows=4, required=False)
    question = AsTyped(label="Probing question", rows=4, required=False)
    practice_step = forms.ChoiceField(label="A step of the practice", required=False, widget=forms.RadioSelect)
    step = forms.CharField(
        label="Action step", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "A step fits into 300 characters: one thing, small enough for the next lesson."},
    )  # fmt: skip
    rehearsed = AsTyped(label="Rehearsal", rows=3, required=False)
    talk_minutes = forms.IntegerField(
        label="Minutes of talk", min_value=0, max_value=300, required=False, error_messages=LONG_VISIT
    )
    class_minutes = forms.IntegerField(
        label="Minutes in the classroom", min_value=0, max_value=300, required=False, error_messages=LONG_VISIT
    )

    def __init__(
        self,
        data: Any = None,
        *,
        now: Mapping[str, Any],
        revision: int,
        steps: Sequence[tuple[int, str]] = (),
        earlier: Sequence[ActionStep] = (),
        checked: Mapping[int, tuple[str, str]] | None = None,
    ) -> None:
        self.theirs: list[Theirs] = []
        self.now, self.earlier, checked = now, earlier, checked or {}
        initial = {**now, "practice_step": now["practice_step"] or OWN, "revision": revision}
        for step in earlier:
            initial[f"seen_{step.pk}"], initial[f"saw_{step.pk}"] = checked.get(step.pk, ("", ""))
        super().__init__(data, initial=initial)
        self.fields["practice_step"].choices = [*steps, (OWN, "A step of our own")]  # type: ignore[attr-defined]
        for step in earlier:
            self.fields[f"seen_{step.pk}"] = forms.ChoiceField(
                label=step.says, choices=Seen, required=False, widget=forms.RadioSelect
            )
            self.fields[f"saw_{step.pk}"] = forms.CharField(label="What you saw of it", max_length=300, required=False)

    @property
    def given(self) -> dict[str, Any]:
        """What came, by the names of `save_feedback`; what did not come is left as it stands."""
        came = {name: self.cleaned_data[name] for name in FIELDS if name in self.data}
        if "practice_step" in came:
            choice = came.pop("practice_step")
            came |= {"own_step": True} if choice in ("", OWN) else {"practice_step": int(choice)}
        return came

    @property
    def checks(self) -> list[tuple[ActionStep, str, str]]:
        seen = [(step, self.cleaned_data.get(f"seen_{step.pk}", "")) for step in self.earlier]
        return [(step, word, self.cleaned_data.get(f"saw_{step.pk}", "")) for step, word in seen if word]

    @property
    def rechecks(self) -> list[tuple[ActionStep, forms.BoundField, forms.BoundField]]:
        return [(step, self[f"seen_{step.pk}"], self[f"saw_{step.pk}"]) for step in self.earlier]

    def show_theirs(self, now: Mapping[str, Any], revision: int) -> None:
        """Both versions, for whoever sent what another device had changed; sent again, theirs is knowingly written
        over."""
        words = dict(self.fields["practice_step"].choices)  # type: ignore[attr-defined]
        told = {**now, "practice_step": words.get(now["practice_step"], "") if now["practice_step"] else ""}
        typed = {**self.cleaned_data, "practice_step": words.get(_number(self.cleaned_data["practice_step"]), "")}
        self.theirs = [
            Theirs(str(self.fields[name].label), _plain(told[name]) or "Empty", _plain(typed[name]) or "Empty")
            for name in FIELDS
            if name in self.data and _plain(told[name]) != _plain(typed[name])
        ]
        sent: Any = self.data
        again = sent.copy()
        again["revision"] = str(revision)
        self.data = again


def whole(text: str, most: int) -> int | None:
    """A whole number up to `most`; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= most else None


def instant(text: str) -> datetime.datetime | None:
    """When the device says that it was; with a time zone, or it is not believed."""
    try:
        seen = parse_datetime(text)
    except ValueError:
        return None
    return seen if seen and timezone.is_aware(seen) else None


def _number(choice: str) -> int | str:
    return int(choice) if choice.isdigit() else choice


def _plain(value: Any) -> str:
    return "" if value is None else str(value).strip()
