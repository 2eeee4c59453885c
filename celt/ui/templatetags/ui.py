"""Filters and tags of the components."""

from typing import Any

from django import template
from django.http import QueryDict
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from celt.lib.charts.theme import points as signed
from celt.lib.sentences import Sentence
from celt.lib.terms import year_label

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
def points(value: float | None, places: int = 0) -> str:
    """-21.4 -> '−21'; None -> ''."""
    return "" if value is None else signed(value, places=places)


@register.filter
def academic_year(value: int) -> str:
    """2024 -> '2024/25'."""
    return year_label(value)


@register.simple_tag(takes_context=True)
def hidden_query(context: dict[str, Any], *without: str) -> SafeString:
    """The address's query as hidden fields without the names given: a filter bar keeps what it does not show."""
    query: QueryDict = context["request"].GET
    pairs = ((name, value) for name, values in query.lists() if name not in without for value in values)
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)
