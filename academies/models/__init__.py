from academies.models.academy import Academy, PredecessorLink
from academies.models.area import SupportArea
from academies.models.concern import Concern, ConcernEntry, ConcernInDecision, WatchedAcademy
from academies.models.contact import Contact
from academies.models.decision import CategoryDecision
from academies.models.deployment import Deployment, ReleasedDays
from academies.models.draft import Draft
from academies.models.feed import CalendarFeed
from academies.models.inspection import Inspection, Judgement
from academies.models.invitation import Invitation
from academies.models.letter import Letter, LetterChoice
from academies.models.membership import Membership
from academies.models.presence import Presence
from academies.models.scheme import CategoryScheme, Criterion, CriterionBound, Tier
from academies.models.support import SupportDelivery, SupportPromise
from academies.models.term import InsetDay, Term
from academies.models.trust import Trust

__all__ = [
    "Academy",
    "CalendarFeed",
    "CategoryDecision",
    "CategoryScheme",
    "Concern",
    "ConcernEntry",
    "ConcernInDecision",
    "Contact",
    "Criterion",
    "CriterionBound",
    "Deployment",
    "Draft",
    "InsetDay",
    "Inspection",
    "Invitation",
    "Judgement",
    "Letter",
    "LetterChoice",
    "Membership",
    "PredecessorLink",
    "Presence",
    "ReleasedDays",
    "SupportArea",
    "SupportDelivery",
    "SupportPromise",
    "Term",
    "Tier",
    "Trust",
    "WatchedAcademy",
]
