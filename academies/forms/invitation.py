"""What somebody who was invited fills in."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.passwords import HINT


class PasswordForm(forms.Form):
    """A first password, twice."""

    password1 = forms.CharField(
        label="Password",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=HINT,
    )
    password2 = forms.CharField(
        label="The same once more", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password

    def clean_password2(self) -> str:
        first, again = self.cleaned_data.get("password1"), self.cleaned_data["password2"]
        if first is not None and first != again:
            raise ValidationError("The two are not the same. Type it once more.")
        return str(again)
