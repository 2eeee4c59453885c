"""Numbers of coaching: an oracle counts from the rows, as their owners read them; and nothing can be subtracted."""

from __future__ import annotations

import datetime
import itertools
from collections import defaultdict
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academies.access import Permission, roles_with
from academies.models import Membership, Term
from academies.reader_scope import reading_as
from celt.lib.terms import first_day_of_year, year_on
from coaching.models import Cycle
from tests import factories as make
from tests.coaching.wall import asked

FEWEST = 5
FIGURES = ("coachees", "cycles", "running", "rhythm", "visits", "class_share", "coaches", "load")
PEOPLE = (13, 12, 8)  # colleagues of each academy besides the cast; coaches are the first of them


def as_of() -> datetime.date:
    today = timezone.localdate()
    return today - datetime.timedelta(days=today.weekday() + 1)


@dataclass(frozen=True)
class Drawn:
    """A cycle that hypothesis drew. `visits`: days before the last Sunday."""

    academy: int
    coach: int
    coachee: int
    practice: int
    closed: bool
    began: int
    visits: tuple[int, ...]


drawn = st.builds(
    Drawn,
    academy=st.integers(0, 2),
    coach=st.integers(0, 5),
    coachee=st.integers(0, min(PEOPLE) + 4),
    practice=st.integers(0, 2),
    closed=st.booleans(),
    began=st.integers(-3, 60),
    visits=st.lists(st.integers(-3, 50), max_size=3).map(tuple),
)


@pytest.fixture
def place(cast):
    """Three academies of a trust with their colleagues, one too small for figures; two practices and a model."""
    third = make.AcademyFactory(trust=cast.trust)
    academies = (cast.own, cast.sibling, third)
    people = {
        academy.pk: [make.colleague_of(academy) for _ in range(n)]
        for academy, n in zip(academies, PEOPLE, strict=True)
    }  # fmt: skip
    practices = [make.PracticeFactory(trust=cast.trust) for _ in range(2)]
    return academies, people, practices, make.ApproachFactory(trust=cast.trust)


def lay(place, cycles):
    """The drawn cycles as rows, each once for its two. Returns what the oracle reads: as each coachee."""
    academies, people, practices, approach = place
    sunday, seen, read = as_of(), set(), []
    noon = timezone.make_aware(datetime.datetime.combine(sunday, datetime.time(12)))
    for one in cycles:
        staff = people[academies[one.academy].pk]
        two = (staff[one.coach], staff[one.coachee % len(staff)])
        if two[0] == two[1] or two in seen:
            continue
        seen.add(two)
        with reading_as(two[0]):
            cycle = make.CycleFactory(
                academy=academies[one.academy], coach=two[0], coachee=two[1], approach=approach, rhythm_weeks=2,
                practice=practices[one.practice] if one.practice < 2 else None, focus="Waiting",
                answered_at=noon - datetime.timedelta(days=one.began),
            )  # fmt: skip
            for days in one.visits:
                make.VisitFactory(
                    cycle=cycle, day=sunday - datetime.timedelta(days=days), state="observed", started_at=noon,
                    ended_at=noon, class_minutes=20 + days % 7, talk_minutes=15,
                )  # fmt: skip
            if one.closed:
                Cycle.objects.filter(pk=cycle.pk).update(
                    state="closed", closed_at=max(noon, cycle.answered_at), closed_why="done"
                )
    for coachee in {two[1] for two in seen}:
        with reading_as(coachee):
            cycles = Cycle.objects.filter(coachee=coachee).prefetch_related("visits")
            read += [(cycle, list(cycle.visits.all())) for cycle in cycles]
    return read


