"""Forms for granting and ending roles."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from academies.access import ACADEMY_ROLES, TRUST_ROLES, Role
from academies.models import Academy, Membership, Trust
from celt.ui.inputs import DateInput


class GrantForm(forms.Form):
    """A role for somebody, at one academy or for the whole trust."""

    email = forms.EmailField(label="E-mail", help_text="Somebody new gets a letter with a link that lets them in.")
    full_name = forms.CharField(label="Full name", max_length=150, required=False, help_text="Only for somebody new.")
    role = forms.ChoiceField(choices=[("", "Choose a role"), *Role.choices])
    academy = forms.ModelChoiceField(
        queryset=Academy.objects.none(), required=False, empty_label="The whole trust", label="Where"
    )
    starts = forms.DateField(label="From", widget=DateInput(), initial=timezone.localdate)
    ends = forms.DateField(label="Until", widget=DateInput(), required=False, help_text="Empty: until further notice.")

    def __init__(self, *args: Any, trust: Trust, academies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["academy"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = academies.filter(trust=trust)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        role, academy = data.get("role"), data.get("academy")
        if role and academy and Role(role) not in ACADEMY_ROLES:
            self.add_error("academy", f"{Role(role).label} is a role for the whole trust.")
        if role and not academy and Role(role) not in TRUST_ROLES:
            self.add_error("academy", f"{Role(role).label} is a role at one academy. Choose which.")
        return data


class EndForm(forms.Form):
    last_day = forms.DateField(label="Last day", widget=DateInput(), initial=timezone.localdate)

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership

    def clean_last_day(self) -> Any:
        day = self.cleaned_data["last_day"]
        if day < self.membership.starts:
            raise ValidationError(f"The role begins on {self.membership.starts:%-d %B %Y}; it cannot end before that.")
        return day


class ExtendForm(forms.Form):
    last_day = forms.DateField(
        label="New last day", widget=DateInput(), required=False, help_text="Empty: until further notice."
    )
