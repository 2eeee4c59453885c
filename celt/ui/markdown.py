"""Markdown as people type it, made into HTML that cannot do anything.

Two locks: the parser passes no HTML through, and what it made is cleaned against a short list of what may stand in a
page. Headings are set below those of the page that they stand in, and never skip a level.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.token import Token

ABOVE = 2  # the page's own headings go down to this level
DEEPEST = 6

TAGS = {
    "p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "div",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "div": {"class", "tabindex"}}
SCHEMES = {"http", "https", "mailto"}
# Cells that a table's rows may leave out. The parser fills them in, and a hundred letters would become a megabyte.
CELLS_LEFT_OUT = 200
UNDERLINE = re.compile(r"[\s|:>-]+")


def to_html(text: str) -> SafeString:
    """Safe to be shown as it is. Pictures are not shown, their words are; raw HTML is shown as the text that it is."""
    if not text.strip():
        return SafeString("")
    reader = _reader()
    tokens = reader.parse(text.replace("\x00", ""))
    _set_headings(tokens)
    made = reader.renderer.render(tokens, reader.options, {})
    return SafeString(
        nh3.clean(
            made,
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes=SCHEMES,
            link_rel="external noopener noreferrer",
            strip_comments=True,
        )
    )


def to_text(text: str) -> str:
    """The words alone, in one line: for cards, files and search."""
    reader = _reader()
    said = []
    for token in reader.parse(text.replace("\x00", "")):
        if token.type == "inline":
            said.append("".join(_words(part) for part in token.children or ()))
        elif token.type in ("fence", "code_block"):
            said.append(token.content)
    return re.sub(r"\s+", " ", " ".join(said)).strip()


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one hand."""

    text: str
    strong: bool = False
    em: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, or an entry of a list: with its number where the list has numbers, else with ""."""

    runs: tuple[Run, ...]
    kind: Literal["text", "heading", "entry"] = "text"
    number: str = ""


def to_blocks(text: str) -> list[Block]:
    """What a document that is no web page is set from. Lists within lists stand in one row, addresses are left out."""
    made: list[Block] = []
    marks: list[str] = []
    heading, first = False, False
    for token in _reader().parse(text.replace("\x00", "")):
        if token.type in ("heading_open", "heading_close"):
            heading = token.type == "heading_open"
        elif token.type in ("list_item_open", "list_item_close"):
            first = token.type == "list_item_open"
            marks = [*marks, token.info] if first else marks[:-1]
        elif token.type in ("inline", "fence", "code_block"):
            runs = _runs(token.children or [token])
            if runs and first:
                made.append(Block(runs, "entry", marks[-1]))
            elif runs:
                made.append(Block(runs, "heading" if heading else "text"))
            first = False
    return made


def _runs(tokens: Sequence[Token]) -> tuple[Run, ...]:
    runs = []
    strong = em = 0
    for token in tokens:
        strong += token.nesting * token.type.startswith("strong")
        em += token.nesting * token.type.startswith("em")
        if said := _words(token):
            runs.append(Run(said, bool(strong), bool(em)))
    return tuple(runs)


def _words(token: Token) -> str:
    return " " if token.type in ("softbreak", "hardbreak") else token.content


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block", "html_inline"])
    reader.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    # A wide table scrolls by itself, by keyboard too, instead of pushing the page out of the phone.
    reader.add_render_rule("table_open", lambda *_: '<div class="prose-table" tabindex="0"><table>\n')
    reader.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return reader


def _table(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """As the parser's own, but of whole rows: where too many cells are missing, what was typed stands as it is."""
    if first + 2 > end or not UNDERLINE.fullmatch(_line(state, first + 1)):
        return False
    columns, missing = _line(state, first + 1).count("|") - 1, 0
    for row in range(first + 2, end):
        if not (line := _line(state, row)).strip():
            break
        missing += max(columns - line.count("|") - 1, 0)
        if missing > CELLS_LEFT_OUT:
            return False
    return table(state, first, end, silent)


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] : state.eMarks[line]]


def _set_headings(tokens: list[Token]) -> None:
    """The text's highest rank stands next below the page's own, whichever sign its writer began with."""
    ranks = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    higher = min(ranks, default=1) - 1
    last = ABOVE
    for token in tokens:
        if token.type == "heading_open":
            last = min(int(token.tag[1]) - higher + ABOVE, last + 1, DEEPEST)
            token.tag = f"h{last}"
        elif token.type == "heading_close":
            token.tag = f"h{last}"