def counted(read):
    """(kind, academy) -> what each counted cycle gives: (person, coachee, n, part, other)."""
    sunday = as_of()
    year = first_day_of_year(year_on(sunday))
    facts = defaultdict(list)
    for cycle, visits in read:
        if timezone.localdate(cycle.answered_at) > sunday:
            continue
        runs = cycle.closed_at is None or timezone.localdate(cycle.closed_at) > sunday
        made = [visit for visit in visits if year <= visit.day <= sunday]
        last = max((visit.day for visit in made), default=timezone.localdate(cycle.answered_at))
        inside = max(last, year - datetime.timedelta(days=1))
        kept, at, coachee = (sunday - inside).days <= 21, cycle.academy_id, cycle.coachee_id
        facts["year", at].append((coachee, coachee, 1, 0, 0))
        if runs:
            facts["now", at].append((coachee, coachee, 1, kept, 0))
            facts["coaches", at].append((cycle.coach_id, coachee, 1, 0, 0))
        if made:
            minutes = sum(visit.class_minutes for visit in made)
            facts["visited", at].append((coachee, coachee, len(made), minutes, 15 * len(made)))
        if cycle.practice_id:
            facts[f"practice {cycle.practice_id}", at].append((coachee, coachee, 1, 0, 0))
    return facts


def enough(rows):
    return min(len({row[0] for row in rows}), len({row[1] for row in rows})) >= FEWEST


def told(facts, may):
    """(kind, academy or None) -> the rows that a line may add up, by the rule in words: an academy's where five people
    stand behind it and ten may be coached; the trust's those, and the rest where it is five whom no line counts."""
    found: dict[tuple[str, int | None], list[tuple[int, ...]]] = {}
    for kind in {kind for kind, _ in facts}:
        of = {at: rows for (name, at), rows in facts.items() if name == kind}
        shown = {at: rows for at, rows in of.items() if enough(rows) and may[at] >= 2 * FEWEST}
        within = {row[side] for rows in shown.values() for row in rows for side in (0, 1)}
        hidden = [row for at, rows in of.items() if at not in shown for row in rows]
        alone = [row for row in hidden if row[0] not in within and row[1] not in within]
        whole = [row for rows in shown.values() for row in rows] + (hidden if enough(alone) else [])
        found |= {(kind, at): rows for at, rows in shown.items()}
        if whole:
            found[kind, None] = whole
    return found


def fives(n):
    return n - n % FEWEST


def highest(people, may):
    """What a reader must hold possible of an academy whose people are told as `fives(people)`, five short of all."""
    if may < 2 * FEWEST:
        return may
    if not people:
        return FEWEST - 1
    return may if fives(people) >= fives(may - FEWEST) else fives(people) + FEWEST - 1


def ceiling(kind, at, lines, may):
    """The most that a line says. The trust's: less the most of all others, each academy, and those together of which
    everybody is possible, keep five people open."""
    if at is not None:
        return may[at] - FEWEST
    people = {place: len({row[0] for row in lines.get((kind, place), [])}) for place in may if place is not None}
    most = {place: highest(n, may[place]) for place, n in people.items()}
    blocks = [[place] for place in most if most[place] < may[place]]
    blocks.append([place for place in most if most[place] == may[place]])
    left = [
        max(sum(may[place] for place in block) - FEWEST, 0) + sum(n for place, n in most.items() if place not in block)
        for block in blocks
    ]
    return min(*left, may[None] - FEWEST)


def expected(facts, may):
    found: dict[int | None, dict[str, object]] = defaultdict(dict)
    lines = told(facts, may)
    for (kind, at), rows in lines.items():
        people, n, part, other = len({r[0] for r in rows}), *(sum(r[i] for r in rows) for i in (2, 3, 4))
        most = ceiling(kind, at, lines, may)

        def below(number, most=most):
            return fives(max(min(number, most), 0))

        match kind:
            case "year":
                found[at] |= {"coachees": below(people), "cycles": below(n)}
            case "now":
                word = "most" if part * 3 >= n * 2 else "half" if part * 3 >= n else "few"
                found[at] |= {"running": below(n), "rhythm": word}
            case "visited":
                found[at] |= {"visits": fives(n), "class_share": int(part * 10 / (part + other) + 0.5) * 10}
            case "coaches":
                found[at] |= {"coaches": below(people), "load": int(n * 2 / people + 0.5) / 2}
            case _:
                found[at] |= {kind: below(people)}
    return {
        at: {name: n for name, n in line.items() if n or name == "class_share"}
        for at, line in found.items()
        if line.get("coachees")
    }


def who_may(trust):
    """As Python counts them, of the roles that are coached."""
    sunday = as_of()
    found: dict[int | None, set[int]] = defaultdict(set)
    held = Membership.objects.current(sunday).filter(trust=trust, role__in=roles_with(Permission.BE_COACHED))
    for academy, person in held.values_list("academy", "user"):
        found[None].add(person)
        if academy:
            found[academy].add(person)
    return {at: len(people) for at, people in found.items()}


