"""Stories that academies offer to the toolkit, and those taken into it. Fixed numbers of queries."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models.academy import Status as AcademyStatus
from academies.providers import Record, records
from academies.ways import may_at
from accounts.models import User
from celt.lib.sentences import opened
from celt.ui.parts import Filter, Status, Tone, one_of
from toolkit.models import Piece, Story, Theory
from toolkit.models.story import StoryStatus

TONES: dict[str, Tone] = {StoryStatus.OFFERED: "warn", StoryStatus.TAKEN: "good"}
ORDER = (StoryStatus.OFFERED, StoryStatus.TAKEN, StoryStatus.DECLINED, StoryStatus.WITHDRAWN)


# What a story that was taken says of its academy to somebody who sees nothing of that academy.
ELSEWHERE = "Another academy of the trust"


@dataclass(frozen=True, repr=False)
class StoryRow:
    """`known`: the reader sees the academy. Of others they read what was taken into the toolkit, without the name."""

    story: Story
    known: bool

    @property
    def title(self) -> str:
        return self.story.title

    @property
    def url(self) -> str:
        return reverse("toolkit:story_show", args=[self.story.pk])

    @property
    def academy(self) -> str:
        return self.story.academy.name if self.known else ELSEWHERE

    @property
    def stands_with(self) -> Theory | None:
        """Its theory of action; an academy's own is for those who see the academy."""
        theory = self.story.theory
        return theory if theory is not None and (self.known or theory.academy_id is None) else None

    @property
    def theory(self) -> str:
        return self.stands_with.name if self.stands_with else ""

    @property
    def told(self) -> str:
        """What was said to the academy, which is for those who see it."""
        return self.story.answer if self.known else ""

    @property
    def state(self) -> Status:
        status = StoryStatus(self.story.status)
        return Status(status.label, TONES.get(status, ""))

    @property
    def state_order(self) -> int:
        return ORDER.index(StoryStatus(self.story.status))

    @property
    def offered(self) -> datetime.date:
        return timezone.localtime(self.story.offered_at).date()


@dataclass(frozen=True)
class StoriesPage:
    rows: list[StoryRow]
    filters: list[Filter]
    answer: str
    any_at_all: bool


def story_row(story: Story, person: Person) -> StoryRow:
    """No query: `story` comes with academy and theory."""
    return StoryRow(story, may_at(story.academy, person, Permission.VIEW_ACADEMY))


def stories_page(user: User, person: Person, query: Mapping[str, str]) -> StoriesPage:
    """Narrowed by `state`, `academy` and `theory` of the address; those that wait for an answer first."""
    found = Story.objects.visible_to(user).filter(academy__trust=person.trust).select_related("academy", "theory")
    rows = sorted((story_row(story, person) for story in found), key=lambda row: row.state_order)
    academies = {row.story.academy.slug: row.academy for row in rows if row.known}
    theories = {str(row.story.theory_id): row.theory for row in rows if row.stands_with}
    state, academy, theory = (
        one_of(query, name, known)
        for name, known in (("state", StoryStatus.values), ("academy", academies), ("theory", theories))
    )
    return StoriesPage(
        rows=[
            row
            for row in rows
            if state in ("", row.story.status)
            and academy in ("", row.story.academy.slug if row.known else ELSEWHERE)
            and theory in ("", str(row.stands_with.pk) if row.stands_with else "none")
        ],
        filters=[
            Filter.of("state", "State", "Every state", StoryStatus.choices, state),
            Filter.of("academy", "Academy", "Every academy", _sorted(academies), academy),
            Filter.of("theory", "Theory of action", "Every theory", _sorted(theories), theory),
        ],
        answer=_answer(rows),
        any_at_all=bool(rows),
    )


def _answer(rows: Sequence[StoryRow]) -> str:
    waiting = sum(row.story.status == StoryStatus.OFFERED for row in rows)
    taken = sum(row.story.status == StoryStatus.TAKEN for row in rows)
    if waiting:
        kept = f"{taken or 'none'} {'stands' if taken in (0, 1) else 'stand'} in the toolkit"
        return f"{opened(waiting, 'story waits', 'stories wait')} for an answer; {kept}"
    return f"{opened(taken, 'story stands', 'stories stand')} in the toolkit"


def _sorted(named: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(named.items(), key=lambda item: item[1])


@dataclass(frozen=True, repr=False)
class StoryPage:
    """`came_from`: the record that tells more, where the reader may open it. `by`, `answered_by`: names, where the
    reader may know who works there. `case_study`: what was made of it; `may_tell`: the reader may make one."""

    row: StoryRow
    came_from: Record | None
    by: str
    answered_by: str
    may_answer: bool
    case_study: Piece | None
    may_tell: bool

    @property
    def answer(self) -> str:
        where = {
            StoryStatus.OFFERED: "is offered to the toolkit",
            StoryStatus.TAKEN: "stands in the toolkit",
            StoryStatus.DECLINED: "was not taken into the toolkit",
            StoryStatus.WITHDRAWN: "was taken back",
        }[StoryStatus(self.row.story.status)]
        return f"A story of {self.row.academy} {where}"


def story_page(user: User, person: Person, story: Story) -> StoryPage:
    """`story` comes with academy, theory, offered_by and answered_by."""
    names = may_at(story.academy, person, Permission.VIEW_PEOPLE)
    taken = story.status == StoryStatus.TAKEN
    case_study = Piece.objects.visible_to(user).filter(story=story).first() if taken else None
    writes = may_at(story.academy, person, Permission.WRITE_TOOLKIT) and story.academy.status == AcademyStatus.OPEN
    keys = [story.came_from] if story.came_from else []
    return StoryPage(
        row=story_row(story, person),
        came_from=records.named(user, person, story.academy, keys).get(story.came_from),
        by=story.offered_by.full_name if names else "",
        answered_by=story.answered_by.full_name if names and story.answered_by else "",
        may_answer=story.status == StoryStatus.OFFERED and person.can_trust_wide(Permission.MANAGE_TOOLKIT),
        case_study=case_study,
        may_tell=taken and case_study is None and writes,
    )
