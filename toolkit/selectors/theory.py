"""The theories of action of a trust with what was found of each. Each function asks a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy, Trust
from accounts.models import User
from celt.lib.names import short_names
from celt.lib.sentences import counted, opened
from celt.ui.parts import Choice, Filter, Status, Tone, one_of
from toolkit.models import Theory, Verdict
from toolkit.models.theory import Held, TheoryQuerySet
from toolkit.providers import Use, uses
from toolkit.rules.verdict import Tally, Word, tally
from toolkit.rules.words import in_words

WORDS: dict[str, Word] = {Held.HELD: "held", Held.DID_NOT: "did_not", Held.NOT_YET: "not_yet"}
TONES: dict[str, Tone] = {Held.HELD: "good", Held.DID_NOT: "bad", Held.NOT_YET: ""}


def theories_for(user: User, academy: Academy) -> TheoryQuerySet:
    """What a plan or an enquiry of the academy may build on: the trust's theories and its own, none put away."""
    return Theory.objects.visible_to(user).for_academy(academy)


def verdict_status(held: str) -> Status:
    return Status(Held(held).label, TONES[held])


def newest_verdicts(user: User, trust: Trust | None, theories: Iterable[int] | None = None) -> list[Verdict]:
    """Each academy's newest word on each theory, and the trust's own, as far as the person may know them. One query."""
    found = Verdict.objects.visible_to(user).filter(theory__trust=trust)
    if theories is not None:
        found = found.filter(theory__in=list(theories))
    newest = found.select_related("academy").order_by("theory_id", "academy_id", "-at", "-pk")
    return list(newest.distinct("theory_id", "academy_id"))


@dataclass(frozen=True, repr=False)
class TheoryLine:
    """A theory with what was found of it. `trusts`: the trust's own newest verdict."""

    theory: Theory
    tally: Tally
    uses: list[Use] = field(default_factory=list)
    trusts: Verdict | None = None

    @property
    def name(self) -> str:
        return self.theory.name

    @property
    def when(self) -> str:
        return self.theory.when

    @property
    def then(self) -> str:
        return self.theory.then

    @property
    def whose(self) -> str:
        return self.theory.academy.name if self.theory.academy else "The trust"

    @property
    def url(self) -> str:
        return reverse("toolkit:theory_show", args=[self.theory.pk])

    @property
    def used_at(self) -> int:
        """At how many academies something runs that builds on it."""
        return len({use.academy.pk for use in self.uses if use.running})

    @property
    def used(self) -> str:
        if not self.used_at:
            return "Not in use"
        return f"In use at {counted(self.used_at, 'academy', 'academies')}"

    @property
    def held(self) -> int:
        return len(self.tally.held)

    @property
    def did_not(self) -> int:
        return len(self.tally.did_not)

    @property
    def unknown(self) -> int:
        return self.tally.unknown

    @property
    def trusts_word(self) -> Status | None:
        return verdict_status(self.trusts.held) if self.trusts else None


@dataclass(frozen=True)
class TheoriesPage:
    """`sees_verdicts`: the person reads plans, and so what was found; others read the theories alone."""

    lines: list[TheoryLine]
    filters: list[Filter]
    answer: str
    any_at_all: bool
    sees_verdicts: bool


ORDERS = (("", "The strategy’s"), ("used", "Most used first"), ("did_not", "Did not hold first"))


