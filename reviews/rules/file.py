"""What a review takes along: of which kinds, and how many."""

from celt.lib.file_kinds import Takes

FILES_A_REVIEW = 200
TAKES = Takes(
    ("photo", "pdf", "docx", "xlsx"),
    "Photos (JPEG, PNG, WebP, HEIC), PDF, Word (.docx) and Excel (.xlsx) can be added.",
)
