"""A long text in Markdown, with its preview beside it: templates/toolkit/_markdown_field.html draws it."""

from typing import Any

from django.urls import reverse_lazy

from celt.ui.inputs import LongText


class MarkdownText(LongText):
    """With script the preview follows what is typed; without, a button of the form shows it."""

    preview = reverse_lazy("toolkit:preview")

    def __init__(self, *, rows: int = 8, attrs: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__(rows=rows, attrs={"class": "markdown-text", **(attrs or {})}, **options)
