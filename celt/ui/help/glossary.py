"""The glossary, read once from the file beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import reverse

FILE = Path(__file__).with_name("glossary.toml")


@dataclass(frozen=True, slots=True)
class Term:
    """A word: `key` is its anchor, `word` how it stands in a sentence, `short` one sentence, `more` the rest."""

    key: str
    word: str
    short: str
    more: str
    see: tuple[str, ...]

    @property
    def heading(self) -> str:
        return self.word[:1].upper() + self.word[1:]

    @property
    def address(self) -> str:
        return f"{reverse('help:glossary')}#{self.key}"

    @property
    def related(self) -> list[Term]:
        return [glossary()[key] for key in self.see]


class UnknownTermError(LookupError):
    pass


@cache
def glossary() -> Mapping[str, Term]:
    """Key -> word, in the order of the alphabet."""
    with FILE.open("rb") as file:
        rows = tomllib.load(file)
    found = [Term(key, row["word"], row["short"], row["more"], tuple(row["see"])) for key, row in rows.items()]
    return {term.key: term for term in sorted(found, key=lambda term: term.word.lower())}


def term_of(key: str) -> Term:
    try:
        return glossary()[key]
    except KeyError as unknown:
        raise UnknownTermError(f"“{key}” is no word of celt/ui/help/glossary.toml: add it there.") from unknown
