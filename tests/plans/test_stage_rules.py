"""The way through the stages whatever is tried in whatever order, what may be logged of an activity, and the drift."""

import datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from plans.rules import stage as rules
from plans.rules.activity import PLACE, STATES, Logged, Refused, goes_back, log
from plans.rules.drift import Span, calendar_of, drift, expected_words, time_words
from plans.rules.stage import Actor, NotNow, NotYours, Way
from plans.rules.way_picture import Told, drawn

TODAY = datetime.date(2026, 11, 22)
HEAD, BOTH = Actor(1, asks=True), Actor(2, asks=True, confirms=True)
LEADER, OTHER_LEADER, GOVERNOR = Actor(3, confirms=True), Actor(4, confirms=True), Actor(5)
PEOPLE = st.sampled_from([HEAD, BOTH, LEADER, OTHER_LEADER, GOVERNOR])
STEPS = ("begin", "ask onward", "ask back", "confirm", "send back", "withdraw")


class AWay(RuleBasedStateMachine):
    """Anybody tries anything at any time; the way is held to its rules by what its log says."""

    def __init__(self) -> None:
        super().__init__()
        self.now = Way()
        self.before = Way()
        self.refusals: list[str] = []

    @rule(step=st.sampled_from(STEPS), by=PEOPLE)
    def try_a_step(self, step: str, by: Actor) -> None:
        self.before = self.now
        do = {
            "begin": lambda: rules.begin(self.now, by),
            "ask onward": lambda: rules.ask(self.now, "onward", by),
            "ask back": lambda: rules.ask(self.now, "back", by),
            "confirm": lambda: rules.confirm(self.now, by),
            "send back": lambda: rules.send_back(self.now, by),
            "withdraw": lambda: rules.withdraw(self.now, by),
        }[step]
        try:
            self.now = do()
        except NotNow as refused:
            self.refusals.append(str(refused))

    @invariant()
    def what_is_refused_changes_nothing_and_says_so_in_a_sentence(self) -> None:
        assert all(says[0].isupper() and says.endswith(".") for says in self.refusals)
        assert len(self.now.log) - len(self.before.log) in (0, 1)

    @invariant()
    def the_log_only_grows(self) -> None:
        assert self.now.log[: len(self.before.log)] == self.before.log

    @invariant()
    def no_stage_is_skipped(self) -> None:
        assert abs(self.now.stage - self.before.stage) <= 1
        entered = [line.stage for line in self.now.log if line.step in ("begun", "confirmed", "reopened")]
        assert all(abs(a - b) == 1 for a, b in pairwise(entered))
        assert (entered[-1] if entered else 0) == self.now.stage
        assert entered[:1] in ([], [1])

    @invariant()
    def one_gate_is_asked_for_at_a_time(self) -> None:
        open_ones = 0
        for line in self.now.log:
            open_ones += {"asked": 1, "begun": 0}.get(line.step, -1)
            assert 0 <= open_ones <= 1
        assert bool(self.now.asked) == bool(open_ones)

    @invariant()
    def every_answer_is_anothers_and_a_leaders(self) -> None:
        asked = None
        for line in self.now.log:
            if line.step == "asked":
                asked = line.by
                assert line.by in (HEAD.who, BOTH.who)
            elif line.step in ("confirmed", "sent_back", "reopened"):
                assert line.by in (LEADER.who, OTHER_LEADER.who, BOTH.who)
                assert line.by != asked

    @invariant()
    def what_is_asked_leads_somewhere(self) -> None:
        if self.now.asked:
            assert self.now.asked.stage == self.now.stage
            assert 1 <= rules.leads_to(self.now.asked.kind, self.now.stage) <= 3


TestAWay = AWay.TestCase
TestAWay.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


def walked(*steps: str) -> Way:
    way = rules.begin(Way(), HEAD)
    for step in steps:
        way = rules.confirm(rules.ask(way, "back" if step == "back" else "onward", HEAD), LEADER)
    return way


def test_the_way_leads_through_all_three_and_back():
    assert walked("on").stage == 2
    assert walked("on", "on").stage == 3
    assert walked("on", "on", "back").stage == 2
    assert [line.step for line in walked("on", "back").log][-2:] == ["asked", "reopened"]


