"""Help pages and the words of the glossary for the search. No query: they are the same for everybody, and hold nobody's
data."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from academies.access import Person
from academies.hits.kinds import HELP, WORDS
from academies.providers.search import Asked, Hit
from accounts.models import User
from celt.ui.help.glossary import glossary
from celt.ui.help.steps import first_minutes

KINDS = (WORDS, HELP)


def help_hits(user: User, person: Person, asked: Asked) -> Iterator[Hit]:
    if asked.wants(WORDS):
        for term in glossary().values():
            known_as = term.key.replace("-", " ")
            yield Hit(WORDS.slug, term.heading, term.address, "Glossary", term.short, known_as)
    if asked.wants(HELP):
        for each in first_minutes().values():
            url = reverse("help:first_ten_minutes", args=[each.slug])
            yield Hit(HELP.slug, each.title, url, "Help", each.lead)
        yield Hit(
            HELP.slug,
            "How to read a gap, in five minutes",
            reverse("help:reading_a_gap"),
            "Help",
            "One chart, what its interval means, why small groups are hidden, and what to ask next.",
        )
