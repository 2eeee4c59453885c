"""The glossary and its tag: every word that a template names is in it, and it stands wherever figures stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import get_template

from celt.ui.help.glossary import UnknownTermError, glossary, term_of

TEMPLATES = Path(settings.BASE_DIR) / "templates"
NAMED = re.compile(r"\{% term [\"']([^\"']+)[\"']")
# Where figures of pupils stand, and what leads to how they are read.
WITH_FIGURES = (
    "dashboards/trust.html", "dashboards/academy.html", "dashboards/_measures.html", "dashboards/measure.html",
    "dashboards/_like.html", "dashboards/staff.html", "plans/_target.html", "plans/_document_aim.html",
    "plans/_summary.html", "academies/_facts.html", "readers/_reader.html",
)  # fmt: skip
ASKED_FOR = {
    "disadvantaged", "pupil premium", "gap", "95% interval", "too few", "cohort", "key stage", "Attainment 8",
    "persistent absence", "EAL", "SEND", "checkpoint", "theory of action", "next level of work", "action step",
    "mastery", "moderation",
}  # fmt: skip


def drawn(text: str) -> str:
    return Template("{% load help %}" + text).render(Context())


def named() -> dict[str, set[str]]:
    """Template -> the words that it links."""
    return {
        str(path.relative_to(TEMPLATES)): words
        for path in TEMPLATES.rglob("*.html")
        if (words := set(NAMED.findall(path.read_text())))
    }


def test_every_word_that_a_template_names_is_in_the_glossary() -> None:
    unknown = {path: words - set(glossary()) for path, words in named().items() if words - set(glossary())}
    assert unknown == {}
    for path in named():
        get_template(path)


def test_an_unknown_word_fails_when_the_template_is_read() -> None:
    with pytest.raises(TemplateSyntaxError, match="“gapp” is no word of"):
        Template('{% load help %}{% if no %}{% term "gapp" %}{% endif %}')
    with pytest.raises(UnknownTermError):
        term_of("gapp")


@pytest.mark.parametrize("tag", ["{% term %}", "{% term gap %}", '{% term "gap" shown %}', '{% term "gap" "a" "b" %}'])
def test_a_word_stands_in_quotes(tag: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="in quotes"):
        Template("{% load help %}" + tag)


def test_a_word_leads_to_its_place_and_says_its_meaning_where_a_pointer_rests() -> None:
    link = drawn('{% term "gap" %}')
    assert link.startswith('<a class="term" href="/help/glossary/#gap" title="What disadvantaged pupils reach minus')
    assert link.endswith(">gap</a>")
    assert drawn('{% term "gap" "gaps" %}').endswith(">gaps</a>")
    assert drawn("{% term 'gap' '<b>' %}").endswith(">&lt;b&gt;</a>")


def test_words_stand_wherever_figures_do() -> None:
    found = named()
    assert [path for path in WITH_FIGURES if path not in found] == []


def test_the_words_that_readers_need_are_there_and_none_leads_nowhere() -> None:
    words = {term.word for term in glossary().values()}
    assert words >= ASKED_FOR
    for term in glossary().values():
        assert term.related, term.key
        assert term.key not in term.see
        assert re.fullmatch(r"[a-z0-9-]+", term.key)
        assert term.short.endswith((".", "”", "?")), term.key
        assert len(term.short) < 180, term.key  # it stands in a pointer's box
    assert [term.word.lower() for term in glossary().values()] == sorted(w.lower() for w in words)


@pytest.mark.django_db
def test_the_page_has_each_word_under_its_anchor(cast, client_of) -> None:
    page = client_of(cast.governor).get("/help/glossary/").content.decode()
    anchors = re.findall(r'<section id="([^"]+)"', page)
    assert anchors == list(glossary())
    assert set(re.findall(r'href="#([^"]+)"', page[page.index("glossary-index") :])) <= set(anchors)


@pytest.mark.django_db
def test_nobody_reads_help_who_did_not_sign_in(client) -> None:
    for address in ("/help/", "/help/glossary/", "/help/reading-a-gap/", "/help/first-ten-minutes/coach/"):
        assert client.get(address).status_code == 302
