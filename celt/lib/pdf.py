"""PDF out of Typst templates: tagged to PDF/UA-1, in British English, the same bytes for the same data.

    pdf("plan", data, on=taken_at)             # templates/pdf/plan.typ
    pages("plan_summary", data)                # how many A4 pages it fills

What people typed goes in as data, never as markup. The typefaces are those that come within the `typst` wheel, so that
a fresh machine sets the same page; a character that none of them has is replaced by MISSING, for a tagged PDF may show
no empty box.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "pdf"
MISSING = "\u25a1"
_LACKING = re.compile(r'the text `"(.+?)"` could not be displayed')
# Typst writes a character that has no picture of its own by its number.
_BY_NUMBER = re.compile(r"\\u\{([0-9a-f]+)\}")
# What no typeface draws and no reader misses: control characters but tab and line feed, marks of order, lone halves.
_SILENT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)
_BREAKS = re.compile("\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")
# A word without end, such as an address, may be broken here and there; otherwise it would run over the margin.
_ENDLESS = re.compile(r"\S{24,}")
_MAY_BREAK, _EACH = "\u200b", 10
# A text may lack more characters than one message names.
_TRIES = 5


def pdf(
    template: str, data: Mapping[str, Any], *, on: datetime.datetime, drawings: Mapping[str, str] | None = None
) -> bytes:
    """The document's bytes; `on` is the moment that it says it was made.

    `drawings`: SVG of our own making by name, each to be read as sys.inputs.NAME; nothing that people typed.
    """
    lacking: set[str] = set()
    for _ in range(_TRIES):
        try:
            return _compiled(template, _cleaned(data, frozenset(lacking)), on, drawings or {})
        except typst.TypstError as error:
            found = {_character(text) for text in _LACKING.findall(error.diagnostic)} - lacking
            if not found:
                raise
            lacking |= found
    # One strange character after another: everything beyond the Latin alphabet goes.
    return _compiled(template, _cleaned(data, None), on, drawings or {})


def pages(template: str, data: Mapping[str, Any], *, drawings: Mapping[str, str] | None = None) -> int:
    """A template that is asked ends with `#context [#metadata(counter(page).final().first()) <pages>]`."""
    compiler = _compiler(template, _cleaned(data, frozenset()), drawings or {})
    return int(compiler.query("<pages>", field="value", one=True))


def _compiled(template: str, data: Any, on: datetime.datetime, drawings: Mapping[str, str]) -> bytes:
    made = _compiler(template, data, drawings).compile(
        format="pdf", pdf_standards=["ua-1"], timestamp=int(on.timestamp())
    )
    if not isinstance(made, bytes):
        raise TypeError(f"{template} gave no PDF.")
    return made


def _compiler(template: str, data: Any, drawings: Mapping[str, str]) -> typst.Compiler:
    return typst.Compiler(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=True), **drawings},
    )


def _character(text: str) -> str:
    return _BY_NUMBER.sub(lambda found: chr(int(found[1], 16)), text)


def _cleaned(value: Any, lacking: frozenset[str] | None) -> Any:
    """`lacking`: what is replaced; None: whatever lies beyond the Latin alphabet and usual punctuation."""
    if isinstance(value, str):
        text = _ENDLESS.sub(_broken, _SILENT.sub("", _BREAKS.sub("\n", value)))
        if lacking is None:
            return "".join(c if c < "\u0250" or c == _MAY_BREAK or "\u2010" <= c <= "\u2044" else MISSING for c in text)
        for missing in lacking:
            text = text.replace(missing, MISSING)
        return text
    if isinstance(value, Mapping):
        return {key: _cleaned(held, lacking) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(held, lacking) for held in value]
    return value


def _broken(found: re.Match[str]) -> str:
    word = found[0]
    return _MAY_BREAK.join(word[at : at + _EACH] for at in range(0, len(word), _EACH))
