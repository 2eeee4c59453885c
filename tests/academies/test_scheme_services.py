"""A scheme comes about as a draft, is put in use whole, and is followed by its next version."""

import datetime
import threading
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from academies.models import CategoryScheme, Criterion, CriterionBound, Tier
from academies.models.scheme import SchemeStatus
from academies.services.scheme_parts import (
    add_criterion,
    add_tier,
    change_criterion,
    change_tier,
    move_criterion,
    move_tier,
    remove_criterion,
    remove_tier,
)
from academies.services.scheme_start import CRITERIA, TIERS
from academies.services.schemes import (
    check,
    describe_scheme,
    discard_draft,
    next_version,
    put_in_use,
    start_scheme,
)
from tests import factories as make

GATHERED = (
    ("concerns.open", "Open concerns", False, (0, 1, 3)),
    ("data.return", "Files handed in", False, (95, 85, 70)),
)


@pytest.fixture
def leader(cast):
    return cast.trust_leader


@pytest.fixture
def scheme(cast, leader):
    return make.scheme_in_use(cast.trust, by=leader, criteria=GATHERED)


@pytest.fixture
def draft(scheme, leader):
    return next_version(by=leader, scheme=scheme, why="Leader days were too few.")


def words(scheme):
    return [tier.word for tier in scheme.tiers.all()]


def sentences(error) -> str:
    return " ".join(error.value.messages)


class TestBeginning:
    def test_the_first_scheme_begins_whole_with_evidence_that_is_gathered(self, cast, leader):
        scheme = start_scheme(by=leader, trust=cast.trust)
        assert words(scheme) == ["Sustain", "Improve", "Repair", "Stabilise"]
        assert scheme.criteria.count() == len(CRITERIA)
        found = check(scheme)
        assert found.faults == []
        assert found.warnings == []
        assert scheme.is_draft
        assert scheme.made_by == leader

    def test_its_entitlements_rise_as_tiers_get_less_secure(self):
        for name in ("visits", "full_day_reviews", "leader_days", "coaching_days", "review_rhythm"):
            given = [tier[name] for tier in TIERS]
            assert given == sorted(given)

    def test_a_trust_begins_once(self, cast, leader, scheme):
        with pytest.raises(ValidationError, match="has a scheme already"):
            start_scheme(by=leader, trust=cast.trust)

    def test_a_second_draft_names_who_began_the_first(self, cast, scheme, draft):
        with pytest.raises(ValidationError, match=f"{cast.trust_leader} already began a draft, version 2"):
            next_version(by=cast.second_leader, scheme=scheme, why="Another reason.")

    @pytest.mark.parametrize(
        "who", ["headteacher", "governor", "trustee", "data_lead", "administrator", "foreign_leader"]
    )
    def test_nobody_else_writes_schemes(self, cast, scheme, draft, who):
        user = getattr(cast, who)
        for attempt in (
            lambda: start_scheme(by=user, trust=cast.trust),
            lambda: next_version(by=user, scheme=scheme, why="x"),
            lambda: put_in_use(by=user, scheme=draft),
            lambda: discard_draft(by=user, scheme=draft),
        ):
            with pytest.raises(PermissionDenied):
                attempt()
        with pytest.raises((PermissionDenied, ValidationError)):
            change_tier(by=user, tier=draft.tiers.first(), word="Mine")
        assert draft.tiers.first().word == "Sustain"


class TestNextVersion:
    def test_it_says_what_the_version_in_use_says(self, scheme, draft):
        assert draft.version == 2
        assert draft.based_on == scheme
        assert draft.changes == "Leader days were too few."
        for old, new in zip(scheme.tiers.all(), draft.tiers.all(), strict=True):
            assert (new.word, new.says, new.visits, new.leader_days) == (
                old.word,
                old.says,
                old.visits,
                old.leader_days,
            )
        for old, new in zip(scheme.criteria.all(), draft.criteria.all(), strict=True):
            assert (new.kind, new.label) == (old.kind, old.label)
            assert [(b.tier.word, b.bound) for b in new.bounds.all()] == [
                (b.tier.word, b.bound) for b in old.bounds.all()
            ]

    def test_it_says_why(self, leader, scheme):
        with pytest.raises(ValidationError, match="why the scheme changes"):
            next_version(by=leader, scheme=scheme, why="  ")

    def test_it_starts_from_the_version_in_use(self, leader, scheme, draft):
        put_in_use(by=leader, scheme=draft)
        with pytest.raises(ValidationError, match="Another version is in use now"):
            next_version(by=leader, scheme=scheme, why="From the old one.")


