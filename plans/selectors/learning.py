"""An academy's learning in one view: teams, cycles of enquiry, tours, the school improvement team."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import OuterRef, Q
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from accounts.models import User
from celt.lib.counting import how_many
from celt.lib.days import british
from celt.lib.sentences import opened
from celt.ui.parts import Choice, Filter
from plans.models import Enquiry, LearningTeam, TeamMeeting, TeamMember, TeamSeat, Tour, TourStop, TourStory
from plans.models.enquiry import EnquiryState
from plans.models.tour import TourState
from plans.selectors.learning_cards import EnquiryCard, Meeting, Rights, SeatLine, TeamCard, TourCard
from plans.selectors.people import staff_ids
from plans.services.changing import why_academy_shut
from toolkit.models.story import StoryStatus

DECIDED_SHOWN = 5
TOURS_SHOWN = 3
STATES = {"current": "Today", "ended": "Ended"}
Row = TypeVar("Row")


def rights_at(user: User, person: Person, academy: Academy) -> Rights:
    """One query, of which teams the reader is a member; none for who leads learning there."""
    shut = why_academy_shut(academy)
    leads = not shut and may_at(academy, person, Permission.LEAD_LEARNING)
    mine = TeamMember.objects.visible_to(user).current().filter(person=user, team__academy=academy)
    return Rights(
        leads=leads,
        seats=not shut and may_at(academy, person, Permission.EDIT_PLAN),
        teams=frozenset() if leads or shut else frozenset(mine.values_list("team", flat=True)),
        shut=shut,
    )


@dataclass(frozen=True)
class LearningPage:
    academy: Academy
    rights: Rights
    teams: list[TeamCard]
    under_way: list[EnquiryCard]
    ended: list[EnquiryCard]
    tours: list[TourCard]
    seats: list[SeatLine]
    today: datetime.date
    past_teams: int = 0
    decided: list[EnquiryCard] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        return bool(self.teams or self.under_way or self.ended or self.tours or self.seats or self.past_teams)

    @property
    def next_tours(self) -> list[TourCard]:
        """Those to come, the next first; then what was walked last."""
        ahead = [card for card in self.tours if card.tour.state == TourState.PLANNED]
        walked = [card for card in self.tours if card.tour.state == TourState.WALKED]
        return [*sorted(ahead, key=lambda card: card.on), *walked][:TOURS_SHOWN]

    @property
    def answer(self) -> str:
        if not (self.teams or self.under_way or self.decided or self.tours):
            return f"No learning team meets at {self.academy} yet."
        said = f"{opened(len(self.teams), 'learning team meets', 'learning teams meet')} at {self.academy}"
        n = len(self.under_way)
        if not n:
            return f"{said}, and no enquiry is under way."
        said += f"; {opened(n, 'enquiry is', 'enquiries are').lower()} under way"
        waiting = sum(card.enquiry.state == EnquiryState.LOOKING and bool(card.found) for card in self.under_way)
        if waiting:
            return f"{said}, and {self._of_them(waiting, 'waits', 'wait')} for a decision."
        late = sum(card.late for card in self.under_way)
        if late:
            return f"{said}, and the evidence of {self._of_them(late, 'is', 'is')} late."
        first = min(card.due for card in self.under_way)
        return f"{said}, and {'its' if n == 1 else 'the first'} evidence is due on {british(first)}."

    def _of_them(self, n: int, one: str, many: str) -> str:
        """'it waits', 'one of them waits', 'two of them wait'."""
        if len(self.under_way) == 1:
            return f"it {one}"
        return opened(n, f"of them {one}", f"of them {many}").lower()


def learning_page(user: User, person: Person, academy: Academy) -> LearningPage:
    """Eight queries."""
    rights, today = rights_at(user, person, academy), timezone.localdate()
    cards = team_cards(user, academy, rights)
    found = enquiry_cards(user, academy, rights)
    ended = [card for card in found if not card.is_open]
    return LearningPage(
        academy=academy,
        rights=rights,
        teams=[card for card in cards if not card.ended],
        under_way=sorted((card for card in found if card.is_open), key=lambda card: (card.due, card.enquiry.pk)),
        ended=ended,
        decided=[card for card in ended if card.enquiry.state == EnquiryState.DECIDED][:DECIDED_SHOWN],
        tours=tour_cards(user, academy, rights),
        seats=[line for line in seat_lines(user, academy) if line.ends is None or line.ends >= today],
        today=today,
        past_teams=sum(card.ended for card in cards),
    )


def narrowed_by_state(rows: list[Row], ended: Callable[[Row], bool], state: str) -> tuple[list[Row], Filter]:
    """What still goes on, what ended, or all of it, by `state` of an address; and the choice of it."""
    wanted = state if state in STATES else ""
    choices = [Choice("", "All"), *(Choice(*each) for each in STATES.items())]
    shown = [row for row in rows if not wanted or ended(row) is (wanted == "ended")]
    return shown, Filter("state", "State", choices, wanted)


def team_cards(user: User, academy: Academy, rights: Rights) -> list[TeamCard]:
    """All teams of the academy, those that meet first. Three queries."""
    today = timezone.localdate()
    teams = list(
        LearningTeam.objects.visible_to(user).filter(academy=academy).select_related("theory").order_by("name", "pk")
    )
    members: dict[int, list[TeamMember]] = {}
    current = TeamMember.objects.visible_to(user).current().filter(team__in=teams)
    for member in current.select_related("person"):
        members.setdefault(member.team_id, []).append(member)
    meetings = meetings_of(user, teams)
    cards = [TeamCard(team, members.get(team.pk, []), meetings.get(team.pk, []), rights, today) for team in teams]
    return sorted(cards, key=lambda card: card.ended)


def meetings_of(user: User, teams: list[LearningTeam]) -> dict[int, list[Meeting]]:
    """Team pk -> its meetings that were not called off. One query."""
    found: dict[int, list[Meeting]] = {}
    rows = TeamMeeting.objects.visible_to(user).standing().filter(team__in=teams).annotate(noted=~Q(notes=""))
    for pk, team, on, noted in rows.values_list("pk", "team", "on", "noted"):
        found.setdefault(team, []).append(Meeting(pk, on, noted))
    return found


def enquiry_cards(user: User, academy: Academy, rights: Rights) -> list[EnquiryCard]:
    """All of the academy's, the newest first. One query."""
    today = timezone.localdate()
    found = Enquiry.objects.visible_to(user).filter(academy=academy).select_related("team", "theory")
    return [EnquiryCard(enquiry, rights, today) for enquiry in found]


