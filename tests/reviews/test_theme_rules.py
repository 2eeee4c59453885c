"""What recurs over the reviews of a theme, and when phases may be said to differ."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.rules.theme import PartCount, Seen, Share, compare, count_parts, recurring, together
from reviews.rules.theme_told import (
    PhaseRow,
    answer,
    before_says,
    before_words,
    besides,
    evidence_words,
    of_words,
    phase_row,
    phases_say,
    rests_on,
    standings_words,
)
from reviews.strategy import FRAMEWORKS
from reviews.strategy.kin import KIN, common_part, same

WORDS = ("Not yet in place", "Taking shape", "Secure", "Strong enough to share")


@st.composite
def seen(draw):
    step = draw(st.integers(0, 4))
    return Seen(
        academy=draw(st.integers(1, 6)),
        phase=draw(st.sampled_from(["primary", "secondary"])),
        part=draw(st.sampled_from(["Phonics", "Fluency", "Books"])),
        word=WORDS[step - 1] if step else "",
        step=step,
        of=4,
        next_steps=draw(st.integers(0, 3)),
        strengths=draw(st.integers(0, 2)),
        notes=draw(st.integers(0, 5)),
    )


@given(st.lists(seen(), max_size=40))
def test_counts_are_those_of_somebody_who_counts_on_paper(rows):
    """Recomputed another way: by walking over academies and parts, with sets and last values."""
    told = {part.part: part for part in count_parts(together(rows))}
    academies: dict[str, set[int]] = defaultdict(set)
    asked: dict[str, set[int]] = defaultdict(set)
    newest: dict[tuple[str, int], int] = {}
    steps: dict[str, int] = defaultdict(int)
    for row in rows:
        academies[row.part].add(row.academy)
        steps[row.part] += row.next_steps
        if row.next_steps:
            asked[row.part].add(row.academy)
        if row.step:
            newest[row.part, row.academy] = row.step
    assert set(told) == set(academies)
    for part, count in told.items():
        assert (count.asked.n, count.asked.of) == (len(asked[part]), len(academies[part]))
        stood = [step for (one, _), step in newest.items() if one == part]
        assert dict(count.standings) == {WORDS[step - 1]: stood.count(step) for step in set(stood)}
        assert [word for word, _ in count.standings] == [word for word in WORDS if word in dict(count.standings)]
        assert (count.firm.n, count.firm.of) == (sum(step > 2 for step in stood), len(stood))
        assert count.next_steps == steps[part]


@given(st.lists(seen(), max_size=40))
def test_what_recurs_is_asked_for_at_two_academies_or_more_the_widest_first(rows):
    parts = count_parts(together(rows))
    found = recurring(parts)
    assert {part.part for part in found} == {part.part for part in parts if part.asked.n > 1}
    wide = [part.asked.n for part in found]
    assert wide == sorted(wide, reverse=True)


@given(st.lists(seen(), max_size=20), st.randoms())
def test_the_order_of_academies_changes_no_count(rows, random):
    """Within an academy order matters, for the newest standing counts; between academies it does not."""
    once = list({(row.academy, row.part): row for row in rows}.values())
    mixed = random.sample(once, len(once))
    assert {part.part: part for part in count_parts(once)} == {part.part: part for part in count_parts(mixed)}


TWO_OF_THREE = Share(2, 3)
SHARES = st.integers(0, 12).flatmap(lambda of: st.integers(0, of).map(lambda n: Share(n, of)))


@given(SHARES, SHARES)
def test_phases_differ_only_where_one_academy_in_each_could_not_turn_it_round(first, second):
    """Recomputed by moving one academy in each phase and comparing the shares as fractions."""
    verdict = compare(first, second)
    assert verdict == compare(second, first)
    if first.of < 4 or second.of < 4:
        assert verdict == "too_few"
        return
    high, low = sorted((first, second), key=lambda share: Fraction(share.n, share.of), reverse=True)
    still = Fraction(high.n - 1, high.of) > Fraction(low.n + 1, low.of)
    assert verdict == ("differs" if still else "alike")


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        (Share(5, 6), Share(1, 4), "differs"),
        (Share(4, 4), Share(1, 4), "differs"),
        (Share(3, 4), Share(1, 4), "alike"),
        (Share(4, 4), Share(2, 4), "alike"),
        (Share(9, 9), Share(0, 3), "too_few"),
        (Share(0, 9), Share(0, 4), "alike"),
    ],
)
def test_small_numbers_are_told_honestly(first, second, verdict):
    assert compare(first, second) == verdict


def count(part="Phonics", asked=TWO_OF_THREE, **more):
    told = {"firm": Share(0, 3), "standings": (), "next_steps": asked.n, "strengths": 0, "notes": 0, **more}
    return PartCount(part, asked, **told)


def test_the_answer_is_one_sentence_that_names_the_widest_two():
    parts = [count("Behind", Share(4, 5)), count("Books", Share(2, 3)), count("Phonics", Share(2, 3))]
    assert answer("Reading", "2025/26", 5, parts) == (
        "Reading in 2025/26: next steps recur in “Behind”, at four of five academies reviewed, and in “Books”, "
        "at two of three."
    )
    assert answer("Reading", "2025/26", 4, [count("Books", Share(2, 2))]) == (
        "Reading in 2025/26: next steps recur in “Books”, at both academies reviewed."
    )
    assert answer("SEND", "2025/26", 1, []).endswith("one academy was reviewed, too few to say what recurs.")
    assert answer("SEND", "2025/26", 3, []).endswith("and no part has next steps at more than one of them.")
    assert answer("SEND", "2025/26", 0, []) == "SEND in 2025/26: no review can be read yet."


def test_what_it_rests_on_counts_academies_of_the_trust_by_phase():
    assert rests_on(6, 13, 3, 2, 0) == (
        "It rests on six reviews at five of the trust’s 13 academies: three primaries and two secondaries."
    )
    assert rests_on(2, 2, 1, 0, 1) == (
        "It rests on two reviews at all two academies of the trust: one primary and one of another phase."
    )


@pytest.mark.parametrize(
    ("share", "says"),
    [
        (Share(4, 5), "four of five academies"),
        (Share(2, 2), "both academies"),
        (Share(13, 13), "all 13 academies"),
        (Share(1, 1), "the one academy"),
    ],
)
def test_shares_in_words(share, says):
    assert of_words(share) == says


def test_phases_are_beside_each_other_and_differ_only_where_that_holds():
    row = phase_row("Phonics", Share(5, 6), Share(1, 4))
    assert row == PhaseRow("Phonics", "5 of 6", "1 of 4", "Next steps at 5 of 6 primaries against 1 of 4 secondaries")
    assert phase_row("Phonics", Share(0, 6), Share(4, 4)).says == (
        "Next steps at 4 of 4 secondaries against 0 of 6 primaries"
    )
    assert "One part differs, and would still if one academy" in phases_say(6, 4, 0, [row])
    assert phases_say(3, 2, 1, []) == (
        "Three primaries and two secondaries were reviewed. That is too few to say that phases differ: we do so from "
        "four in each. One academy of another phase is left out."
    )
    assert "in no part do they differ" in phases_say(4, 4, 0, [phase_row("Phonics", Share(2, 4), Share(2, 4))])
    assert phases_say(4, 0, 0, []) == ""


def test_a_part_says_how_it_stands_on_what_evidence_and_how_it_was():
    part = count(standings=(("Not yet in place", 3), ("Taking shape", 2)), next_steps=4, strengths=1, notes=5)
    assert standings_words(part) == "Not yet in place at three, taking shape at two"
    assert evidence_words(part) == "Four next steps and one strength, drawn from five notes"
    assert evidence_words(count(notes=0)) == "Two next steps, with no note linked"
    assert before_words("2024/25", count()) == "In 2024/25 it recurred too: two of three academies reviewed then."
    assert before_words("2024/25", count(asked=Share(1, 3))).startswith("In 2024/25 it had next steps: one of three")
    assert before_words("2024/25", count(asked=Share(0, 3))) == (
        "In 2024/25 it had no next step at all three academies reviewed then."
    )
    assert before_words("2024/25", None) == ""


def test_the_year_before_is_told_without_a_trend():
    assert before_says("2024/25", [], []) == ""
    told = before_says("2024/25", [count("Books")], [count("Books"), count("Phonics")])
    assert told.startswith("What recurred in 2024/25 and does not now: “Phonics”. Not the same academies")
    assert before_says("2024/25", [count()], [count(asked=Share(1, 3))]).startswith("In 2024/25 no part recurred.")


def test_what_does_not_recur_is_named_too():
    told = besides([count("Books", Share(1, 3)), count("Phonics", Share(0, 3)), count("Fluency", Share(0, 3))])
    assert told == "Next steps at one academy alone: “Books”. No next step anywhere: “Phonics” and “Fluency”."


def test_kin_names_titles_that_the_frameworks_have_one_of_each_phase():
    titles = {
        (each.family, same(section.name)): each.phase or "every" for each in FRAMEWORKS for section in each.sections
    }
    for family, kin in KIN.items():
        every = [same(title) for named in kin.values() for title in named]
        assert len(every) == len(set(every))
        for common, named in kin.items():
            assert sorted(titles[family, same(title)] for title in named) == ["primary", "secondary"], common


def test_titles_meet_over_versions_by_what_they_say():
    assert common_part("reading", "the  Lowest fifth") == common_part("reading", "Interventions")
    assert common_part("writing", "Interventions") == "Interventions"
    assert common_part("other", "Anything else") == "Anything else"
