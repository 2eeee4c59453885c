"""Cycles of enquiry: the academy's list, and one with its log, its chain and its next steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Record
from academies.selectors.records import named_records
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import inside, opened
from celt.ui.parts import Choice, Filter, Step, one_of
from plans.models import Enquiry, EnquiryStep, Priority
from plans.models.enquiry import Decision, EnquiryState
from plans.rules.enquiry import StepName, state_of, steps_from
from plans.selectors.learning import enquiry_cards, rights_at
from plans.selectors.learning_cards import EnquiryCard, Next, Rights

STATES = {
    "open": "Under way",
    **{f"decided-{value}": f"Decided: {label.lower()}" for value, label in Decision.choices if value},
    EnquiryState.STOPPED.value: EnquiryState.STOPPED.label,
}


@dataclass(frozen=True)
class EnquiriesPage:
    rows: list[EnquiryCard]
    filters: list[Filter]
    answer: str
    rights: Rights
    any_at_all: bool


def enquiries_page(user: User, person: Person, academy: Academy, query: Mapping[str, str]) -> EnquiriesPage:
    """The academy's cycles, narrowed by `state` and `team` of the address. Three queries."""
    rights = rights_at(user, person, academy)
    cards = sorted(enquiry_cards(user, academy, rights), key=lambda card: not card.is_open)
    teams = {str(card.enquiry.team_id): card.team for card in cards if card.enquiry.team_id}
    state = one_of(query, "state", STATES)
    team = one_of(query, "team", teams)
    return EnquiriesPage(
        rows=[c for c in cards if (not state or _is(c, state)) and (not team or str(c.enquiry.team_id) == team)],
        filters=[
            Filter("state", "State", [Choice("", "All"), *(Choice(*each) for each in STATES.items())], state),
            Filter("team", "Team", [Choice("", "Every team"), *_choices(teams)], team, wide=True),
        ],
        answer=_answer(cards, academy),
        rights=rights,
        any_at_all=bool(cards),
    )


def _answer(cards: list[EnquiryCard], academy: Academy) -> str:
    if not cards:
        return f"No cycle of enquiry has been planned at {academy} yet."
    adopted = sum(card.enquiry.decision == Decision.ADOPT for card in cards)
    decided = sum(bool(card.enquiry.decision) for card in cards)
    under_way = sum(card.is_open for card in cards)
    said = f"{opened(under_way, 'enquiry is', 'enquiries are')} under way at {academy}"
    if not decided:
        return f"{said}; none is decided yet."
    n = opened(decided, "that is", "that are").lower()
    return f"{said}; of the {n} decided, {opened(adopted, 'was', 'were').lower()} adopted."


def _is(card: EnquiryCard, state: str) -> bool:
    if state == "open":
        return card.is_open
    return state in (card.enquiry.state, f"decided-{card.enquiry.decision}")


def _choices(named: Mapping[str, str]) -> list[Choice]:
    return [Choice(*each) for each in sorted(named.items(), key=lambda item: item[1])]


@dataclass(frozen=True)
class LogLine:
    step: EnquiryStep
    moved: bool

    @property
    def what(self) -> str:
        """Where it came to with this line; a line that left it where it stood is a note."""
        return self.step.get_state_display() if self.moved else "Note"


