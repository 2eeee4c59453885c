"""Forms of the next level of work: a piece of it, what came of it, and what came of the round."""

from __future__ import annotations

from typing import Any

from django import forms

from celt.ui.edits import SeenForm
from celt.ui.inputs import LongText
from reviews.models import NextWork
from reviews.models.next_work import Horizon, Outcome

LONGEST = 600
# Offered as one types; any other role may be written.
ROLES = (
    "Every teacher", "Year leaders", "Subject leaders", "Senior leaders", "Headteacher", "Teaching assistants",
    "Coaches", "Phonics lead", "Special educational needs co-ordinator",
)  # fmt: skip

_AS_TYPED = {
    "class": "form-control", "list": "roles-offered", "autocomplete": "off", "placeholder": "A role, no name",
}  # fmt: skip


def _says() -> LongText:
    return LongText(
        label="What adults begin to do, or stop",
        rows=3,
        longest=LONGEST,
        error_messages={"required": "Say what adults begin to do, or stop."},
    )


def _who() -> forms.CharField:
    return forms.CharField(
        label="Who",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs=_AS_TYPED),
        error_messages={"max_length": "A role in a few words: 80 characters fit."},
    )


class WorkForm(forms.Form):
    """A new piece. Its names carry the horizon: three forms stand on a page."""

    says = _says()
    who = _who()


class WorkEditForm(SeenForm):
    """One that stands, and may be moved."""

    says = _says()
    who = _who()
    horizon = forms.ChoiceField(label="When", choices=Horizon)


def work_as_typed(work: NextWork) -> dict[str, Any]:
    return {"says": work.says, "who": work.who, "horizon": work.horizon}


class OutcomeForm(SeenForm):
    """What came of one piece. Its names carry the piece's number: several stand on a page."""

    outcome = forms.ChoiceField(
        label="What came of it?", choices=Outcome, widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is done, partly done or not done."},
    )  # fmt: skip
    says = LongText(
        label="How does one see it?", rows=2, longest=LONGEST,
        help_text="What is there now that was not, or what stood in its way. Name no pupil and no teacher.",
        error_messages={"required": "Say in a sentence how one sees it."},
    )  # fmt: skip


def outcome_as_typed(work: NextWork) -> dict[str, Any]:
    return {"outcome": work.outcome, "says": work.outcome_says} if work.outcome else {}


class FollowForm(forms.Form):
    """What came of the round as a whole, which ends it. `seen`: where it stood when the page was shown."""

    says = LongText(
        label="What came of the round?", rows=4,
        help_text="In a few sentences, so that it can be read to the staff: what do pupils do now that they did not do "
        "when the visitors came? What is still to come?",
        error_messages={"required": "Say in a few sentences what came of it."},
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
