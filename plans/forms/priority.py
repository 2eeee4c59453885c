"""Forms of a priority: what it says, why it is dropped, and its success criteria."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from academies.access import Person
from academies.forms.evidence import EvidenceField
from accounts.models import User
from celt.ui.edits import SeenForm
from celt.ui.inputs import LongText
from plans.models import Priority, SuccessCriterion
from plans.models.priority import Met
from plans.selectors.priority import Choosable
from plans.strategy import CONDITIONS, PILLARS, RINGS
from toolkit.models import Theory

TOO_LONG = {"max_length": "This is %(show_value)d characters long and %(limit_value)d fit. Put the rest under “why”."}
ORDER = ["title", "rationale", "target_group", "owner", "theory", "condition", "pillar", "trust_priority"]


class OwnerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The academy's staff, and who led it until now: somebody who has left is offered, and named so."""

    def __init__(self, *, left: int | None, **options: Any) -> None:
        self.left = left
        super().__init__(**options)

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.full_name} (has left: choose another)" if obj.pk == self.left else obj.full_name


class TheoryField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Theory) -> str:
        return f"{obj.name} (put away)" if obj.archived_at else obj.name


class PriorityForm(SeenForm):
    """`now`: as_typed(priority) for one that stands. What may be chosen comes from selectors.priority.choosable."""

    title = forms.CharField(
        label="What is to change", max_length=160, error_messages=TOO_LONG,
        help_text="In a line, as pupils or staff would notice it: “Every pupil rehearses in talk before writing”.",
    )  # fmt: skip
    rationale = LongText(
        label="Why", required=False, rows=5,
        help_text="What the evidence says. Governors read this: name no pupil and no teacher.",
    )  # fmt: skip
    condition = forms.ChoiceField(
        label="Condition in the rings", required=False, help_text="Which condition of the five rings it strengthens."
    )
    pillar = forms.ChoiceField(
        label="Pillar", required=False, help_text="Leave it, and the pillar that the condition leans on is taken."
    )
    target_group = forms.CharField(
        label="For which pupils", max_length=160, required=False, error_messages=TOO_LONG,
        help_text="Such as “Disadvantaged pupils in Years 3 and 4”.",
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, choosable: Choosable, now: Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        # What the form does not ask for is no part of what its writer saw.
        asks = choosable.has_trust_priorities
        seen = {name: value for name, value in (now or {}).items() if asks or name != "trust_priority"}
        super().__init__(data, now=seen, **options)
        self.fields["theory"] = TheoryField(
            queryset=choosable.theories, required=False, empty_label="None yet", label="Theory of action",
            help_text="When we do this, then that follows: what makes you think that it will work.",
        )  # fmt: skip
        self.fields["owner"] = OwnerField(
            queryset=choosable.staff, left=choosable.left, required=False, empty_label="Nobody yet",
            label="Who leads it", help_text="Governors are told the head’s name alone.",
        )  # fmt: skip
        if asks:
            self.fields["trust_priority"] = forms.ModelChoiceField(
                queryset=choosable.trust_priorities, required=False, empty_label="None of them",
                label="Trust’s priority that it serves",
            )  # fmt: skip
        condition, pillar = self.fields["condition"], self.fields["pillar"]
        assert isinstance(condition, forms.ChoiceField)
        assert isinstance(pillar, forms.ChoiceField)
        condition.choices = [
            ("", "Not yet placed"),
            *((ring.name, [(each.slug, each.name) for each in ring.conditions]) for ring in RINGS),
        ]
        pillar.choices = [("", "As the condition leans"), *((each.slug, each.name) for each in PILLARS.values())]
        self.order_fields(ORDER)


def as_typed(priority: Priority) -> dict[str, Any]:
    """What the priority says now, as the form would send it."""
    return {
        "title": priority.title,
        "rationale": priority.rationale,
        "condition": priority.condition if priority.condition in CONDITIONS else "",
        "pillar": priority.pillar if priority.pillar in PILLARS else "",
        "theory": priority.theory_id,
        "trust_priority": priority.trust_priority_id,
        "target_group": priority.target_group,
        "owner": priority.owner_id,
    }


class EvidenceForm(SeenForm):
    """The records that a priority came from."""

    def __init__(self, data: Any = None, *, user: User, person: Person, priority: Priority) -> None:
        super().__init__(data, now={"evidence": priority.evidence})
        self.fields["evidence"] = EvidenceField(
            user,
            person,
            priority.plan.academy,
            kept=priority.evidence,
            label="What it came from",
            help_text="Records of this academy that show why it is needed. Readers see only what they may open.",
        )


class DropForm(forms.Form):
    because = LongText(
        label="Why it is dropped", rows=3,
        help_text="Governors read this. The priority and its actions stay readable below the plan.",
        error_messages={"required": "Say in a sentence why it is dropped."},
    )  # fmt: skip


class CriterionForm(forms.Form):
    """A new criterion, in one line."""

    says = forms.CharField(
        label="We shall have succeeded when", max_length=300,
        error_messages={**TOO_LONG, "required": "Say what one would see."},
        help_text="Something that anybody could check: “Nine of ten pupils in Year 4 read aloud fluently in June”.",
    )  # fmt: skip


class JudgeForm(SeenForm):
    """A criterion's words, whether it is met, and what shows it."""

    says = forms.CharField(
        label="We shall have succeeded when",
        max_length=300,
        error_messages={**TOO_LONG, "required": "Say what one would see."},
    )
    met = forms.ChoiceField(label="Is it met?", choices=Met, required=False, widget=forms.RadioSelect)
    note = LongText(
        label="What shows it", required=False, rows=3, help_text="Governors read this. Name no pupil and no teacher."
    )

    def __init__(self, data: Any = None, *, criterion: SuccessCriterion) -> None:
        now = {"says": criterion.says, "met": criterion.met, "note": criterion.note}
        super().__init__(data, now=now)
