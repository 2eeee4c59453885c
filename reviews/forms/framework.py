"""Forms of a framework, each small: what it is called and for, one part, one question."""

from __future__ import annotations

from typing import Any

from django import forms

from academies.models.academy import Phase
from celt.ui.edits import SeenForm
from celt.ui.inputs import LongText
from reviews.models import Framework, FrameworkPrompt, FrameworkSection
from reviews.models.framework import EvidenceKind, Family
from reviews.rules.framework import lines_of, scale_fault
from reviews.services.framework import NO_REASON

CHANGES_LABEL = "What is new, and why"
CHANGES_HELP = "Heads read this before they are reviewed by it."
IDENTITY = ("name", "family", "phase")


class NextForm(forms.Form):
    changes = LongText(
        rows=4, label=CHANGES_LABEL, longest=5_000, help_text=CHANGES_HELP, error_messages={"required": NO_REASON}
    )


class FrameworkForm(SeenForm):
    """`named` False: the framework has an earlier version, and is called what that is called."""

    name = forms.CharField(label="What it is called", max_length=80, help_text="Such as “Reading in primaries”.")
    family = forms.ChoiceField(label="What it is about", choices=Family)
    phase = forms.ChoiceField(
        label="For which academies",
        choices=[("", "Every academy"), *((p.value, p.label) for p in Phase)],
        required=False,
    )
    about = LongText(
        label="What such a review finds out",
        rows=4,
        longest=5_000,
        required=False,
        help_text="Two or three sentences for those who are reviewed and for those who review.",
    )
    scale = LongText(
        label="Scale",
        rows=5,
        longest=400,
        required=False,
        help_text="One word or short phrase a line, the least secure first. Leave it empty where words alone say more.",
    )
    changes = LongText(label=CHANGES_LABEL, rows=3, longest=5_000, required=False, help_text=CHANGES_HELP)

    def __init__(self, data: Any = None, *, named: bool = True, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for field in ("changes",) if named else IDENTITY:
            del self.fields[field]

    def clean_scale(self) -> str:
        words = lines_of(self.cleaned_data["scale"])
        if fault := scale_fault(words):
            raise forms.ValidationError(fault)
        return "\n".join(words)

    def words(self) -> dict[str, Any]:
        """As the services take them."""
        return {**self.cleaned_data, "scale": lines_of(self.cleaned_data["scale"])}

    @staticmethod
    def of(framework: Framework, data: Any = None) -> FrameworkForm:
        named = framework.based_on_id is None
        now: dict[str, Any] = {"about": framework.about, "scale": "\n".join(framework.scale)}
        if named:
            now |= {name: getattr(framework, name) for name in IDENTITY}
        else:
            now["changes"] = framework.changes
        return FrameworkForm(data, named=named, now=now)


class SectionForm(SeenForm):
    name = forms.CharField(label="What the part is called", max_length=80)
    about = LongText(
        label="What secure looks like",
        rows=3,
        longest=2_000,
        required=False,
        help_text="A sentence or two: what is so where nothing needs doing.",
    )

    @staticmethod
    def of(section: FrameworkSection | None, data: Any = None) -> SectionForm:
        now = {"name": section.name, "about": section.about} if section else None
        return SectionForm(data, now=now, auto_id=f"id_part_{section.pk if section else 'new'}_%s")


class PromptForm(SeenForm):
    asks = LongText(
        label="What to find out",
        rows=2,
        longest=240,
        help_text="A question that can be answered from what is seen, heard or read.",
    )
    look_for = LongText(
        label="What to look and listen for", rows=4, longest=2_000, required=False, help_text="One thing a line."
    )
    kinds = forms.MultipleChoiceField(
        label="Where it shows",
        choices=EvidenceKind,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Say where it shows: at least one."},
    )

    @staticmethod
    def of(prompt: FrameworkPrompt | None, data: Any = None) -> PromptForm:
        now = {"asks": prompt.asks, "look_for": prompt.look_for, "kinds": prompt.kinds} if prompt else None
        return PromptForm(data, now=now, auto_id=f"id_question_{prompt.pk if prompt else 'new'}_%s")
