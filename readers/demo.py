"""What the demo trust's boards read: their meetings of the year, two readers issued, one of them corrected."""

from __future__ import annotations

import datetime

from academies.access import Role
from academies.demo import PRIMARY, SECONDARY
from academies.models import Academy, Membership, Trust
from accounts.models import User
from readers.models import BoardMeeting
from readers.services.edition import issue_edition, prepare_edition
from readers.services.meeting import add_meeting

# Days from today, and what the agenda calls the meeting.
MEETINGS = (
    (-136, "Full board, summer"),
    (-52, "Full board, September"),
    (9, "Full board, autumn"),
    (79, "Full board, spring"),
)
TRUST_MEETINGS = ((-143, "Trust board, summer"), (-59, "Trust board, September"), (12, "Trust board, autumn"))
WORD = "The board is asked to agree how attendance is followed up in the spring term."
TRUST_WORD = "The board is asked which two academies it wants to hear from in March."
CORRECTED = "The first edition asked about three academies; the agenda has room for two."


def play_readers(trust: Trust, today: datetime.date) -> None:
    leader = Membership.objects.filter(trust=trust, role=Role.TRUST_LEADER).order_by("pk")[0].user
    primary, secondary = (Academy.objects.get(trust=trust, slug=slug) for slug in (PRIMARY, SECONDARY))
    head = Membership.objects.filter(academy=primary, role=Role.HEADTEACHER).order_by("pk")[0].user
    of_primary = _kept(trust, primary, head, MEETINGS, today)
    _kept(trust, secondary, leader, MEETINGS, today)
    of_trust = _kept(trust, None, leader, TRUST_MEETINGS, today)
    _issued(head, of_primary[2], WORD)
    _issued(leader, of_trust[2], TRUST_WORD.replace("two academies", "three academies"))
    _issued(leader, of_trust[2], TRUST_WORD, CORRECTED)


def _kept(
    trust: Trust, academy: Academy | None, by: User, days: tuple[tuple[int, str], ...], today: datetime.date
) -> list[BoardMeeting]:
    return [
        add_meeting(
            by=by, trust=trust, academy=academy, on=_weekday(today + datetime.timedelta(days=ahead)), title=title
        )
        for ahead, title in days
    ]


def _weekday(day: datetime.date) -> datetime.date:
    """Boards meet from Monday to Friday."""
    return day + datetime.timedelta(days=max(0, 7 - day.isoweekday()) + 1 if day.isoweekday() > 5 else 0)


def _issued(by: User, meeting: BoardMeeting, word: str, corrects: str = "") -> None:
    issue_edition(by=by, edition=prepare_edition(by=by, meeting=meeting, word=word, corrects=corrects))
