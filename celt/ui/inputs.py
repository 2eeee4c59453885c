"""Fields as this product draws them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from celt.lib.pasted import plain

LONGEST = 20_000


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%d", **options)


class LongText(forms.CharField):
    """A text of more than a line. What was pasted from a word processor is made plain before it is measured."""

    def __init__(
        self, *, rows: int = 4, longest: int = LONGEST, attrs: dict[str, Any] | None = None, **options: Any
    ) -> None:
        self.longest = longest
        widget = forms.Textarea(attrs={**(attrs or {}), "rows": rows})
        super().__init__(**{"widget": widget, **options})

    def to_python(self, value: Any) -> Any:
        read = super().to_python(value)
        return plain(read) if isinstance(read, str) else read

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > self.longest:
            over = len(value) - self.longest
            raise ValidationError(
                f"This is {len(value):,} characters long and {self.longest:,} fit. Take out {over:,}, or keep the long "
                "version in a document of its own. Nothing that you typed is lost."
            )
