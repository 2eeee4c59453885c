"""Forms of practices: where one belongs, and what a version of it says."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from academies.models import Trust
from accounts.models import User
from celt.ui.edits import SeenForm
from celt.ui.inputs import LongText
from toolkit.forms.markdown import MarkdownText
from toolkit.models import Practice, PracticeVersion, Strand, Strength, TaughtPhase, Theory
from toolkit.models.practice import PracticeKind
from toolkit.services.content import (
    EXAMPLES,
    LINES,
    SOURCES,
    STEPS,
    Content,
    ExampleText,
    SourceText,
    StepText,
    content_of,
)

KINDS = (
    (PracticeKind.TEACHING, "Teachers: a teaching protocol"),
    (PracticeKind.LEARNING, "Pupils: a learning protocol"),
)
LINE = 300


class AboutForm(SeenForm):
    """Where a practice belongs: kind, strand, phases, subjects, theory of action."""

    kind = forms.ChoiceField(label="Who does it", choices=KINDS, widget=forms.RadioSelect)
    strand = forms.ChoiceField(label="Strand", choices=[("", "Choose one"), *Strand.choices])
    phases = forms.MultipleChoiceField(
        label="Phases",
        choices=TaughtPhase.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Say for which phases it is."},
    )
    subjects = forms.CharField(
        label="Subjects",
        max_length=200,
        required=False,
        help_text="With commas between them. Leave it empty where it fits any subject.",
    )
    theory = forms.ModelChoiceField(
        label="Theory of action",
        queryset=Theory.objects.none(),
        required=False,
        empty_label="None",
        help_text="Which of the trust’s theories it puts into practice.",
    )

    def __init__(self, data: Any = None, *, user: User, trust: Trust, now: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, now=now)
        theories: Any = self.fields["theory"]
        theories.queryset = Theory.objects.visible_to(user).filter(trust=trust).of_trust().in_use()

    def clean_subjects(self) -> str:
        subjects = _commas(self.cleaned_data["subjects"])
        for subject in subjects:
            if len(subject) > 40:
                raise forms.ValidationError(f"“{subject[:50]}…” is too long for a subject: 40 characters fit.")
        return ", ".join(subjects)

    def said(self) -> dict[str, Any]:
        """What the services take."""
        return {**self.cleaned_data, "subjects": _commas(self.cleaned_data["subjects"])}


class NewPracticeForm(AboutForm):
    title = forms.CharField(
        label="Name", max_length=80, help_text="Short enough to be said in a corridor: “Everyone answers”."
    )
    field_order = ("seen", "title", "kind", "strand", "phases", "subjects", "theory")


class KeptForm(AboutForm):
    """With who keeps it. `people`: whoever writes in the toolkit."""

    owner = forms.ModelChoiceField(
        label="Owner",
        queryset=User.objects.none(),
        required=False,
        empty_label="Nobody",
        help_text="Whom colleagues ask about it. Their name stands on its page for staff.",
    )

    def __init__(self, data: Any = None, *, user: User, practice: Practice, people: list[User]) -> None:
        super().__init__(data, user=user, trust=practice.trust, now=as_kept(practice))
        owners: Any = self.fields["owner"]
        kept = {practice.owner_id} if practice.owner_id else set()
        owners.queryset = User.objects.filter(pk__in={person.pk for person in people} | kept).order_by("full_name")
        owners.label_from_instance = lambda person: person.full_name


def as_kept(practice: Practice) -> dict[str, Any]:
    return {
        "kind": practice.kind,
        "strand": practice.strand,
        "phases": list(practice.phases),
        "subjects": ", ".join(practice.subjects),
        "theory": practice.theory_id,
        "owner": practice.owner_id,
    }


class VersionForm(SeenForm):
    """All that a draft says, on one page. Rows that stay empty are left out; a step keeps its hidden key, so that
    mastery of it outlasts a better wording."""

    title = forms.CharField(label="Name", max_length=80, help_text="Short enough to be said in a corridor.")
    what = MarkdownText(
        label="What it is",
        rows=9,
        longest=6_000,
        required=False,
        help_text="The first paragraph stands at the top of its page: let it be enough to begin with.",
    )
    looks_like = LongText(
        label="What one sees where it is done", rows=6, required=False, longest=4_000, help_text="One thing to a line."
    )
    looks_unlike = LongText(
        label="What it is not", rows=6, required=False, longest=4_000, help_text="Near misses, one to a line."
    )
    strength = forms.ChoiceField(
        label="How strong the evidence is",
        choices=Strength.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text="Be honest: teachers have twenty-five hours a week to spend.",
    )
    why = MarkdownText(
        label="Why it should work",
        rows=9,
        longest=6_000,
        required=False,
        help_text="For whom, on what evidence, and what is open.",
    )
    changes = LongText(
        label="What is new in this version",
        rows=3,
        required=False,
        longest=2_000,
        help_text="For colleagues who know the version before.",
    )

    def __init__(self, data: Any = None, *, version: PracticeVersion, initial: Mapping[str, Any] | None = None) -> None:
        self.version = version
        self.written = content_of(version)
        super().__init__(data, now=as_written(self.written))
        for at in range(STEPS):
            self.fields[f"step_{at}_key"] = forms.UUIDField(required=False, widget=forms.HiddenInput)
            self.fields[f"step_{at}_says"] = forms.CharField(label=f"Step {at + 1}", max_length=200, required=False)
        for at in range(EXAMPLES):
            self._example(at)
        for at in range(SOURCES):
            self._source(at)
        for at, step in enumerate(self.written.steps):
            self.initial[f"step_{at}_key"] = step.key
        if initial is not None:
            self.initial.update(initial)
        if version.number == 1:
            del self.fields["changes"]

    def _example(self, at: int) -> None:
        self.fields[f"example_{at}_phase"] = forms.ChoiceField(
            label=f"Example {at + 1}: phase", choices=[("", "Choose"), *TaughtPhase.choices], required=False
        )
        self.fields[f"example_{at}_subject"] = forms.CharField(
            label=f"Example {at + 1}: subject and year", max_length=40, required=False
        )
        self.fields[f"example_{at}_says"] = LongText(
            label=f"Example {at + 1}: what was done, and what pupils did", rows=4, longest=2_000, required=False
        )

    def _source(self, at: int) -> None:
        self.fields[f"source_{at}_citation"] = forms.CharField(
            label=f"Source {at + 1}: author, year, title, publisher", max_length=300, required=False
        )
        self.fields[f"source_{at}_url"] = forms.URLField(
            label=f"Source {at + 1}: address", max_length=200, required=False, assume_scheme="https"
        )
        self.fields[f"source_{at}_says"] = forms.CharField(
            label=f"Source {at + 1}: what it found", max_length=400, required=False
        )

    @classmethod
    def as_typed(cls, data: Any, version: PracticeVersion, up: int = 0) -> VersionForm:
        """What was typed, not judged yet. `up`: the number of a step that changes places with the one before it."""
        typed = {name: data[name] for name in data if name in cls.base_fields or name.split("_")[0] in PARTS}
        if 0 < up < STEPS:
            for part in ("key", "says"):
                here, above = f"step_{up}_{part}", f"step_{up - 1}_{part}"
                typed[here], typed[above] = typed.get(above, ""), typed.get(here, "")
        return cls(version=version, initial=typed)

    def clean_looks_like(self) -> str:
        return self._few_lines("looks_like")

    def clean_looks_unlike(self) -> str:
        return self._few_lines("looks_unlike")

    def _few_lines(self, name: str) -> str:
        lines = _lines(self.cleaned_data[name])
        if len(lines) > LINES:
            raise forms.ValidationError(f"There are {len(lines)} lines, and nobody looks for more than {LINES}.")
        for line in lines:
            if len(line) > LINE:
                raise forms.ValidationError(
                    f"One line is {len(line)} characters long and {LINE} fit: “{line[:60]}…”. Make it two."
                )
        return "\n".join(lines)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for at in range(EXAMPLES):
            if cleaned.get(f"example_{at}_says") and not cleaned.get(f"example_{at}_phase"):
                self.add_error(f"example_{at}_phase", "Say for which phase this example is.")
            if cleaned.get(f"example_{at}_subject") and cleaned.get(f"example_{at}_says") == "":
                self.add_error(f"example_{at}_says", "Say what was done and what pupils did, or empty its subject.")
        for at in range(SOURCES):
            told = cleaned.get(f"source_{at}_url") or cleaned.get(f"source_{at}_says")
            if told and not cleaned.get(f"source_{at}_citation") and f"source_{at}_citation" in cleaned:
                self.add_error(f"source_{at}_citation", "Name the work: author, year, title, publisher.")
        return cleaned

    def content(self) -> Content:
        """What the services take. Of a valid form."""
        data = self.cleaned_data
        return Content(
            title=data["title"],
            what=data["what"],
            why=data["why"],
            strength=data["strength"],
            looks_like=_lines(data["looks_like"]),
            looks_unlike=_lines(data["looks_unlike"]),
            changes=data.get("changes", ""),
            steps=[StepText(data[f"step_{at}_says"], _uuid(data.get(f"step_{at}_key"))) for at in range(STEPS)],
            examples=[ExampleText(*(data[f"example_{at}_{p}"] for p in PARTS["example"])) for at in range(EXAMPLES)],
            sources=[SourceText(*(data[f"source_{at}_{p}"] for p in PARTS["source"])) for at in range(SOURCES)],
        )

    def steps(self) -> list[tuple[int, BoundField, BoundField]]:
        return [(at, self[f"step_{at}_says"], self[f"step_{at}_key"]) for at in range(STEPS)]

    def examples(self) -> list[dict[str, BoundField]]:
        return list(self._rows("example", EXAMPLES))

    def sources(self) -> list[dict[str, BoundField]]:
        return list(self._rows("source", SOURCES))

    def _rows(self, kind: str, most: int) -> Iterator[dict[str, BoundField]]:
        for at in range(most):
            yield {part: self[f"{kind}_{at}_{part}"] for part in PARTS[kind]}

    @property
    def answer(self) -> str:
        number = self.version.number
        return f"{self.written.title}: {'the first version' if number == 1 else f'version {number}'}"

    @property
    def open_steps(self) -> int:
        """Rows that stand open; the rest are folded, and a row more than is filled is always there."""
        return self._open("step", "says", STEPS, least=5)

    @property
    def open_examples(self) -> int:
        return self._open("example", "says", EXAMPLES, least=2)

    @property
    def open_sources(self) -> int:
        return self._open("source", "citation", SOURCES, least=2)

    def _open(self, kind: str, part: str, most: int, least: int) -> int:
        filled = [at for at in range(most) if self[f"{kind}_{at}_{part}"].value()]
        return min(most, max(least, (filled[-1] if filled else 0) + 2))


PARTS = {
    "step": ("says",),
    "example": ("phase", "subject", "says"),
    "source": ("citation", "url", "says"),
}


def as_written(content: Content) -> dict[str, Any]:
    """What the record says now, by field, the empty rows too: where a colleague took one out, it is seen."""
    now: dict[str, Any] = {
        "title": content.title,
        "what": content.what,
        "looks_like": "\n".join(content.looks_like),
        "looks_unlike": "\n".join(content.looks_unlike),
        "strength": content.strength,
        "why": content.why,
        "changes": content.changes,
    }
    rows = (
        ("step", content.steps, STEPS),
        ("example", content.examples, EXAMPLES),
        ("source", content.sources, SOURCES),
    )
    for kind, written, most in rows:
        for at in range(most):
            for part in PARTS[kind]:
                now[f"{kind}_{at}_{part}"] = getattr(written[at], part) if at < len(written) else ""
    return now


def _lines(text: str) -> list[str]:
    said = (" ".join(line.strip(" \t-*•–").split()) for line in text.splitlines())
    return [line for line in said if line]


def _commas(text: str) -> list[str]:
    return [said for part in text.split(",") if (said := " ".join(part.split()))]


def _uuid(value: Any) -> uuid.UUID | None:
    return value if isinstance(value, uuid.UUID) else None