def programme(trust):
    rows = asked(f"SELECT academy_id, {', '.join(FIGURES)} FROM coaching_programme(%s)", trust.pk)
    return {
        at: {name: float(v) if name == "load" else v for name, v in zip(FIGURES, rest, strict=True) if v is not None}
        for at, *rest in rows
    }


def practices(trust):
    return {(p, at): n for at, p, n in asked("SELECT * FROM coaching_practices(%s)", trust.pk)}


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(cycles=st.lists(drawn, min_size=4, max_size=26))
def test_the_numbers_are_those_of_the_rows_and_nothing_is_left_to_subtract(cycles, place, cast):
    with transaction.atomic():
        facts, may = counted(lay(place, cycles)), who_may(cast.trust)
        assert dict(asked("SELECT * FROM coaching_may(%s)", cast.trust.pk)) == may
        lines, hoped = programme(cast.trust), expected(facts, may)
        assert lines == {at: {k: v for k, v in line.items() if k in FIGURES} for at, line in hoped.items()}
        assert practices(cast.trust) == {
            (int(kind.split()[1]), at): n
            for at, line in hoped.items()
            for kind, n in line.items()
            if kind.startswith("practice")
        }
        for figure, kind in (("coachees", "year"), ("running", "")):
            of = {at: line[figure] for at, line in lines.items() if figure in line}
            no_rest_is_pinned(of, people_of(facts, kind), may)
            nobody_is_certain(of, may)
        for pk in {practice for practice, _ in practices(cast.trust)}:
            of = {at: n for (practice, at), n in practices(cast.trust).items() if practice == pk}
            no_rest_is_pinned(of, people_of(facts, f"practice {pk}"), may)
            nobody_is_certain(of, may)
            # A practice against all who are coached, at the academy and in the trust.
            for at, n in of.items():
                rest_is_open(lines[at]["coachees"], n)
        for line in lines.values():
            for more, fewer in itertools.combinations([line[k] for k in ("cycles", "running") if k in line], 2):
                rest_is_open(more, fewer)
        transaction.set_rollback(True)


def people_of(facts, kind):
    return {at: len({row[0] for row in rows}) for (name, at), rows in facts.items() if name == kind}


def no_rest_is_pinned(told_at, true, may):
    """The trust's line less any of the academies' lines: what is left is never known to be one figure of 1 to 4."""
    academies = {at: n for at, n in told_at.items() if at is not None and n}
    assert all(n >= FEWEST and n % FEWEST == 0 for n in told_at.values() if n)
    if true:
        assert all(true[at] >= FEWEST for at in academies), "a line of fewer than five people"
    if not told_at.get(None):
        return
    for size in range(1, len(academies) + 1):
        for some in itertools.combinations(academies, size):
            low = told_at[None] - sum(highest(academies[at], may[at]) for at in some)
            high = told_at[None] + 4 - sum(academies[at] for at in some)
            possible = [n for n in range(low, high + 1) if n >= 0]
            assert not possible or set(possible) - {1, 2, 3, 4}, "somebody's rest of fewer than five is known"


def nobody_is_certain(told_at, may):
    """However the lines are subtracted, of any academies together five people or more may be those who are not
    coached; of fewer than five who may be, nobody needs to be."""
    places = [at for at in may if at is not None]
    most = {at: highest(told_at.get(at, 0), may[at]) for at in places}
    for size in range(1, len(places) + 1):
        for some in itertools.combinations(places, size):
            rest = sum(n for at, n in most.items() if at not in some)
            least = max(sum(told_at.get(at, 0) for at in some), told_at.get(None, 0) - rest)
            all_of_them = sum(may[at] for at in some)
            assert least <= max(all_of_them - FEWEST, 0), "nearly everybody there is known to be coached"


def rest_is_open(more, fewer):
    possible = {a - b for a in range(more, more + 5) for b in range(fewer, fewer + 5) if a >= b}
    assert possible - {1, 2, 3, 4}


