"""Forms of the library: what a piece says with its lessons and sources, and what came of using it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

from django import forms

from academies.models import Academy
from celt.ui.edits import SeenForm, digest
from celt.ui.inputs import LongText
from toolkit.forms.markdown import MarkdownText
from toolkit.models import Piece, Practice, Strand, TaughtPhase
from toolkit.models.library import PieceKind
from toolkit.rules.subjects import SUBJECTS
from toolkit.services.piece import LESSON, ROWS_AT_MOST, SOURCE, WORDS

PARTS: dict[str, tuple[str, ...]] = {"lesson": LESSON, "source": SOURCE}
LEAST = {"lesson": 3, "source": 2}
ROW = re.compile(r"(lesson|source)_(\d{1,3})_(\w+)")
MOVES = re.compile(r"(add|up|down|remove) (lesson|source)(?: (\d{1,3}))?")
MOVED = {
    "add": "There is room for one more {what}.",
    "up": "The {what} stands one higher now.",
    "down": "The {what} stands one lower now.",
    "remove": "The {what} is taken out.",
    "preview": "What it says stands beside the field as readers will see it.",
}
TRUST = "trust"
CONTROL = {"class": "form-control"}


class PieceForm(SeenForm):
    """All that a piece says, on one page. Rows that stay empty are left out. `moved`: rows were moved about instead of
    sending the form; nothing is saved then, and the page shows what was typed in its new order."""

    kind = forms.ChoiceField(label="What it is", choices=PieceKind.choices, widget=forms.RadioSelect)
    title = forms.CharField(
        label="Title", max_length=160, help_text="So that a colleague who looks for it knows it by it."
    )
    summary = LongText(
        label="In a sentence or two",
        rows=2,
        longest=300,
        help_text="What it is for, and for whom. It stands in lists.",
        error_messages={"required": "Say in a sentence what it is for: nobody opens what says nothing of itself."},
    )
    subject = forms.CharField(label="Subject", max_length=40, required=False, help_text="Empty: for any subject.")
    year_groups = forms.CharField(
        label="Year groups", max_length=40, required=False, help_text="Such as Year 5, or Years 7 to 9."
    )
    phases = forms.MultipleChoiceField(
        label="Phases",
        choices=TaughtPhase.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Say for which phases it is."},
    )
    strand = forms.ChoiceField(
        label="Strand",
        choices=[("", "Choose one"), *Strand.choices],
        error_messages={"required": "Choose the strand under which colleagues would look for it."},
    )
    body = MarkdownText(
        label="What it says", rows=14, longest=60_000, required=False, help_text="Name no pupil and no teacher."
    )
    practices = forms.TypedMultipleChoiceField(
        label="Practices that it builds on",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        practices: Sequence[Practice],
        now: Mapping[str, Any] | None = None,
        rows: Mapping[str, int] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """`practices`: those that may be named, read already. `rows`: how many of each kind there are room for."""
        self.offered = list(practices)
        self.moved = ""
        written = rows_sent(now or {})
        if data is None and rows is None:
            self.counts = {kind: max(written.get(kind, 0), LEAST[kind]) for kind in PARTS}
        else:
            counts = rows_sent(data) if rows is None else rows
            # Where somebody else wrote meanwhile, their rows are told of even where this form has none in that place.
            met = data is not None and now is not None and data.get("seen", "") != digest(now)
            self.counts = {kind: max(counts.get(kind, 0), written.get(kind, 0) if met else 0) for kind in PARTS}
        super().__init__(data, now=now)
        known: Any = self.fields["practices"]
        known.choices = [(practice.pk, practice.title) for practice in practices]
        self.fields["subject"].widget.attrs["list"] = "subjects"
        for at in range(self.counts["lesson"]):
            self._lesson(at)
        for at in range(self.counts["source"]):
            self._source(at)
        if initial is not None:
            self.initial.update(initial)

    def _lesson(self, at: int) -> None:
        said = f"Lesson {at + 1}"
        offered = [("", "None"), *((practice.pk, practice.title) for practice in self.offered)]
        self.fields |= {
            f"lesson_{at}_title": forms.CharField(
                label=f"{said}: title", max_length=120, required=False, widget=forms.TextInput(attrs=CONTROL)
            ),
            f"lesson_{at}_learns": LongText(
                label=f"{said}: what pupils learn", rows=2, longest=2_000, required=False, attrs=CONTROL
            ),
            f"lesson_{at}_tasks": LongText(
                label=f"{said}: what they do", rows=3, longest=6_000, required=False, attrs=CONTROL
            ),
            f"lesson_{at}_practice": forms.TypedChoiceField(
                label=f"{said}: practice", choices=offered, coerce=int, empty_value=None, required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
            ),
        }  # fmt: skip

    def _source(self, at: int) -> None:
        said = f"Source {at + 1}"
        line = forms.TextInput(attrs=CONTROL)
        self.fields |= {
            f"source_{at}_citation": forms.CharField(
                label=f"{said}: author, year, title, publisher", max_length=300, required=False, widget=line
            ),
            f"source_{at}_url": forms.URLField(
                label=f"{said}: its address", max_length=200, required=False, assume_scheme="https",
                widget=forms.URLInput(attrs=CONTROL),
            ),
            f"source_{at}_says": forms.CharField(
                label=f"{said}: what it found", max_length=400, required=False, widget=line
            ),
        }  # fmt: skip

    @classmethod
    def with_rows_moved(cls, data: Any, **rest: Any) -> Self | None:
        """What was typed, not judged yet, with its rows as the pressed button asks, or to be looked at; None where the
        form itself was sent."""
        asked = MOVES.fullmatch(data.get("rows", ""))
        if asked is None and "preview" not in data:
            return None
        what, kind, at = (asked[1], asked[2], int(asked[3] or 0)) if asked else ("preview", "lesson", 0)
        rows = {each: [_row(data, each, n) for n in range(count)] for each, count in rows_sent(data).items()}
        moved = rows.setdefault(kind, [])
        empty = dict.fromkeys(PARTS[kind], "")
        if what == "add":
            moved.append(empty)
        elif what != "preview" and at < len(moved):
            row = moved.pop(at)
            if what != "remove":
                moved.insert(max(0, at - 1) if what == "up" else at + 1, row)
        typed = {name: data[name] for name in cls.base_fields if name in data}
        typed |= {name: data.getlist(name) for name in ("phases", "practices")}
        for each, kept in rows.items():
            for n, row in enumerate(kept):
                typed |= {f"{each}_{n}_{part}": value for part, value in row.items()}
            # A row that was taken out leaves nothing behind, though the record still has it.
            for n in range(len(kept), ROWS_AT_MOST):
                typed |= {f"{each}_{n}_{part}": "" for part in PARTS[each]}
        form = cls(rows={each: len(kept) for each, kept in rows.items()}, initial=typed, **rest)
        form.moved = f"{MOVED[what].format(what=kind)} Nothing is saved yet."
        return form

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for at in range(self.counts["lesson"]):
            row = {part: cleaned.get(f"lesson_{at}_{part}") for part in LESSON}
            if not any(row.values()):
                continue
            if not row["title"] and not self.has_error(f"lesson_{at}_title"):
                self.add_error(f"lesson_{at}_title", f"Give lesson {at + 1} a title, or empty its row.")
            if not row["learns"] and not self.has_error(f"lesson_{at}_learns"):
                self.add_error(f"lesson_{at}_learns", f"Say what pupils learn in lesson {at + 1}.")
        for at in range(self.counts["source"]):
            told = cleaned.get(f"source_{at}_url") or cleaned.get(f"source_{at}_says")
            if told and not cleaned.get(f"source_{at}_citation") and not self.has_error(f"source_{at}_citation"):
                self.add_error(f"source_{at}_citation", "Name the work: author, year, title, publisher.")
        return cleaned

    def said(self) -> dict[str, Any]:
        """What the services take. Of a valid form."""
        data = self.cleaned_data
        by_pk = {practice.pk: practice for practice in self.offered}
        lessons = list(self._told("lesson"))
        for lesson in lessons:
            lesson["practice"] = by_pk.get(lesson["practice"])
        named = {*data["practices"], *(lesson["practice"].pk for lesson in lessons if lesson["practice"])}
        words = {name: data[name] for name in WORDS}
        return {
            **words,
            "practices": [by_pk[pk] for pk in named],
            "lessons": lessons,
            "sources": list(self._told("source")),
        }

    def _told(self, kind: str) -> Iterator[dict[str, Any]]:
        for at in range(self.counts[kind]):
            row = {part: self.cleaned_data.get(f"{kind}_{at}_{part}") for part in PARTS[kind]}
            if any(row.values()):
                yield row

    def lessons(self) -> list[dict[str, Any]]:
        return self._bound("lesson")

    def sources(self) -> list[dict[str, Any]]:
        return self._bound("source")

    def _bound(self, kind: str) -> list[dict[str, Any]]:
        last = self.counts[kind] - 1
        return [
            {"at": at, "first": at == 0, "last": at == last, **{p: self[f"{kind}_{at}_{p}"] for p in PARTS[kind]}}
            for at in range(self.counts[kind])
        ]

    @property
    def has_lessons(self) -> bool:
        """Whether its rows stand open: for what is taught lesson by lesson."""
        filled = any(self[f"lesson_{at}_title"].value() for at in range(self.counts["lesson"]))
        return filled or self["kind"].value() in (PieceKind.SCHEME, PieceKind.SEQUENCE) or bool(self.moved)

    @property
    def has_sources(self) -> bool:
        return any(self[f"source_{at}_citation"].value() for at in range(self.counts["source"])) or bool(self.moved)

    @property
    def subjects(self) -> Sequence[str]:
        return SUBJECTS


class NewPieceForm(PieceForm):
    """With whose it is, where the writer may write for several."""

    whose = forms.ChoiceField(label="Whose it is", choices=())
    field_order = ("seen", "whose")

    def __init__(self, data: Any = None, *, places: Sequence[tuple[str, str]], **rest: Any) -> None:
        super().__init__(data, **rest)
        whose: Any = self.fields["whose"]
        whose.choices = places
        if len(places) == 1:
            del self.fields["whose"]


def as_written(piece: Piece) -> dict[str, Any]:
    """What the record says now, by field. `piece` comes with its rows read."""
    now: dict[str, Any] = {name: getattr(piece, name) for name in ("kind", "title", "summary", "subject")}
    now |= {"year_groups": piece.year_groups, "phases": list(piece.phases), "strand": piece.strand, "body": piece.body}
    for at, lesson in enumerate(piece.lessons.all()):
        row = {"title": lesson.title, "learns": lesson.learns, "tasks": lesson.tasks, "practice": lesson.practice_id}
        now |= {f"lesson_{at}_{part}": value for part, value in row.items()}
    for at, source in enumerate(piece.sources.all()):
        now |= {f"source_{at}_{part}": getattr(source, part) for part in SOURCE}
    return now


def rows_sent(data: Mapping[str, Any]) -> dict[str, int]:
    """How many rows of each kind a form carries, whatever their numbers claim."""
    counts: dict[str, int] = {}
    for name in data:
        if found := ROW.fullmatch(name):
            counts[found[1]] = min(ROWS_AT_MOST, max(counts.get(found[1], 0), int(found[2]) + 1))
    return counts


def _row(data: Mapping[str, Any], kind: str, at: int) -> dict[str, str]:
    return {part: data.get(f"{kind}_{at}_{part}", "") for part in PARTS[kind]}


class UseForm(forms.Form):
    """Which academy uses a piece, and, of one that uses it as it is, where and for whom."""

    academy = forms.ChoiceField(label="For", choices=())
    says = forms.CharField(
        label="Where, and for whom", max_length=300, required=False, help_text="Such as both classes of Year 5."
    )

    def __init__(self, data: Any = None, *, academies: Sequence[Academy]) -> None:
        super().__init__(data)
        field: Any = self.fields["academy"]
        field.choices = [(academy.slug, academy.name) for academy in academies]
        self.by_slug = {academy.slug: academy for academy in academies}

    def clean_academy(self) -> Academy:
        return self.by_slug[self.cleaned_data["academy"]]


class EndForm(forms.Form):
    found = LongText(
        label="What came of it",
        rows=5,
        longest=4_000,
        help_text="What worked, what did not, and why it ended. Everybody reads this: name no pupil and no teacher.",
        error_messages={"required": "Say in a sentence what came of it, for whoever thinks of using it."},
    )