def test_who_asked_does_not_answer_whatever_they_are_besides():
    asked = rules.ask(walked(), "onward", BOTH)
    for answer in (rules.confirm, rules.send_back):
        with pytest.raises(NotYours, match="You asked for this gate yourself"):
            answer(asked, BOTH)
    assert rules.confirm(asked, LEADER).stage == 2


def test_there_is_nothing_before_the_first_and_after_the_last():
    with pytest.raises(NotNow, match="Stage three is the last"):
        rules.ask(walked("on", "on"), "onward", HEAD)
    with pytest.raises(NotNow, match="Stage one is the first"):
        rules.ask(walked(), "back", HEAD)
    assert rules.kinds_from(0) == []
    assert rules.kinds_from(1) == ["onward"]
    assert rules.kinds_from(2) == ["onward", "back"]
    assert rules.kinds_from(3) == ["back"]


DAYS = st.none() | st.dates(datetime.date(2010, 1, 1), datetime.date(2035, 1, 1))
LOGGED = st.builds(
    Logged, st.sampled_from(STATES), DAYS, DAYS, DAYS, st.sampled_from(["", "  ", "Tried in Year 4.", "Again."])
)


def tried(before: Logged, told: Logged, stage: int, present: int) -> tuple[Logged | None, dict[str, str]]:
    try:
        return log(before, told, stage=stage, present=present, today=TODAY), {}
    except Refused as refused:
        return None, refused.faults


@given(LOGGED, LOGGED, st.integers(1, 3), st.integers(1, 3))
def test_what_is_logged_is_sound_or_refused_with_sentences(before, told, stage, present):
    after, faults = tried(before, told, stage, present)
    if after is None:
        assert faults
        assert set(faults) <= {"state", "starts", "due", "done_on", "note"}
        assert all(not says[0].islower() and says.endswith(".") for says in faults.values())
        return
    assert (after.state == "done") == (after.done_on is not None)
    assert after.done_on is None or after.done_on <= TODAY
    assert not (after.done_on and after.starts) or after.done_on >= after.starts
    assert after.state not in ("under_way", "done") or stage <= present
    assert after.state != "under_way" or after.starts is not None
    assert after.state != "not_started" or after.starts is None
    assert after.state != "not_needed" or after.note
    assert not goes_back(before.state, after.state) or after.note


@given(LOGGED)
def test_the_same_twice_is_the_same(told):
    try:
        once = log(Logged(), told, stage=1, present=2, today=TODAY)
    except Refused:
        return
    assert log(once, once, stage=1, present=2, today=TODAY) == once


@pytest.mark.parametrize(
    ("told", "field", "says"),
    [
        (Logged("done"), "done_on", "Say on which day it was done"),
        (Logged("done", done_on=datetime.date(2026, 12, 1)), "done_on", "1 December 2026 lies ahead"),
        (
            Logged("done", starts=datetime.date(2026, 11, 2), done_on=datetime.date(2026, 11, 1)),
            "done_on",
            "before it was begun, on 2 November 2026",
        ),
        (Logged("under_way"), "starts", "Say since when"),
        (Logged("under_way", starts=datetime.date(2027, 1, 1)), "starts", "lies ahead"),
        (Logged("under_way", starts=datetime.date(1926, 1, 1)), "starts", "Look at the year"),
        (Logged("not_started", due=datetime.date(2206, 1, 1)), "due", "Look at the year"),
        (Logged("not_needed"), "note", "why it is not needed"),
    ],
)
def test_each_refusal_says_what_to_mend(told, field, says):
    with pytest.raises(Refused) as refused:
        log(Logged(), told, stage=2, present=2, today=TODAY)
    assert says in refused.value.faults[field]


def test_a_later_stage_is_planned_and_not_begun():
    planned = Logged("not_started", due=datetime.date(2027, 3, 1))
    assert log(Logged(), planned, stage=3, present=2, today=TODAY) == planned
    with pytest.raises(Refused, match="once its gate is confirmed"):
        log(Logged(), Logged("under_way", starts=TODAY), stage=3, present=2, today=TODAY)


def test_a_step_down_says_why_anew():
    done = Logged("done", done_on=TODAY, note="All of it.")
    with pytest.raises(Refused, match="It was logged as done"):
        log(done, Logged("under_way", starts=TODAY, note="All of it."), stage=1, present=1, today=TODAY)
    assert log(done, Logged("under_way", starts=TODAY, note="One is left."), stage=1, present=1, today=TODAY)
    assert set(PLACE) == set(STATES) - {"not_needed"}


