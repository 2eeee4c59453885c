from readers.models.edition import Edition
from readers.models.meeting import BoardMeeting

__all__ = ["BoardMeeting", "Edition"]
