"""Forms of the pages about personal data."""

from __future__ import annotations

from django import forms

from stewardship.models import SubjectKind


class ErasureForm(forms.Form):
    kind = forms.ChoiceField(label="Whose data", choices=SubjectKind.choices)
    known_as = forms.CharField(
        label="E-mail, or a pupil’s UPN", max_length=254, help_text="This finds the record. It is not kept."
    )
    words = forms.CharField(
        label="What else to look for everywhere",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line, such as a surname alone or a name before marriage. Full name, e-mail and UPN are looked "
        "for by themselves. A word that is common in other texts goes from those too.",
    )
    reason = forms.CharField(
        label="Why", max_length=300, help_text="Such as: asked for in writing on 3 March, left in 2019."
    )

    def clean_words(self) -> list[str]:
        return [line.strip()[:200] for line in self.cleaned_data["words"].splitlines() if line.strip()]


class AnswerForm(forms.Form):
    answer = forms.CharField(label="What you say to it", max_length=300, required=False)


class PupilExportForm(forms.Form):
    upn = forms.CharField(label="The pupil’s UPN", max_length=13)
    reason = forms.CharField(
        label="Who asked for it, and when",
        max_length=300,
        help_text="Kept in the log of exports, such as: the mother, by letter of 3 March. Do not name the pupil.",
    )
