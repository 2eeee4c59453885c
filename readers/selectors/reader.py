"""A reader as it stands now, for a meeting: what a proof is made of."""

from __future__ import annotations

import datetime

from django.utils import timezone

from academies.models import Academy
from accounts.models import User
from celt.lib.days import british
from celt.lib.terms import first_day_of_year, year_on
from plans.rules.withhold import withheld
from plans.selectors.named import SOMEBODY
from readers.models import BoardMeeting, Edition
from readers.rules.told import Reader, from_data
from readers.selectors.academy_reader import academy_parts
from readers.selectors.eyes import governor_of, names_withheld, trustee_of
from readers.selectors.measures import sources_of
from readers.selectors.trust_reader import trust_parts


def reader_now(user: User, meeting: BoardMeeting) -> Reader:
    """As somebody reads it who governs there and is nothing else, whoever asks. `user` sees all of it anyway.

    `meeting` with academy and trust. It is written once and kept, so it may ask what it needs to.
    """
    today = timezone.localdate()
    before = meeting_before(user, meeting)
    until = min(today, meeting.on)
    span = (before.on if before else first_day_of_year(year_on(until)), until, _since(before, until))
    earlier = from_data(last.content).figures if before and (last := _last_issued(user, before)) else {}
    if meeting.academy is not None:
        person, kind = governor_of(meeting.academy), "academy"
        places: list[Academy] = [meeting.academy]
        answer, parts, looked = academy_parts(user, person, meeting.academy, span, earlier, first=before is None)
    else:
        person, kind = trustee_of(meeting.trust), "trust"
        places = list(Academy.objects.visible_to(user).filter(trust=meeting.trust))
        answer, parts, looked = trust_parts(user, person, meeting.trust, span, earlier, first=before is None)
    reader = Reader(
        kind=kind,  # type: ignore[arg-type]
        board=meeting.board,
        trust=str(meeting.trust),
        meeting=meeting.title,
        day=british(meeting.on),
        since=british(span[0]),
        prepared=british(today),
        sources=sources_of(looked),
        answer=answer,
        parts=parts,
    )
    return withheld(reader, names_withheld(person, places), SOMEBODY.lower())


def meeting_before(user: User, meeting: BoardMeeting) -> BoardMeeting | None:
    """The board's own last meeting before this one."""
    earlier = BoardMeeting.objects.visible_to(user).standing().of_board(meeting.trust_id, meeting.academy_id)
    return earlier.filter(on__lt=meeting.on).order_by("-on", "-pk").first()


def _last_issued(user: User, meeting: BoardMeeting) -> Edition | None:
    return Edition.objects.visible_to(user).issued().filter(meeting=meeting).order_by("-number").first()


def _since(before: BoardMeeting | None, until: datetime.date) -> str:
    if before is None:
        return f"Since {british(first_day_of_year(year_on(until)))}"
    return f"Since the last meeting, {british(before.on)}"
