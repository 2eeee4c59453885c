"""The playbook: published practices, a page each, chosen in the address; for the page and the PDF alike.

Three queries, however many practices.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from academies.access import Person
from accounts.models import User
from celt.lib.days import british
from celt.lib.pdf import pdf
from celt.lib.sentences import inside, listed
from celt.ui.markdown import to_blocks
from celt.ui.parts import Filter, one_of
from toolkit.models import Practice, Strand, Strength, TaughtPhase
from toolkit.rules.words import in_words
from toolkit.selectors.practice import phases_said

MOST = 60  # practices in one playbook: nobody reads more, and the PDF is made while one waits


@dataclass(frozen=True)
class PlayPage:
    """One practice. `strength` is how sure one can be of it, with its word first."""

    slug: str
    title: str
    kind: str
    strand: str
    about: str
    what: str
    strength: str
    steps: list[str]
    looks_like: list[str]
    looks_unlike: list[str]
    lesson: str
    lesson_says: str

    @property
    def url(self) -> str:
        return reverse("toolkit:practice_show", args=[self.slug])


@dataclass(frozen=True, slots=True)
class Tick:
    slug: str
    title: str
    ticked: bool


@dataclass(frozen=True)
class Playbook:
    """`pages` by strand: (strand, its pages). `choices` likewise, of all that the filters leave. `query`: the address
    of the same book. `cut`: it holds the first of them alone. `day`: when its newest version was published."""

    trust: str
    answer: str
    chosen: str
    pages: list[tuple[str, list[PlayPage]]]
    choices: list[tuple[str, list[Tick]]]
    filters: list[Filter]
    query: str
    cut: bool
    day: datetime.date
    any_at_all: bool

    @property
    def number(self) -> int:
        return sum(len(pages) for _, pages in self.pages)


def playbook(user: User, person: Person, query: QueryDict) -> Playbook:
    """`strand` and `phase` of the address narrow it, each `practice` (its slug) chooses one; none: all of them."""
    ours = Practice.objects.visible_to(user).in_use().filter(trust=person.trust)
    rows = sorted(
        ours.select_related("current").prefetch_related("current__steps", "current__examples"),
        key=lambda row: (Strand.values.index(row.strand), row.title.lower(), row.pk),
    )
    strand = one_of(query, "strand", Strand.values)
    phase = one_of(query, "phase", TaughtPhase.values)
    ticked = set(query.getlist("practice")) & {row.slug for row in rows}
    left = [row for row in rows if strand in ("", row.strand) and (not phase or phase in row.phases)]
    told = [row for row in left if not ticked or row.slug in ticked]
    published = [row.current.published_at for row in told if row.current and row.current.published_at]
    return Playbook(
        trust=person.trust.name if person.trust else "",
        answer=_answer(len(told)),
        chosen=_chosen(strand, phase, len(told), ticked=bool(ticked)),
        pages=_by_strand(told[:MOST], [_page(row, phase) for row in told[:MOST]]),
        choices=_by_strand(left, [Tick(row.slug, row.title, row.slug in ticked) for row in left]),
        filters=[
            Filter.of("strand", "Strand", "Every strand", Strand.choices, strand),
            Filter.of("phase", "Phase", "Every phase", TaughtPhase.choices, phase),
        ],
        query=urlencode(
            [
                *((name, value) for name, value in (("strand", strand), ("phase", phase)) if value),
                *(("practice", row.slug) for row in told if ticked),
            ]
        ),
        cut=len(told) > MOST,
        day=max(published, default=timezone.now()).date(),
        any_at_all=bool(rows),
    )


def playbook_file(book: Playbook) -> bytes:
    """The same as PDF, tagged to PDF/UA-1. Its day is that of its newest version, so that one book is one file."""
    data = {
        "trust": book.trust,
        "chosen": book.chosen,
        "answer": book.answer,
        "day": british(book.day),
        "strands": [
            {
                "name": strand,
                "practices": [
                    {
                        "slug": page.slug,
                        "title": page.title,
                        "kind": page.kind,
                        "about": page.about,
                        "strength": page.strength,
                        "what": [
                            {
                                "kind": block.kind,
                                "number": block.number,
                                "runs": [[run.text, run.strong, run.em] for run in block.runs],
                            }
                            for block in to_blocks(page.what)
                        ],
                        "steps": page.steps,
                        "like": page.looks_like,
                        "unlike": page.looks_unlike,
                        "lesson": page.lesson,
                        "lesson_says": page.lesson_says,
                    }
                    for page in pages
                ],
            }
            for strand, pages in book.pages
        ],
    }
    made_at = datetime.datetime.combine(book.day, datetime.time(), tzinfo=datetime.UTC)
    return pdf("playbook", data, on=made_at)


def _page(row: Practice, phase: str) -> PlayPage:
    """With one example: of the phase that was chosen, where there is one."""
    version: Any = row.current
    about = phases_said(row.phases)
    examples = sorted(version.examples.all(), key=lambda each: each.phase != phase)
    return PlayPage(
        slug=row.slug,
        title=row.title,
        kind=row.get_kind_display(),
        strand=row.get_strand_display(),
        about=f"{about} · {listed(row.subjects, most=4)}" if row.subjects else about,
        what=version.what,
        strength=Strength(version.strength).label if version.strength else "",
        steps=[step.says for step in version.steps.all()],
        looks_like=version.looks_like,
        looks_unlike=version.looks_unlike,
        lesson=(examples[0].subject or TaughtPhase(examples[0].phase).label) if examples else "",
        lesson_says=examples[0].says if examples else "",
    )


def _by_strand(rows: Sequence[Practice], things: Sequence[Any]) -> list[tuple[str, list[Any]]]:
    found: dict[str, list[Any]] = {}
    for row, thing in zip(rows, things, strict=True):
        found.setdefault(row.get_strand_display(), []).append(thing)
    return list(found.items())


def _answer(number: int) -> str:
    if not number:
        return "No practice fits this choice."
    said = in_words(number).capitalize()
    return f"{said} practice, on a page." if number == 1 else f"{said} practices, a page each."


def _chosen(strand: str, phase: str, number: int, *, ticked: bool) -> str:
    """What was chosen, as the cover says it."""
    said = [Strand(strand).label] if strand else []
    if phase:
        said.append(f"{inside(TaughtPhase(phase).label)}" if said else TaughtPhase(phase).label)
    if ticked:
        return f"Chosen from {listed(said)}" if said else "A choice of the trust’s practices"
    return listed(said) if said else "All of the trust’s practices"
