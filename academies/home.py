"""What the home page says: who one is here, what waits, how things stand, and what one's roles let one do."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person, Role
from academies.guards import SignedInRequest
from academies.providers import Todo, Weight, standing, todo
from celt.lib.sentences import counted, opened
from celt.ui.help.steps import first_minutes
from celt.ui.nav import navigation
from celt.ui.parts import Link

# What each role is here for, in a sentence.
PURPOSE: dict[Role, str] = {
    Role.TRUST_LEADER: "Compare academies, decide where to go, and follow what came of it.",
    Role.HEADTEACHER: "See how the two groups of pupils do in your academy, and which question to ask next.",
    Role.SENIOR_LEADER: "See how the two groups of pupils do in your academy, year group by year group.",
    Role.COACH: "Coach colleagues one step at a time, and see which gap the practice should help to close.",
    Role.TEACHER: "Work on one step at a time with your coach, and use what colleagues across the trust found to work.",
    Role.GOVERNOR: "See what changed in your academy, what it means and which question to ask.",
    Role.TRUSTEE: "See what changed in the trust, what it means and which question to ask.",
    Role.DATA_LEAD: "Bring files in, see who has handed in what, and start the night run by hand.",
    Role.MODERATOR: "See the academy whose review you moderate.",
    Role.EXTERNAL_COACH: "Coach the colleagues who accepted you, and read the trust’s toolkit.",
    Role.ADMINISTRATOR: "Say who holds which role, and keep academies and terms right.",
}


NOT_YET = "Once results are brought in and a gap run has read them, what they say stands here."
NOT_YOURS = (
    "What stands here is read from figures and from work that your roles do not open. What needs you is at home."
)

# Things that are read at a glance; where there are some more than that, the rest is folded away.
AT_A_GLANCE, SOME_MORE = 5, 2


@dataclass(frozen=True)
class HomePage:
    """`coaching`: what waits there is asked for by a card of its own. `standing`: how things stand is asked for in
    place. `begin`: the first ten minutes of whoever is here for the first time."""

    coaching: bool
    standing: bool
    answer: str
    purposes: list[str]
    begin: Link | None
    waiting: list[Todo]
    known: list[Todo]
    ways: list[Todo]

    @property
    def first(self) -> list[Todo]:
        return self.waiting if len(self.waiting) <= AT_A_GLANCE + SOME_MORE else self.waiting[:AT_A_GLANCE]

    @property
    def rest(self) -> list[Todo]:
        return self.waiting[len(self.first) :]

    @property
    def rest_says(self) -> str:
        return f"{opened(len(self.rest), 'more thing')} that need you"

    @property
    def ways_say(self) -> str:
        return f"Where you can go: {counted(len(self.ways), 'page')}, each in a sentence"


@dataclass(frozen=True)
class StandingPage:
    """`why`: nothing is known."""

    answer: str
    known: list[Todo]
    why: str = ""


def home_page(request: SignedInRequest, *, first_time: bool = False) -> HomePage:
    person = request.person
    todos = todo.collect(request.user, person)
    home = request.path
    return HomePage(
        coaching=person.can(Permission.COACH),
        standing=standing.tells(person),
        answer=_answer(request.user.full_name, person, todos),
        purposes=list(dict.fromkeys(PURPOSE[Role(m.role)] for m in person.here)),
        begin=_begin(person) if first_time else None,
        waiting=[each for each in todos if each.weight < Weight.KNOW],
        known=[each for each in todos if each.weight >= Weight.KNOW],
        ways=[Todo(i.label, i.url, i.about) for group in navigation(request) for i in group.items if i.url != home],
    )


def standing_page(request: SignedInRequest) -> StandingPage:
    known = standing.collect(request.user, request.person)
    if known:
        return StandingPage("How things stand", known)
    if request.person.can(Permission.VIEW_FIGURES):
        return StandingPage("No figures are published yet.", [], NOT_YET)
    return StandingPage("Nothing to tell just now", [], NOT_YOURS)


def _begin(person: Person) -> Link:
    """The page of help for one's role, or all of help where there is none for it."""
    told = first_minutes()
    for slug in (m.role.replace("_", "-") for m in person.here):
        if slug in told:
            return Link(told[slug].title, reverse("help:first_ten_minutes", args=[slug]))
    return Link("Help: how to read a gap, and what the words mean", reverse("help:index"))


def _answer(name: str, person: Person, todos: list[Todo]) -> str:
    waiting = sum(each.weight < Weight.KNOW for each in todos)
    hour = timezone.localtime().hour
    greeting = "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"
    first = name.split()[0] if name.split() else ""
    hello = f"{greeting}, {first}." if first else f"{greeting}."
    if not person.here:
        return f"{hello} You hold no role here yet."
    if waiting:
        return f"{hello} {opened(waiting, 'thing')} {'needs' if waiting == 1 else 'need'} you."
    # What waits in coaching is told by its own card: it is of two people, and no page counts it.
    return f"{hello} Nothing waits for you{' besides your coaching' if person.can(Permission.COACH) else ''}."
