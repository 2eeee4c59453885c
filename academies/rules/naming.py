"""Whether a text names somebody. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_TITLES: Final = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Madam)\.?"


def named_in(text: str, names: Iterable[str]) -> str:
    """The first of the people whom the text names, by full name or by surname behind a title; empty for nobody."""
    for name in names:
        words = name.split()
        if not words:
            continue
        whole = r"\s+".join(re.escape(word) for word in words)
        titled = rf"{_TITLES}\s+(?:{re.escape(words[0])}\s+)?{re.escape(words[-1])}"
        if re.search(rf"\b(?:{whole}|{titled})\b", text, re.IGNORECASE):
            return name
    return ""
