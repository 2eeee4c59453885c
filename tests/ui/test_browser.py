"""What a page open in a test complains of: a refused request and a token in an address, not what was given up."""

from __future__ import annotations

import pytest

from tests.browser import Network, OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
ASK = "path => fetch(path).then((answer) => answer.text(), () => {})"
GIVE_UP = """path => {
    const gone = new AbortController();
    const asked = fetch(path, { signal: gone.signal }).then(() => {}, () => {});
    gone.abort();
    return asked;
}"""


def test_a_refused_request_counts(network: Network, open_page: OpenPage) -> None:
    opened = open_page("/account/login/")
    network.refused = "/healthz"
    opened.page.evaluate(ASK, "/healthz")
    opened.settle()
    assert [said for said in opened.complaints if said.startswith("failed: ") and "/healthz" in said]


def test_a_token_in_an_address_counts(open_page: OpenPage) -> None:
    opened = open_page("/account/login/")
    opened.page.evaluate(ASK, "/healthz?csrfmiddlewaretoken=told")
    opened.settle()
    assert [said for said in opened.complaints if said.startswith("a token in an address: ")]


def test_what_was_given_up_does_not(open_page: OpenPage) -> None:
    opened = open_page("/account/login/")
    opened.page.evaluate(GIVE_UP, "/healthz")
    opened.settle()
    assert opened.complaints == []
