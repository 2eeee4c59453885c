"""What the strategy itself says: the five rings with their conditions, the seven pillars, and the three stages."""

from plans.strategy.load import CONDITIONS, PILLARS, RINGS, Condition, Pillar, Ring
from plans.strategy.stages import STAGES

__all__ = ["CONDITIONS", "PILLARS", "RINGS", "STAGES", "Condition", "Pillar", "Ring"]
