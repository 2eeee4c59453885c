"""One page shared with a named person and taken back; looks back at steps; reminders of one's own."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from academies.reader_scope import reading_as
from coaching.models import Cycle, Holding, Note, Opened, Opening, Reminder, Revisit, Share, Visit
from coaching.services.cycle import close_cycle
from coaching.services.openings import log_opening
from coaching.services.reminding import answer_revisit, set_reminders
from coaching.services.share import end_share, share_page
from tests import factories as make


@pytest.fixture
def visit(cast):
    with reading_as(cast.coach):
        cycle = make.CycleFactory(academy=cast.own, coach=cast.coach, coachee=cast.teacher)
        visit = make.fed_back(cycle)
        make.CoachingNoteFactory(visit=visit)
        make.RevisitFactory(step=visit.step)
        make.RevisitFactory(step=visit.step, weeks=8, due_on=timezone.localdate() + datetime.timedelta(days=9))
    return visit


def test_a_named_person_reads_one_page_until_it_is_taken_back(cast, visit):
    with reading_as(cast.coach):
        other = make.fed_back(visit.cycle, days_ago=30)
    with reading_as(cast.teacher):
        share = share_page(by=cast.teacher, visit=visit, person=cast.headteacher)
    with reading_as(cast.headteacher):
        assert list(Visit.objects.visible_to(cast.headteacher)) == [visit]
        assert not Visit.objects.filter(pk=other.pk).exists()
        assert Note.objects.filter(visit=visit).exists()
        log_opening(by=cast.headteacher, cycle=visit.cycle, visit=visit, what=Opened.SHARED)
    with reading_as(cast.teacher):
        assert Opening.objects.get(what=Opened.SHARED).person == cast.headteacher
        end_share(by=cast.teacher, share=share)
        end_share(by=cast.teacher, share=share)
    with reading_as(cast.headteacher):
        assert not Visit.objects.exists()
        assert not Note.objects.exists()


def test_only_the_coachee_shares_and_takes_back(cast, visit):
    with reading_as(cast.coach), pytest.raises(PermissionDenied, match="Only the coachee"):
        share_page(by=cast.coach, visit=visit, person=cast.headteacher)
    with reading_as(cast.teacher):
        share = share_page(by=cast.teacher, visit=visit, person=cast.headteacher)
    for who in (cast.coach, cast.headteacher, cast.administrator):
        with reading_as(who), pytest.raises(PermissionDenied):
            end_share(by=who, share=share)


@pytest.mark.parametrize(("who", "says"), [("coach", "already"), ("teacher", "already"), ("outsider", "does not work")])
def test_a_page_is_shared_with_a_colleague_who_does_not_read_it_yet(who, says, cast, visit):
    with reading_as(cast.teacher), pytest.raises(ValidationError, match=says):
        share_page(by=cast.teacher, visit=visit, person=getattr(cast, who))


def test_a_page_is_shared_once_and_only_when_it_is_given(cast, visit):
    with reading_as(cast.teacher):
        share_page(by=cast.teacher, visit=visit, person=cast.headteacher)
        with pytest.raises(ValidationError, match="already"):
            share_page(by=cast.teacher, visit=visit, person=cast.headteacher)
        planned = make.VisitFactory(cycle=visit.cycle)
        with pytest.raises(ValidationError, match="nothing to share yet"):
            share_page(by=cast.teacher, visit=planned, person=cast.headteacher)


def test_the_coachee_shares_after_the_cycle_is_closed(cast, visit):
    with reading_as(cast.teacher):
        close_cycle(by=cast.teacher, cycle=visit.cycle)
        assert share_page(by=cast.teacher, visit=visit, person=cast.headteacher).ended_at is None


def test_the_database_logs_no_opening_for_whoever_may_not_read(cast, visit):
    with reading_as(cast.headteacher), pytest.raises(DatabaseError), transaction.atomic():
        log_opening(by=cast.headteacher, cycle=visit.cycle, what=Opened.CYCLE)
    with reading_as(cast.coach), pytest.raises(DatabaseError), transaction.atomic():
        log_opening(by=cast.teacher, cycle=visit.cycle, what=Opened.CYCLE)


def test_a_look_back_is_the_coachees_own_and_can_be_put_right(cast, visit):
    with reading_as(cast.teacher):
        due = Revisit.objects.get(weeks=1)
        later = Revisit.objects.get(weeks=8)
        assert (
            answer_revisit(by=cast.teacher, revisit=due, holding=Holding.SOMETIMES, says=" In maths ").says
            == "In maths"
        )
        assert answer_revisit(by=cast.teacher, revisit=due, holding=Holding.YES).holding == Holding.YES
        with pytest.raises(ValidationError, match="not due yet"):
            answer_revisit(by=cast.teacher, revisit=later, holding=Holding.YES)
        with pytest.raises(ValidationError, match="Say how it goes"):
            answer_revisit(by=cast.teacher, revisit=due, holding="brilliantly")
    with reading_as(cast.coach), pytest.raises(PermissionDenied):
        answer_revisit(by=cast.coach, revisit=due, holding=Holding.NO)


def test_each_person_has_switches_of_their_own(cast):
    set_reminders(by=cast.teacher, at_home=False, by_mail=True)
    set_reminders(by=cast.teacher, at_home=True, by_mail=True)
    assert list(Reminder.objects.values_list("person", "at_home", "by_mail")) == [(cast.teacher.pk, True, True)]
    assert not Reminder.objects.visible_to(cast.coach).exists()


def test_a_share_is_no_door_to_the_rest_of_the_cycle(cast, visit):
    with reading_as(cast.teacher):
        share_page(by=cast.teacher, visit=visit, person=cast.headteacher)
    with reading_as(cast.headteacher):
        assert not Cycle.objects.exists()
        assert not Revisit.objects.exists()
        assert Share.objects.get().person == cast.headteacher
