"""What the trust's reviews look at, in the strategy's own frameworks: a file for each."""

from reviews.strategy.load import FRAMEWORKS, StrategyFramework, StrategyPrompt, StrategySection

__all__ = ["FRAMEWORKS", "StrategyFramework", "StrategyPrompt", "StrategySection"]