def tour_cards(user: User, academy: Academy, rights: Rights) -> list[TourCard]:
    """All of the academy's, the newest first. One query."""
    today = timezone.localdate()
    found = Tour.objects.visible_to(user).filter(academy=academy).select_related("theory")
    stops = TourStop.objects.visible_to(user).filter(tour=OuterRef("pk"))
    told = TourStory.objects.visible_to(user).filter(tour=OuterRef("pk"))
    counted_in: Iterable[Any] = found.annotate(
        n_stops=how_many(stops.filter(archived_at__isnull=True)),
        n_told=how_many(told),
        n_offered=how_many(told.filter(offered__status=StoryStatus.OFFERED)),
        n_taken=how_many(told.filter(offered__status=StoryStatus.TAKEN)),
    )
    return [TourCard(t, t.n_stops, t.n_told, t.n_offered, t.n_taken, rights, today) for t in counted_in]


def seat_lines(user: User, academy: Academy) -> list[SeatLine]:
    """Seats that are held first, then those that ended, the newest first. Two queries."""
    today = timezone.localdate()
    seats = TeamSeat.objects.visible_to(user).filter(academy=academy).select_related("person")
    working = staff_ids([academy])[academy.pk]
    lines = [SeatLine(seat, today, seat.person_id not in working) for seat in seats]
    return sorted(lines, key=lambda line: (not line.sits, line.who if line.sits else "", -line.starts.toordinal()))
