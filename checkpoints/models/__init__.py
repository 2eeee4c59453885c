from checkpoints.models.checkpoint import CheckpointLine, CheckpointPlace, CheckpointState, TrustCheckpoint
from checkpoints.models.decision import CheckpointDecision, DecisionKind
from checkpoints.models.hand_in import Confirms, HandIn
from checkpoints.models.intervention import FollowUp, Intervention, InterventionState, Went

__all__ = [
    "CheckpointDecision",
    "CheckpointLine",
    "CheckpointPlace",
    "CheckpointState",
    "Confirms",
    "DecisionKind",
    "FollowUp",
    "HandIn",
    "Intervention",
    "InterventionState",
    "TrustCheckpoint",
    "Went",
]
