"""A field for a password in a real browser: shown to who wants to look, and how long a new one is by now."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.browser import OpenPage
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_new_password_is_looked_at_and_measured(cast: Cast, open_page: OpenPage, scheme: str) -> None:
    make.AccountInvitationFactory(trust=cast.trust, user=cast.teacher, by=cast.administrator, token="held")
    opened = open_page("/invitations/held/", width=390, scheme=scheme)
    page = opened.page
    field = page.locator("#id_password1")
    field.fill("Herons")
    expect(page.get_by_text("Too short: 6 more characters.")).to_be_visible()
    field.fill("Herons-land")
    expect(page.get_by_text("Too short: 1 more character.")).to_be_visible()
    field.fill("Herons-land-3")
    expect(page.get_by_text("Long enough, if nobody would guess it.")).to_be_visible()
    assert field.get_attribute("type") == "password"
    page.get_by_role("button", name="Show: password").click()
    assert field.get_attribute("type") == "text"
    assert opened.problems() == []
    assert opened.sideways() == 0
    page.get_by_role("button", name="Hide: password").click()
    assert field.get_attribute("type") == "password"

    # What is wrong stands beside the field, which is empty again: a password is never sent back.
    page.locator("#id_password2").fill("Something else")
    page.get_by_role("button", name="Keep this password").click()
    expect(page.locator("#div_id_password2").get_by_text("The two are not the same.")).to_be_visible()
    assert field.input_value() == ""
    field.fill("Fresh-Herons-Land-3")
    page.locator("#id_password2").fill("Fresh-Herons-Land-3")
    page.get_by_role("button", name="Show: the same once more").click()
    page.get_by_role("button", name="Keep this password").click()
    page.wait_for_url("**/")
    cast.teacher.refresh_from_db()
    assert cast.teacher.check_password("Fresh-Herons-Land-3")
