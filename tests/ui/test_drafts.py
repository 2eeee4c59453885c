"""What is typed stays, on the device and on the server, until its form arrives: over a reload, a closed tab, an ended
session, a stopped server, on another device; not over a sign-out."""

import pytest
from playwright.sync_api import expect

from tests.browser import OpenPage
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RAISE, TEXT = "/academies/heronwick/concerns/raise/", "Readers in Year 2 have no decodable books at home."


def test_a_reload_brings_back_what_was_typed(open_page: OpenPage, cast: Cast, client_of):
    opened = open_page(RAISE, client=client_of(cast.trust_leader))
    page = opened.page
    page.fill("[name=detail]", TEXT)
    expect(page.locator(".draft")).to_contain_text("Kept on this device")
    page.reload()
    assert page.input_value("[name=detail]") == TEXT
    expect(page.locator(".draft")).to_contain_text("You are going on with what you typed")
    with page.expect_response("**/drafts/discard/"):
        page.get_by_role("button", name="Start afresh").click()
    assert page.input_value("[name=detail]") == ""
    page.reload()
    assert page.input_value("[name=detail]") == ""
    assert opened.complaints == []


def test_an_ended_session_loses_nothing(open_page: OpenPage, cast: Cast, client_of):
    opened = open_page(RAISE, client=client_of(cast.trust_leader))
    page = opened.page
    page.fill("[name=title]", "Decodable books")
    page.fill("[name=detail]", TEXT)
    session = [c for c in page.context.cookies() if c["name"] == "sessionid"]
    page.context.clear_cookies(name="sessionid")
    page.locator("form[data-draft] button[type=submit]").click()
    page.wait_for_url("**/account/login/**")
    page.context.add_cookies(session)  # type: ignore[arg-type]
    page.goto(page.url.split("/account")[0] + RAISE)
    assert page.input_value("[name=detail]") == TEXT


def test_what_the_server_has_is_no_draft_any_more(open_page: OpenPage, cast: Cast, client_of):
    page = open_page(RAISE, client=client_of(cast.trust_leader)).page
    page.fill("[name=title]", "Decodable books")
    page.fill("[name=detail]", TEXT)
    page.locator("form[data-draft] button[type=submit]").click()
    page.wait_for_url(lambda url: "raise" not in url)
    page.goto(page.url.split("/concerns")[0].split("/academies")[0] + RAISE)
    assert page.input_value("[name=detail]") == ""


def test_a_form_that_came_back_keeps_its_draft(open_page: OpenPage, cast: Cast, client_of):
    page = open_page(RAISE, client=client_of(cast.trust_leader)).page
    page.fill("[name=detail]", TEXT)
    page.locator("form[data-draft] button[type=submit]").click()
    expect(page.locator("[role=alert]")).to_be_visible()
    page.goto(page.url)
    assert page.input_value("[name=detail]") == TEXT


def test_signing_out_clears_the_device(open_page: OpenPage, cast: Cast, client_of):
    page = open_page(RAISE, client=client_of(cast.trust_leader)).page
    page.fill("[name=detail]", TEXT)
    expect(page.locator(".draft")).to_contain_text("Kept on this device")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/**")
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('draft:'))") == []


def test_another_device_is_offered_what_was_typed_here(open_page: OpenPage, cast: Cast, client_of):
    page = open_page(RAISE, client=client_of(cast.trust_leader)).page
    page.fill("[name=detail]", TEXT)
    expect(page.locator(".draft")).to_contain_text("Draft saved", timeout=10_000)
    page.close()
    tablet = open_page(RAISE, width=390, client=client_of(cast.trust_leader)).page
    expect(tablet.locator("[name=detail]")).to_have_value(TEXT)
    expect(tablet.locator(".draft")).to_contain_text("You are going on with what you typed")
    assert open_page(RAISE, client=client_of(cast.second_leader)).page.input_value("[name=detail]") == ""


def test_a_stopped_server_loses_nothing_and_ends_no_draft(open_page: OpenPage, cast: Cast, client_of):
    page = open_page(RAISE, client=client_of(cast.trust_leader)).page
    address = page.url
    page.route("**/*", lambda route: route.abort("connectionrefused"))
    page.fill("[name=title]", "Decodable books")
    page.fill("[name=detail]", TEXT)
    expect(page.locator(".draft")).to_contain_text("kept on this device", timeout=10_000)
    page.locator("form[data-draft] button[type=submit]").click()
    page.wait_for_timeout(500)
    page.unroute("**/*")
    page.goto(address)
    expect(page.locator("[name=detail]")).to_have_value(TEXT)
    page.locator("form[data-draft] button[type=submit]").click()
    page.wait_for_url(lambda url: "raise" not in url)
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('draft:'))") == []


def test_a_connection_that_is_back_takes_the_draft_to_the_server(open_page: OpenPage, cast: Cast, client_of):
    page = open_page(RAISE, client=client_of(cast.trust_leader)).page
    page.context.set_offline(True)
    page.fill("[name=detail]", TEXT)
    expect(page.locator(".draft")).to_contain_text("No connection", timeout=10_000)
    page.context.set_offline(False)
    expect(page.locator(".draft")).to_contain_text("Draft saved", timeout=10_000)


def test_who_is_signed_out_while_typing_is_told(open_page: OpenPage, cast: Cast, client_of):
    page = open_page(RAISE, client=client_of(cast.trust_leader)).page
    page.context.clear_cookies(name="sessionid")
    page.fill("[name=detail]", TEXT)
    expect(page.locator(".draft")).to_contain_text("You were signed out", timeout=10_000)
    expect(page.locator(".draft a")).to_have_text("Sign in in another tab")
