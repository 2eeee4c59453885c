"""Plays the demo's learning teams, cycles of enquiry, tours and improvement teams."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from dashboards.demo.plans.acting import Cast
from dashboards.demo.plans.learnt import SEATS, TEAMS, WALKS, Asked, Noted, Team, Walk
from dashboards.demo.plans.staged import WAYS
from dashboards.demo.strategy.clock import playing
from plans.models import Enquiry, LearningTeam
from plans.services.enquiry import decide_enquiry, plan_enquiry, take_step, write_findings
from plans.services.learning import set_up_team
from plans.services.meeting import note_new_meeting, plan_meetings
from plans.services.seat import give_seat
from plans.services.tour import add_stop, plan_tour, walk_tour
from plans.services.tour_story import offer_tour_story, tell_story
from toolkit.models import Theory
from toolkit.services.story import answer_story

Day = datetime.date
WEEK = datetime.timedelta(days=7)
# Where the first activities of stage one are done, a team was chosen; this long after the way began.
CHOSEN_AFTER = 6 * WEEK
# The team looks at the evidence together, and decides some days later.
LOOKED_BEFORE = datetime.timedelta(days=3)


def play_learning(cast: Cast, theories: Sequence[Theory], today: Day) -> None:
    for slug, way in WAYS.items():
        if way.done[0] > 1:
            _seat(cast, slug, way.since + CHOSEN_AFTER)
    for slug, teams in TEAMS.items():
        for nth, told in enumerate(teams):
            _play_team(cast, slug, told, nth, theories, today)
    for slug, walks in WALKS.items():
        for walk in walks:
            _play_walk(cast, slug, walk, theories, today)


def _seat(cast: Cast, slug: str, day: Day) -> None:
    with playing(day):
        for person, role in zip(cast.staff[slug], SEATS, strict=False):
            give_seat(by=cast.head(slug, day), academy=cast.academies[slug], person=person, role=role, starts=day)


def _play_team(cast: Cast, slug: str, told: Team, nth: int, theories: Sequence[Theory], today: Day) -> None:
    teachers = cast.teachers(slug)
    people = teachers[nth::2] or teachers
    with playing(told.since):
        team = set_up_team(
            by=cast.head(slug, told.since), academy=cast.academies[slug], name=told.name, focus=told.focus,
            meets=told.meets, starts=told.since, theory=theories[told.theory], people=people, leader=people[0],
        )  # fmt: skip
    for meeting in told.meetings:
        _play_meeting(team, meeting, cast, slug, today)
    before: Enquiry | None = None
    for asked in told.enquiries:
        before = _play_enquiry(cast, slug, team, asked, before if asked.follows else None, theories[told.theory])


def _play_meeting(team: LearningTeam, told: Noted, cast: Cast, slug: str, today: Day) -> None:
    by = cast.head(slug, told.on)
    if not told.notes:
        with playing(min(told.on - WEEK, today)):
            plan_meetings(by=by, team=team, days=[told.on])
        return
    with playing(told.on):
        note_new_meeting(by=by, team=team, on=told.on, notes=told.notes, tries=told.tries)


def _play_enquiry(
    cast: Cast, slug: str, team: LearningTeam, told: Asked, follows: Enquiry | None, theory: Theory
) -> Enquiry:
    by, first = cast.head(slug, told.starts), told.starts
    with playing(first):
        enquiry = plan_enquiry(
            by=by, academy=team.academy, question=told.question, trial=told.trial, looks_for=told.looks_for,
            starts=first, due=told.due, team=team, theory=theory, follows=follows,
        )  # fmt: skip
        if told.state == "planned":
            return enquiry
        take_step(by=by, enquiry=enquiry, step="start")
    end = told.ended or told.due
    by = cast.head(slug, end)
    if told.state == "trying":
        return enquiry
    if told.state == "stopped":
        with playing(end):
            take_step(by=by, enquiry=enquiry, step="stop", says=told.found)
        return enquiry
    with playing(min(told.due, end) - WEEK):
        take_step(by=by, enquiry=enquiry, step="look")
    if told.state == "looking":
        return enquiry
    looked = end - LOOKED_BEFORE
    with playing(looked):
        meeting = note_new_meeting(by=by, team=team, on=looked, notes=f"We looked at the evidence. {told.found}")
        evidence = [f"meeting:{meeting.pk}"]
        write_findings(by=by, enquiry=enquiry, found=told.found, evidence=evidence)
    with playing(end):
        return decide_enquiry(
            by=by, enquiry=enquiry, decision=told.state, found=told.found, evidence=evidence, decision_says=told.decided
        )


def _play_walk(cast: Cast, slug: str, walk: Walk, theories: Sequence[Theory], today: Day) -> None:
    planned = min(walk.on - 4 * WEEK, today - WEEK)
    by = cast.head(slug, planned)
    with playing(planned):
        tour = plan_tour(
            by=by, academy=cast.academies[slug], title=walk.title, on=walk.on, visitors=walk.visitors,
            theory=theories[walk.theory],
        )  # fmt: skip
        stops = [add_stop(by=by, tour=tour, place=place, look_for=look_for) for place, look_for in walk.stops]
    if walk.on > today:
        return
    after = walk.on + WEEK
    by = cast.head(slug, after)
    with playing(walk.on):
        walk_tour(by=cast.head(slug, walk.on), tour=tour, learnt=walk.learnt)
    with playing(after):
        for told in walk.stories:
            story = tell_story(by=by, tour=tour, title=told.title, says=told.says, stop=stops[told.stop])
            if not told.offered:
                continue
            offered = offer_tour_story(by=by, story=story)
            if told.answer is not None and offered.offered is not None:
                taken, answer = told.answer
                answer_story(by=cast.leader, story=offered.offered, take=taken, answer=answer)
