from reviews.models.finding import Finding, FindingCheck, FindingNote
from reviews.models.framework import Framework, FrameworkPrompt, FrameworkSection
from reviews.models.note import ReviewNote
from reviews.models.review import Review, ReviewMember, ReviewStep, SectionJudgement

__all__ = [
    "Finding",
    "FindingCheck",
    "FindingNote",
    "Framework",
    "FrameworkPrompt",
    "FrameworkSection",
    "Review",
    "ReviewMember",
    "ReviewNote",
    "ReviewStep",
    "SectionJudgement",
]