@dataclass(frozen=True)
class EnquiryPage:
    card: EnquiryCard
    rights: Rights
    lines: list[EnquiryStep]
    chain: list[EnquiryCard]
    evidence: list[Record]
    steps: list[StepName]
    sees_plan: bool

    @property
    def enquiry(self) -> Enquiry:
        return self.card.enquiry

    @property
    def works(self) -> bool:
        return self.rights.works(self.enquiry.team_id)

    @property
    def last_line(self) -> int:
        return self.lines[-1].pk if self.lines else 0

    @property
    def likely(self) -> StepName | None:
        """The step whose form stands open: the beginning, then a note; none while the evidence is looked at, when what
        comes next is a button."""
        if self.enquiry.state == EnquiryState.LOOKING:
            return None
        ready = self.enquiry.state == EnquiryState.PLANNED and self.enquiry.trial and self.enquiry.looks_for
        return "start" if ready and "start" in self.steps else "note"

    @property
    def next(self) -> Next:
        """What comes next; no button where its form stands right below."""
        told = self.card.next
        return Next(told.says, None, told.late) if told.button and "#next" in told.button.url else told

    @property
    def log(self) -> list[LogLine]:
        """The newest first."""
        states = ["", *(line.state for line in self.lines)]
        told = [LogLine(line, line.state != before) for before, line in zip(states, self.lines, strict=False)]
        return told[::-1]

    @property
    def way(self) -> list[Step]:
        """Asked, tried, looked at, decided; where it stands, and since when."""
        enquiry = self.enquiry
        if enquiry.state == EnquiryState.STOPPED:
            return []
        ahead = [EnquiryState.PLANNED, EnquiryState.TRYING, EnquiryState.LOOKING, EnquiryState.DECIDED]
        at = ahead.index(EnquiryState(enquiry.state))
        since = {line.step.state: line.step.at for line in reversed(self.log) if line.moved}
        steps = []
        for place, state in enumerate(ahead):
            done = place < at or enquiry.state == EnquiryState.DECIDED
            note = f"since {since[state]:%-d %B}" if place == at and not done and state in since else ""
            if state == EnquiryState.LOOKING and place > at:
                note = f"by {british(enquiry.due)}"
            if done and state in since:
                note = f"{since[state]:%-d %B}"
            steps.append(Step(state.label, note, "done" if done else "now" if place == at else "later"))
        return steps

    @property
    def answer(self) -> str:
        enquiry = self.enquiry
        question = enquiry.question if enquiry.question.endswith("?") else enquiry.question.rstrip(".") + "."
        said = {
            EnquiryState.PLANNED: f"Planned from {british(enquiry.starts)}.",
            EnquiryState.TRYING: f"Being tried; {inside(self.card.due_says)}",
            EnquiryState.LOOKING: "It waits for a decision." if enquiry.found else "The evidence is being looked at.",
            EnquiryState.DECIDED: f"{enquiry.get_decision_display()}, decided on {british(enquiry.ended_on)}.",
            EnquiryState.STOPPED: f"Stopped early on {british(enquiry.ended_on)}.",
        }[EnquiryState(enquiry.state)]
        return f"{question} {said}"


def enquiries_to_show(user: User) -> QuerySet[Enquiry]:
    """With all that a page tells of one, and `last_line`, the pk of the newest line of its log."""
    lines = EnquiryStep.objects.visible_to(user).filter(enquiry=OuterRef("pk")).order_by("-pk")
    found = Enquiry.objects.visible_to(user).annotate(last_line=Subquery(lines.values("pk")[:1]))
    return found.select_related("academy__trust", "team", "priority__plan", "theory", "follows")


def enquiry_page(user: User, person: Person, enquiry: Enquiry) -> EnquiryPage:
    """`enquiry` is one of enquiries_to_show."""
    academy = enquiry.academy
    rights = rights_at(user, person, academy)
    cards = {card.enquiry.pk: card for card in enquiry_cards(user, academy, rights)}
    works = rights.works(enquiry.team_id)
    open_steps = steps_from(state_of(enquiry.state), leads=rights.leads) if works else []
    return EnquiryPage(
        card=EnquiryCard(enquiry, rights, next(iter(cards.values())).today),
        rights=rights,
        lines=list(EnquiryStep.objects.visible_to(user).filter(enquiry=enquiry).select_related("by")),
        chain=_chain(enquiry, cards),
        evidence=named_records(user, person, academy, enquiry.evidence),
        steps=[step for step in open_steps if step != "decide"],
        sees_plan=may_at(academy, person, Permission.VIEW_PLAN),
    )


def _chain(enquiry: Enquiry, cards: dict[int, EnquiryCard]) -> list[EnquiryCard]:
    """The cycles that it follows from and those that follow from it, the first first; empty where it stands alone."""
    before, at = [], enquiry.follows_id
    while at in cards and cards[at] not in before:
        before.append(cards[at])
        at = cards[at].enquiry.follows_id
    after, front = [], {enquiry.pk}
    while front:
        found = [card for card in cards.values() if card.enquiry.follows_id in front and card not in after]
        after += sorted(found, key=lambda card: card.enquiry.pk)
        front = {card.enquiry.pk for card in found}
    return [*reversed(before), cards[enquiry.pk], *after] if before or after else []


def priorities_to_choose(user: User, academy: Academy, kept: int | None = None) -> QuerySet[Priority]:
    """Standing priorities of the newest plans, and the one that the enquiry serves already."""
    there = Priority.objects.visible_to(user).filter(plan__academy=academy)
    standing = there.filter(Q(dropped_at__isnull=True) | Q(pk=kept))
    return standing.select_related("plan").order_by("-plan__academic_year", "order", "pk")
