"""Takes names out of a document for readers, wherever somebody typed them. Pure."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection
from typing import Any, TypeVar

Told = TypeVar("Told")

_TITLES = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Madam)\.?"


def withheld(document: Told, names: Collection[str], instead: str) -> Told:
    """The document without these people: their full names, and their surnames behind a title ("Mrs Lindqvarn").

    A surname that stands alone is left: many are common words (Young, Read, Field).
    """
    pattern = _pattern(names)
    return document if pattern is None else _without(document, pattern, instead)


def _pattern(names: Collection[str]) -> re.Pattern[str] | None:
    found: set[str] = set()
    for name in names:
        words = name.split()
        if not words:
            continue
        found.add(r"\s+".join(re.escape(word) for word in words))
        found.add(rf"{_TITLES}\s+(?:{re.escape(words[0])}\s+)?{re.escape(words[-1])}")
    # The longest first, so that a title goes with its name.
    return re.compile(rf"\b(?:{'|'.join(sorted(found, key=len, reverse=True))})\b", re.IGNORECASE) if found else None


def _without(value: Any, pattern: re.Pattern[str], instead: str) -> Any:
    if isinstance(value, str):
        return pattern.sub(lambda found: _as_there(found, instead), value)
    if isinstance(value, tuple):
        return tuple(_without(one, pattern, instead) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(
            value,
            **{one.name: _without(getattr(value, one.name), pattern, instead) for one in dataclasses.fields(value)},
        )
    return value


def _as_there(found: re.Match[str], instead: str) -> str:
    """With a capital where a sentence begins."""
    before = found.string[: found.start()].rstrip()
    begins = not before or before[-1] in ".!?:\n" or "\n" in found.string[len(before) : found.start()]
    return instead[0].upper() + instead[1:] if begins else instead
