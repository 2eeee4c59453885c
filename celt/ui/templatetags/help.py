"""Links from a word to its meaning.

{% load help %}
The {% term "gap" %} is wide.            the word as the glossary writes it
Their {% term "gap" "gaps" %} are wide.   another form of it
"""

from __future__ import annotations

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from celt.ui.help.glossary import Term, UnknownTermError, term_of

register = template.Library()


class TermNode(template.Node):
    def __init__(self, term: Term, shown: str) -> None:
        self.term, self.shown = term, shown

    def render(self, context: Context) -> SafeString:
        return linked(self.term, self.shown)


def linked(term: Term, shown: str = "") -> SafeString:
    """The word, with its short meaning where a pointer rests on it, leading to the long one."""
    return format_html('<a class="term" href="{}" title="{}">{}</a>', term.address, term.short, shown or term.word)


@register.tag("term")
def term(parser: Parser, token: Token) -> TermNode:
    """Both arguments stand in quotes, so that a word which the glossary lacks fails when the template is read."""
    name, *quoted = token.split_contents()
    words = [each[1:-1] for each in quoted if len(each) > 2 and each[0] == each[-1] and each[0] in "\"'"]
    if len(words) != len(quoted) or len(words) not in (1, 2):
        raise template.TemplateSyntaxError(f"{{% {name} %}} takes a word of the glossary in quotes, and perhaps a form")
    try:
        return TermNode(term_of(words[0]), words[1] if len(words) > 1 else "")
    except UnknownTermError as unknown:
        raise template.TemplateSyntaxError(str(unknown)) from unknown
