"""A reader is prepared as a governor may read it, looked at, issued, and from then on as it is."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, connection, transaction
from django.utils import timezone

from celt.lib.terms import year_on
from dashboards.demo.strategy.clock import playing
from readers.models import Edition
from readers.rules.told import SHAPE, Reader, as_data, from_data
from readers.services.edition import SAY_WHAT, issue_edition, prepare_edition, token
from tests import factories as make


@pytest.fixture
def meeting(cast):
    return make.BoardMeetingFactory(academy=cast.own)


def issued(by, meeting, **words):
    return issue_edition(by=by, edition=prepare_edition(by=by, meeting=meeting, **words))


@pytest.mark.parametrize("who", ["governor", "trustee", "senior_leader", "sibling_head", "outsider", "administrator"])
def test_only_who_leads_prepares_and_issues(cast, meeting, who):
    with pytest.raises(PermissionDenied):
        prepare_edition(by=getattr(cast, who), meeting=meeting)
    proof = prepare_edition(by=cast.headteacher, meeting=meeting)
    with pytest.raises(PermissionDenied):
        issue_edition(by=getattr(cast, who), edition=proof)


def test_a_head_issues_no_reader_of_the_trust(cast):
    board = make.BoardMeetingFactory(academy=None, trust=cast.trust)
    with pytest.raises(PermissionDenied):
        prepare_edition(by=cast.headteacher, meeting=board)
    assert issued(cast.trust_leader, board).is_issued


def test_every_part_is_told_with_a_question(cast, meeting):
    reader = from_data(prepare_edition(by=cast.headteacher, meeting=meeting).content)
    assert [part.slug for part in reader.parts] == ["changed", "gaps", "attendance", "plan", "reviews", "support"]
    assert all(part.asks.endswith("?") for part in reader.parts)


def test_a_proof_is_prepared_anew_in_its_place_until_it_is_issued(cast, meeting):
    first = prepare_edition(by=cast.headteacher, meeting=meeting, word="One.")
    again = prepare_edition(by=cast.trust_leader, meeting=meeting, word="Two.")
    assert (again.pk, again.number, again.word, again.prepared_by) == (first.pk, 1, "Two.", cast.trust_leader)
    assert issue_edition(by=cast.headteacher, edition=again).issued_by == cast.headteacher


def test_nobody_issues_what_they_have_not_looked_at(cast, meeting):
    seen = token(prepare_edition(by=cast.headteacher, meeting=meeting))
    proof = prepare_edition(by=cast.trust_leader, meeting=meeting)
    with pytest.raises(ValidationError, match="prepared anew since"):
        issue_edition(by=cast.headteacher, edition=proof, seen=seen)
    assert not Edition.objects.get().is_issued
    issue_edition(by=cast.headteacher, edition=proof, seen=token(proof))
    with pytest.raises(ValidationError, match="is issued and stays"):
        issue_edition(by=cast.headteacher, edition=proof, seen=token(proof))


def test_a_correction_is_a_new_edition_that_says_what_it_puts_right(cast, meeting):
    first = issued(cast.headteacher, meeting, word="A slip.")
    with pytest.raises(ValidationError) as refused:
        prepare_edition(by=cast.headteacher, meeting=meeting, word="Right.")
    assert refused.value.message_dict == {"corrects": [SAY_WHAT]}
    second = issued(cast.headteacher, meeting, word="Right.", corrects="The word to the board.")
    first.refresh_from_db()
    assert (second.number, second.replaces, first.word) == (2, first, "A slip.")
    assert list(Edition.objects.standing().filter(meeting=meeting)) == [second]


def test_a_word_has_its_length_and_a_called_off_meeting_no_reader(cast, meeting):
    with pytest.raises(ValidationError, match="600 characters at most"):
        prepare_edition(by=cast.headteacher, meeting=meeting, word="x" * 601)
    meeting.called_off_at = timezone.now()
    meeting.save()
    with pytest.raises(ValidationError, match="called off"):
        prepare_edition(by=cast.headteacher, meeting=meeting)


def test_nothing_is_written_afterwards_for_a_meeting_that_had_nothing(cast, meeting):
    gone = make.BoardMeetingFactory(academy=cast.own, on=timezone.localdate() - datetime.timedelta(days=1))
    with pytest.raises(ValidationError, match="This meeting is over, and nothing was issued for it"):
        prepare_edition(by=cast.headteacher, meeting=gone)
    issue_edition(by=cast.headteacher, edition=prepare_edition(by=cast.headteacher, meeting=meeting))
    with playing(meeting.on + datetime.timedelta(days=3)):
        corrected = prepare_edition(by=cast.headteacher, meeting=meeting, corrects="A wrong day.")
    assert corrected.number == 2


def test_what_was_issued_stands_whatever_changes(cast, meeting):
    plan = make.PlanFactory(
        academy=cast.own, academic_year=year_on(timezone.localdate()), monitoring="Governors look each term."
    )
    priority = make.PriorityFactory(plan=plan, title="Every child reads")
    edition = issued(cast.headteacher, meeting)
    priority.title = "Every child counts"
    priority.save()
    told = str(Edition.objects.get(pk=edition.pk).content)
    assert "Every child reads" in told
    assert "Every child counts" not in told


def test_the_web_role_cannot_change_an_issued_edition_by_raw_sql(cast, meeting):
    edition = issued(cast.headteacher, meeting, word="As it was read.")
    for write in (
        "UPDATE readers_edition SET content = '{}'",
        "UPDATE readers_edition SET word = 'Another'",
        "UPDATE readers_edition SET issued_at = NULL, issued_by_id = NULL",
        "UPDATE readers_edition SET shape = 9",
        "DELETE FROM readers_edition",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL pgtrigger.ignore = 'all'; {write} WHERE id = {edition.pk}")
    assert Edition.objects.get(pk=edition.pk).word == "As it was read."


def test_an_edition_replaces_the_issued_one_before_it_of_its_own_meeting(cast, meeting):
    first = make.EditionFactory(meeting=meeting)
    elsewhere = make.EditionFactory(meeting__academy=cast.sibling)
    proof = make.EditionFactory(meeting__academy=cast.own, proof=True)
    for meant, number in ((elsewhere, 2), (first, 3), (proof, 2)):
        with pytest.raises(Error), transaction.atomic():
            make.EditionFactory(meeting=meeting, replaces=meant, number=number, corrects="A slip.")
    assert make.EditionFactory(meeting=meeting, replaces=first, number=2, corrects="A slip.").pk


def test_since_the_last_meeting_of_the_same_board(cast):
    today = timezone.localdate()
    for academy, ago in ((cast.own, 30), (cast.own, 90), (cast.sibling, 10)):
        make.BoardMeetingFactory(academy=academy, on=today - datetime.timedelta(days=ago))
    coming = make.BoardMeetingFactory(academy=cast.own, on=today + datetime.timedelta(days=5))
    reader = from_data(prepare_edition(by=cast.headteacher, meeting=coming).content)
    last = today - datetime.timedelta(days=30)
    assert reader.parts[0].title == f"Since the last meeting, {last.day} {last:%B %Y}"


def test_the_next_reader_says_what_the_last_one_said(cast):
    """A figure that was read stands beside the same measure's figure now."""
    run = make.GapRunFactory(trust=cast.trust)
    make.GapFigureFactory(run=run, trust=cast.trust, academy=None, level="trust", phase="", measure="ks2_rwm_exp")
    make.GapFigureFactory(run=run, academy=cast.own, measure="ks2_rwm_exp", gap=-17.5)
    today = timezone.localdate()
    before = make.BoardMeetingFactory(academy=cast.own, on=today)
    issued(cast.headteacher, before)
    coming = make.BoardMeetingFactory(academy=cast.own, on=today + datetime.timedelta(days=5))
    (figure,) = from_data(prepare_edition(by=cast.headteacher, meeting=coming).content).parts[1].figures
    assert figure.then == "The last reader gave the same figure."


def test_an_older_shape_is_still_read():
    data = as_data(Reader(board="Heronwick"))
    del data["sources"]
    assert from_data({**data, "something_gone": 1}) == Reader(board="Heronwick")
    assert SHAPE == 1