def usual(first: datetime.date = datetime.date(2024, 9, 1)):
    return calendar_of({}, first, TODAY)


@given(st.dates(datetime.date(2024, 9, 1), datetime.date(2030, 1, 1)), st.integers(1, 9))
def test_three_terms_are_a_year_and_a_place_leads_back_to_its_day(day, terms):
    calendar = usual()
    assert abs((calendar.day(calendar.place(day)) - day).days) <= 1
    later = calendar.day(calendar.place(day) + terms)
    assert later > day
    if terms % 3 == 0:
        assert abs((later - day).days - 365.25 * terms / 3) <= 2


def test_the_drift_is_told_in_words():
    told = drift(2, [Span(datetime.date(2026, 1, 10))], TODAY, 2, 3, usual())
    assert told.says == "Ten months in stage two; expected two terms to a year."
    assert told.where == "in time"
    assert told.past == ""
    late = drift(2, [Span(datetime.date(2025, 10, 11))], TODAY, 2, 3, usual())
    assert late.past == "Past the expected year by six weeks."
    assert late.weeks_past == 6
    assert (
        drift(1, [Span(TODAY)], TODAY, 2, 3, usual()).says == "In stage one since today; expected two terms to a year."
    )


def test_a_stage_opened_again_goes_on_where_it_was_left():
    once = Span(datetime.date(2025, 1, 10), datetime.date(2025, 9, 10))
    again = drift(1, [once, Span(datetime.date(2026, 9, 10))], TODAY, 2, 3, usual())
    alone = drift(1, [Span(datetime.date(2026, 9, 10))], TODAY, 2, 3, usual())
    assert again.terms == pytest.approx(alone.terms + usual().between(once.opened, once.closed))
    assert again.late_on < alone.late_on
    assert again.days == alone.days + 243


@given(st.dates(datetime.date(2024, 9, 1), TODAY), st.integers(1, 6), st.integers(0, 3))
def test_early_in_time_and_past_follow_each_other(opened, shortest, more):
    told = drift(1, [Span(opened)], TODAY, shortest, shortest + more, usual())
    assert told.early_on <= told.late_on
    assert (told.where == "past") == (told.late_on < TODAY)
    assert (told.where == "early") == (told.early_on > TODAY)
    assert bool(told.past) == (told.where == "past")


def test_a_trusts_own_terms_move_the_drift():
    own = {(2026, "autumn"): datetime.date(2026, 9, 21)}
    opened = [Span(datetime.date(2026, 1, 5))]
    at_usual = drift(2, opened, TODAY, 2, 2, usual())
    at_own = drift(2, opened, TODAY, 2, 2, calendar_of(own, datetime.date(2024, 9, 1), TODAY))
    assert (at_own.late_on - at_usual.late_on).days == 20


@pytest.mark.parametrize(
    ("shortest", "longest", "says"),
    [(2, 3, "two terms to a year"), (3, 6, "one to two years"), (1, 2, "one to two terms"), (2, 2, "two terms"),
     (3, 3, "a year"), (4, 5, "four to five terms"), (1, 1, "one term"), (5, 6, "five terms to two years")],
)  # fmt: skip
def test_the_expected_time_in_words(shortest, longest, says):
    assert expected_words(shortest, longest) == says


@pytest.mark.parametrize(
    ("days", "says"),
    [(1, "one day"), (13, "13 days"), (14, "two weeks"), (83, "11 weeks"), (120, "four months"), (730, "two years"),
     (800, "two years and two months")],
)  # fmt: skip
def test_a_stretch_of_time_in_words(days, says):
    assert time_words(days) == says


def test_the_drawing_stays_within_its_frame_and_says_itself():
    spans = [Span(datetime.date(2025, 1, 6), datetime.date(2025, 10, 27)), Span(datetime.date(2026, 5, 1))]
    one = drift(1, spans, TODAY, 2, 3, usual())
    picture = drawn([Told("Stage one", spans, one), Told("Stage two", []), Told("Stage three", [])], TODAY, usual())
    for row in picture.rows:
        for bar in (*row.bars, *filter(None, (row.least, row.rest))):
            assert float(bar.x.rstrip("%")) + float(bar.width.rstrip("%")) <= 101
    assert [len(row.bars) for row in picture.rows] == [2, 0, 0]
    assert "Stage two: not begun." in picture.says
    assert {tick.label for tick in picture.ticks} >= {"2025/26", "2026/27"}
