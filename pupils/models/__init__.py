from pupils.models.batch import ColumnMapping, ImportBatch, ImportChange, ImportRejection
from pupils.models.checkpoint_date import CheckpointDate
from pupils.models.coverage import Coverage
from pupils.models.enrolment import Attendance, Enrolment, Pupil
from pupils.models.published import PublishedFigure
from pupils.models.result import Checkpoint, Result

__all__ = [
    "Attendance",
    "Checkpoint",
    "CheckpointDate",
    "ColumnMapping",
    "Coverage",
    "Enrolment",
    "ImportBatch",
    "ImportChange",
    "ImportRejection",
    "PublishedFigure",
    "Pupil",
    "Result",
]
