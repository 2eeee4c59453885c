"""What comes next on a round for this person: a sentence, what it still needs, one clear button and the quiet ones."""

from __future__ import annotations

from django.urls import reverse

from celt.lib.days import british
from celt.lib.sentences import opened
from celt.ui.parts import Link
from reviews.models.round import RoundState
from reviews.rules.round import FEWEST_CLASSROOMS, FEWEST_VISITORS, StepName, missing_for, steps_for
from reviews.selectors.next_step import Need, Next
from reviews.selectors.round import RoundPlace
from reviews.selectors.told import near_day

BUTTONS: dict[StepName, str] = {
    "begin": "Begin the round",
    "debrief": "Open the debrief",
    "reopen": "Go back to classrooms",
    "agree": "The visitors have agreed",
    "follow": "Say what came of it",
    "call_off": "Call it off",
}
# Taken by their button alone; the others ask for words, or to be sure.
AT_ONCE: frozenset[StepName] = frozenset({"begin", "debrief"})
ONWARD: tuple[StepName, ...] = ("begin", "debrief", "agree", "follow")


def round_next(place: RoundPlace, facilitator: str = "") -> Next:
    """`facilitator`: their name, for who may know it. No query."""
    may = steps_for(place.standing.state, place.parties)
    onward = next((step for step in ONWARD if step in may), None)
    quiet = [Link(BUTTONS[step], step_url(place, step)) for step in may if step not in ONWARD]
    needs = _needs(place)
    says = _says(place, facilitator)
    work = _work(place)
    if onward is None:
        return Next(says, button=work, needs=needs, quiet=quiet)
    if missing_for(onward, place.standing):
        first = next((need for need in needs if need.url and not need.done), None)
        there = Link(first.says, first.url, primary=True) if first and onward == "begin" else work
        return Next(says, button=there, needs=needs, quiet=quiet)
    if onward == "begin" and place.today < place.round.day:
        # Begun by mistake days before, it could no longer be changed.
        sheet = Link("Sheet for the day", reverse("reviews:schedule_print", args=[place.round.pk]), primary=True)
        return Next(says, button=sheet, needs=needs, quiet=[Link("Begin it already", step_url(place, "begin")), *quiet])
    if onward == "debrief" and work:
        quiet = [Link(work.label, work.url), *quiet]
    if onward in AT_ONCE:
        return Next(says, onward, BUTTONS[onward], needs=needs, quiet=quiet)
    if onward in ("agree", "follow") and work:
        quiet = [Link(work.label, work.url), *quiet]
    return Next(says, button=Link(BUTTONS[onward], step_url(place, onward), primary=True), needs=needs, quiet=quiet)


def step_url(place: RoundPlace, step: StepName) -> str:
    return reverse("reviews:round_step", args=[place.round.pk, step])


def _work(place: RoundPlace) -> Link | None:
    """Where the person works in this state."""
    pk = place.round.pk
    match place.round.state:
        case RoundState.OBSERVING if place.visits:
            return Link("Write notes", reverse("reviews:round_notes", args=[pk]), primary=True)
        case RoundState.DEBRIEFING if place.visits:
            return Link("Go to the board", reverse("reviews:board", args=[pk]), primary=True)
        case RoundState.AGREED if place.told:
            return Link("Next work", reverse("reviews:next_work", args=[pk]), primary=place.runs)
        case RoundState.FOLLOWED if place.told:
            return Link("Read the report", reverse("reviews:round_report", args=[pk]), primary=True)
        case _:
            return None


