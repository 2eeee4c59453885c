"""What the strategy itself believes: its theories of action, with what one would see of each."""

from toolkit.strategy.load import THEORIES, StrategyTheory

__all__ = ["THEORIES", "StrategyTheory"]