class TestPutInUse:
    def test_the_version_before_is_retired_and_stays_as_it_was(self, leader, scheme, draft):
        put_in_use(by=leader, scheme=draft)
        scheme.refresh_from_db()
        draft.refresh_from_db()
        assert scheme.status == SchemeStatus.RETIRED
        assert draft.status == SchemeStatus.IN_USE
        assert draft.in_use_from == timezone.localdate()
        assert draft.put_in_use_by == leader
        assert words(scheme) == words(draft)

    def test_a_day_in_the_past_follows_the_version_before(self, leader, scheme, draft):
        with pytest.raises(ValidationError, match="this one follows it"):
            put_in_use(by=leader, scheme=draft, since=datetime.date(2022, 9, 1))
        with pytest.raises(ValidationError, match="on the day itself"):
            put_in_use(by=leader, scheme=draft, since=timezone.localdate() + datetime.timedelta(days=1))
        since = datetime.date(2024, 9, 1)
        assert put_in_use(by=leader, scheme=draft, since=since).in_use_from == since

    def test_every_fault_is_told_and_nothing_changes(self, cast, leader, scheme, draft):
        bounds = CriterionBound.objects.filter(criterion__scheme=draft)
        bounds.filter(criterion__kind="concerns.open", tier__word="Improve").update(bound=9)
        bounds.filter(criterion__kind="data.return", tier__word="Repair").delete()
        with pytest.raises(ValidationError) as error:
            put_in_use(by=leader, scheme=draft)
        assert "“Improve” is more secure, so its bound cannot be 9 open while “Repair” has 3 open" in sentences(error)
        assert "“Files handed in”: The bound for “Repair” is missing." in sentences(error)
        scheme.refresh_from_db()
        draft.refresh_from_db()
        assert (scheme.status, draft.status) == (SchemeStatus.IN_USE, SchemeStatus.DRAFT)

    def test_one_tier_is_no_scheme(self, leader, draft):
        for tier in draft.tiers.all()[1:]:
            remove_tier(by=leader, tier=tier)
        with pytest.raises(ValidationError, match="at least two tiers"):
            put_in_use(by=leader, scheme=draft)

    def test_less_support_for_the_less_secure_is_a_warning_alone(self, leader, draft):
        change_tier(
            by=leader, tier=draft.tiers.get(word="Stabilise"), visits=1, leader_days=Decimal(2), review_rhythm=1
        )
        found = check(draft)
        assert found.faults == []
        assert any("fewer quality-assurance visits a year, leader days a year" in warning for warning in found.warnings)
        assert any("reviewed less often" in warning for warning in found.warnings)
        put_in_use(by=leader, scheme=draft)

    def test_evidence_that_is_not_gathered_any_more_is_a_warning_alone(self, leader, draft):
        make.CriterionFactory(scheme=draft, position=9, kind="no.longer", label="Old evidence")
        found = check(draft)
        assert found.faults == []
        assert any("“Old evidence”: this evidence is not gathered any more" in warning for warning in found.warnings)

    def test_the_last_tier_keeps_no_bound(self, leader, draft):
        criterion, last = draft.criteria.first(), draft.tiers.last()
        CriterionBound.objects.create(criterion=criterion, tier=last, bound=50)
        put_in_use(by=leader, scheme=draft)
        assert not last.bounds.exists()

    def test_the_second_of_two_is_told_that_it_is_in_use(self, cast, leader, draft):
        put_in_use(by=leader, scheme=draft)
        with pytest.raises(ValidationError, match=r"Version 2 is in use since .* Make the next version"):
            put_in_use(by=cast.second_leader, scheme=draft)
        for attempt in (
            lambda: change_tier(by=leader, tier=draft.tiers.first(), word="Late"),
            lambda: describe_scheme(by=leader, scheme=draft, name="Late", changes=""),
            lambda: discard_draft(by=leader, scheme=draft),
        ):
            with pytest.raises(ValidationError, match="is not changed any more"):
                attempt()