def _needs(place: RoundPlace) -> list[Need]:
    """What the next step asks for, for those who take it."""
    now, pk = place.standing, place.round.pk
    match place.round.state:
        case RoundState.PREPARING if place.edits:
            add = reverse("reviews:visitor_add", args=[pk])
            page = reverse("reviews:round_show", args=[pk])
            come = f" ({now.visitors} so far)" if now.visitors < FEWEST_VISITORS else ""
            rooms = f" ({now.classrooms} so far)" if now.classrooms < FEWEST_CLASSROOMS else ""
            return [
                Need("Say who facilitates it", now.has_facilitator, f"{page}#visitors" if now.visitors else add),
                Need(f"Ask at least two colleagues to visit{come}", now.visitors >= FEWEST_VISITORS, add),
                Need(
                    f"Put at least three classrooms on the schedule{rooms}",
                    now.classrooms >= FEWEST_CLASSROOMS,
                    f"{page}#schedule",
                ),
            ]
        case RoundState.DEBRIEFING if place.facilitates:
            board, work = reverse("reviews:board", args=[pk]), reverse("reviews:next_work", args=[pk])
            return [
                Need("Write a pattern over at least one group of notes", bool(now.patterns), board),
                Need("Agree on a prediction", now.prediction, board),
                Need("Write down the next level of work", bool(now.next_work), work),
            ]
        case RoundState.AGREED if place.runs:
            done = now.next_work - now.unread
            says = f"Say what came of each piece of next work ({done} of {now.next_work} so far)"
            return [Need(says, not now.unread, reverse("reviews:round_follow_up", args=[pk]))]
        case _:
            return []


def _says(place: RoundPlace, facilitator: str) -> str:
    """Who does what next; to whoever it falls to, as theirs."""
    who = "You" if place.facilitates else facilitator or "The facilitator"
    one = "" if place.facilitates else "s"
    match place.round.state:
        case RoundState.PREPARING:
            return _preparing(place, who, one)
        case RoundState.OBSERVING:
            then = f"When the last classroom is seen, {_inside(who)} open{one} the debrief."
            if place.visits:
                return f"You write down what you see and hear: what pupils do, say and are asked to do. {then}"
            return (
                "The visitors are in classrooms. What they agree on is read here afterwards; their notes stay theirs."
            )
        case RoundState.DEBRIEFING:
            if place.visits:
                return (
                    f"Put the notes into groups, say what shows in them, predict, and agree on what to do next. Then "
                    f"{_inside(who)} say{one} that the visitors have agreed, and the host reads it."
                )
            return "The visitors make sense of what they saw. What they agree on is read here afterwards."
        case RoundState.AGREED:
            return _agreed(place)
        case RoundState.FOLLOWED:
            return "Nothing: the round is followed up. What came of it stands below."
        case _:
            return "Nothing. Plan a new one if it is still needed."


def _preparing(place: RoundPlace, who: str, one: str) -> str:
    if not place.standing.host_open:
        return "The host is closed: the round can be read, and does not begin."
    day = near_day(place.round.day, place.today)
    if place.edits:
        if missing_for("begin", place.standing):
            left = sum(not need.done for need in _needs(place))
            return f"The visit is on {day}. {opened(left, 'thing is', 'things are')} still to be done before it."
        if place.today < place.round.day:
            return f"Everything is ready. On {day}, begin the round: from then on the visitors write notes."
        return "Everything is ready. Begin the round: from then on the visitors write notes."
    if place.visits:
        return f"You visit on {day}. Read the problem of practice; where you go stands in the schedule."
    return (
        f"Colleagues from the network visit on {day}. There is nothing to prepare: they look at how pupils learn, "
        "at no single lesson or teacher, and keep their notes to themselves."
    )


def _agreed(place: RoundPlace) -> str:
    on = place.round.follow_up_on
    by = f" by {near_day(on, place.today)}" if on else ""
    if not place.runs:
        return f"The host works on what was agreed, and says what came of it{by}."
    if place.standing.unread:
        if on and on < place.today:
            return f"The follow-up was due on {british(on)}. Say what came of each piece of next work."
        return f"Work on what was agreed; then say what came of each piece{by}."
    return "What came of each piece is said. Sum it up, and the round is followed up."


def _inside(who: str) -> str:
    return "you" if who == "You" else "the facilitator" if who == "The facilitator" else who
