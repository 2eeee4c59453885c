"""What the strategy itself says: the five rings with their conditions, and the seven pillars."""

from plans.strategy.load import CONDITIONS, PILLARS, RINGS, Condition, Pillar, Ring

__all__ = ["CONDITIONS", "PILLARS", "RINGS", "Condition", "Pillar", "Ring"]
