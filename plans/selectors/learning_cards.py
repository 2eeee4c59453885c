"""Learning teams, cycles of enquiry, tours and seats as lines of a page, each with what comes next. No queries."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.urls import reverse

from celt.lib.days import british
from celt.lib.sentences import counted, opened
from celt.ui.parts import Link, Status, Tone
from plans.models import Enquiry, LearningTeam, TeamMember, TeamSeat, Tour
from plans.models.enquiry import ENDED, Decision, EnquiryState
from plans.models.tour import TourState


@dataclass(frozen=True)
class Next:
    """What comes next, as a sentence; and the button that does it, for who may."""

    says: str
    button: Link | None = None
    late: bool = False


@dataclass(frozen=True)
class Rights:
    """What the reader does there. `teams`: those that they belong to, where it matters. `shut`: why nobody changes
    anything, empty where the academy is open."""

    leads: bool
    seats: bool
    teams: frozenset[int]
    shut: str = ""

    def works(self, team: int | None) -> bool:
        """Whether they carry on what belongs to the team, or to no team."""
        return not self.shut and (self.leads or team in self.teams)


@dataclass(frozen=True)
class Meeting:
    """A meeting as lists need it: its day and whether it was noted."""

    pk: int
    on: datetime.date
    noted: bool


@dataclass(frozen=True)
class TeamCard:
    team: LearningTeam
    members: list[TeamMember]
    meetings: list[Meeting]
    rights: Rights
    today: datetime.date

    @property
    def name(self) -> str:
        return self.team.name

    @property
    def focus(self) -> str:
        return self.team.focus

    @property
    def url(self) -> str:
        return reverse("plans:team_show", args=[self.team.pk])

    @property
    def theory(self) -> str:
        return self.team.theory.name if self.team.theory else ""

    @property
    def ended(self) -> bool:
        return self.team.ends is not None and self.team.ends < self.today

    @property
    def state(self) -> Status:
        return Status("Ended") if self.ended else Status("Meets", "good")

    @property
    def size(self) -> int:
        return len(self.members)

    @property
    def led_by(self) -> str:
        return ", ".join(member.person.full_name for member in self.members if member.leads)

    @property
    def to_come(self) -> Meeting | None:
        """The next one from today on that is not noted."""
        return min((m for m in self.meetings if m.on >= self.today and not m.noted), key=lambda m: m.on, default=None)

    @property
    def last_noted(self) -> Meeting | None:
        return max((m for m in self.meetings if m.noted), key=lambda m: m.on, default=None)

    @property
    def unnoted(self) -> Meeting | None:
        """The newest that was to be held before today and has no notes, unless a later one was noted."""
        noted = self.last_noted
        missed = [m for m in self.meetings if m.on < self.today and not m.noted and (not noted or m.on > noted.on)]
        return max(missed, key=lambda m: m.on, default=None)

    @property
    def next_day(self) -> datetime.date | None:
        return self.to_come.on if self.to_come else None

    @property
    def last_day(self) -> datetime.date | None:
        return self.last_noted.on if self.last_noted else None

    @property
    def next(self) -> Next:
        works = self.rights.works(self.team.pk)
        if self.ended:
            return Next(f"It ended on {british(self.team.ends)}.")
        if not self.members:
            add = Link("Add members", f"{reverse('plans:member_add', args=[self.team.pk])}")
            return Next("Nobody belongs to it yet.", add if self.rights.leads else None)
        if meeting := self.unnoted:
            note = Link("Note the meeting", reverse("plans:meeting_note", args=[meeting.pk]), primary=True)
            return Next(f"The meeting of {british(meeting.on)} is not noted yet.", note if works else None, late=True)
        if meeting := self.to_come:
            if meeting.on == self.today:
                note = Link("Note the meeting", reverse("plans:meeting_note", args=[meeting.pk]), primary=True)
                return Next("It meets today.", note if works else None)
            return Next(f"It meets on {meeting.on:%A} {british(meeting.on)}.")
        plan = Link("Plan meetings", reverse("plans:meeting_plan", args=[self.team.pk]))
        return Next("No meeting is planned.", plan if works else None)


# What a decision means for the practice that was tried.
DECISION_TONES: dict[str, Tone] = {Decision.ADOPT: "good"}


@dataclass(frozen=True)
class EnquiryCard:
    enquiry: Enquiry
    rights: Rights
    today: datetime.date

    @property
    def question(self) -> str:
        return self.enquiry.question

    @property
    def url(self) -> str:
        return reverse("plans:enquiry_show", args=[self.enquiry.pk])

    @property
    def team(self) -> str:
        return self.enquiry.team.name if self.enquiry.team else ""

    @property
    def theory(self) -> str:
        return self.enquiry.theory.name if self.enquiry.theory else ""

    @property
    def is_open(self) -> bool:
        return self.enquiry.state not in ENDED

    @property
    def late(self) -> bool:
        return self.is_open and self.enquiry.due < self.today

    @property
    def state(self) -> Status:
        enquiry = self.enquiry
        if enquiry.state == EnquiryState.DECIDED:
            return Status(
                f"Decided: {enquiry.get_decision_display().lower()}", DECISION_TONES.get(enquiry.decision, "")
            )
        return Status(enquiry.get_state_display(), "warn" if self.late else "")

    @property
    def state_order(self) -> int:
        return list(EnquiryState).index(EnquiryState(self.enquiry.state))

    @property
    def starts(self) -> datetime.date:
        return self.enquiry.starts

    @property
    def due(self) -> datetime.date:
        return self.enquiry.due

    @property
    def ended_on(self) -> datetime.date | None:
        return self.enquiry.ended_on

    @property
    def found(self) -> str:
        return self.enquiry.found

    @property
    def decision(self) -> str:
        return self.enquiry.get_decision_display() if self.enquiry.decision else ""

    @property
    def decision_says(self) -> str:
        return self.enquiry.decision_says

    @property
    def due_says(self) -> str:
        days = (self.enquiry.due - self.today).days
        if days < 0:
            return f"Evidence was due on {british(self.enquiry.due)}, {counted(-days, 'day')} ago."
        return "Evidence is due today." if not days else f"Evidence is due on {british(self.enquiry.due)}."

    @property
    def next(self) -> Next:
        enquiry, works = self.enquiry, self.rights.works(self.enquiry.team_id)
        go = f"{self.url}#next"
        if enquiry.state == EnquiryState.PLANNED:
            if not (enquiry.trial and enquiry.looks_for):
                edit = Link("Complete the plan", reverse("plans:enquiry_edit", args=[enquiry.pk]))
                says = "What is tried, and what would show that it works, is still to be written."
                return Next(says, edit if self.rights.leads else None)
            says = f"It can begin{'' if enquiry.starts <= self.today else ' on ' + british(enquiry.starts)}."
            return Next(says, Link("Start the trial", go) if works else None, late=self.late)
        if enquiry.state == EnquiryState.TRYING:
            return Next(self.due_says, Link("Carry it on", go, primary=self.late) if works else None, late=self.late)
        if enquiry.state == EnquiryState.LOOKING:
            if not enquiry.found:
                write = Link("Write what was found", reverse("plans:enquiry_found", args=[enquiry.pk]), primary=True)
                return Next("What was found is still to be written.", write if works else None, late=self.late)
            decide = Link("Decide", reverse("plans:enquiry_decide", args=[enquiry.pk]), primary=True)
            return Next("It waits for a decision: adopt, adapt or drop.", decide if self.rights.leads else None)
        if enquiry.state == EnquiryState.STOPPED:
            return Next(f"It was stopped on {british(enquiry.ended_on)}.")
        return Next(f"Decided on {british(enquiry.ended_on)}.")


@dataclass(frozen=True)
class TourCard:
    """`stops`, `told`, `offered` (waiting for an answer) and `taken`: how many."""

    tour: Tour
    stops: int
    told: int
    offered: int
    taken: int
    rights: Rights
    today: datetime.date

    @property
    def title(self) -> str:
        return self.tour.title

    @property
    def on(self) -> datetime.date:
        return self.tour.on

    @property
    def visitors(self) -> str:
        return self.tour.visitors

    @property
    def learnt(self) -> str:
        return self.tour.learnt

    @property
    def theory(self) -> str:
        return self.tour.theory.name if self.tour.theory else ""

    @property
    def url(self) -> str:
        return reverse("plans:tour_show", args=[self.tour.pk])

    @property
    def state(self) -> Status:
        if self.tour.state == TourState.PLANNED and self.tour.on < self.today:
            return Status("Planned, day past", "warn")
        return Status(self.tour.get_state_display(), "good" if self.tour.state == TourState.WALKED else "")

    @property
    def next(self) -> Next:
        leads, pk = self.rights.leads, self.tour.pk
        if self.tour.state == TourState.CALLED_OFF:
            return Next("It was called off.")
        if self.tour.state == TourState.WALKED:
            if not self.learnt:
                say = Link("Say what was taken away", reverse("plans:tour_walk", args=[pk]), primary=True)
                return Next("What visitors took away is still to be written.", say if leads else None)
            if not self.told:
                tell = Link("Tell a story", reverse("plans:tour_story_new", args=[pk]))
                return Next("No story of it is told yet.", tell if leads else None)
            if self.offered:
                return Next(f"{opened(self.offered, 'story waits', 'stories wait')} for the trust’s answer.")
            if self.taken:
                return Next(f"{opened(self.taken, 'story stands', 'stories stand')} in the toolkit.")
            says = f"{opened(self.told, 'story is', 'stories are')} told and not yet offered to the toolkit."
            return Next(says, Link("Offer a story", f"{self.url}#stories") if leads else None)
        if self.tour.on < self.today:
            walk = Link("It was walked", reverse("plans:tour_walk", args=[pk]), primary=True)
            return Next(f"It was to be walked on {british(self.on)}.", walk if leads else None, late=True)
        day = "today" if self.on == self.today else f"on {british(self.on)}"
        if not self.stops:
            add = Link("Lay out the route", f"{self.url}#route", primary=True)
            return Next(f"It is walked {day}, and has no route yet.", add if leads else None)
        sheet = Link("Route sheet", reverse("plans:tour_route", args=[pk]))
        return Next(f"It is walked {day}, with {opened(self.stops, 'stop').lower()}.", sheet)


@dataclass(frozen=True)
class SeatLine:
    seat: TeamSeat
    today: datetime.date
    left: bool

    @property
    def who(self) -> str:
        return self.seat.person.full_name

    @property
    def role(self) -> str:
        return self.seat.role

    @property
    def starts(self) -> datetime.date:
        return self.seat.starts

    @property
    def ends(self) -> datetime.date | None:
        return self.seat.ends

    @property
    def ended(self) -> bool:
        return self.seat.ends is not None and self.seat.ends < self.today

    @property
    def sits(self) -> bool:
        return self.seat.starts <= self.today and (self.seat.ends is None or self.seat.ends >= self.today)

    @property
    def note(self) -> str:
        """What is unusual about it."""
        if self.seat.starts > self.today:
            return f"from {british(self.seat.starts)}"
        if self.left and (self.seat.ends is None or self.seat.ends >= self.today):
            return "no longer works at the academy"
        if self.seat.ends is not None:
            return f"{'until' if self.sits else 'ended on'} {british(self.seat.ends)}"
        return ""

    @property
    def url(self) -> str:
        return reverse("plans:seat_edit", args=[self.seat.pk])
