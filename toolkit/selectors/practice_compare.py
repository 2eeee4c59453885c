"""Two versions of a practice side by side: the words that changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from celt.lib.sentences import counted, inside, listed
from toolkit.models import PracticeVersion
from toolkit.models.about import Strength, TaughtPhase
from toolkit.rules.changed import Bit, Entry, any_changed, entries_changed, lines_changed, words_changed
from toolkit.services.content import Content, content_of


@dataclass(frozen=True)
class Part:
    """One part of the practice: a text as `bits`, or a list as `entries`."""

    label: str
    bits: tuple[Bit, ...] = ()
    entries: tuple[Entry, ...] = ()
    numbered: bool = False

    @property
    def changed(self) -> bool:
        return any(bit.how != "same" for bit in self.bits) or any_changed(self.entries)


@dataclass(frozen=True, repr=False)
class Compared:
    old: PracticeVersion
    new: PracticeVersion
    parts: list[Part]

    @property
    def changed(self) -> list[Part]:
        return [part for part in self.parts if part.changed]

    @property
    def same(self) -> list[Part]:
        return [part for part in self.parts if not part.changed]

    @property
    def same_said(self) -> str:
        return listed([inside(part.label) for part in self.same], most=9)

    @property
    def answer(self) -> str:
        n = len(self.changed)
        about = f"{self.new.title}, from version {self.old.number} to {self.new.number}"
        return f"{about}: {counted(n, 'part')} of {len(self.parts)} changed" if n else f"{about}: nothing changed"


def compared(old: PracticeVersion, new: PracticeVersion) -> Compared:
    """Six queries."""
    a, b = content_of(old), content_of(new)
    return Compared(
        old,
        new,
        [
            Part("Name", words_changed(a.title, b.title)),
            Part("What it is", words_changed(a.what, b.what)),
            Part("Steps", entries=entries_changed(_steps(a), _steps(b)), numbered=True),
            Part("What one sees where it is done", entries=lines_changed(a.looks_like, b.looks_like)),
            Part("What it is not", entries=lines_changed(a.looks_unlike, b.looks_unlike)),
            Part("How strong the evidence is", words_changed(_strength(a), _strength(b))),
            Part("Why it should work", words_changed(a.why, b.why)),
            Part("Examples", entries=lines_changed(_examples(a), _examples(b))),
            Part("Sources", entries=lines_changed(_sources(a), _sources(b))),
        ],
    )


def _steps(content: Content) -> Sequence[tuple[object, str]]:
    return [(step.key, step.says) for step in content.steps]


def _strength(content: Content) -> str:
    return str(Strength(content.strength).label) if content.strength else ""


def _examples(content: Content) -> list[str]:
    return [
        f"{TaughtPhase(each.phase).label}{f', {each.subject}' if each.subject else ''}: {each.says}"
        for each in content.examples
    ]


def _sources(content: Content) -> list[str]:
    return [". ".join(part.rstrip(".") for part in (s.citation, s.says, s.url) if part) for s in content.sources]
