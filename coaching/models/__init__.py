from coaching.models.approach import Approach
from coaching.models.cycle import ClosedWhy, Cycle, CycleState
from coaching.models.step import ActionStep, Holding, Reminder, Revisit, Seen, StepCheck, StepState
from coaching.models.visit import Note, Opened, Opening, Share, Visit, VisitState, Word, WordKind

__all__ = [
    "ActionStep",
    "Approach",
    "ClosedWhy",
    "Cycle",
    "CycleState",
    "Holding",
    "Note",
    "Opened",
    "Opening",
    "Reminder",
    "Revisit",
    "Seen",
    "Share",
    "StepCheck",
    "StepState",
    "Visit",
    "VisitState",
    "Word",
    "WordKind",
]
