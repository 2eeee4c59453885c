"""The parts of a review, each with how it stands and with the notes that were taken of it."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from celt.lib.sentences import opened
from reviews.models import FrameworkSection, ReviewNote, SectionJudgement
from reviews.rules.gathering import standing_word
from reviews.selectors.file import files_of
from reviews.selectors.gathering import Place, parts_of
from reviews.selectors.note import NoteLine, note_line

FIRST_NOTES = 4


@dataclass(frozen=True, slots=True)
class JudgedPart:
    """`first` notes stand open beside the part, `more` are folded away."""

    section: FrameworkSection
    judgement: SectionJudgement | None
    word: str
    first: list[NoteLine]
    more: list[NoteLine]

    @property
    def notes(self) -> int:
        return len(self.first) + len(self.more)


@dataclass(frozen=True, slots=True)
class JudgePage:
    answer: str
    parts: list[JudgedPart]
    loose: str  # how many notes are of no part yet, in a sentence; empty for none


def judge_page(user: User, place: Place) -> JudgePage:
    """Five queries. Judgements come to whoever reads the notes: the team, and who runs reviews there."""
    review, scale = place.review, place.review.framework.scale
    judged = {each.section_id: each for each in SectionJudgement.objects.visible_to(user).filter(review=review)}
    notes = ReviewNote.objects.visible_to(user).standing().filter(review=review)
    files = files_of(user, review, writes=False, struck=False)
    lines: dict[int | None, list[NoteLine]] = {}
    for note in notes.select_related("by", "section", "prompt").order_by("seen_at", "pk"):
        lines.setdefault(note.section_id, []).append(
            note_line(note, user, writes=False, files=files.by_note.get(note.pk, ()))
        )
    parts = []
    for section in parts_of(review):
        judgement, own = judged.get(section.pk), lines.get(section.pk, [])
        word = standing_word(scale, judgement.standing, judgement.says) if judgement else ""
        parts.append(JudgedPart(section, judgement, word, own[:FIRST_NOTES], own[FIRST_NOTES:]))
    loose = len(lines.get(None, []))
    told = f"{opened(loose, 'note has', 'notes have')} no part yet, and no place on this page."
    return JudgePage(_answer(parts), parts, told if loose else "")


def _answer(parts: list[JudgedPart]) -> str:
    done = sum(1 for part in parts if part.judgement)
    if not parts:
        return "The framework has no parts to judge."
    if done == len(parts):
        return "Every part has its judgement."
    if not done:
        return f"{opened(len(parts), 'part')} to judge."
    return f"{opened(done, 'part')} judged, {opened(len(parts) - done, 'part').lower()} to judge."
