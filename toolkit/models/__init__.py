from toolkit.models.story import Story
from toolkit.models.theory import Signal, Theory, Verdict

__all__ = ["Signal", "Story", "Theory", "Verdict"]
