"""Meetings of the trust board in calendars, and what boards read in the search: for those who may read it."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from academies.access import person_for
from academies.models import Academy
from academies.providers import WHOLE_TRUST, events
from academies.services.feeds import make_feed
from readers.services.edition import issue_edition, prepare_edition
from tests import factories as make

pytestmark = pytest.mark.django_db
WORD = "Quillwander"


def day(ahead: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=ahead)


def page(client_of, user, address: str, **query: str) -> str:
    answer = client_of(user).get(address, query)
    assert answer.status_code == 200
    return str(answer.content.decode().partition("<main")[2])


@pytest.fixture
def of_trust(cast):
    return make.BoardMeetingFactory(trust=cast.trust, academy=None, on=day(0), title=f"{WORD} trustees")


READS = {
    "trust_leader": True, "trustee": True, "governor": False, "headteacher": False, "sibling_head": False,
    "data_lead": False, "outsider": False,
}  # fmt: skip


@pytest.mark.parametrize(("who", "reads"), READS.items())
def test_the_trust_board_meets_in_the_calendar_of_those_who_read_for_it(who, reads, cast, client_of, of_trust):
    user = getattr(cast, who)
    told = f"The trust board meets: {of_trust.title}"
    for address in (reverse("academies:calendar"), reverse("academies:coming")):
        answer = client_of(user).get(address)
        assert (answer.status_code == 200 and told in answer.content.decode()) == reads
    found = events.collect(user, person_for(user), [cast.own], day(-1), day(1), of_trust=True)
    assert [one.url for one in found if one.academy == WHOLE_TRUST] == [reverse("readers:reader_list")] * reads


def test_it_lands_on_no_academy_and_in_no_academys_own_calendar(cast, client_of, of_trust):
    calendar = reverse("academies:calendar")
    assert WORD not in page(client_of, cast.trustee, calendar, academy=cast.own.slug)
    assert WORD in page(client_of, cast.trustee, calendar, kind="meeting")
    assert WORD not in page(client_of, cast.trustee, calendar, kind="review")
    rows = client_of(cast.trustee).get(reverse("academies:calendar_csv")).content.decode()
    assert f"{cast.trust.name}" in next(line for line in rows.splitlines() if WORD in line)
    assert not events.collect(cast.trustee, person_for(cast.trustee), list(Academy.objects.all()), day(-1), day(1))


def test_a_calendar_feed_holds_it_unless_it_is_one_academys(cast, client, of_trust):
    address = reverse("academies:feed", args=[make_feed(by=cast.trustee)])
    made = client.get(address).content.decode().replace("\r\n ", "")  # lines are folded
    assert f"{WORD} trustees" in made
    assert f"LOCATION:{cast.trust.name}" in made
    assert WORD not in client.get(address, {"academy": cast.own.slug}).content.decode()


@pytest.fixture
def planted(cast):
    """Issued for the head's own academy with the word above it; a meeting and a proof that hold it, too."""
    board = {"academy": cast.own, "trust": cast.trust}
    issued = make.BoardMeetingFactory(**board, on=day(3), title="Full board, autumn")
    proof = make.BoardMeetingFactory(**board, on=day(60), title="Full board, spring")
    make.BoardMeetingFactory(**board, on=day(90), title=f"{WORD} committee")
    by = cast.headteacher
    issue_edition(by=by, edition=prepare_edition(by=by, meeting=issued, word=f"{WORD} is new."))
    prepare_edition(by=by, meeting=proof, word=f"{WORD} is not read yet.")


FINDS = {
    "trust_leader": True, "trustee": True, "governor": True, "headteacher": True, "sibling_head": False,
    "teacher": False, "data_lead": False, "outsider": False,
}  # fmt: skip


@pytest.mark.parametrize(("who", "finds"), FINDS.items())
def test_what_was_issued_is_found_by_who_reads_it(who, finds, cast, client_of, planted):
    told = page(client_of, getattr(cast, who), reverse("academies:search"), q="quilwandr")
    assert (f"<b>{WORD}</b> is new." in told) == finds
    assert (f"<b>{WORD}</b> committee" in told) == finds
    assert "is not read yet" not in told, "a proof is found by nobody"
    if not finds:
        assert WORD not in told


def test_of_a_corrected_edition_the_one_in_force_is_found(cast, client_of, planted):
    meeting = make.BoardMeetingFactory(academy=cast.own, trust=cast.trust, on=day(5), title=f"{WORD} full board")
    for corrects in ("", "A wrong day."):
        last = issue_edition(
            by=cast.headteacher, edition=prepare_edition(by=cast.headteacher, meeting=meeting, corrects=corrects)
        )
    told = page(client_of, cast.governor, reverse("academies:search"), q=WORD)
    assert told.count(f"<b>{WORD}</b> full board") == 1
    assert reverse("readers:edition_show", args=[last.pk]) in told
    assert "edition 2" in told
