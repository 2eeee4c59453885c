"""Learning on somebody's home page: their team's meetings, evidence that is due, a decision that waits, the answer to a
story."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models.academy import Status
from academies.providers import JoinedTodos, Todo, Weight
from academies.selectors.together import Asked
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import counted, opened
from plans.models import Enquiry, LearningTeam, TeamMeeting, TeamMember, TourStory
from plans.models.enquiry import EnquiryState
from toolkit.models.story import StoryStatus

# A meeting is told from this long before it, and an unwritten note until this long after it.
AHEAD, BEHIND = datetime.timedelta(days=7), datetime.timedelta(days=21)
SOON = datetime.timedelta(days=14)
ANSWER_TOLD_FOR = datetime.timedelta(days=30)
AT_MOST = 3


def _asked(user: User, person: Person) -> Sequence[Asked | None]:
    """Nothing for who works at no academy."""
    if person.trust is None or not person.can(Permission.RATE_CONDITIONS):
        return ()
    return (
        Asked(_meetings(user, person)),
        Asked(_enquiries(user, person), also=("mine",)),
        Asked(_stories(user, person)) if person.can(Permission.LEAD_LEARNING) else None,
    )


def _told(
    user: User,
    person: Person,
    meetings: Sequence[TeamMeeting],
    enquiries: Sequence[Enquiry],
    stories: Sequence[TourStory],
) -> Iterator[Todo]:
    yield from _of_teams(sorted(meetings, key=lambda meeting: (meeting.on, meeting.pk)))
    yield from _of_enquiries(person, sorted(enquiries, key=lambda enquiry: (enquiry.due, enquiry.pk)))
    yield from _of_stories(stories)


learning_todos = JoinedTodos(_asked, _told)


def _meetings(user: User, person: Person) -> QuerySet[TeamMeeting]:
    """Those of the weeks around today, of the teams that the person belongs to."""
    today = timezone.localdate()
    mine = TeamMember.objects.visible_to(user).current().filter(person=user).values("team")
    found: QuerySet[TeamMeeting] = (
        TeamMeeting.objects.visible_to(user)
        .standing()
        .filter(team__in=mine, on__range=(today - BEHIND, today + AHEAD))
        .filter(team__academy__trust=person.trust, team__academy__status=Status.OPEN)
        .select_related("team")
    )
    return found


def _of_teams(found: Sequence[TeamMeeting]) -> Iterator[Todo]:
    """Of each team: the newest that nobody noted, and the next one of the week to come."""
    today = timezone.localdate()
    by_team: dict[LearningTeam, list[TeamMeeting]] = {}
    for meeting in found:
        by_team.setdefault(meeting.team, []).append(meeting)
    for team, meetings in by_team.items():
        past = [meeting for meeting in meetings if meeting.on < today]
        if past and not past[-1].notes:
            yield Todo(
                f"The meeting of {team} on {british(past[-1].on)} is not noted yet.",
                reverse("plans:meeting_note", args=[past[-1].pk]),
                "A sentence or two: what was said, and what each will try.",
                Weight.WAITING,
            )
        coming = next((meeting for meeting in meetings if meeting.on >= today and not meeting.notes), None)
        if coming is not None:
            tried = next((meeting.tries for meeting in reversed(past) if meeting.tries), "")
            when = "today" if coming.on == today else f"on {coming.on:%A} {british(coming.on)}"
            yield Todo(
                f"{team} meets {when}.",
                reverse("plans:team_show", args=[team.pk]),
                f"To try until then: {' '.join(tried.split())[:140]}" if tried else "",
                Weight.WAITING if coming.on == today else Weight.NEXT,
            )


def _enquiries(user: User, person: Person) -> QuerySet[Enquiry]:
    """Those under way that the person works on, each with whether they are of its team."""
    member = TeamMember.objects.visible_to(user).current().filter(person=user, team=OuterRef("team"))
    found: QuerySet[Enquiry] = (
        Enquiry.objects.visible_to(user)
        .worked_on_by(user)
        .under_way()
        .exclude(state=EnquiryState.PLANNED)
        .filter(academy__trust=person.trust, academy__status=Status.OPEN)
        .annotate(mine=Exists(member))
        .select_related("academy", "team")
    )
    return found


def _of_enquiries(person: Person, found: Sequence[Enquiry]) -> Iterator[Todo]:
    """What waits for a decision, for who leads learning; evidence that is due, for members; late evidence for both."""
    today = timezone.localdate()
    deciding: list[Enquiry] = []
    due: list[Enquiry] = []
    for enquiry in found:
        leads = may_at(enquiry.academy, person, Permission.LEAD_LEARNING)
        member_of: bool = enquiry.mine  # type: ignore[attr-defined]
        if enquiry.state == EnquiryState.LOOKING and enquiry.found:
            deciding += [enquiry] if leads else []
        elif enquiry.due < today or (enquiry.due <= today + SOON and (member_of or enquiry.team is None)):
            due.append(enquiry)
    for enquiry in deciding[:AT_MOST]:
        yield Todo(
            f"An enquiry waits for your decision: {enquiry.question}",
            reverse("plans:enquiry_decide", args=[enquiry.pk]),
            "Adopt it, adapt it or drop it.",
            Weight.WAITING,
        )
    for enquiry in due[:AT_MOST]:
        yield _due(enquiry, today)
    more = [*deciding[AT_MOST:], *due[AT_MOST:]]
    if more:
        yield Todo(
            f"{opened(len(more), 'more enquiry waits', 'more enquiries wait')} for evidence or a decision.",
            f"{reverse('plans:enquiry_list', args=[more[0].academy.slug])}?state=open",
        )


def _due(enquiry: Enquiry, today: datetime.date) -> Todo:
    late = enquiry.due < today
    days = abs((enquiry.due - today).days)
    when = f"is late by {counted(days, 'day')}" if late else "is due today" if not days else f"is due in {days} days"
    if days == 1 and not late:
        when = "is due tomorrow"
    writing = enquiry.state == EnquiryState.LOOKING
    return Todo(
        f"The evidence {when}: {enquiry.question}",
        reverse("plans:enquiry_found" if writing else "plans:enquiry_show", args=[enquiry.pk]),
        "Write what was found." if writing else "Note what happened, or go on to the evidence.",
        Weight.WAITING if late else Weight.NEXT,
    )


def _stories(user: User, person: Person) -> QuerySet[TourStory]:
    """Those that were answered lately, the newest few."""
    since = timezone.now() - ANSWER_TOLD_FOR
    answered: QuerySet[TourStory] = (
        TourStory.objects.editable_by(user)
        .filter(offered__status__in=(StoryStatus.TAKEN, StoryStatus.DECLINED), offered__answered_at__gte=since)
        .filter(tour__academy__trust=person.trust)
        .select_related("offered")
        .order_by("-offered__answered_at")
    )
    return answered[:AT_MOST]


def _of_stories(found: Sequence[TourStory]) -> Iterator[Todo]:
    answered = [(story, story.offered) for story in found if story.offered and story.offered.answered_at]
    for story, offered in sorted(answered, key=lambda each: each[1].answered_at or timezone.now(), reverse=True):
        taken = offered.status == StoryStatus.TAKEN
        says = "stands in the toolkit now" if taken else "was not taken into the toolkit"
        yield Todo(
            f"Your story “{story.title.rstrip('.')}” {says}.",
            f"{reverse('plans:tour_show', args=[story.tour_id])}#stories",
            "Read what the trust says of it.",
            Weight.KNOW,
        )
