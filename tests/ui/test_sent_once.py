"""Two clicks on a button raise one concern: what a form sends is written once."""

import re

import pytest
from playwright.sync_api import expect

from academies.models import Concern
from tests.browser import OpenPage
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_double_click_sends_a_form_once(open_page: OpenPage, cast: Cast, client_of):
    opened = open_page("/academies/heronwick/concerns/raise/", client=client_of(cast.trust_leader))
    page = opened.page
    page.fill("[name=title]", "Decodable books")
    page.fill("[name=detail]", "Readers in Year 2 have none at home.")
    button = page.locator("form[data-draft] button[type=submit]")
    button.evaluate("button => { button.click(); setTimeout(() => button.click(), 25) }")
    expect(page).to_have_url(re.compile(r"/concerns/\d+/$"))
    assert list(Concern.objects.values_list("title", flat=True)) == ["Decodable books"]