@pytest.mark.django_db(transaction=True)
def test_two_people_putting_it_in_use_at_once(cast):
    """Both at the same moment, in two connections: one does it, the other is told in a sentence."""
    scheme = make.scheme_in_use(cast.trust, by=cast.trust_leader, criteria=GATHERED)
    draft = next_version(by=cast.trust_leader, scheme=scheme, why="It is time.")
    both, said = threading.Barrier(2), []

    def press(user):
        both.wait()
        try:
            put_in_use(by=user, scheme=draft)
            said.append("done")
        except ValidationError as error:
            said.append(" ".join(error.messages))
        finally:
            connection.close()

    people = [threading.Thread(target=press, args=(user,)) for user in (cast.trust_leader, cast.second_leader)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    said.sort(key=len)
    assert said[0] == "done"
    assert "Version 2 is in use since" in said[1]
    assert CategoryScheme.objects.filter(status=SchemeStatus.IN_USE).count() == 1


class TestTiers:
    def test_a_new_one_is_the_least_secure(self, leader, draft):
        tier = add_tier(by=leader, scheme=draft, word="  Rescue  now ", visits=4)
        assert (tier.word, tier.position) == ("Rescue now", 5)
        assert "The bound for “Stabilise” is missing." in " ".join(check(draft).faults)

    def test_a_word_is_borne_once(self, leader, draft):
        with pytest.raises(ValidationError, match="bears this word"):
            add_tier(by=leader, scheme=draft, word="sustain")

    def test_four_visits_at_most(self, leader, draft):
        with pytest.raises(ValidationError):
            change_tier(by=leader, tier=draft.tiers.first(), visits=5)

    def test_moving_keeps_the_bounds_in_their_places(self, leader, draft):
        move_tier(by=leader, tier=draft.tiers.get(word="Stabilise"), up=True)
        assert words(draft) == ["Sustain", "Improve", "Stabilise", "Repair"]
        criterion = draft.criteria.get(kind="concerns.open")
        assert [(b.tier.word, b.bound) for b in criterion.bounds.all()] == [
            ("Sustain", 0),
            ("Improve", 1),
            ("Stabilise", 3),
        ]
        assert check(draft).faults == []

    def test_the_first_moves_no_further_up(self, leader, draft):
        move_tier(by=leader, tier=draft.tiers.first(), up=True)
        assert words(draft) == ["Sustain", "Improve", "Repair", "Stabilise"]

    @pytest.mark.parametrize("word", ["Sustain", "Repair", "Stabilise"])
    def test_taking_one_out_leaves_a_whole_scheme(self, leader, draft, word):
        remove_tier(by=leader, tier=draft.tiers.get(word=word))
        assert [tier.position for tier in draft.tiers.all()] == [1, 2, 3]
        assert check(draft).faults == []
        assert not draft.tiers.last().bounds.exists()

    def test_one_taken_out_meanwhile_is_told(self, leader, draft):
        tier = draft.tiers.get(word="Repair")
        remove_tier(by=leader, tier=Tier.objects.get(pk=tier.pk))
        with pytest.raises(ValidationError, match="took this out of the draft meanwhile"):
            change_tier(by=leader, tier=tier, word="Still here")


class TestCriteria:
    def bounds(self, draft, *figures):
        return {tier.pk: figure for tier, figure in zip(draft.tiers.all(), figures, strict=False)}

    def test_one_is_added_with_its_bounds(self, leader, draft):
        criterion = add_criterion(
            by=leader, scheme=draft, kind="attendance.rate", label="Attendance", bounds=self.bounds(draft, 95, 93, 90)
        )
        assert [b.bound for b in criterion.bounds.all()] == [95, 93, 90]
        assert criterion.position == 3

    def test_bounds_fall_in_one_direction(self, leader, draft):
        with pytest.raises(ValidationError, match="a higher figure is better"):
            add_criterion(
                by=leader, scheme=draft, kind="attendance.rate", label="A", bounds=self.bounds(draft, 90, 93, 95)
            )
        assert not Criterion.objects.filter(kind="attendance.rate").exists()

    def test_the_same_evidence_for_the_same_phase_and_area_stands_once(self, leader, draft):
        area = make.SupportAreaFactory(trust=draft.trust)
        again = {"by": leader, "scheme": draft, "kind": "concerns.open", "label": "Again"}
        with pytest.raises(ValidationError, match="already a criterion"):
            add_criterion(**again, bounds=self.bounds(draft, 0, 1, 2))
        add_criterion(**again, bounds=self.bounds(draft, 0, 1, 2), area=area)
        add_criterion(**again, bounds=self.bounds(draft, 0, 1, 2), phase="primary")

    def test_an_area_of_another_trust_is_refused(self, cast, leader, draft):
        area = make.SupportAreaFactory(trust=cast.foreign_trust)
        with pytest.raises(ValidationError, match="another trust's"):
            add_criterion(
                by=leader, scheme=draft, kind="concerns.open", label="A", bounds=self.bounds(draft, 0, 1, 2), area=area
            )

    def test_a_phase_in_which_it_is_not_gathered_is_refused(self, leader, draft):
        with pytest.raises(ValidationError, match="not gathered in that phase"):
            add_criterion(
                by=leader,
                scheme=draft,
                kind="gap.ks4_attainment8",
                label="A",
                phase="primary",
                bounds=self.bounds(draft, 9, 14, 18),
            )

    def test_evidence_that_nobody_gathers_is_refused(self, leader, draft):
        with pytest.raises(ValidationError, match="not gathered any more"):
            add_criterion(by=leader, scheme=draft, kind="nothing.known", label="A", bounds={})

    def test_one_is_changed_moved_and_taken_out(self, leader, draft):
        first, second = draft.criteria.all()
        change_criterion(
            by=leader, criterion=first, label="Concerns", is_limit=True, bounds=self.bounds(draft, 0, 2, 4)
        )
        first.refresh_from_db()
        assert (first.label, first.is_limit, [b.bound for b in first.bounds.all()]) == ("Concerns", True, [0, 2, 4])
        move_criterion(by=leader, criterion=second, up=True)
        assert [c.pk for c in draft.criteria.all()] == [second.pk, first.pk]
        remove_criterion(by=leader, criterion=second)
        assert [(c.pk, c.position) for c in draft.criteria.all()] == [(first.pk, 1)]


def test_a_draft_is_discarded_and_its_history_stays(leader, draft):
    pk = draft.pk
    discard_draft(by=leader, scheme=draft)
    assert not CategoryScheme.objects.filter(pk=pk).exists()
    event: Any = CategoryScheme._meta.get_field("events").related_model
    assert "delete" in set(event.objects.filter(pgh_obj_id=pk).values_list("pgh_label", flat=True))
