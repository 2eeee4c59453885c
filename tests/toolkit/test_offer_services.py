"""The network of colleagues: offers, and visits from the question to what the visitor took away."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from tests import factories as make
from toolkit.models import Offer, Showing
from toolkit.services.offer import change_offer, make_offer, withdraw_offer
from toolkit.services.showing import agree_showing, ask_showing, decline_showing, log_showing, withdraw_showing

TODAY = timezone.localdate
SAID = {"practice": None, "subject": "Phonics", "phases": ["primary"], "says": "Blending in Reception.", "when": ""}


@pytest.fixture
def practice(cast):
    return make.PublishedPracticeFactory(trust=cast.trust)


@pytest.fixture
def offer(cast, practice):
    return make.OfferFactory(practice=practice, academy=cast.sibling, by=cast.sibling_teacher)


@pytest.fixture
def showing(cast, offer):
    return ask_showing(by=cast.teacher, offer=offer, academy=cast.own, wish="How it begins.")


def leave(user):
    user.memberships.update(ends=TODAY() - datetime.timedelta(days=1))


def test_one_offers_oneself(cast, practice):
    offer = make_offer(by=cast.teacher, academy=cast.own, **{**SAID, "practice": practice})
    assert (offer.by, offer.practice, offer.subject) == (cast.teacher, practice, "Phonics")


@pytest.mark.parametrize("who", ["governor", "trustee", "external_coach", "data_lead", "nobody", "outsider"])
def test_only_colleagues_offer(cast, who):
    with pytest.raises(PermissionDenied):
        make_offer(by=getattr(cast, who), academy=cast.own, **SAID)


def test_an_offer_is_of_something_and_stands_once(cast):
    with pytest.raises(ValidationError, match="Choose a practice or write a subject"):
        make_offer(by=cast.teacher, academy=cast.own, **{**SAID, "subject": " "})
    make_offer(by=cast.teacher, academy=cast.own, **SAID)
    with pytest.raises(ValidationError, match="You offer this already"):
        make_offer(by=cast.teacher, academy=cast.own, **{**SAID, "subject": "phonics"})


def test_a_practice_of_another_trust_is_not_offered(cast):
    foreign = make.PublishedPracticeFactory(trust=cast.foreign_trust)
    with pytest.raises(ValidationError, match="not in use"):
        make_offer(by=cast.teacher, academy=cast.own, **{**SAID, "practice": foreign})


def test_nobody_changes_a_colleagues_offer(cast, offer):
    for other in (cast.teacher, cast.sibling_head, cast.trust_leader):
        with pytest.raises(PermissionDenied):
            change_offer(by=other, offer=offer, **SAID)
        with pytest.raises(PermissionDenied):
            withdraw_offer(by=other, offer=offer)
    assert change_offer(by=cast.sibling_teacher, offer=offer, **SAID).subject == "Phonics"


def test_the_offer_of_somebody_whose_role_ended_stands_no_more(cast, offer):
    assert offer in Offer.objects.visible_to(cast.teacher).standing()
    leave(cast.sibling_teacher)
    assert offer not in Offer.objects.visible_to(cast.teacher).standing()
    with pytest.raises(ValidationError, match="offered no more"):
        ask_showing(by=cast.teacher, offer=offer, academy=cast.own, wish="How it begins.")


def test_a_role_elsewhere_does_not_keep_an_offer(cast, offer):
    leave(cast.sibling_teacher)
    make.MembershipFactory(user=cast.sibling_teacher, academy=cast.own, role="teacher")
    assert offer not in Offer.objects.visible_to(cast.teacher).standing()


def test_governors_see_no_offer(cast, offer):
    for who in (cast.governor, cast.trustee, cast.external_coach, cast.outsider, cast.nobody):
        assert offer not in Offer.objects.visible_to(who)


def test_asked_twice_is_asked_once(cast, offer, showing):
    assert ask_showing(by=cast.teacher, offer=offer, academy=cast.own, wish="Again.") == showing
    assert Showing.objects.count() == 1


def test_nobody_asks_for_their_own_nor_from_elsewhere(cast, offer):
    with pytest.raises(ValidationError, match="your own offer"):
        ask_showing(by=cast.sibling_teacher, offer=offer, academy=cast.sibling, wish="Me.")
    with pytest.raises(ValidationError, match="offered no more"):
        ask_showing(by=cast.outsider, offer=offer, academy=cast.foreign, wish="How it begins.")
    with pytest.raises(PermissionDenied):
        ask_showing(by=cast.teacher, offer=offer, academy=cast.sibling, wish="How it begins.")
    with pytest.raises(ValidationError, match="what you would like to see"):
        ask_showing(by=cast.teacher, offer=offer, academy=cast.own, wish="  ")


def test_a_visit_is_agreed_made_and_written_down(cast, showing):
    agreed = agree_showing(by=cast.sibling_teacher, showing=showing, day=TODAY(), answer="Room 4.")
    assert (agreed.state, agreed.day, agreed.answer) == ("agreed", TODAY(), "Room 4.")
    made = log_showing(by=cast.teacher, showing=showing, took="Where to stand.")
    assert (made.state, made.took) == ("made", "Where to stand.")
    assert made.made_at
    assert log_showing(by=cast.teacher, showing=showing, took="Where to stand, and when.").took.endswith("when.")


def test_who_shows_can_say_that_it_was_made_and_writes_nothing(cast, showing):
    agree_showing(by=cast.sibling_teacher, showing=showing, day=TODAY())
    with pytest.raises(PermissionDenied):
        log_showing(by=cast.sibling_teacher, showing=showing, took="They loved it.")
    assert log_showing(by=cast.sibling_teacher, showing=showing).state == "made"
    assert log_showing(by=cast.teacher, showing=showing, took="Where to stand.").took == "Where to stand."


def test_a_day_to_come_is_no_visit_made(cast, showing):
    agree_showing(by=cast.sibling_teacher, showing=showing, day=TODAY() + datetime.timedelta(days=2))
    with pytest.raises(ValidationError, match="has not come yet"):
        log_showing(by=cast.teacher, showing=showing, took="Nothing yet.")


def test_not_possible_says_why_and_one_may_ask_again(cast, offer, showing):
    with pytest.raises(ValidationError) as refused:
        decline_showing(by=cast.sibling_teacher, showing=showing, answer="  ")
    assert "answer" in refused.value.message_dict
    assert decline_showing(by=cast.sibling_teacher, showing=showing, answer="After Easter.").state == "declined"
    again = ask_showing(by=cast.teacher, offer=offer, academy=cast.own, wish="After Easter, then.")
    assert again != showing


def test_who_asked_takes_it_back(cast, showing):
    with pytest.raises(PermissionDenied):
        withdraw_showing(by=cast.sibling_teacher, showing=showing)
    assert withdraw_showing(by=cast.teacher, showing=showing).state == "withdrawn"
    with pytest.raises(ValidationError, match="took the question back"):
        agree_showing(by=cast.sibling_teacher, showing=showing, day=TODAY())


def test_a_visit_is_between_two(cast, showing):
    for other in (cast.headteacher, cast.sibling_head, cast.trust_leader, cast.coach, cast.outsider):
        assert not Showing.objects.visible_to(other).exists()
        with pytest.raises(PermissionDenied):
            agree_showing(by=other, showing=showing, day=TODAY())


def test_whoever_left_the_trust_reads_it_no_more(cast, showing):
    leave(cast.teacher)
    make.MembershipFactory(user=cast.teacher, academy=cast.own, role="governor")
    assert not Showing.objects.visible_to(cast.teacher).exists()
    assert Showing.objects.visible_to(cast.sibling_teacher).exists()


def test_an_offer_is_not_taken_back_while_somebody_waits(cast, offer, showing):
    with pytest.raises(ValidationError, match="waits"):
        withdraw_offer(by=cast.sibling_teacher, offer=offer)
    decline_showing(by=cast.sibling_teacher, showing=showing, answer="I stop for a term.")
    assert withdraw_offer(by=cast.sibling_teacher, offer=offer).withdrawn_at


def test_the_database_keeps_offers_and_visits(cast, offer, showing):
    for row in (make.OfferFactory(academy=cast.own), showing):
        with pytest.raises(InternalError), transaction.atomic():
            row.delete()
    with pytest.raises(InternalError), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(by=cast.teacher)
    with pytest.raises(IntegrityError), transaction.atomic():
        Showing.objects.filter(pk=showing.pk).update(state="agreed")
    with pytest.raises(IntegrityError), transaction.atomic():
        Showing.objects.filter(pk=showing.pk).update(state="made", day=TODAY())
    with pytest.raises(IntegrityError), transaction.atomic():
        make.ShowingFactory(offer=offer, asked_by=cast.teacher, academy=cast.own)
