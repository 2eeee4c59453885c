"""What the files of the starter toolkit share: a table of TOML that says, by file and field, what is wrong with it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

PHASES = ("early_years", "primary", "secondary", "sixteen_plus")
# What the tables of the toolkit hold: characters of a work, of what it found, of a line, of a subject.
CITATION, FOUND, LINE, SUBJECT = 300, 400, 300, 40
STRANDS = ("literacy", "metacognition", "engagement", "explaining", "questioning", "memory", "feedback", "culture")


@dataclass(frozen=True, slots=True)
class Source:
    """`says`: what the work found, in one sentence of ours. `url` is empty where we are not sure of it."""

    citation: str
    says: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One table, of the file or within it. Every method raises ValueError with the file and the field."""

    file: str
    table: dict[str, Any]
    within: str = ""

    def wrong(self, field: str, why: str) -> ValueError:
        return ValueError(f"{self.file}: {self.within}“{field}” {why}.")

    def only(self, fields: Iterable[str]) -> None:
        """A misspelt key would otherwise be lost without a word."""
        for key in self.table:
            if key not in fields:
                raise self.wrong(key, "is not a field that is known here")

    def text(self, field: str, most: int = 0) -> str:
        value = self.table.get(field)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(field, "is missing or empty")
        if most and len(value.strip()) > most:
            raise self.wrong(field, f"has {len(value.strip())} characters, {most} at most")
        return value.strip()

    def maybe(self, field: str, most: int = 0) -> str:
        return self.text(field, most) if self.table.get(field) else ""

    def one_of(self, field: str, known: Iterable[str]) -> str:
        value = self.text(field)
        if value not in known:
            raise self.wrong(field, f"is “{value}”, not one of {', '.join(known)}")
        return value

    def many(
        self, field: str, least: int = 0, most: int = 0, *, length: int = 0, known: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """A list of texts. `length` in characters, for each of them; `known` the only values allowed, if any."""
        values = self.table.get(field)
        if not isinstance(values, list) or any(not isinstance(v, str) or not v.strip() for v in values):
            raise self.wrong(field, "is not a list of texts")
        if len(values) < least or (most and len(values) > most):
            raise self.wrong(field, f"has {len(values)} entries, not {least}{f' to {most}' if most else ' or more'}")
        for value in values:
            if length and len(value) > length:
                raise self.wrong(field, f"has an entry of {len(value)} characters, {length} at most: “{value}”")
            if known and value not in known:
                raise self.wrong(field, f"names “{value}”, not one of {', '.join(known)}")
        if len(set(values)) < len(values):
            raise self.wrong(field, "says the same twice")
        return tuple(value.strip() for value in values)

    def tables(self, field: str, least: int) -> list[Told]:
        values = self.table.get(field, [])
        if not isinstance(values, list) or any(not isinstance(value, dict) for value in values):
            raise self.wrong(field, "is not a list of tables")
        if len(values) < least:
            raise self.wrong(field, f"has {len(values)} entries, not {least} or more")
        return [Told(self.file, value, f"{field} {at}: ") for at, value in enumerate(values, start=1)]

    def sources(self) -> tuple[Source, ...]:
        found = []
        for told in self.tables("sources", least=1):
            told.only(("citation", "url", "says"))
            url = told.maybe("url")
            if url and not url.startswith("https://"):
                raise told.wrong("url", "does not begin with https://")
            found.append(Source(told.text("citation", most=CITATION), told.text("says", most=FOUND), url))
        return tuple(found)


def read(folder: str, make: Callable[[str, Told], T]) -> tuple[T, ...]:
    """One thing for each file of a folder beside this one, by name of file; `make` takes its slug and its table."""
    read = []
    for path in sorted((Path(__file__).parent / folder).glob("*.toml")):
        file = f"{folder}/{path.name}"
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as wrong:
            raise ValueError(f"{file}: cannot be read as TOML. {wrong}") from wrong
        read.append(make(path.stem, Told(file, table)))
    return tuple(read)