def team(place, cast, n, *, academy=0, **more):
    """So many colleagues of an academy, each coached by the coach of the cast since September."""
    academies, people, _, approach = place
    with reading_as(cast.coach):
        return [
            make.CycleFactory(
                academy=academies[academy], coach=cast.coach, coachee=coachee, approach=approach,
                **{"answered_at": timezone.now() - datetime.timedelta(days=20), **more},
            )
            for coachee in people[academies[academy].pk][:n]
        ]  # fmt: skip


def test_four_people_are_no_figure_and_five_are(place, cast):
    team(place, cast, 4)
    assert programme(cast.trust) == {}
    _, people, _, approach = place
    with reading_as(cast.coach):
        make.CycleFactory(
            academy=cast.own, coach=cast.coach, coachee=people[cast.own.pk][5], approach=approach,
            answered_at=timezone.now() - datetime.timedelta(days=20),
        )  # fmt: skip
    assert {at: line["coachees"] for at, line in programme(cast.trust).items()} == {cast.own.pk: 5, None: 5}


def test_that_everybody_is_coached_is_told_nowhere(place, cast):
    """ "5 or more of 6" would be a list of names: a count stops five short, and a small academy has none."""
    may = who_may(cast.trust)
    team(place, cast, PEOPLE[1], academy=1)
    at = {place: line["coachees"] for place, line in programme(cast.trust).items()}
    assert at[cast.sibling.pk] == fives(may[cast.sibling.pk] - FEWEST) < fives(PEOPLE[1])
    nobody_is_certain(at, may)
    team(place, cast, PEOPLE[2], academy=2)
    small = place[0][2]
    assert may[small.pk] == PEOPLE[2]
    assert small.pk not in programme(cast.trust)


def test_one_more_this_week_shows_neither_today_nor_by_subtraction(place, cast):
    team(place, cast, 6)
    before = programme(cast.trust)
    _, people, _, approach = place
    with reading_as(cast.coach):
        for number, days in ((6, 0), (7, 20)):
            make.CycleFactory(
                academy=cast.own, coach=cast.coach, coachee=people[cast.own.pk][number], approach=approach,
                answered_at=timezone.now() - datetime.timedelta(days=days),
            )  # fmt: skip
    assert programme(cast.trust) == before


def test_the_trust_does_not_tell_a_small_academy_by_the_rest(place, cast):
    team(place, cast, 9)
    team(place, cast, 4, academy=1)
    assert {at: line["coachees"] for at, line in programme(cast.trust).items()} == {cast.own.pk: 5, None: 5}
    team(place, cast, 4, academy=2)
    assert programme(cast.trust)[None]["coachees"] == 15


def test_visits_to_four_of_nine_people_are_not_told(place, cast):
    day = as_of()
    for number, cycle in enumerate(team(place, cast, 9)):
        with reading_as(cast.coach):
            for _ in range(5 if number < 4 else 0):
                make.VisitFactory(
                    cycle=cycle, day=day, state="observed", started_at=timezone.now(), ended_at=timezone.now()
                )
    line = programme(cast.trust)[cast.own.pk]
    assert line["coachees"] == 5
    assert "visits" not in line
    assert "class_share" not in line


def test_one_coach_of_many_is_no_load(place, cast):
    team(place, cast, 9)
    assert not {"coaches", "load"} & set(programme(cast.trust)[None])


def test_holidays_are_no_reproach(place, cast):
    """Three weeks and more without a visit, of which two were holidays."""
    sunday = as_of()
    year = year_on(sunday)
    team(place, cast, 5, answered_at=timezone.now() - datetime.timedelta(days=45))
    assert programme(cast.trust)[cast.own.pk]["rhythm"] == "few"
    back = sunday - datetime.timedelta(days=10)
    Term.objects.filter(trust=cast.trust).delete()
    Term.objects.create(
        trust=cast.trust, academic_year=year, name="autumn", starts=back, ends=sunday + datetime.timedelta(days=30)
    )
    assert programme(cast.trust)[cast.own.pk]["rhythm"] == "most"


@pytest.mark.django_db
def test_another_clock_moves_no_day():
    days = set()
    for zone in ("Europe/London", "<x>-167", "<x>167"):
        asked("SELECT set_config('timezone', %s, true)", zone)
        days.add(asked("SELECT coaching_as_of()")[0][0])
    assert days == {as_of()}
