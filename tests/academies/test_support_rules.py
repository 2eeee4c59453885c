"""How a promise stands on a day and how that is said; what counts of it; the sentence that a page opens with."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academies.rules.support import Standing, State, Tally, amount_of, late_words, near, tallies, tally, year_answer

TODAY = datetime.date(2027, 1, 20)
DAY = datetime.timedelta(days=1)
DUE = datetime.date(2027, 3, 31)


def visit(**fields) -> Standing:
    return Standing(**{"kind": "visit", "amount": Decimal(1), "delivered": Decimal(0), "due": DUE, **fields})


def days(delivered: str, **fields) -> Standing:
    return visit(kind="leader_days", amount=Decimal(3), delivered=Decimal(delivered), **fields)


@pytest.mark.parametrize(
    ("standing", "state", "word", "tone"),
    [
        (visit(), State.DUE, "Due by 31 March", ""),
        (visit(due=TODAY), State.DUE, "Due by 20 January", ""),
        (visit(due=TODAY - DAY), State.LATE, "Late since 20 January", "bad"),
        (visit(planned_on=datetime.date(2027, 3, 4)), State.PLANNED, "Planned for 4 March", ""),
        (visit(planned_on=TODAY), State.PLANNED, "Planned for 20 January", ""),
        (visit(planned_on=TODAY - DAY), State.PLANNED, "Was planned for 19 January, not recorded yet", "warn"),
        (
            visit(due=datetime.date(2026, 12, 18), planned_on=datetime.date(2027, 2, 1)),
            State.LATE, "Late since 19 December, planned for 1 February", "bad",
        ),
        (visit(due=datetime.date(2025, 7, 22)), State.LATE, "Late since 23 July 2025", "bad"),
        (visit(delivered=Decimal(1), done_on=TODAY), State.DELIVERED, "Delivered on 20 January", "good"),
        (visit(called_off=True), State.CALLED_OFF, "Called off", ""),
        (days("1.5"), State.DUE, "1.5 of 3 days delivered, due by 31 March", ""),
        (days("0.5", due=TODAY - DAY), State.LATE, "0.5 of 3 days delivered, late since 20 January", "bad"),
        (days("3", done_on=TODAY), State.DELIVERED, "Delivered on 20 January", "good"),
        (days("4"), State.DELIVERED, "4 of 3 days delivered, 1 day more than promised", "good"),
        (days("1", called_off=True), State.CALLED_OFF, "1 of 3 days delivered, the rest is called off", ""),
    ],
)  # fmt: skip
def test_a_promise_says_how_it_stands(standing, state, word, tone):
    assert standing.state(TODAY) is state
    assert (standing.status(TODAY).word, standing.status(TODAY).tone) == (word, tone)


halves = st.integers(0, 20).map(lambda n: Decimal(n) / 2)
standings = st.builds(
    Standing,
    kind=st.sampled_from(["leader_days", "coaching_days"]),
    amount=halves.filter(bool),
    delivered=halves,
    due=st.dates(TODAY - 200 * DAY, TODAY + 200 * DAY),
    planned_on=st.none() | st.dates(TODAY - 200 * DAY, TODAY + 200 * DAY),
    called_off=st.booleans(),
)


@given(st.lists(standings, max_size=12))
def test_sums_lose_nothing_that_was_delivered(some):
    found = tally(some, TODAY)
    assert found.delivered == sum(each.delivered for each in some)
    assert found.promised == sum(min(s.amount, s.delivered) if s.called_off else s.amount for s in some)
    late = [s for s in some if not s.called_off and s.delivered < s.amount and s.due < TODAY]
    assert found.late == len(late)
    assert found.late_left == sum(s.amount - s.delivered for s in late)
    by_kind = tallies(some, TODAY)
    assert sum(each.promised for each in by_kind.values()) == found.promised
    assert sum(each.late for each in by_kind.values()) == found.late


def of(**kinds: tuple[str, str] | tuple[str, str, int, str]) -> dict[str, Tally]:
    return {
        kind: Tally(Decimal(some[0]), Decimal(some[1]), *((some[2], Decimal(some[3])) if len(some) > 2 else ()))
        for kind, some in kinds.items()
    }


@pytest.mark.parametrize(
    ("year", "by_kind", "says"),
    [
        (
            2026,
            of(visit=("4", "2", 1, "1"), leader_days=("9", "4.5")),
            "Porthmelyan is promised four visits and 9 leader days this year; two visits and 4.5 leader days are "
            "delivered; one visit is late.",
        ),
        (
            2026,
            of(visit=("1", "0"), leader_days=("3", "1"), coaching_days=("2", "0"), partnership=("6", "1", 2, "2")),
            "Porthmelyan is promised one visit and 5 days this year; 1 leader day is delivered; two partnership "
            "meetings are late.",
        ),
        (
            2024,
            of(visit=("2", "0"), full_day_review=("1", "0")),
            "Porthmelyan was promised two visits and one full-day review in 2024/25; nothing was delivered; nothing is "
            "late.",
        ),
        (
            2027,
            of(visit=("2", "0")),
            "Porthmelyan is promised two visits in 2027/28; nothing is delivered yet; nothing is late.",
        ),
        (
            2026,
            of(partnership=("6", "5")),
            "Porthmelyan is promised six partnership meetings this year; five partnership meetings are delivered; "
            "nothing is late.",
        ),
        (2026, of(), "Porthmelyan is promised no support this year."),
    ],
)  # fmt: skip
def test_the_page_opens_with_what_was_promised_delivered_and_is_late(year, by_kind, says):
    assert year_answer("Porthmelyan", year, by_kind, TODAY) == says


def test_amounts_days_and_lateness_in_words():
    assert amount_of("visit", Decimal(12)) == "12 visits"
    assert amount_of("coaching_days", Decimal("1.0")) == "1 coaching day"
    assert (
        late_words(of(visit=("4", "0", 2, "2"), leader_days=("9", "0", 1, "4.5")))
        == "two visits and 4.5 leader days are late"
    )
    assert late_words(of(visit=("4", "0"))) == ""
    assert near(datetime.date(2026, 9, 1), TODAY) == "1 September"
    assert near(datetime.date(2026, 8, 31), TODAY) == "31 August 2026"
    assert near(None, TODAY) == ""
