"""Templates carry no style and no script of their own: the content security policy would not run them."""

import re

import pytest

from tests.house.files import files, name

# A script of ours has an address; a block of data (json_script) is no script.
INLINE = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style block": re.compile(r"<style\b", re.IGNORECASE),
    "a script block": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.IGNORECASE),
    "a handler": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "an hx-on handler": re.compile(r"<[^>]*\shx-on[:\-a-z]*\s*=", re.IGNORECASE),
}
# Text that somebody typed would become part of the page.
UNESCAPED = re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off")

OPENS = re.compile(r"\s*(\{% extends [^%]*%\}\s*)?(\{#|\{% comment)")


def templates():
    return [path for path in files(".html", ".txt") if "templates" in path.parts]


def test_no_template_carries_style_or_script():
    assert len(templates()) > 20
    found = [
        f"{name(path)}: {what}"
        for path in templates()
        for what, pattern in INLINE.items()
        if pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_page_shows_text_unescaped():
    found = [name(path) for path in templates() if path.suffix == ".html" and UNESCAPED.search(path.read_text())]
    assert found == []


def test_every_page_says_what_it_takes():
    """A template begins with a comment that says what it shows and which context it reads."""
    silent = [
        name(path)
        for path in templates()
        if path.suffix == ".html" and not OPENS.match(path.read_text(encoding="utf-8"))
    ]
    assert silent == []


@pytest.mark.parametrize(
    "html",
    [
        '<p style="color: red">',
        "<style>p { color: red }</style>",
        "<script>alert(1)</script>",
        '<a onclick="x()">',
        '<a href="javascript:x()">',
        '<p hx-on:click="x()">',
    ],
)
def test_each_of_them_is_found(html):
    assert any(pattern.search(html) for pattern in INLINE.values())


def test_what_is_meant_is_not_found():
    html = '<script src="{% static "js/page.js" %}" defer></script><p class="style" data-on="x">'
    assert not any(pattern.search(html) for pattern in INLINE.values())


def test_no_style_of_ours_reaches_into_a_chart() -> None:
    """Vega names the parts of its drawing so; a rule for one of these moves the letters of every chart."""
    theirs = re.compile(r"\.(?:marks|root|background|foreground|mark-(?:group|text|rule|symbol|rect|line))(?![\w-])")
    found = {
        f"{name(path)}: {match[0]}"
        for path in files(".css")
        for match in theirs.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == set()
