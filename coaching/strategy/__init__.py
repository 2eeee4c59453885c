"""The models of coaching that the product ships; a trust adds its own."""

from coaching.strategy.load import MODELS, StrategyModel

__all__ = ["MODELS", "StrategyModel"]
