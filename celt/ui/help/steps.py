"""Everybody's first ten minutes, read once from the file beside this module.

A step tells one thing to press and what one then sees. What stands on the page is made of these parts alone, so that a
test can read the page and do what it says.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("first_ten_minutes.toml")
# What can be told to do, and the sentence that tells it. `{name}` is what stands on the thing itself, or ends it.
WAYS: Mapping[str, str] = {
    "menu": "In the menu press “{name}”.",
    "link": "Press the link “{name}”.",
    "open": "Open the question that ends “{name}”.",
    "first": "In the table under “{name}” press the first name.",
}


@dataclass(frozen=True, slots=True)
class FirstStep:
    """`why`: what is to be seen there, in the writer's own words."""

    way: str
    name: str
    sees: str
    why: str

    @property
    def does(self) -> str:
        return WAYS[self.way].format(name=self.name)

    @property
    def then(self) -> str:
        return f"Find “{self.sees}” on the page."


@dataclass(frozen=True, slots=True)
class FirstMinutes:
    slug: str
    title: str
    lead: str
    steps: tuple[FirstStep, ...]
    after: tuple[str, ...]

    def at(self, academy: str) -> FirstMinutes:
        """As somebody of that academy reads it; "" for who works at none or at several."""
        named = academy or "the name of your academy"
        return replace(self, steps=tuple(replace(s, name=s.name.replace("{academy}", named)) for s in self.steps))


@cache
def first_minutes() -> Mapping[str, FirstMinutes]:
    with FILE.open("rb") as file:
        rows = tomllib.load(file)
    return {
        slug: FirstMinutes(
            slug, row["title"], row["lead"], tuple(FirstStep(**step) for step in row["steps"]), tuple(row["after"])
        )
        for slug, row in rows.items()
    }
