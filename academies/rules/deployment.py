"""An agreement between two academies: which step is open to whom, and what it waits for. Pure: no Django here.

proposed -> agreed, when both heads signed -> closed, with what was different afterwards
proposed -> declined, by a head, with a reason
proposed or agreed -> withdrawn, by whoever proposed or by the trust, with a reason
proposed or agreed -> proposed anew, when the terms change: both signatures fall
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from celt.lib.days import british, span_of_days
from celt.lib.sentences import counted

PROPOSED, AGREED, CLOSED, DECLINED, WITHDRAWN = "proposed", "agreed", "closed", "declined", "withdrawn"
Side = Literal["giver", "receiver"]
SIDES: tuple[Side, Side] = ("giver", "receiver")
Tone = Literal["", "good", "warn", "bad", "busy"]


class Step(StrEnum):
    SIGN_AS_GIVER = "sign as giver"
    SIGN_AS_RECEIVER = "sign as receiver"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    CHANGE = "change the terms"
    LOG = "log days"
    STRIKE = "strike days"
    CLOSE = "say what came of it"


SIGN: dict[Side, Step] = {"giver": Step.SIGN_AS_GIVER, "receiver": Step.SIGN_AS_RECEIVER}


@dataclass(frozen=True, slots=True)
class Agreement:
    """As much of a deployment as decides what comes next."""

    status: str
    giver: str
    receiver: str
    starts: datetime.date
    ends: datetime.date
    giver_signed: bool = False
    receiver_signed: bool = False
    days_left: float = 0  # pledged and not worked yet

    def signed(self, side: Side) -> bool:
        return self.giver_signed if side == "giver" else self.receiver_signed

    def name(self, side: Side) -> str:
        return self.giver if side == "giver" else self.receiver


@dataclass(frozen=True, slots=True)
class Party:
    """What somebody is to it. `proposes`: may propose and log at either side; `for_trust`: for all of the trust."""

    leads_giver: bool = False
    leads_receiver: bool = False
    proposes: bool = False
    proposed_it: bool = False
    for_trust: bool = False

    def leads(self, side: Side) -> bool:
        return self.leads_giver if side == "giver" else self.leads_receiver


def open_steps(agreement: Agreement, party: Party, today: datetime.date) -> frozenset[Step]:
    """Every step that this person may take today."""
    steps: set[Step] = set()
    if agreement.status == PROPOSED:
        steps |= {SIGN[side] for side in SIDES if party.leads(side) and not agreement.signed(side)}
        if (party.leads_giver or party.leads_receiver) and not party.proposed_it:
            steps.add(Step.DECLINE)
    if agreement.status in (PROPOSED, AGREED):
        if party.for_trust or (party.proposes and party.proposed_it):
            steps.add(Step.WITHDRAW)
        if party.proposes:
            steps.add(Step.CHANGE)
    if agreement.status == AGREED and party.proposes and agreement.starts <= today:
        steps.add(Step.CLOSE)
        if agreement.days_left > 0:
            steps.add(Step.LOG)
    if agreement.status in (AGREED, CLOSED) and party.proposes:
        steps.add(Step.STRIKE)
    return frozenset(steps)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a step is closed. `for_good`: to this person, whatever the state; otherwise only as things stand."""

    says: str
    for_good: bool


def refusal(step: Step, agreement: Agreement, party: Party, today: datetime.date) -> Refusal | None:
    """None where the step is open."""
    if step in open_steps(agreement, party, today):
        return None
    return _not_theirs(step, agreement, party) or Refusal(_not_now(step, agreement, today), for_good=False)


def _not_theirs(step: Step, agreement: Agreement, party: Party) -> Refusal | None:
    for side in SIDES:
        if step == SIGN[side] and not party.leads(side):
            return Refusal(f"Only the head of {agreement.name(side)} signs for {agreement.name(side)}.", for_good=True)
    if step == Step.DECLINE and not (party.leads_giver or party.leads_receiver):
        return Refusal("Only the head of one of the two academies declines.", for_good=True)
    if step == Step.WITHDRAW and not (party.for_trust or (party.proposes and party.proposed_it)):
        return Refusal("It is withdrawn by whoever proposed it, or by the trust’s leaders.", for_good=True)
    if step in (Step.CHANGE, Step.LOG, Step.STRIKE, Step.CLOSE) and not party.proposes:
        return Refusal("Your roles do not let you change this agreement.", for_good=True)
    return None


