"""Forms of a board's meeting and of what it reads."""

from __future__ import annotations

from typing import Any

from django import forms

from celt.ui.edits import SeenForm
from celt.ui.inputs import DateInput, LongText
from readers.models import BoardMeeting

LONGEST_WORD, LONGEST_REASON = 600, 400


class MeetingForm(SeenForm):
    """`boards`: value and name of each board that the person keeps; one alone is not asked for."""

    board = forms.ChoiceField(label="Whose board meets")
    on = forms.DateField(
        label="Day",
        widget=DateInput(),
        error_messages={"required": "Choose the day on which the board meets."},
        help_text="A day that is past may be added too: a reader tells what changed since the last meeting.",
    )
    title = forms.CharField(
        label="Which meeting it is",
        max_length=100,
        error_messages={"required": "Say which meeting it is, as the agenda names it."},
        help_text="As the agenda names it: “Full governing board, autumn”.",
    )

    def __init__(
        self, data: Any = None, *, now: dict[str, Any] | None = None, boards: list[tuple[str, str]] | None = None
    ) -> None:
        super().__init__(data, now=now)
        if boards is None:
            del self.fields["board"]
            return
        field = self.fields["board"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = boards if len(boards) == 1 else [("", "Choose a board"), *boards]


def as_typed(meeting: BoardMeeting) -> dict[str, Any]:
    """What the record says now, as the form would send it."""
    return {"on": meeting.on, "title": meeting.title}


class EditionForm(forms.Form):
    """What stands above the figures; `replaces` where an edition was issued already."""

    corrects = LongText(
        label="What this edition corrects",
        longest=LONGEST_REASON,
        rows=3,
        help_text="The edition before it stays as it is, and says that this one took its place.",
    )
    word = LongText(
        label="A word to the board",
        longest=LONGEST_WORD,
        rows=4,
        required=False,
        help_text="What the board should notice, or is asked to decide. Name no pupil and no member of staff.",
    )

    def __init__(self, data: Any = None, *, replaces: bool, word: str = "", corrects: str = "") -> None:
        super().__init__(data, initial={"word": word, "corrects": corrects})
        if not replaces:
            del self.fields["corrects"]
