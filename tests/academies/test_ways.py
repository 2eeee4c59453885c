"""An academy's tabs stand in the order of use; what does not fit the row stands under "More"."""

import pytest
from django.test import RequestFactory

from academies.access import person_for
from academies.ways import FIT, academy_tabs

pytestmark = pytest.mark.django_db


def tabs_of(user, academy, path="/"):
    request = RequestFactory().get(path)
    request.user, request.person = user, person_for(user)  # type: ignore[attr-defined]
    return academy_tabs(request, academy)


def test_a_head_finds_the_plan_first_and_the_rest_under_more(cast):
    tabs = tabs_of(cast.headteacher, cast.own)
    assert [link.label for link, _ in tabs.row[:3]] == ["Profile", "Plan", "Gaps"]
    assert len(tabs.row) == FIT - 1
    assert "Inspections" in [link.label for link, _ in tabs.more]


def test_the_present_page_shows_where_it_stands_under_more(cast):
    assert tabs_of(cast.headteacher, cast.own, "/academies/heronwick/inspections/").under_more == "Inspections"
    assert tabs_of(cast.headteacher, cast.own, "/academies/heronwick/plan/").under_more == ""


def test_who_may_open_few_pages_has_no_more(cast):
    tabs = tabs_of(cast.teacher, cast.own)
    assert tabs.more == []
    assert [link.label for link, _ in tabs.row] == ["Profile", "Gaps", "Rings", "Learning", "Inspections", "Rounds"]
