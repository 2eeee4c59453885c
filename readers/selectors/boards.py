"""Meetings of boards with what was issued for each: the list, and one academy's. A fixed number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.lib.names import short_names
from celt.lib.sentences import opened
from celt.ui.parts import Filter, Link, Status, one_of
from readers.models import BoardMeeting, Edition

TRUST_BOARD = "trust"


@dataclass(frozen=True)
class MeetingLine:
    """One meeting as somebody may know of it. `edition`: the one in force; `proof`: for who issues it alone."""

    meeting: BoardMeeting
    board: str
    edition: Edition | None
    proof: Edition | None
    earlier: Sequence[Edition]
    keeps: bool
    today: datetime.date

    @property
    def state(self) -> Status:
        if self.meeting.is_called_off:
            return Status("Called off")
        if self.edition is not None:
            again = self.edition.number > 1
            return Status(f"Edition {self.edition.number} issued" if again else "Issued", "good")
        if self.proof is not None:
            return Status("Proof", "busy")
        return Status("Nothing issued" if self.meeting.is_past(self.today) else "Nothing issued yet")

    @property
    def url(self) -> str:
        """The edition that a board has before it, else the proof that waits; empty where there is neither."""
        edition = self.edition or self.proof
        return reverse("readers:edition_show", args=[edition.pk]) if edition else ""

    @property
    def links(self) -> list[Link]:
        """What may be done, for who keeps the board."""
        if not self.keeps or self.meeting.is_called_off:
            return []
        found = []
        if self.proof is not None and self.edition is not None:
            found.append(Link("Look at the new proof", reverse("readers:edition_show", args=[self.proof.pk])))
        elif self.proof is None and (self.edition is not None or not self.meeting.is_past(self.today)):
            label = "Correct it in a new edition" if self.edition else "Prepare the reader"
            found.append(Link(label, reverse("readers:edition_prepare", args=[self.meeting.pk])))
        if self.edition is None and not self.meeting.is_past(self.today):
            found.append(Link("Change", reverse("readers:meeting_change", args=[self.meeting.pk])))
        return found


@dataclass(frozen=True)
class BoardsPage:
    """`coming`: from today on, the next first. `past`: newest first. `newest`: the last that was issued."""

    answer: str
    lead: str
    newest: MeetingLine | None
    coming: list[MeetingLine]
    past: list[MeetingLine]
    filters: list[Filter]
    several: bool

    @property
    def anything(self) -> bool:
        return bool(self.coming or self.past)


def boards_page(user: User, person: Person, query: Mapping[str, str], academy: Academy | None = None) -> BoardsPage:
    """Every board that the person reads for in this trust, narrowed by `board`; or one academy's. Two queries."""
    found = BoardMeeting.objects.visible_to(user).filter(trust=person.trust)
    if academy is not None:
        found = found.filter(academy=academy)
    lines = _lines(user, person, found)
    boards = sorted({(_slug(line.meeting), line.board) for line in lines}, key=lambda each: each[1])
    several = len(boards) > 1
    board = one_of(query, "board", [slug for slug, _ in boards]) if several else ""
    kept = [line for line in lines if board in ("", _slug(line.meeting))]
    today = timezone.localdate()
    coming = [line for line in reversed(kept) if not line.meeting.is_past(today)]
    issued = sorted((line for line in kept if line.edition), key=_issued_at, reverse=True)
    return BoardsPage(
        answer=_answer(coming, issued, today, several=several and not board),
        lead="Each reader stays as it was issued, so that a minute can refer to what was read.",
        newest=issued[0] if issued else None,
        coming=coming,
        past=[line for line in kept if line.meeting.is_past(today)],
        filters=[Filter.of("board", "Board", "Every board", boards, board)] if several else [],
        several=several and not board,
    )


def _slug(meeting: BoardMeeting) -> str:
    return meeting.academy.slug if meeting.academy else TRUST_BOARD


def _issued_at(line: MeetingLine) -> datetime.datetime:
    assert line.edition is not None
    assert line.edition.issued_at is not None
    return line.edition.issued_at


def _lines(user: User, person: Person, found: Iterable[BoardMeeting]) -> list[MeetingLine]:
    editions = Edition.objects.visible_to(user).defer("content").order_by("-number")
    meetings = list(
        found.select_related("academy", "trust")  # type: ignore[attr-defined]
        .prefetch_related(Prefetch("editions", editions, to_attr="held_editions"))
        .order_by("-on", "-pk")
    )
    short = short_names({meeting.academy.name for meeting in meetings if meeting.academy})
    return [_line(meeting, short, person) for meeting in meetings]


def _line(meeting: BoardMeeting, short: Mapping[str, str], person: Person) -> MeetingLine:
    editions: list[Edition] = meeting.held_editions  # type: ignore[attr-defined]
    for edition in editions:
        edition.meeting = meeting
    issued = [edition for edition in editions if edition.is_issued]
    return MeetingLine(
        meeting=meeting,
        board=short[meeting.academy.name] if meeting.academy else f"{meeting.trust} (trust board)",
        edition=issued[0] if issued else None,
        proof=next((edition for edition in editions if not edition.is_issued), None),
        earlier=issued[1:],
        keeps=keeps(meeting, person),
        today=timezone.localdate(),
    )


def keeps(meeting: BoardMeeting, person: Person) -> bool:
    """Whether the person keeps this board's meetings. No query; `person` looks at its trust."""
    if meeting.academy is not None:
        return may_at(meeting.academy, person, Permission.ISSUE_READERS)
    return person.can_trust_wide(Permission.ISSUE_READERS)


def boards_kept(user: User, person: Person) -> list[tuple[str, str]]:
    """Value and name of each board whose meetings the person keeps, the trust's first. One query."""
    every = Academy.objects.visible_to(user).open().filter(trust=person.trust).select_related("trust")
    found = [(each.slug, each.name) for each in every if may_at(each, person, Permission.ISSUE_READERS)]
    own = person.trust is not None and person.can_trust_wide(Permission.ISSUE_READERS)
    return [(TRUST_BOARD, f"{person.trust} (trust board)"), *found] if own else found


def _answer(
    coming: Sequence[MeetingLine], issued: Sequence[MeetingLine], today: datetime.date, *, several: bool
) -> str:
    standing = [line for line in coming if not line.meeting.is_called_off]
    if not standing:
        if issued:
            return f"No meeting is set; the last reader is of {british(issued[0].meeting.on)}."
        return "No meeting of a board is set yet."
    first = standing[0]
    when = "today" if first.meeting.on == today else f"on {british(first.meeting.on)}"
    whose = f"the board of {first.board} meets" if several else "the board meets"
    if several and first.meeting.academy is None:
        whose = "the trust board meets"
    stands = "its reader is issued" if first.edition else "its reader is not issued yet"
    rest = (
        f" {opened(len(standing) - 1, 'more meeting')} {'is' if len(standing) == 2 else 'are'} set."
        if standing[1:]
        else ""
    )
    return f"Next, {whose} {when}; {stands}.{rest}"
