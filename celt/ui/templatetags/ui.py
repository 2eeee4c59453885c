"""Filters of the components."""

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from celt.lib.sentences import Sentence

register = template.Library()


@register.filter
def said(value: Any) -> SafeString | str:
    """A Sentence with its groups coloured; anything else as it is, escaped."""
    if not isinstance(value, Sentence):
        return conditional_escape(value)
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<span class="{}">{}</span>', span.group, span.text) if span.group else span.text,)
            for span in value.spans
        ),
    )
