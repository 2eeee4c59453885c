"""One learning team: its members, its meetings, its enquiries."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from academies.access import Person
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import counted, opened
from plans.models import LearningTeam, TeamMeeting, TeamMember
from plans.models.enquiry import ENDED
from plans.selectors.learning import enquiry_cards, meetings_of, rights_at
from plans.selectors.learning_cards import EnquiryCard, Rights, TeamCard
from plans.selectors.people import staff_ids


@dataclass(frozen=True)
class MemberLine:
    member: TeamMember
    today: datetime.date
    works_there: bool

    @property
    def who(self) -> str:
        return self.member.person.full_name

    @property
    def belongs(self) -> bool:
        """Today, or from a day to come."""
        return self.member.ends is None or self.member.ends >= self.today

    @property
    def note(self) -> str:
        member, said = self.member, ["leads the team"] if self.member.leads and self.belongs else []
        if not self.belongs:
            said.append(f"until {british(member.ends)}")
        elif member.starts > self.today:
            said.append(f"from {british(member.starts)}")
        elif member.ends is not None:
            said.append(f"until {british(member.ends)}")
        if self.belongs and not self.works_there:
            said.append("no longer works at the academy")
        return ", ".join(said)


@dataclass(frozen=True)
class MeetingLine:
    meeting: TeamMeeting
    today: datetime.date

    @property
    def on(self) -> datetime.date:
        return self.meeting.on

    @property
    def notes(self) -> str:
        return self.meeting.notes

    @property
    def tries(self) -> str:
        return self.meeting.tries

    @property
    def written_by(self) -> str:
        return self.meeting.written_by.full_name if self.meeting.notes else ""

    @property
    def state(self) -> str:
        if self.meeting.called_off_at:
            return "Called off"
        if self.meeting.notes:
            return "Held"
        return "Planned" if self.on >= self.today else "Not noted"

    @property
    def key(self) -> str:
        """What the draft of its note is kept under."""
        return str(self.meeting.pk)

    @property
    def can_be_noted(self) -> bool:
        return not self.meeting.called_off_at and not self.meeting.notes and self.on <= self.today


@dataclass(frozen=True)
class TeamPage:
    card: TeamCard
    rights: Rights
    lines: list[MemberLine]
    meetings: list[MeetingLine]
    enquiries: list[EnquiryCard]
    today: datetime.date

    @property
    def team(self) -> LearningTeam:
        return self.card.team

    @property
    def key(self) -> str:
        """What the draft of a new meeting is kept under."""
        return str(self.team.pk)

    @property
    def last_planned(self) -> datetime.date | None:
        return self.to_come[-1].on if self.to_come else None

    @property
    def works(self) -> bool:
        return self.rights.works(self.team.pk) and not self.card.ended

    @property
    def leads(self) -> bool:
        return self.rights.leads and not self.card.ended

    @property
    def current(self) -> list[MemberLine]:
        return [line for line in self.lines if line.belongs]

    @property
    def former(self) -> list[MemberLine]:
        return [line for line in self.lines if not line.belongs]

    @property
    def to_come(self) -> list[MeetingLine]:
        """Planned ones from today on, the next first."""
        return [line for line in reversed(self.meetings) if line.state == "Planned"]

    @property
    def held(self) -> list[MeetingLine]:
        """Held, or not noted yet; the newest first."""
        return [line for line in self.meetings if line.state in ("Held", "Not noted")]

    @property
    def to_note(self) -> MeetingLine | None:
        """The newest that was to be held by today and has no notes."""
        return next((line for line in self.meetings if line.can_be_noted), None)

    @property
    def tries(self) -> MeetingLine | None:
        """The newest meeting that says what each will try."""
        return next((line for line in self.held if line.tries), None)

    @property
    def answer(self) -> str:
        team, n = self.team, len(self.current)
        if self.card.ended:
            return f"{team} ended on {british(team.ends)}, after {counted(self._n_held, 'meeting')}."
        if not n:
            return f"{team} has no members yet."
        to_come = self.card.to_come
        when = "meets today" if to_come and to_come.on == self.today else ""
        when = when or (f"meets next on {british(to_come.on)}" if to_come else "has no meeting planned")
        return f"{team} has {opened(n, 'member').lower()} and {when}."

    @property
    def _n_held(self) -> int:
        return sum(line.state == "Held" for line in self.meetings)


def team_page(user: User, person: Person, team: LearningTeam) -> TeamPage:
    """`team` comes with academy and theory. Six queries."""
    academy, today = team.academy, timezone.localdate()
    rights = rights_at(user, person, academy)
    working = staff_ids([academy])[academy.pk]
    members = list(TeamMember.objects.visible_to(user).filter(team=team).select_related("person"))
    members.sort(key=lambda member: (not member.leads, member.person.full_name, member.starts))
    current = [member for member in members if member.starts <= today and (not member.ends or member.ends >= today)]
    asking = [card for card in enquiry_cards(user, academy, rights) if card.enquiry.team_id == team.pk]
    return TeamPage(
        card=TeamCard(team, current, meetings_of(user, [team]).get(team.pk, []), rights, today),
        rights=rights,
        lines=[MemberLine(member, today, member.person_id in working) for member in members],
        meetings=meeting_lines(user, team),
        enquiries=sorted(asking, key=lambda card: card.enquiry.state in ENDED),
        today=today,
    )


def meeting_lines(user: User, team: LearningTeam) -> list[MeetingLine]:
    """The newest first. One query."""
    today = timezone.localdate()
    found = TeamMeeting.objects.visible_to(user).filter(team=team).select_related("written_by")
    return [MeetingLine(meeting, today) for meeting in found.order_by("-on", "-pk")]


def teams_to_choose(user: User, academy_pk: int, kept: int | None = None) -> QuerySet[LearningTeam]:
    """Teams that meet, and the one that an enquiry has already."""
    today = timezone.localdate()
    there = LearningTeam.objects.visible_to(user).filter(academy=academy_pk)
    return there.filter(Q(ends__isnull=True) | Q(ends__gte=today) | Q(pk=kept)).order_by("name")
