"""Filters of the components."""

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from celt.lib.sentences import Sentence
from celt.ui.history import history_address
from celt.ui.markdown import to_html

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


@register.filter
def markdown(value: str) -> SafeString:
    """What was typed in Markdown, as safe HTML. It stands in an element with the class "prose"."""
    return to_html(value or "")


@register.simple_tag(takes_context=True)
def history_of(context: Any, record: Any) -> SafeString | str:
    """A link to what the record said before, where this person may read that."""
    request = context.get("request")
    address = history_address(request, record) if request else ""
    return format_html('<p class="note"><a href="{}">History of this record</a></p>', address) if address else ""
