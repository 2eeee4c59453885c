"""Notes of a round as a visitor types them, and as a device sends them that kept them for a while."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from celt.ui.edits import SeenForm
from celt.ui.inputs import LongText
from reviews.forms.note import NoteForm
from reviews.models import RoundClassroom, RoundNote

OTHER_ROUND = "This classroom is not on the schedule of this round. Choose one that is, or none."
SAYS = "What you see and hear"


class ClassroomField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A classroom of the round, one that was taken off the schedule while a device was without a network too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=RoundClassroom.objects.none(),
            label="Classroom",
            required=False,
            empty_label="None of them",
            error_messages={"invalid_choice": OTHER_ROUND},
            **options,
        )


class RoundNoteForm(NoteForm):
    """A new note: the words, and the classroom, which is chosen once."""

    where = None  # type: ignore[assignment]
    about = None  # type: ignore[assignment]
    classroom = ClassroomField()

    def __init__(self, *args: Any, rooms: QuerySet[RoundClassroom], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["classroom"].queryset = rooms  # type: ignore[attr-defined]


class RoundNoteEditForm(SeenForm):
    """One's own note: the words and the classroom."""

    says = LongText(
        label=SAYS, rows=6, help_text="Name no pupil and no teacher.", attrs={"data-wording": "note-wording"}
    )
    classroom = ClassroomField()

    def __init__(self, *args: Any, rooms: QuerySet[RoundClassroom], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["classroom"].queryset = rooms  # type: ignore[attr-defined]


def round_note_as_typed(note: RoundNote) -> dict[str, Any]:
    return {"says": note.says, "classroom": note.classroom_id}
