"""How a part stands: one of the framework's words, and two sentences."""

from __future__ import annotations

from typing import Any

from django import forms

from celt.ui.edits import SeenForm
from celt.ui.inputs import LongText
from reviews.models import SectionJudgement
from reviews.rules.gathering import NOT_LOOKED_AT

NOBODY, LOOKED = "0", "1"


class JudgeForm(SeenForm):
    standing = forms.ChoiceField(
        label="How it stands",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it stands, or that nobody looked at it."},
    )
    says = LongText(label="What was found, in two sentences", rows=3, required=False, longest=4000)

    def __init__(self, *args: Any, scale: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = list(enumerate(scale, start=1)) or [(1, "Looked at")]
        choices = [*((str(at), word) for at, word in words), (NOBODY, NOT_LOOKED_AT)]
        self.fields["standing"].choices = choices  # type: ignore[attr-defined]
        self.scale = scale

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen, says = cleaned.get("standing"), cleaned.get("says", "")
        if chosen and chosen != NOBODY and "says" in cleaned and not says.strip():
            self.add_error("says", "Say in two sentences what was found.")
        if chosen == NOBODY and says.strip() and not self.scale:
            self.add_error("standing", "Something was found here: choose “Looked at”, or take the sentences out.")
        return cleaned

    @property
    def chosen(self) -> int | None:
        """The standing as it is kept: None where nobody looked, or where the framework has no words for it."""
        value = self.cleaned_data["standing"]
        return int(value) if self.scale and value != NOBODY else None


def judgement_as_typed(judgement: SectionJudgement | None, scale: list[str]) -> dict[str, str]:
    """Nothing chosen where nobody has said anything yet."""
    if judgement is None:
        return {"standing": "", "says": ""}
    chosen = str(judgement.standing) if judgement.standing else NOBODY
    return {"standing": LOOKED if not scale and judgement.says else chosen, "says": judgement.says}