def theories_page(user: User, person: Person, query: Mapping[str, str]) -> TheoriesPage:
    """Narrowed by `whose`, `verdict`, `use` and `kept` of the address, in its `order`."""
    found = Theory.objects.visible_to(user).filter(trust=person.trust).select_related("academy", "trust")
    theories = sorted(found, key=lambda theory: (theory.academy.name if theory.academy else "", theory.order))
    sees = person.can(Permission.VIEW_PLAN)
    lines = lines_of(user, person, theories)
    owners = {t.academy.slug: t.academy.name for t in theories if t.academy}
    wanted = {
        "whose": one_of(query, "whose", ["trust", *owners]),
        "verdict": one_of(query, "verdict", Held.values) if sees else "",
        "use": one_of(query, "use", ["used", "unused"]),
        "kept": one_of(query, "kept", ["away"]),
        "order": one_of(query, "order", [value for value, _ in ORDERS]),
    }
    filters = [
        Filter.of(
            "whose", "Whose", "Everybody’s", [("trust", "The trust’s"), *sorted(owners.items())], wanted["whose"]
        ),
        Filter.of("use", "In use", "In use or not", [("used", "In use"), ("unused", "Not in use")], wanted["use"]),
        Filter.of("kept", "Kept", "In the toolkit", [("away", "Put away")], wanted["kept"]),
        Filter("order", "Order", [Choice(*each) for each in ORDERS], wanted["order"]),
    ]
    if sees:
        filters.insert(1, Filter.of("verdict", "Found", "Every verdict", Held.choices, wanted["verdict"]))
    standing = [line for line in lines if line.theory.archived_at is None]
    return TheoriesPage(
        lines=_in_order([line for line in lines if _fits(line, wanted)], wanted["order"]),
        filters=filters,
        answer=f"{_answer(standing, sees=sees)}.",
        any_at_all=bool(theories),
        sees_verdicts=sees,
    )


def lines_of(user: User, person: Person, theories: Sequence[Theory]) -> list[TheoryLine]:
    keys = [theory.pk for theory in theories]
    used = uses.collect(user, person, keys)
    newest: dict[int, list[Verdict]] = {pk: [] for pk in keys}
    for verdict in newest_verdicts(user, person.trust, keys):
        newest[verdict.theory_id].append(verdict)
    names = {v.academy.name for each in newest.values() for v in each if v.academy}
    names |= {use.academy.name for each in used.values() for use in each}
    short = short_names(names)
    return [
        TheoryLine(
            theory=theory,
            tally=tally(
                {short[v.academy.name]: WORDS[v.held] for v in newest[theory.pk] if v.academy},
                [short[use.academy.name] for use in used[theory.pk] if use.running],
            ),
            uses=used[theory.pk],
            trusts=next((v for v in newest[theory.pk] if v.academy_id is None), None),
        )
        for theory in theories
    ]


def _answer(lines: Sequence[TheoryLine], *, sees: bool) -> str:
    """How many theories there are, and what was found of them."""
    n = len(lines)
    if not n:
        return "No theory of action is kept here yet"
    said = opened(n, "theory of action", "theories of action")
    if not sees:
        return f"{said}: what we do, and what should change for pupils"
    failed = [line for line in lines if line.tally.did_not]
    held = [line for line in lines if line.tally.held and not line.tally.did_not]
    if not failed and not held:
        return f"{said}, and nobody knows yet whether {'it holds' if n == 1 else 'they hold'}"
    if not failed:
        return f"{said}: {in_words(len(held))} held wherever anybody could tell"
    parts = f"{in_words(len(failed))} did not hold somewhere"
    return f"{said}: {in_words(len(held))} held wherever anybody could tell, {parts}" if held else f"{said}: {parts}"


def _fits(line: TheoryLine, wanted: Mapping[str, str]) -> bool:
    theory = line.theory
    whose = theory.academy.slug if theory.academy else "trust"
    found = {"held": line.tally.held, "did_not": line.tally.did_not, "not_yet": line.tally.unknown}
    return (
        wanted["whose"] in ("", whose)
        and (not wanted["verdict"] or bool(found[wanted["verdict"]]))
        and wanted["use"] in ("", "used" if line.used_at else "unused")
        and (theory.archived_at is not None) == (wanted["kept"] == "away")
    )


def _in_order(lines: list[TheoryLine], order: str) -> list[TheoryLine]:
    if order == "used":
        return sorted(lines, key=lambda line: -line.used_at)
    if order == "did_not":
        return sorted(lines, key=lambda line: (-line.did_not, line.held))
    return lines
