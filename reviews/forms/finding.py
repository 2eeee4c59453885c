"""Forms of what a review found: a strength or a next step with its notes, and what came of an earlier next step."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from celt.ui.edits import SeenForm
from celt.ui.inputs import DateInput, LongText
from reviews.models import Finding, FrameworkSection, ReviewNote
from reviews.models.finding import FindingKind, Met
from reviews.selectors.finding import WHOLE, NoteSaid, note_said

LONGEST = 1200
# Offered as one types; any other role may be written.
ROLES = (
    "Headteacher", "Deputy headteacher", "English lead", "Reading lead", "Phonics lead", "Writing lead", "Oracy lead",
    "Special educational needs co-ordinator", "Curriculum lead", "Head of English", "Head of year", "Librarian",
    "Chair of governors", "Trust’s school improvement lead",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NoteGroup:
    label: str
    notes: Sequence[tuple[NoteSaid, bool]]


class NoteTicks(forms.SelectMultiple):
    """Drawn by templates/reviews/_note_choice.html: each part's notes in a fold, what is ticked open."""

    use_fieldset = True

    def __init__(self, notes: Sequence[ReviewNote]) -> None:
        super().__init__(choices=[(note.pk, note.says) for note in notes])
        self.notes = notes

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        ticked = {str(getattr(each, "pk", each)) for each in value or ()}
        groups: dict[str, list[tuple[NoteSaid, bool]]] = {}
        for note in self.notes:
            label = note.section.name if note.section else "No part yet"
            groups.setdefault(label, []).append((note_said(note), str(note.pk) in ticked))
        context = {
            "name": name,
            "id": (attrs or {}).get("id", f"id_{name}"),
            "groups": [NoteGroup(label, notes) for label, notes in groups.items()],
            "ticked": len(ticked),
        }
        return render_to_string("reviews/_note_choice.html", context)


class NotesField(forms.TypedMultipleChoiceField):
    """A list of notes of the review."""

    def __init__(self, notes: Sequence[ReviewNote], **options: Any) -> None:
        by_pk = {str(note.pk): note for note in notes}
        super().__init__(
            choices=[(pk, note.says[:60]) for pk, note in by_pk.items()],
            coerce=lambda pk: by_pk[str(pk)].pk,
            empty_value=[],
            widget=NoteTicks(notes),
            error_messages={"invalid_choice": "One of the notes was struck out meanwhile. Choose again."},
            **options,
        )


class FindingForm(SeenForm):
    """`kind`: a strength has no owner and no day. `now`: as_typed(finding) for one that stands."""

    says = LongText(rows=3, longest=LONGEST)

    def __init__(
        self,
        data: Any = None,
        *,
        kind: str,
        sections: QuerySet[FrameworkSection],
        notes: Sequence[ReviewNote],
        now: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        strength = kind == FindingKind.STRENGTH
        super().__init__(data, now=now, **options)
        says = self.fields["says"]
        says.label = "What is strong" if strength else "What is to be done next"
        says.help_text = (
            "In a sentence, with what shows it: “Pupils in every class could say which sounds they had learnt that "
            "week.” Name no pupil and no teacher."
            if strength
            else "In a sentence that a later review can check: “Send home books that hold only sounds which have been "
            "taught.” Name no pupil and no teacher."
        )
        says.error_messages["required"] = (
            "Say in a sentence what is strong." if strength else "Say in a sentence what is to be done."
        )
        self.fields["section"] = forms.ModelChoiceField(
            queryset=sections, required=False, empty_label=WHOLE, label="Part of the review"
        )
        if not strength:
            self.fields["owner"] = forms.CharField(
                label="Who sees to it", required=False, max_length=80,
                widget=forms.TextInput(attrs={"list": "roles-offered", "autocomplete": "off"}),
                help_text="A role, not a name: “Phonics lead”.",
            )  # fmt: skip
            self.fields["due"] = forms.DateField(
                label="By", required=False, widget=DateInput,
                help_text="When a later visit could see it.",
                error_messages={"invalid": "Write the day as 31/01/2027."},
            )  # fmt: skip
        self.fields["notes"] = NotesField(
            notes, required=False, label="Notes that show it",
            help_text="They stay linked, and only the team and the trust’s leaders can open them.",
        )  # fmt: skip


def as_typed(finding: Finding, notes: Sequence[int]) -> dict[str, Any]:
    """What it says now, as the form would send it."""
    said: dict[str, Any] = {"says": finding.says, "section": finding.section_id, "notes": list(notes)}
    if finding.kind == FindingKind.NEXT_STEP:
        said |= {"owner": finding.owner, "due": finding.due}
    return said


def first_guess(ends: datetime.date, today: datetime.date) -> datetime.date:
    """Twelve weeks after the review, or after today where that is later: long enough to change something."""
    return max(ends, today) + datetime.timedelta(weeks=12)


class CheckForm(SeenForm):
    """Whether one earlier next step is met. Its names carry the finding's number: several stand on a page."""

    met = forms.ChoiceField(
        label="Is it met?", choices=Met, widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is met, partly met or not met."},
    )  # fmt: skip
    says = LongText(
        label="What shows it", rows=2, longest=LONGEST,
        help_text="What you saw, heard or read this time. Name no pupil and no teacher.",
        error_messages={"required": "Say in a sentence what shows it."},
    )  # fmt: skip
