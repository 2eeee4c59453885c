"""Raising a concern and its steps: who may, what is written, and what the database refuses whoever asks."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from academies.models import Concern, ConcernEntry
from academies.models.concern import ConcernLevel, ConcernStatus, EntryKind
from academies.rules.concern import StepName
from academies.services.concerns import raise_concern, take_step
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def concern(cast) -> Concern:
    return raise_concern(by=cast.trust_leader, academy=cast.own, title="Reading fell", detail="Seen on a visit.")


def kinds(concern: Concern) -> list[str]:
    return list(concern.entries.values_list("kind", flat=True))


def test_raising_one_begins_its_log(cast, concern):
    entry = concern.entries.get()
    assert (entry.kind, entry.level, entry.says, entry.by) == ("raised", 1, "Seen on a visit.", cast.trust_leader)
    assert concern.is_open


@pytest.mark.parametrize("who", ["headteacher", "senior_leader", "governor", "trustee", "data_lead", "foreign_leader"])
def test_only_the_trusts_leaders_raise(cast, who):
    with pytest.raises(PermissionDenied):
        raise_concern(by=getattr(cast, who), academy=cast.own, title="Reading fell", detail="Seen.")
    assert not Concern.objects.exists()


def test_nothing_is_raised_without_words(cast):
    for title, detail in (("  ", "Seen."), ("Reading fell", " ")):
        with pytest.raises(ValidationError):
            raise_concern(by=cast.trust_leader, academy=cast.own, title=title, detail=detail)
    assert not Concern.objects.exists()


def test_an_area_of_another_trust_is_refused(cast):
    area = make.SupportAreaFactory(trust=cast.foreign_trust)
    with pytest.raises(ValidationError, match="another trust"):
        raise_concern(by=cast.trust_leader, academy=cast.own, title="Reading", detail="Seen.", area=area)


def test_it_goes_up_and_down_is_resolved_and_opened_again(cast, concern):
    leader = cast.second_leader
    way: tuple[tuple[StepName, int, str], ...] = (
        ("escalated", 2, "open"),
        ("escalated", 3, "open"),
        ("eased", 2, "open"),
        ("resolved", 2, "resolved"),
        ("reopened", 2, "open"),
    )
    for step, level, status in way:
        concern = take_step(by=leader, concern=concern, step=step, says="For a reason.")
        assert (concern.level, concern.status) == (level, status)
        assert (concern.resolved_at is None) is (status == "open")
    assert kinds(concern) == ["raised", "escalated", "escalated", "eased", "resolved", "reopened"]
    assert list(concern.entries.values_list("level", flat=True)) == [1, 2, 3, 2, 2, 2]


@pytest.mark.parametrize("step", ["escalated", "eased", "resolved", "reopened"])
def test_the_head_notes_and_takes_no_other_step(cast, concern, step):
    noted = take_step(by=cast.headteacher, concern=concern, step="note", says="We changed the timetable.")
    assert noted.entries.latest("pk").by == cast.headteacher
    with pytest.raises(PermissionDenied):
        take_step(by=cast.headteacher, concern=concern, step=step, says="I would rather not.")
    assert kinds(concern) == ["raised", "note"]


@pytest.mark.parametrize("who", ["sibling_head", "senior_leader", "governor", "trustee", "foreign_leader", "nobody"])
def test_who_does_not_see_it_notes_nothing(cast, concern, who):
    with pytest.raises(PermissionDenied):
        take_step(by=getattr(cast, who), concern=concern, step="note", says="Let me in.")


@pytest.mark.parametrize(
    ("step", "sentence"),
    [("note", "Write what"), ("escalated", "Say why"), ("resolved", "Say what was found")],
)
def test_every_step_says_why(cast, concern, step, sentence):
    with pytest.raises(ValidationError) as refused:
        take_step(by=cast.trust_leader, concern=concern, step=step, says="  ")
    assert sentence in refused.value.message_dict["says"][0]
    assert kinds(concern) == ["raised"]


def test_a_step_that_does_not_follow_says_so(cast, concern):
    with pytest.raises(ValidationError, match="stands with the head already"):
        take_step(by=cast.trust_leader, concern=concern, step="eased", says="Better.")
    take_step(by=cast.trust_leader, concern=concern, step="resolved", says="Settled.")
    with pytest.raises(ValidationError, match="was resolved"):
        take_step(by=cast.trust_leader, concern=concern, step="escalated", says="Worse.")


def test_two_who_escalate_at_once_escalate_once(cast, concern):
    seen = concern.entries.get().pk
    take_step(by=cast.trust_leader, concern=concern, step="escalated", says="No plan.", seen=seen)
    with pytest.raises(ValidationError, match=f"{cast.trust_leader.full_name} took a step while you wrote"):
        take_step(by=cast.second_leader, concern=concern, step="escalated", says="No plan at all.", seen=seen)
    concern.refresh_from_db()
    assert concern.level == ConcernLevel.ESCALATED


def test_a_note_in_between_holds_nobody_up(cast, concern):
    seen = concern.entries.get().pk
    take_step(by=cast.headteacher, concern=concern, step="note", says="We know.")
    assert take_step(by=cast.trust_leader, concern=concern, step="escalated", says="No plan.", seen=seen).level == 2


def test_a_note_sent_twice_from_one_page_is_logged_once(cast, concern):
    seen = concern.entries.get().pk
    for _ in range(2):
        take_step(by=cast.headteacher, concern=concern, step="note", says="We know.", seen=seen)
    assert kinds(concern) == ["raised", "note"]
    latest = concern.entries.latest("pk").pk
    take_step(by=cast.headteacher, concern=concern, step="note", says="We know.", seen=latest)
    assert kinds(concern) == ["raised", "note", "note"], "said again after reading the first"


# The database, past the services.


def refused(error=IntegrityError, match=None):
    return pytest.raises(error, match=match)


def test_the_log_only_grows(concern):
    entries = ConcernEntry.objects.filter(concern=concern)
    with refused(InternalError, "Cannot update"), transaction.atomic():
        entries.update(says="Nothing was wrong.")
    with refused(InternalError, "Cannot .*delete"), transaction.atomic():
        entries.delete()
    with refused(InternalError, "Cannot .*delete"), transaction.atomic():
        Concern.objects.filter(pk=concern.pk).delete()
    assert entries.get().says == "Seen on a visit."


def test_what_was_raised_stands(cast, concern):
    for change in (
        {"title": "All is well"},
        {"detail": "Nothing was seen."},
        {"came_from": {"says": "Another figure"}},
        {"raised_by": cast.second_leader},
        {"raised_at": timezone.now() - datetime.timedelta(days=9)},
        {"academy": cast.sibling},
    ):
        with refused(InternalError, "Cannot update"), transaction.atomic():
            Concern.objects.filter(pk=concern.pk).update(**change)


def test_resolved_has_its_day_and_open_has_none(concern):
    rows = Concern.objects.filter(pk=concern.pk)
    for change in ({"status": ConcernStatus.RESOLVED}, {"resolved_at": timezone.now()}):
        with refused(match="concern_resolved_has_day"), transaction.atomic():
            rows.update(**change)


def test_levels_and_kinds_are_known_and_a_line_says_something(cast, concern):
    with refused(match="concern_level_known"), transaction.atomic():
        Concern.objects.filter(pk=concern.pk).update(level=4)
    entry = {"concern": concern, "level": 1, "by": cast.trust_leader}
    with refused(match="concern_entry_kind_known"), transaction.atomic():
        ConcernEntry.objects.bulk_create([ConcernEntry(kind="deleted", says="Gone.", **entry)])
    with refused(match="concern_entry_says_why"), transaction.atomic():
        ConcernEntry.objects.bulk_create([ConcernEntry(kind=EntryKind.NOTE, says="", **entry)])
