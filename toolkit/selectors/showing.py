"""Visits to colleagues, as the two people read them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from academies.access import Person
from accounts.models import User
from celt.lib.days import british, short_day
from celt.ui.parts import Status, Step, Tone
from toolkit.models import Showing, ShowingState
from toolkit.rules.showing import Side, may

TONES: dict[str, Tone] = {
    ShowingState.ASKED: "busy",
    ShowingState.AGREED: "good",
    ShowingState.DECLINED: "warn",
    ShowingState.MADE: "good",
}
OPEN = (ShowingState.ASKED, ShowingState.AGREED)
# A visit that was made stays in sight until its visitor has said what they took away, or this long.
FRESH = datetime.timedelta(days=21)
AT_MOST = 60


@dataclass(frozen=True)
class Visit:
    """A visit as one of the two sees it. `showing` comes with its offer, the two people and the two academies."""

    showing: Showing
    side: Side
    today: datetime.date

    @property
    def what(self) -> str:
        return str(self.showing.offer)

    @property
    def other(self) -> str:
        shows = self.showing.offer.by if self.side == "visits" else self.showing.asked_by
        return shows.full_name

    @property
    def place(self) -> str:
        """Where the other one works."""
        return (self.showing.offer.academy if self.side == "visits" else self.showing.academy).name

    @property
    def is_open(self) -> bool:
        return self.showing.state in OPEN

    @property
    def is_current(self) -> bool:
        """Open, or made not long ago with nothing written yet."""
        showing = self.showing
        made = showing.state == ShowingState.MADE and self.side == "visits" and not showing.took
        return self.is_open or (made and showing.day is not None and self.today - showing.day <= FRESH)

    @property
    def overdue(self) -> bool:
        """Its day has come, and nobody has said that it was made."""
        return self.showing.state == ShowingState.AGREED and self.showing.day is not None and (
            self.showing.day <= self.today
        )  # fmt: skip

    @property
    def status(self) -> Status:
        showing = self.showing
        if showing.state == ShowingState.AGREED and showing.day:
            return Status("Was it made?" if showing.day < self.today else short_day(showing.day), "good")
        if showing.state == ShowingState.ASKED and self.side == "shows":
            return Status("Waits for your answer", "warn")
        return Status(ShowingState(showing.state).label, TONES.get(showing.state, ""))

    @property
    def says(self) -> str:
        """'You visit Eleri Whitcombe: Retrieval at the start'."""
        who = f"You visit {self.other}" if self.side == "visits" else f"{self.other} visits you"
        return f"{who}: {self.what}"

    @property
    def answer(self) -> str:
        """The page's title."""
        showing, other, what = self.showing, self.other, f"“{self.what}”"
        mine = self.side == "visits"
        match showing.state:
            case ShowingState.ASKED if mine:
                return f"You asked {other} to see {what}; they have not answered yet."
            case ShowingState.ASKED:
                return f"{other} would like to see {what}: when does it suit?"
            case ShowingState.AGREED if self.overdue:
                passed = "is today" if showing.day == self.today else f"was to be on {british(showing.day)}"
                return f"Your visit to {other} {passed}." if mine else f"{other}’s visit {passed}."
            case ShowingState.AGREED:
                day = british(showing.day)
                return f"You visit {other} on {day}." if mine else f"{other} comes to see {what} on {day}."
            case ShowingState.DECLINED:
                return f"{other} cannot show it for now." if mine else f"You told {other} that it is not possible."
            case ShowingState.WITHDRAWN:
                return "You took your question back." if mine else f"{other} does not come after all."
            case _:
                day = british(showing.day)
                return f"You visited {other} on {day}." if mine else f"{other} visited you on {day}."

    @property
    def way(self) -> list[Step]:
        showing = self.showing
        if showing.state in (ShowingState.DECLINED, ShowingState.WITHDRAWN):
            return []
        at = {ShowingState.ASKED: 1, ShowingState.AGREED: 2, ShowingState.MADE: 3}[ShowingState(showing.state)]
        day = short_day(showing.day) if showing.day else ""
        notes = ("", day, "")
        labels = ("Asked for", "A day agreed", "Made")
        return [
            Step(label, notes[n], "done" if n < at else "now" if n == at else "later") for n, label in enumerate(labels)
        ]

    @property
    def url(self) -> str:
        return reverse("toolkit:showing_show", args=[self.showing.pk])

    @property
    def may_answer(self) -> bool:
        return may("agree", self.showing.state, self.side, self.showing.day, self.today)

    @property
    def may_withdraw(self) -> bool:
        return may("withdraw", self.showing.state, self.side, self.showing.day, self.today)

    @property
    def may_log(self) -> bool:
        return may("made", self.showing.state, self.side, self.showing.day, self.today)

    @property
    def may_write(self) -> bool:
        """What they took away, once it was made or with saying so."""
        return self.side == "visits" and (self.may_log or self.showing.state == ShowingState.MADE)


def showings_to_show(user: User) -> QuerySet[Showing]:
    """The person's own, with what a page says of them."""
    return Showing.objects.visible_to(user).select_related(
        "offer__practice", "offer__academy__trust", "offer__by", "asked_by", "academy"
    )


def visit_of(user: User, showing: Showing, today: datetime.date) -> Visit:
    return Visit(showing, "shows" if showing.offer.by_id == user.pk else "visits", today)


def visits_of(user: User, person: Person, today: datetime.date) -> list[Visit]:
    """Open ones first by day, then the others, the newest first. One query."""
    found = showings_to_show(user).filter(offer__academy__trust=person.trust).order_by("-asked_at", "-pk")[:AT_MOST]
    visits = [visit_of(user, showing, today) for showing in found]
    return sorted(
        visits, key=lambda visit: (not visit.is_open, visit.showing.day or today) if visit.is_open else (True, today)
    )
