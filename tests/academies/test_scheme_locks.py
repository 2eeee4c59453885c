"""A scheme that was put in use is never changed: the database refuses every way of writing."""

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_whole_scheme_stands():
    scheme = make.scheme_in_use(make.TrustFactory())
    assert [tier.word for tier in scheme.tiers.all()] == ["Sustain", "Improve", "Repair", "Stabilise"]
    assert scheme.criteria.first().bounds.count() == 3
