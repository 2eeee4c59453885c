"""In a real browser: somebody makes their calendar address, a calendar program reads it, and they end it."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest
from django.utils import timezone
from icalendar import Calendar

from celt.lib.terms import year_on
from tests import factories as make
from tests.factories import CheckpointDateFactory


def fetched(url: str) -> Calendar:
    with urllib.request.urlopen(url) as response:
        return Calendar.from_ical(response.read())


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("script", [True, False])
def test_an_address_is_made_read_and_ended(open_page, cast, client_of, script: bool) -> None:
    today = timezone.localdate()
    checkpoint = make.CheckpointFactory(trust=cast.trust, name="Autumn")
    CheckpointDateFactory(checkpoint=checkpoint, academic_year=year_on(today), due=today)
    opened = open_page("/calendar/", width=390, script=script, client=client_of(cast.headteacher))
    page = opened.page
    page.get_by_role("button", name="Make an address").click()
    address = page.get_by_label("The address").input_value()
    if script:
        assert opened.problems() == []
    assert opened.sideways() == 0
    (entry,) = fetched(address).walk("VEVENT")
    assert entry.decoded("DTSTART") == today

    page.get_by_role("link", name="I have copied it").click()
    assert address not in page.content()
    page.get_by_text("End it", exact=True).click()
    page.get_by_role("button", name="End the address").click()
    page.get_by_text("Your calendar address has ended.").wait_for()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        fetched(address)
    assert page.get_by_role("button", name="Make an address").is_visible()