def _not_now(step: Step, agreement: Agreement, today: datetime.date) -> str:
    if agreement.status in (CLOSED, DECLINED, WITHDRAWN):
        return f"This agreement is {_ENDED[agreement.status]}. Propose a new one where support goes on."
    if step == Step.DECLINE and agreement.status == PROPOSED:
        return "You proposed this yourself. Withdraw it instead."
    if step in (*SIGN.values(), Step.DECLINE):
        signed = "both heads signed this agreement" if agreement.status == AGREED else "this side signed already"
        return f"There is nothing to sign: {signed}."
    if agreement.status == PROPOSED:
        return f"{waits_for(agreement)}. This opens once both heads have signed."
    if today < agreement.starts:
        return f"It begins on {british(agreement.starts)}. This opens on that day."
    return "All days of the pledge are worked. To log more, change the pledge; both heads then sign it anew."


_ENDED = {CLOSED: "finished", DECLINED: "declined", WITHDRAWN: "withdrawn"}


def after_signature(agreement: Agreement, side: Side) -> str:
    """The status once that side has signed too."""
    other: Side = "receiver" if side == "giver" else "giver"
    return AGREED if agreement.signed(other) else PROPOSED


def waits_for(agreement: Agreement) -> str:
    """'Waits for the head of Heronmoor'; empty where no signature is missing."""
    missing = [agreement.name(side) for side in SIDES if not agreement.signed(side)]
    if agreement.status != PROPOSED or not missing:
        return ""
    return f"Waits for the head{'s' if len(missing) > 1 else ''} of {' and '.join(missing)}"


def state(agreement: Agreement, today: datetime.date) -> tuple[str, Tone]:
    """How it stands today, in words, and the tone of the mark beside them."""
    if agreement.status == PROPOSED:
        return waits_for(agreement), "warn"
    if agreement.status == CLOSED:
        return "Finished", "good"
    if agreement.status == DECLINED:
        return "Declined", ""
    if agreement.status == WITHDRAWN:
        return "Withdrawn", ""
    if today < agreement.starts:
        return f"Begins on {british(agreement.starts)}", "good"
    if today <= agreement.ends:
        return f"Under way until {british(agreement.ends)}", "good"
    return f"Over since {british(agreement.ends)}; nobody has said what came of it", "warn"


def refused_day(agreement: Agreement, day: datetime.date, today: datetime.date) -> str:
    """Why no days can be logged on that day; empty where they can."""
    if day > today:
        return "That day is still to come. Log days once they were worked."
    if not agreement.starts <= day <= agreement.ends:
        return f"The agreement runs from {span_of_days(agreement.starts, agreement.ends)}. Choose a day within it."
    return ""


def refused_days(days: float, left: float) -> str:
    """Why so many days cannot be logged; empty where they can. Both in days."""
    if days <= 0 or days % 0.5:
        return "Log whole or half days."
    if days > left:
        rest = f"Only {days_words(left)} of the pledge {'is' if left == 1 else 'are'} left" if left else "None are left"
        return f"{rest}. Log fewer, or change the pledge; both heads then sign it anew."
    return ""


def days_words(days: float) -> str:
    """1 -> '1 day', 2.5 -> '2.5 days', 0.5 -> 'half a day'."""
    if days == 0.5:
        return "half a day"
    return counted(int(days), "day") if days == int(days) else f"{days:,.1f} days"


def balance_sentence(
    name: str, given: float, received: float, year: str, *, over: bool = False, expected: bool = True
) -> str:
    """What an academy's page opens with. Both in days; `over`: the year is; `expected`: the academy should do both."""
    gives, receives, lends, comes = (
        ("gave", "received", "it lent nobody", "nobody came to it")
        if over
        else ("gives", "receives", "it lends nobody so far", "nobody comes to it so far")
    )
    if given and received:
        return f"{name} {gives} {days_words(given)} and {receives} {received:g} {year}."
    if received:
        wish = " Every academy has something to give." if expected else ""
        return f"{name} only {receives} {year}: {days_words(received)}, and {lends}.{wish}"
    if given:
        wish = " Every academy has something to learn." if expected else ""
        return f"{name} only {gives} {year}: {days_words(given)}, and {comes}.{wish}"
    wish = " Every academy is expected to do both." if expected else ""
    return f"{name} neither {gives} nor {receives} {year}.{wish}"
