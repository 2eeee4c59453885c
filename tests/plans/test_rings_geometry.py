"""Where the segments of the five rings lie: inside their band, none upside down, the same left and right."""

import re
from itertools import pairwise
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.rules.rings import GAP, MARKS, MIDDLE, SIDE, Point, distance, drawn, first_angle, radii
from plans.selectors.ring import SEGMENTS
from plans.strategy import RINGS

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
ARC = re.compile(r"A[\d.]+ [\d.]+ 0 [01] ([01]) ([\d.]+) ([\d.]+)")


def ends(path: str) -> list[Point]:
    """Every point that the path goes to, those of its arcs included."""
    points = []
    for command, rest in re.findall(r"([MLQA])([^MLQAZ]*)", path):
        numbers = [float(n) for n in NUMBER.findall(rest)]
        numbers = numbers[5:] if command == "A" else numbers
        points += [Point(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
    return points


def test_there_is_one_segment_a_condition():
    assert [len(ring) for ring in SEGMENTS] == [len(ring.conditions) for ring in RINGS] == [3, 3, 4, 6, 4]


@given(st.lists(st.integers(1, 12), min_size=1, max_size=5))
def test_every_segment_stays_inside_its_band(counts):
    for ring, segments in enumerate(drawn(counts)):
        inner, outer = radii(ring)
        for segment in segments:
            assert all(inner - 0.1 <= distance(point) <= outer + 0.1 for point in ends(segment.path))


@given(st.lists(st.integers(2, 12), min_size=1, max_size=5))
def test_what_is_written_on_a_segment_stands_on_it(counts):
    for ring, segments in enumerate(drawn(counts)):
        inner, outer = radii(ring)
        for segment in segments:
            for mark in segment.marks:
                assert inner < distance(mark) < outer
            assert len(segment.marks) == len(segment.narrow_marks) == MARKS


@given(st.integers(1, 12))
def test_rings_do_not_touch(ring):
    assert radii(ring)[0] - radii(ring - 1)[1] == GAP


def test_the_picture_fits_its_square():
    for segments in SEGMENTS:
        for segment in segments:
            assert all(0 <= p.x <= SIDE and 0 <= p.y <= SIDE for p in ends(segment.path))


def test_no_name_stands_upside_down():
    for segments in SEGMENTS:
        for segment in segments:
            if found := ARC.search(segment.text_path):
                clockwise = found.group(1) == "1"
                assert clockwise == (segment.at.y <= MIDDLE + 0.01)


@pytest.mark.parametrize("parts", [3, 4, 6])
def test_a_ring_is_the_same_left_and_right(parts):
    (ring,) = drawn([parts])
    here = {(round(s.at.x - MIDDLE), round(s.at.y - MIDDLE)) for s in ring}
    assert {(-x, y) for x, y in here} == here


def test_parts_of_a_ring_are_parted_by_the_gap_inside_and_outside():
    ring = drawn([3, 4])[1]
    for one, following in pairwise(ring):
        last, first = ends(one.path), ends(following.path)
        nearest = min(((a.x - b.x) ** 2 + (a.y - b.y) ** 2) ** 0.5 for a in last for b in first)
        assert isclose(nearest, GAP, abs_tol=0.6)


def test_a_ring_without_a_part_is_refused():
    with pytest.raises(ValueError, match="at least one part"):
        drawn([0])


def test_six_and_three_parts_begin_with_one_in_the_middle_above():
    assert first_angle(4) == -90
    assert first_angle(3) == -150
    assert first_angle(6) == -120
