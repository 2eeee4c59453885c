"""Theories of action, their signs and verdicts: who writes what, what is refused, and what the database refuses."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InternalError, transaction

from academies.models.academy import Status
from tests import factories as make
from toolkit.models import Signal, Theory, Verdict
from toolkit.models.theory import Held, SignalOf
from toolkit.selectors.theory import theories_for
from toolkit.services.signal import add_signal, change_signal, move_signal, put_away_signal
from toolkit.services.theory import add_theory, archive_theory, change_theory, ensure_theories, start_theories
from toolkit.services.verdict import add_verdict
from toolkit.strategy import THEORIES

pytestmark = pytest.mark.django_db

WHEN, THEN = "pupils say it before they write it", "they write more"


@pytest.fixture
def theory(cast) -> Theory:
    return make.TheoryFactory(trust=cast.trust, name="Talk first")


def test_a_trust_begins_with_the_strategys_seven_and_their_signs_once(cast):
    first, again = ensure_theories(cast.trust), ensure_theories(cast.trust)
    assert [t.name for t in first] == [t.name for t in again] == [t.name for t in THEORIES]
    assert len(THEORIES) == 7
    for theory in first:
        of = set(theory.signals.values_list("of", flat=True))
        assert of == {"practice", "pupils"}
        assert theory.because


def test_what_a_trust_put_away_or_renamed_does_not_come_back(cast):
    first, second, *_ = ensure_theories(cast.trust)
    archive_theory(by=cast.trust_leader, theory=first)
    change_theory(by=cast.trust_leader, theory=second, name="Our own words", when=WHEN, then=THEN)
    assert len(ensure_theories(cast.trust)) == 6
    assert Theory.objects.count() == 7


@pytest.mark.parametrize("who", ["headteacher", "teacher", "governor", "trustee", "foreign_leader"])
def test_only_the_trusts_leaders_begin_and_write_the_trusts(cast, who):
    by = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        start_theories(by=by, trust=cast.trust)
    with pytest.raises(PermissionDenied):
        add_theory(by=by, trust=cast.trust, name="Talk first", when=WHEN, then=THEN)
    assert not Theory.objects.exists()


@pytest.mark.parametrize(("who", "may"), [("headteacher", True), ("senior_leader", True), ("trust_leader", True),
                                          ("coach", False), ("teacher", False), ("governor", False),
                                          ("sibling_head", False), ("foreign_leader", False)])  # fmt: skip
def test_an_academys_own_is_written_by_who_leads_it(cast, who, may):
    def write() -> Theory:
        return add_theory(
            by=getattr(cast, who), trust=cast.trust, academy=cast.own, name="Talk first", when=WHEN, then=THEN
        )

    if may:
        assert write().academy == cast.own
    else:
        with pytest.raises(PermissionDenied):
            write()


def test_the_words_when_and_then_are_not_said_twice(cast):
    theory = add_theory(
        by=cast.trust_leader, trust=cast.trust, name="  Talk   first ", when="WHEN: pupils talk,",
        then="then they write. ",
        practice=["Pupils talk in pairs.", " "], pupils=["They write more."],
    )  # fmt: skip
    assert (theory.name, theory.when, theory.then) == ("Talk first", "pupils talk,", "they write")
    assert list(theory.signals.values_list("of", "says")) == [
        ("practice", "Pupils talk in pairs."), ("pupils", "They write more."),
    ]  # fmt: skip


def test_a_word_that_only_begins_like_when_stays(cast):
    theory = add_theory(
        by=cast.trust_leader, trust=cast.trust, name="T", when="whenever pupils talk", then="thence more"
    )
    assert (theory.when, theory.then) == ("whenever pupils talk", "thence more")


@pytest.mark.parametrize(
    ("when", "then", "field"), [("When ", THEN, "when"), (WHEN, " then … ", "then"), (WHEN, "", "then")]
)
def test_neither_half_stands_alone(cast, when, then, field):
    with pytest.raises(ValidationError) as refused:
        add_theory(by=cast.trust_leader, trust=cast.trust, name="Talk first", when=when, then=then)
    assert list(refused.value.message_dict) == [field]
    assert not Theory.objects.exists()


def test_a_name_stands_once_among_what_an_academy_chooses_from(cast, theory):
    def own(name: str) -> Theory:
        return add_theory(by=cast.headteacher, trust=cast.trust, academy=cast.own, name=name, when=WHEN, then=THEN)

    with pytest.raises(ValidationError, match="The trust has a theory of action called “Talk first” already"):
        own("talk FIRST")
    own("Read first")
    with pytest.raises(ValidationError, match="The academy has"):
        own("Read  first")
    make.TheoryFactory(academy=cast.sibling, name="Read first")
    with pytest.raises(ValidationError):
        add_theory(by=cast.trust_leader, trust=cast.trust, name="Talk first", when=WHEN, then=THEN)


def test_a_name_is_free_once_its_theory_is_put_away_and_then_it_cannot_come_back(cast, theory):
    archive_theory(by=cast.trust_leader, theory=theory)
    again = add_theory(by=cast.trust_leader, trust=cast.trust, name="Talk first", when=WHEN, then=THEN)
    with pytest.raises(ValidationError, match="already"):
        archive_theory(by=cast.trust_leader, theory=theory, archived=False)
    archive_theory(by=cast.trust_leader, theory=again)
    assert archive_theory(by=cast.trust_leader, theory=theory, archived=False).archived_at is None


def test_what_is_put_away_is_neither_offered_nor_written_on(cast, theory):
    assert list(theories_for(cast.headteacher, cast.own)) == [theory]
    archive_theory(by=cast.trust_leader, theory=theory)
    assert not theories_for(cast.headteacher, cast.own).exists()
    with pytest.raises(ValidationError, match="was put away on"):
        change_theory(by=cast.trust_leader, theory=theory, name="New", when=WHEN, then=THEN)
    with pytest.raises(ValidationError, match="Bring it back"):
        add_signal(by=cast.trust_leader, theory=theory, of="pupils", says="They smile.")
    with pytest.raises(ValidationError, match="Bring it back"):
        add_verdict(by=cast.headteacher, theory=theory, academy=cast.own, held="held", says="Seen.")


def test_an_academy_chooses_among_the_trusts_and_its_own(cast, theory):
    own = make.TheoryFactory(academy=cast.own)
    make.TheoryFactory(academy=cast.sibling)
    make.TheoryFactory(trust=cast.foreign_trust)
    assert set(theories_for(cast.headteacher, cast.own)) == {theory, own}
    assert not theories_for(cast.outsider, cast.own).exists()


def test_a_closed_academy_writes_none(cast):
    cast.own.status, cast.own.closed = Status.CLOSED, datetime.date(2026, 8, 31)
    cast.own.save()
    with pytest.raises(
        ValidationError, match="closed on 31 August 2026: its theories of action can be read, not changed"
    ):
        add_theory(by=cast.headteacher, trust=cast.trust, academy=cast.own, name="T", when=WHEN, then=THEN)


def test_signs_are_added_reworded_moved_put_away_and_brought_back(cast, theory):
    by = cast.trust_leader
    first, second, third = (add_signal(by=by, theory=theory, of="practice", says=f"Sign {n}") for n in (1, 2, 3))

    def row() -> list[str]:
        return list(theory.signals.filter(of="practice", archived_at__isnull=True).values_list("says", flat=True))

    move_signal(by=by, signal=third, up=True)
    move_signal(by=by, signal=first, up=True)
    assert row() == ["Sign 1", "Sign 3", "Sign 2"]
    move_signal(by=by, signal=first, up=False)
    assert row() == ["Sign 3", "Sign 1", "Sign 2"]
    put_away_signal(by=by, signal=third)
    assert row() == ["Sign 1", "Sign 2"]
    assert change_signal(by=by, signal=second, says=" Two\nlines ").says == "Two lines"
    put_away_signal(by=by, signal=third, away=False)
    assert "Sign 3" in row()
    with pytest.raises(ValidationError):
        change_signal(by=by, signal=second, says=" ")
    with pytest.raises(PermissionDenied):
        move_signal(by=cast.headteacher, signal=first, up=True)


def test_nobody_is_asked_to_look_for_more_than_twelve_signs_of_a_kind(cast, theory):
    for _ in range(12):
        make.SignalFactory(theory=theory)
    with pytest.raises(ValidationError, match="12 signs of this kind"):
        add_signal(by=cast.trust_leader, theory=theory, of=SignalOf.PRACTICE, says="One more")
    assert add_signal(by=cast.trust_leader, theory=theory, of=SignalOf.PUPILS, says="Of the other kind").order == 1


@pytest.mark.parametrize(("who", "may"), [("headteacher", True), ("senior_leader", True), ("trust_leader", True),
                                          ("coach", False), ("teacher", False), ("governor", False),
                                          ("sibling_head", False), ("foreign_leader", False)])  # fmt: skip
def test_an_academys_verdict_is_given_by_who_leads_it(cast, theory, who, may):
    def say() -> Verdict:
        return add_verdict(
            by=getattr(cast, who), theory=theory, academy=cast.own, held="did_not", says="It was not done."
        )

    if may:
        assert say().held == Held.DID_NOT
    else:
        with pytest.raises(PermissionDenied):
            say()


def test_the_trusts_verdict_is_its_leaders(cast, theory):
    with pytest.raises(PermissionDenied):
        add_verdict(by=cast.headteacher, theory=theory, academy=None, held="held", says="Everywhere.")
    assert (
        add_verdict(by=cast.trust_leader, theory=theory, academy=None, held="held", says="Everywhere.").academy is None
    )
    own = make.TheoryFactory(academy=cast.own)
    with pytest.raises(PermissionDenied):
        add_verdict(by=cast.trust_leader, theory=own, academy=None, held="held", says="Everywhere.")


def test_nobody_says_it_of_another_academys_or_another_trusts_theory(cast):
    for theory in (make.TheoryFactory(academy=cast.sibling), make.TheoryFactory(trust=cast.foreign_trust)):
        with pytest.raises(PermissionDenied):
            add_verdict(by=cast.headteacher, theory=theory, academy=cast.own, held="held", says="Seen.")


@pytest.mark.parametrize(
    ("held", "says", "field"), [("held", "  ", "says"), ("", "Seen.", "held"), ("maybe", "Seen.", "held")]
)
def test_a_verdict_says_what_and_on_what_evidence(cast, theory, held, says, field):
    with pytest.raises(ValidationError) as refused:
        add_verdict(by=cast.headteacher, theory=theory, academy=cast.own, held=held, says=says)
    assert list(refused.value.message_dict) == [field]


def test_a_button_pressed_twice_says_it_once_and_another_verdict_is_added(cast, theory):
    for _ in range(2):
        add_verdict(by=cast.headteacher, theory=theory, academy=cast.own, held="held", says="Seen.")
    add_verdict(by=cast.headteacher, theory=theory, academy=cast.own, held="did_not", says="Not in Year 5.")
    assert list(theory.verdicts.values_list("held", flat=True)) == ["did_not", "held"]


def test_the_database_keeps_verdicts_and_theories_whoever_asks(cast, theory):
    verdict = make.VerdictFactory(theory=theory, academy=cast.own)
    for refused in (
        lambda: Verdict.objects.filter(pk=verdict.pk).update(held="held"),
        lambda: Verdict.objects.filter(pk=verdict.pk).delete(),
        lambda: Theory.objects.create(trust=cast.trust, name="Alone", when="w", then="t").delete(),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            refused()
    for wrong in (
        lambda: Verdict.objects.bulk_create([Verdict(theory=theory, held="held", says="", by=cast.trust_leader)]),
        lambda: Verdict.objects.bulk_create([Verdict(theory=theory, held="perhaps", says="x", by=cast.trust_leader)]),
        lambda: Theory.objects.bulk_create([Theory(trust=cast.trust, name="TALK FIRST", when="w", then="t")]),
        lambda: Signal.objects.bulk_create([Signal(theory=theory, of="other", says="x")]),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_verdicts_are_seen_by_who_reads_the_plan_there(cast, theory):
    own = make.VerdictFactory(theory=theory, academy=cast.own)
    sibling = make.VerdictFactory(theory=theory, academy=cast.sibling)
    trusts = make.VerdictFactory(theory=theory, academy=None)
    seen = {
        who: set(Verdict.objects.visible_to(getattr(cast, who))) for who in ("trust_leader", "headteacher", "governor")
    }
    assert seen == {
        "trust_leader": {own, sibling, trusts}, "headteacher": {own, trusts}, "governor": {own, trusts},
    }  # fmt: skip
    for who in ("teacher", "coach", "outsider", "foreign_leader"):
        assert not Verdict.objects.visible_to(getattr(cast, who)).exists()
