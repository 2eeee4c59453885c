from toolkit.models.about import Strand, Strength, TaughtPhase
from toolkit.models.expertise import Offer, Showing, ShowingState
from toolkit.models.library import Adoption, Lesson, Piece, PieceFile, PiecePractice, PieceSource
from toolkit.models.practice import Practice, PracticeExample, PracticeSource, PracticeStep, PracticeVersion
from toolkit.models.search import SearchEntry, SearchKind, SearchWord
from toolkit.models.story import Story
from toolkit.models.theory import Signal, Theory, Verdict
from toolkit.models.trial import Trial

__all__ = [
    "Adoption",
    "Lesson",
    "Offer",
    "Piece",
    "PieceFile",
    "PiecePractice",
    "PieceSource",
    "Practice",
    "PracticeExample",
    "PracticeSource",
    "PracticeStep",
    "PracticeVersion",
    "SearchEntry",
    "SearchKind",
    "SearchWord",
    "Showing",
    "ShowingState",
    "Signal",
    "Story",
    "Strand",
    "Strength",
    "TaughtPhase",
    "Theory",
    "Trial",
    "Verdict",
]
