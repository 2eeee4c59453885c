"""Every model of an academy or a trust narrows itself: `visible_to`, and `editable_by` where pages edit it."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from academies.access import Role
from academies.models import (
    Academy,
    CalendarFeed,
    CategoryDecision,
    CategoryScheme,
    Concern,
    Contact,
    Deployment,
    Draft,
    InsetDay,
    Inspection,
    Invitation,
    Letter,
    LetterChoice,
    Membership,
    Presence,
    SupportArea,
    SupportPromise,
    Term,
    Trust,
    WatchedAcademy,
)
from academies.reader_scope import reading_as
from academies.row_scope import every_row
from accounts.models import SignIn, User
from checkpoints.models import (
    CheckpointDecision,
    CheckpointLine,
    CheckpointPlace,
    FollowUp,
    HandIn,
    Intervention,
    TrustCheckpoint,
)
from coaching.models import Approach
from dashboards.models import GapFigure, GapRun
from plans.models import (
    Action,
    ActionUpdate,
    ActivityProgress,
    AgreedRating,
    ConditionRating,
    Enquiry,
    EnquiryStep,
    Gate,
    LearningTeam,
    Meaning,
    Passage,
    Plan,
    Priority,
    SelfEvaluation,
    Snapshot,
    Stage,
    StageActivity,
    StageEntry,
    SuccessCriterion,
    TeamMeeting,
    TeamMember,
    TeamSeat,
    Tour,
    TourStop,
    TourStory,
    TrustPriority,
    TwinTrack,
)
from pupils.models import (
    Attendance,
    Checkpoint,
    CheckpointDate,
    ColumnMapping,
    Coverage,
    Enrolment,
    ImportBatch,
    PublishedFigure,
    Pupil,
    Result,
)
from readers.models import BoardMeeting, Edition
from reviews.models import (
    ClassroomVisit,
    Finding,
    FindingCheck,
    Framework,
    FrameworkPrompt,
    FrameworkSection,
    Network,
    NetworkPlace,
    NextWork,
    Review,
    ReviewFile,
    ReviewMember,
    ReviewNote,
    ReviewStep,
    Round,
    RoundClassroom,
    RoundGroup,
    RoundNote,
    RoundPrediction,
    RoundStep,
    RoundVisitor,
    SectionJudgement,
    Survey,
    SurveyAnswer,
    SurveyQuestion,
    SurveySheet,
)
from stewardship.models import AccessEntry, Erasure
from tests import factories as make
from tests.house.files import APPS
from toolkit.models import (
    Adoption,
    Lesson,
    Offer,
    Piece,
    PieceFile,
    PiecePractice,
    PieceSource,
    Practice,
    PracticeExample,
    PracticeSource,
    PracticeStep,
    PracticeVersion,
    SearchEntry,
    Showing,
    Signal,
    Story,
    Theory,
    Trial,
    Verdict,
)

pytestmark = pytest.mark.usefixtures("standing_world")

# Rows that are only ever reached through the row they belong to, which has narrowed itself.
PARTS = {
    "academies.PredecessorLink": "academy",
    "academies.Judgement": "inspection",
    "academies.Tier": "scheme",
    "academies.Criterion": "scheme",
    "academies.CriterionBound": "criterion",
    "academies.ConcernEntry": "concern",
    "academies.ConcernInDecision": "decision",
    "academies.SupportDelivery": "promise",
    "academies.ReleasedDays": "deployment",
    "reviews.FindingNote": "finding",
    "toolkit.SearchWord": "trust",
    "pupils.ImportRejection": "batch",
    "pupils.ImportChange": "batch",
}
# Nothing in the product edits these one by one.
NOT_EDITED = {
    "academies.Trust",
    "dashboards.GapFigure",
    "reviews.SurveyAnswer",
    "reviews.SurveySheet",
    "toolkit.SearchEntry",
}
# Belongs to no academy: a person may hold roles in several trusts.
NOBODYS = {"accounts.User"}
# Who reads these is proved elsewhere, besides what is asked of every model here.
ELSEWHERE = {
    "coaching": "read by two alone: tests/coaching/",
    "stewardship.RetentionRun": "the installation's, of numbers alone: tests/stewardship/test_retention.py",
}


def our_models() -> list[type[models.Model]]:
    return [
        model
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if not model.__name__.endswith("Event") and not model._meta.auto_created
    ]


def test_every_owned_model_narrows_itself():
    for model in our_models():
        if model._meta.label in NOBODYS | set(PARTS):
            continue
        queryset = model._default_manager.all()
        assert hasattr(queryset, "visible_to"), f"{model._meta.label} has no visible_to(user)."
        if model._meta.label not in NOT_EDITED:
            assert hasattr(queryset, "editable_by"), f"{model._meta.label} has no editable_by(user)."


def test_no_exemption_is_stale():
    known = {model._meta.label: model for model in our_models()}
    for label in {*PARTS, *NOT_EDITED, *NOBODYS}:
        assert label in known, f"{label} is exempt and does not exist."
    for label, parent in PARTS.items():
        assert not hasattr(known[label]._default_manager.all(), "visible_to"), f"{label} narrows itself: no exemption."
        owner: Any = known[label]._meta.get_field(parent)
        assert owner.remote_field.on_delete is models.CASCADE, f"{label} is part of its {parent} and goes with it."
        whole = owner.related_model
        assert whole._meta.label in PARTS or hasattr(whole._default_manager.all(), "visible_to")
    for label in NOT_EDITED:
        assert not hasattr(known[label]._default_manager.all(), "editable_by"), f"{label} is edited: no exemption."


OWNED = (
    Academy,
    Concern,
    WatchedAcademy,
    Membership,
    Invitation,
    Trust,
    Enrolment,
    Pupil,
    Result,
    Attendance,
    Checkpoint,
    CheckpointDate,
    ColumnMapping,
    ImportBatch,
    PublishedFigure,
    GapRun,
    GapFigure,
    Inspection,
    CategoryScheme,
    CategoryDecision,
    SupportArea,
    SupportPromise,
    Deployment,
    SelfEvaluation,
    ConditionRating,
    AgreedRating,
    Stage,
    StageActivity,
    Passage,
    ActivityProgress,
    Gate,
    StageEntry,
    TwinTrack,
    Action,
    Plan,
    Snapshot,
    BoardMeeting,
    Edition,
    Priority,
    Meaning,
    TrustPriority,
    TeamSeat,
    LearningTeam,
    TeamMember,
    TeamMeeting,
    Enquiry,
    EnquiryStep,
    Tour,
    TourStop,
    TourStory,
    Theory,
    Verdict,
    Story,
    SearchEntry,
    Practice,
    PracticeVersion,
    PracticeStep,
    PracticeExample,
    PracticeSource,
    Piece,
    PiecePractice,
    PieceSource,
    PieceFile,
    Lesson,
    Adoption,
    Framework,
    FrameworkSection,
    FrameworkPrompt,
    Finding,
    FindingCheck,
    Review,
    ReviewFile,
    ReviewMember,
    ReviewNote,
    ReviewStep,
    SectionJudgement,
    Survey,
    SurveyAnswer,
    SurveyQuestion,
    SurveySheet,
    Network,
    NetworkPlace,
    Round,
    RoundVisitor,
    RoundClassroom,
    ClassroomVisit,
    RoundStep,
    RoundGroup,
    RoundNote,
    RoundPrediction,
    NextWork,
    Trial,
    Offer,
    Showing,
    TrustCheckpoint,
    CheckpointLine,
    CheckpointPlace,
    HandIn,
    CheckpointDecision,
    Intervention,
    FollowUp,
    Contact,
    Term,
    InsetDay,
    Coverage,
    Signal,
    Approach,
    SuccessCriterion,
    ActionUpdate,
    AccessEntry,
    Erasure,
    Letter,
)
# Rows of one person each, for that person alone.
ONES_OWN = (SignIn, Draft, CalendarFeed, LetterChoice, Presence)


def test_every_model_that_narrows_itself_is_tried_below():
    tried = {model._meta.label for model in (*OWNED, *ONES_OWN)}
    assert not tried & {*ELSEWHERE, *PARTS, *NOBODYS}
    left = {
        model._meta.label
        for model in our_models()
        if model._meta.label not in tried | {*PARTS, *NOBODYS, *ELSEWHERE} and model._meta.app_label not in ELSEWHERE
    }
    assert left == set(), "Name them in OWNED or ONES_OWN, or say in ELSEWHERE what proves who reads them."


# What leads from a row to its trust, the nearest first.
PATHS = (
    "trust_id", "academy", "enrolment", "giver", "evaluation", "plan", "priority", "stage", "theory", "team",
    "enquiry", "tour", "checkpoint", "version", "practice", "review", "framework", "section",
    "host", "network", "round", "classroom",
    "survey", "question", "piece", "meeting", "place", "decision", "intervention", "action", "user",
)  # fmt: skip


def trust_of(row: models.Model) -> int | None:
    if isinstance(row, User):
        return row.memberships.values_list("trust", flat=True).first()
    for path in PATHS:
        value = getattr(row, path, None)
        if isinstance(value, int):
            return value
        if isinstance(value, models.Model):
            return trust_of(value)
    return row.pk if isinstance(row, Trust) else None


@pytest.mark.parametrize("model", OWNED, ids=lambda m: m.__name__)
def test_no_queryset_crosses_the_trust_and_nobody_sees_nothing(model, world):
    """Each owned model, each person: nothing of the other trust, and nothing at all for who holds no role."""
    cast = world.cast
    make.ColumnMappingFactory(trust=cast.trust)
    make.ColumnMappingFactory(trust=cast.foreign_trust)
    with every_row():
        for name, user in cast.everyone.items():
            home = {cast.trust.pk} if name in Role.values else {cast.foreign_trust.pk} if name == "outsider" else set()
            seen = list(model._default_manager.visible_to(user))
            assert {trust_of(row) for row in seen} <= home, f"{name} sees {model.__name__} of another trust."
            if hasattr(model._default_manager.all(), "editable_by"):
                editable = set(model._default_manager.editable_by(user))
                assert editable <= set(seen), f"{name} may edit a {model.__name__} that they do not see."


@pytest.mark.parametrize("model", ONES_OWN, ids=lambda m: m.__name__)
def test_what_is_one_s_own_is_read_by_nobody_else(model, world):
    for user in (world.cast.headteacher, world.cast.sibling_head):
        with reading_as(user):
            Draft.objects.create(user=user, name="note", fields={"says": "Not said yet."})
    owners = set()
    for user in User.objects.all():
        with reading_as(user):
            seen = list(model._default_manager.visible_to(user))
            assert all(row.user_id == user.pk for row in seen), f"{user} sees another's {model.__name__}."
            assert set(model._default_manager.editable_by(user)) <= set(seen)
        owners |= {row.user_id for row in seen}
    assert owners, f"Nobody here has a {model.__name__}: this would prove nothing."


@pytest.mark.parametrize("role", [Role.HEADTEACHER, Role.SENIOR_LEADER, Role.COACH, Role.TEACHER, Role.GOVERNOR])
@pytest.mark.parametrize(
    "model", [Academy, Concern, Enrolment, Pupil, Result, Attendance, GapFigure, Deployment], ids=lambda m: m.__name__
)
def test_a_role_at_one_academy_sees_nothing_of_the_next(role, model, world):
    cast = world.cast
    with every_row():
        theirs = {
            Academy: [cast.sibling],
            Concern: list(Concern.objects.filter(academy=cast.sibling)),
            GapFigure: [world.figures[cast.sibling.pk]],
            Enrolment: world.enrolments[cast.sibling.pk],
            Pupil: [e.pupil for e in world.enrolments[cast.sibling.pk]],
            Result: list(Result.objects.filter(enrolment__academy=cast.sibling)),
            Attendance: list(Attendance.objects.filter(enrolment__academy=cast.sibling)),
            Deployment: [world.of(kind, cast.sibling) for kind in ("proposed", "agreed")],
        }[model]
        assert theirs
        assert not set(theirs) & set(model._default_manager.visible_to(cast.people[role]))
