from plans.models.action import Action, ActionUpdate
from plans.models.enquiry import Enquiry, EnquiryStep
from plans.models.evaluation import AgreedRating, ConditionRating, SelfEvaluation
from plans.models.journey import ActivityProgress, Gate, Passage, StageEntry, TwinTrack
from plans.models.learning import LearningTeam, TeamMeeting, TeamMember
from plans.models.plan import Plan, Snapshot
from plans.models.priority import Meaning, Priority, SuccessCriterion
from plans.models.programme import Stage, StageActivity, TrustPriority
from plans.models.team import TeamSeat
from plans.models.tour import Tour, TourStop, TourStory

__all__ = [
    "Action",
    "ActionUpdate",
    "ActivityProgress",
    "AgreedRating",
    "ConditionRating",
    "Enquiry",
    "EnquiryStep",
    "Gate",
    "LearningTeam",
    "Meaning",
    "Passage",
    "Plan",
    "Priority",
    "SelfEvaluation",
    "Snapshot",
    "Stage",
    "StageActivity",
    "StageEntry",
    "SuccessCriterion",
    "TeamMeeting",
    "TeamMember",
    "TeamSeat",
    "Tour",
    "TourStop",
    "TourStory",
    "TrustPriority",
    "TwinTrack",
]
