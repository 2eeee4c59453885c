from academies.models.academy import Academy, PredecessorLink
from academies.models.membership import Membership
from academies.models.term import Term
from academies.models.trust import Trust

__all__ = ["Academy", "Membership", "PredecessorLink", "Term", "Trust"]
