"""Everybody's first ten minutes, read once from the file beside this module.

A step tells one thing to press and what one then sees. What stands on the page is made of these parts alone, so that a
test can read the page and do what it says.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("first_ten_minutes.toml")
# What can be told to do, and the sentence that tells it. `{name}` is what stands on the thing itself.
WAYS: Mapping[str, str] = {
    "menu": "In the menu press “{name}”.",
    "link": "Press the link “{name}”.",
    "button": "Press the button “{name}”.",
    "open": "Open “{name}”.",
    "first": "In the table under “{name}” press the first name.",
    "choose": "In the list “{name}” choose “{choice}”.",
}


@dataclass(frozen=True, slots=True)
class FirstStep:
    does: str
    sees: str
    why: str

    @property
    def then(self) -> str:
        return f"You now see “{self.sees}”."


@dataclass(frozen=True, slots=True)
class FirstMinutes:
    slug: str
    title: str
    lead: str
    steps: tuple[FirstStep, ...]
    after: tuple[str, ...]


@cache
def first_minutes() -> Mapping[str, FirstMinutes]:
    with FILE.open("rb") as file:
        rows = tomllib.load(file)
    return {slug: _minutes(slug, row) for slug, row in rows.items()}


def _minutes(slug: str, row: dict[str, object]) -> FirstMinutes:
    steps = row["steps"]
    assert isinstance(steps, list)
    return FirstMinutes(
        slug=slug,
        title=str(row["title"]),
        lead=str(row["lead"]),
        steps=tuple(FirstStep(WAYS[step["way"]].format(**step), step["sees"], step["why"]) for step in steps),
        after=tuple(row["after"]),  # type: ignore[arg-type]
    )
