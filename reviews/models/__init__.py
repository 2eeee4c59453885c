from reviews.models.file import ReviewFile
from reviews.models.finding import Finding, FindingCheck, FindingNote
from reviews.models.framework import Framework, FrameworkPrompt, FrameworkSection
from reviews.models.network import Network, NetworkPlace
from reviews.models.next_work import NextWork
from reviews.models.note import ReviewNote
from reviews.models.review import Review, ReviewMember, ReviewStep, SectionJudgement
from reviews.models.round import ClassroomVisit, Round, RoundClassroom, RoundStep, RoundVisitor
from reviews.models.round_board import RoundGroup, RoundNote, RoundPrediction
from reviews.models.survey import Survey, SurveyAnswer, SurveyQuestion, SurveySheet

__all__ = [
    "ClassroomVisit",
    "Finding",
    "FindingCheck",
    "FindingNote",
    "Framework",
    "FrameworkPrompt",
    "FrameworkSection",
    "Network",
    "NetworkPlace",
    "NextWork",
    "Review",
    "ReviewFile",
    "ReviewMember",
    "ReviewNote",
    "ReviewStep",
    "Round",
    "RoundClassroom",
    "RoundGroup",
    "RoundNote",
    "RoundPrediction",
    "RoundStep",
    "RoundVisitor",
    "SectionJudgement",
    "Survey",
    "SurveyAnswer",
    "SurveyQuestion",
    "SurveySheet",
]
