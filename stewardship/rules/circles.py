"""Whose history lies open to whom, besides `visible_to`: docs/adr/0024.

A record that many read today may have been read by few while it was made. Its history would tell what they were not
to know: so of such records only what came after is shown, or nothing, to whoever was not among the few.
"""

from __future__ import annotations

from dataclasses import dataclass

from academies.access import Permission


@dataclass(frozen=True, slots=True)
class Circle:
    """Who holds the permission at the record's place reads its whole history. Everybody else reads it from the first
    state in which `field` said one of `told`; without a field, not at all."""

    permission: Permission
    field: str = ""
    told: frozenset[str] = frozenset()


_REVIEWS, _ROUNDS = Circle(Permission.RUN_REVIEWS), Circle(Permission.RUN_ROUNDS)
_TOOLKIT = Circle(Permission.WRITE_TOOLKIT)
CIRCLES: dict[str, Circle] = {
    "academies.CategoryDecision": Circle(Permission.DECIDE_CATEGORY, "status", frozenset({"confirmed"})),
    "academies.CategoryScheme": Circle(Permission.MANAGE_SCHEMES),
    "academies.SupportPromise": Circle(Permission.MANAGE_SUPPORT),
    "reviews.Review": Circle(Permission.RUN_REVIEWS, "state", frozenset({"shared", "published", "followed"})),
    "reviews.SectionJudgement": _REVIEWS,
    "reviews.Finding": _REVIEWS,
    "reviews.FindingCheck": _REVIEWS,
    "reviews.ReviewNote": _REVIEWS,
    "reviews.ReviewFile": _REVIEWS,
    "reviews.ReviewStep": _REVIEWS,
    "reviews.Survey": _REVIEWS,
    "reviews.SurveyQuestion": _REVIEWS,
    "reviews.Round": _ROUNDS,
    "reviews.RoundGroup": _ROUNDS,
    "reviews.RoundStep": _ROUNDS,
    "reviews.NextWork": _ROUNDS,
    "toolkit.Practice": _TOOLKIT,
    "toolkit.PracticeVersion": _TOOLKIT,
    "toolkit.Piece": _TOOLKIT,
}

# What has a history that no page shows, each with its reason.
NEVER = {
    "academies.Draft": "what was never sent is its writer’s alone",
    "academies.CalendarFeed": "a key of one person’s own telephone",
    "reviews.RoundNote": "the visitors’ alone, and a lesson’s notes name no writer in what is kept of them",
    "reviews.RoundPrediction": "the visitors’ alone",
    "reviews.ClassroomVisit": "who sat in which lesson",
    "reviews.RoundClassroom": "a year group and a subject can be one teacher",
    "toolkit.Trial": "its writer may have chosen not to be named",
}
# Read by two alone, who find their own history in their own export.
NEVER_APPS = frozenset({"coaching"})
# Behind row-level security: read in an open scope.
PUPIL_ROWS = frozenset({"pupils.Pupil", "pupils.Enrolment", "pupils.Result", "pupils.Attendance"})
