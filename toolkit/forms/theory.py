"""Forms of theories of action: the words, one sign, one verdict."""

from __future__ import annotations

from typing import Any

from django import forms

from academies.access import Person
from academies.forms.evidence import EvidenceField
from academies.models import Academy
from accounts.models import User
from celt.ui.edits import SeenForm
from celt.ui.inputs import LongText
from toolkit.models import Signal, Theory
from toolkit.models.theory import Held, SignalOf

NO_WHEN = "Say what adults do. The page writes the word WHEN itself."
NO_THEN = "Say what changes for pupils: without a THEN nobody can tell whether it held."
HELD = ((Held.HELD, "It held"), (Held.DID_NOT, "It did not hold"), (Held.NOT_YET, "It is not yet known"))
SIGN_LENGTH = 300
SIGN_LABELS = {
    SignalOf.PRACTICE: "Another sign that it is done",
    SignalOf.PUPILS: "Another sign that it works for pupils",
}


class TheoryForm(SeenForm):
    name = forms.CharField(
        label="In a few words", max_length=80, help_text="As it stands in lists: “Reading aloud every day”."
    )
    when = LongText(
        label="WHEN",
        rows=3,
        longest=1_000,
        help_text="What adults do, so that anybody could see whether it is done.",
        error_messages={"required": NO_WHEN},
    )
    then = LongText(
        label="THEN",
        rows=3,
        longest=1_000,
        help_text="What changes for pupils.",
        error_messages={"required": NO_THEN},
    )
    because = LongText(
        label="Why it should",
        rows=5,
        longest=5_000,
        required=False,
        help_text="The evidence, and how strong it is. Say what speaks against it too.",
    )


class NewTheoryForm(TheoryForm):
    """With its first signs, which stand on its page afterwards, each by itself."""

    practice = LongText(
        label="What one would see where it is done",
        required=False,
        longest=4_000,
        help_text="One sign a line. More can be added later.",
    )
    pupils = LongText(
        label="What one would see where it works for pupils",
        required=False,
        longest=4_000,
        help_text="One sign a line.",
    )

    def clean_practice(self) -> list[str]:
        return self._signs("practice")

    def clean_pupils(self) -> list[str]:
        return self._signs("pupils")

    def _signs(self, name: str) -> list[str]:
        signs = [" ".join(line.strip(" \t-*\u2022\u2013").split()) for line in self.cleaned_data[name].splitlines()]
        for sign in signs:
            if len(sign) > SIGN_LENGTH:
                raise forms.ValidationError(
                    f"One line is {len(sign)} characters long and {SIGN_LENGTH} fit: “{sign[:60]}…”. Make it two signs."
                )
        return [sign for sign in signs if sign]


def as_typed(theory: Theory) -> dict[str, Any]:
    """What the record says now, as the form would send it."""
    return {"name": theory.name, "when": theory.when, "then": theory.then, "because": theory.because}


class SignalForm(SeenForm):
    """One sign, on the theory's own page: each has its prefix. `signal` None: a further one of the kind `of`."""

    says = LongText(rows=2, longest=SIGN_LENGTH, error_messages={"required": "Say what one would see or hear."})

    def __init__(self, data: Any = None, *, of: str, signal: Signal | None = None) -> None:
        now = {"says": signal.says} if signal else None
        super().__init__(data, now=now, prefix=f"sign-{signal.pk}" if signal else f"new-{of}")
        self.of, self.signal = of, signal
        self.fields["says"].label = "What one would see or hear" if signal else SIGN_LABELS[SignalOf(of)]


class VerdictForm(forms.Form):
    """Whether it held, and on what evidence. `academy`: whose records may be named; None where none are to be."""

    held = forms.ChoiceField(
        label="What you found",
        choices=HELD,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it held, did not hold, or is not yet known."},
    )
    says = LongText(
        label="On what evidence",
        rows=6,
        help_text="What was seen, where, and how sure one can be. Governors read this: name no pupil and no teacher.",
        error_messages={"required": "Say on what evidence: a verdict alone helps nobody who comes after you."},
    )

    def __init__(self, data: Any = None, *, user: User, person: Person, academy: Academy | None) -> None:
        super().__init__(data)
        if academy is not None:
            self.fields["evidence"] = EvidenceField(user, person, academy, label="Records that show it")
