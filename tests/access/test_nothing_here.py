"""What is hidden and what was never there are answered by one and the same page, which tells nothing of either."""

import re

import pytest

from tests.access.reading import found, text_of
from tests.access.sweep import Sweep

# (what is hidden from somebody, the same kind of address where nothing is)
ADDRESSES = (
    ("/academies/{slug}/", "/academies/never-was/"),
    ("/dashboards/academies/{slug}/", "/dashboards/academies/never-was/"),
    ("/decisions/{decision}/", "/decisions/999999999/"),
    ("/support/{days}/", "/support/999999999/"),
    ("/data/files/{batch}/", "/data/files/999999999/"),
)


@pytest.fixture
def sweep(world):
    return Sweep(world)


def page(sweep: Sweep, who: str, address: str) -> str | None:
    """The page of an address that has nothing for this person, without its address and what differs each time."""
    response = sweep.clients[who].get(address)
    if response.status_code != 404:
        return None
    text = text_of(response).replace(address, "")
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"|(Content-Length|X-Request-ID): \S+', "", text)


def test_the_hidden_and_the_missing_are_answered_alike_and_name_nobody(sweep):
    compared = 0
    for who, user in sweep.people.items():
        if user is None:
            continue
        hidden = list(sweep.hidden_from(user))
        for academy in sweep.world.academies:
            rows = {kind: sweep.world.of(kind, academy).pk for kind in ("decision", "days")}
            batch = sweep.world.batches[academy.trust_id].pk
            for there, nowhere in ADDRESSES:
                answered = page(sweep, who, there.format(slug=academy.slug, batch=batch, **rows))
                if answered is None:
                    continue
                compared += 1
                assert answered == page(sweep, who, nowhere), f"{there} of {academy} as {who}"
                told = [what for what, needle in hidden if found(needle, answered)]
                assert not told, f"{there} of {academy} told {who}: {told}"
    assert compared >= 5 * len(sweep.people)
