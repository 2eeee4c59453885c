from stewardship.models.access_entry import AccessEntry, AccessForm, AccessKind
from stewardship.models.erasure import Erasure, ErasureState, SubjectKind
from stewardship.models.retention_run import RetentionRun

__all__ = [
    "AccessEntry",
    "AccessForm",
    "AccessKind",
    "Erasure",
    "ErasureState",
    "RetentionRun",
    "SubjectKind",
]
