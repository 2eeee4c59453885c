"""Forms of the stages: logging an activity, beginning the way, asking for a gate and answering one, leadership."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from academies.access import Person
from academies.forms.evidence import EvidenceField
from academies.models import Academy
from accounts.models import User
from celt.ui.edits import SeenForm
from celt.ui.inputs import DateInput, LongText
from plans.models import ActivityProgress, TwinTrack
from plans.models.journey import ActivityState, GateKind, Leaning
from plans.rules.stage import WORDS, Kind, leads_to

ASKS: dict[str, str] = {
    GateKind.ONWARD: "Go on to stage {}",
    GateKind.BACK: "Open stage {} again",
}


class ActivityForm(SeenForm):
    """`progress` None: nothing is logged of it yet; it is then offered as begun today. `records`: the academy's records
    are offered as evidence, which takes a query for each kind of them; left out, what is named already stays."""

    state = forms.ChoiceField(
        label="Where it stands", choices=ActivityState, widget=forms.RadioSelect,
        error_messages={"required": "Choose where it stands."},
    )  # fmt: skip
    note = LongText(
        label="What happened",
        required=False,
        rows=3,
        help_text="A sentence or two that a governor understands. Name no pupil and no teacher.",
    )
    starts = forms.DateField(label="Begun on", required=False, widget=DateInput())
    due = forms.DateField(label="Planned to be done by", required=False, widget=DateInput())
    done_on = forms.DateField(label="Done on", required=False, widget=DateInput())

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        person: Person,
        academy: Academy,
        activity: int,
        progress: ActivityProgress | None,
        may_begin: bool,
        records: bool = True,
    ) -> None:
        super().__init__(data, now=_as_form(progress) if progress else None, auto_id=f"activity-{activity}-%s")
        self.with_records = records
        if records:
            kept = progress.evidence if progress else ()
            self.fields["evidence"] = EvidenceField(user, person, academy, kept=kept, label="Records that show it")
        if progress is None and may_begin:
            self.initial.update(state=ActivityState.UNDER_WAY, starts=timezone.localdate())
        elif progress is None:
            self.initial.update(state=ActivityState.NOT_STARTED)


class BeginForm(forms.Form):
    on = forms.DateField(
        label="In stage one since",
        widget=DateInput(),
        help_text="The day on which leaders and the trust began to prepare. It may lie in the past.",
    )


class GateForm(forms.Form):
    """`records`: as in ActivityForm."""

    kind = forms.ChoiceField(label="What you ask for", widget=forms.RadioSelect)
    says = LongText(
        label="Why, and what shows it",
        rows=5,
        help_text="A trust leader decides by this, and governors read it: what changed for pupils and teachers, and "
        "what is left to do.",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        kinds: list[Kind],
        stage: int,
        user: User,
        person: Person,
        academy: Academy,
        records: bool = True,
    ) -> None:
        super().__init__(data, initial={"kind": kinds[0] if kinds else ""})
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind, ASKS[kind].format(WORDS[leads_to(kind, stage)])) for kind in kinds]
        self.with_records = records
        if records:
            self.fields["evidence"] = EvidenceField(user, person, academy, label="Records that show it")


class AnswerForm(forms.Form):
    reason = LongText(
        label="Your reasons", rows=4, help_text="The academy reads them, and so do its governors.",
        error_messages={"required": "Give your reasons: the academy reads them, and so do its governors."},
    )  # fmt: skip


class WithdrawForm(forms.Form):
    reason = LongText(label="Why, if you want to say", rows=2, required=False)


class NoteForm(forms.Form):
    says = LongText(
        label="Add a note", rows=2, error_messages={"required": "Write what you want to note."},
        help_text="About no activity in particular. It stays in the log as you write it.",
    )  # fmt: skip


class TwinTrackForm(SeenForm):
    leaning = forms.TypedChoiceField(
        label="Leadership is", choices=Leaning, coerce=int, widget=forms.RadioSelect,
        error_messages={"required": "Choose how the academy is led at present."},
    )  # fmt: skip
    prescribed = LongText(
        label="What the head prescribes",
        required=False,
        rows=3,
        help_text="Ways of doing things that are set for everybody for the time being.",
    )
    handed_on = LongText(
        label="What teams now lead, and what was done to make them able to",
        required=False,
        rows=3,
        help_text="Speak of teams and roles. Name no teacher.",
    )

    def __init__(self, data: Any = None, *, row: TwinTrack | None) -> None:
        now = {name: getattr(row, name) for name in ("leaning", "prescribed", "handed_on")} if row else None
        super().__init__(data, now=now)


def going_on(form: forms.Form, typed: QueryDict) -> None:
    """A form that is shown again with what was typed so far, without judging it yet."""
    for name, field in form.fields.items():
        key = form.add_prefix(name)
        if key in typed:
            many = isinstance(field, forms.MultipleChoiceField)
            form.initial[name] = typed.getlist(key) if many else typed[key]


def _as_form(progress: ActivityProgress) -> dict[str, Any]:
    return {name: getattr(progress, name) for name in ("state", "note", "starts", "due", "done_on", "evidence")}
